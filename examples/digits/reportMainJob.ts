/**
 * A report of how both models of the main job learnt, and what they make of the test images.
 *
 * @module
 */
import { type Integers, toNested } from 'pullback'
import { confusionPlot } from '../report/confusion.ts'
import { curves } from '../report/curves.ts'
import { glyphPlot } from '../report/glyph.ts'
import type { Section, Table } from '../report/page.ts'
import { draw, type Figure } from '../report/plot.ts'
import { type Evaluation, type Prediction, worst } from './evaluate.ts'
import type { MainJob, Seen } from './mainJob.ts'

// -------------------------------------------------------------------------------------
// figures
// -------------------------------------------------------------------------------------

const curveFigures = async (
  id: string,
  model: string,
  unit: string,
  history: readonly Seen[],
): Promise<readonly Figure[]> => {
  const series = (name: string, of: (milestone: Seen) => number) => ({
    name,
    points: history.map(milestone => [milestone.time, of(milestone)] as const),
  })
  return Promise.all([
    draw(
      `${id}-loss`,
      `${model}: mean negative log-likelihood on both parts.`,
      curves({ title: 'Loss', x: unit, y: 'loss (nats)' }, [
        series('training', ({ trainLoss }) => trainLoss),
        series('test', ({ testLoss }) => testLoss),
      ]),
    ),
    draw(
      `${id}-accuracy`,
      `${model}: share of digits recognised on both parts. The axis does not begin at 0.`,
      curves({ title: 'Accuracy', x: unit, y: 'accuracy (share right)', zero: false }, [
        series('training', ({ trainAccuracy }) => trainAccuracy),
        series('test', ({ testAccuracy }) => testAccuracy),
      ]),
    ),
  ])
}

const predictionFigures = (id: string, predictions: readonly Prediction[]): Promise<readonly Figure[]> =>
  Promise.all(
    predictions.map((prediction, i) => {
      const { label, predicted, loss, probabilities } = prediction
      const share = ((probabilities[label] as number) * 100).toFixed(2)
      return draw(
        `${id}-${i}`,
        `True class ${label}, predicted ${predicted}: the probability of ${label} is ${share} %, the loss ${loss.toFixed(3)} nats.`,
        glyphPlot(`label ${label}, predicted ${predicted}`, { ...prediction, width: 8, darkest: 16 }),
      )
    }),
  )

const firstOfEach = (predictions: readonly Prediction[]): readonly Prediction[] =>
  Array.from({ length: 10 }, (_, digit) =>
    predictions.filter(({ label }) => label === digit).slice(0, 1),
  ).flat()

const confusionFigure = (id: string, model: string, confusion: Integers<[10, 10]>): Promise<Figure> =>
  draw(
    `${id}-confusion`,
    `${model}: test digits by true and predicted class; the diagonal is right.`,
    confusionPlot(model, toNested(confusion) as readonly (readonly number[])[]),
  )

// -------------------------------------------------------------------------------------
// text
// -------------------------------------------------------------------------------------

const figuresOf = ({ trainLoss, trainAccuracy, testLoss, testAccuracy }: Evaluation): readonly string[] => [
  trainLoss.toFixed(4),
  trainAccuracy.toFixed(3),
  testLoss.toFixed(4),
  testAccuracy.toFixed(3),
]

// What the notebook printed for its own initial parameters; it has no test losses.
const notebook: readonly (readonly string[])[] = [
  ['logistic regression, in the notebook', '0.2397', '0.950', '–', '0.956'],
  ['10 hidden units, in the notebook', '0.0229', '0.997', '–', '0.959'],
]

const summary = ({ logistic, neural }: MainJob): Table => ({
  head: ['model', 'train loss (nats)', 'train accuracy', 'test loss (nats)', 'test accuracy'],
  rows: [
    ['logistic regression, untrained', ...figuresOf(logistic.untrained)],
    ['logistic regression', ...figuresOf(logistic.final)],
    ['10 hidden units, untrained', ...figuresOf(neural.untrained)],
    ['10 hidden units', ...figuresOf(neural.final)],
    ...notebook,
  ],
})

/** The sections on both models. */
export const mainJobSections = async (job: MainJob): Promise<readonly Section[]> => {
  const { seed, epochs, examples, logistic, neural } = job
  const bars = 'The blue bar is the true class, orange bars are the others.'
  return [
    {
      title: 'Figures',
      text:
        `${examples.train} digits to train on, ${examples.test} to test on, in the notebook's own split; seed ${seed} for the ` +
        'parameters. The notebook drew its parameters without a seed, so its figures can be met, but not repeated.',
      table: summary(job),
    },
    {
      title: 'Logistic regression',
      text: 'One epoch of stochastic gradient descent, one digit at a time, at a rate of 0.01.',
      figures: await curveFigures('logistic', 'Logistic regression', 'update', logistic.history),
    },
    {
      title: 'One hidden layer',
      text: `Ten sigmoid units; ${epochs} epochs of stochastic gradient descent, one digit at a time, at a rate of 0.1.`,
      figures: await curveFigures('neural', 'One hidden layer', 'epoch', neural.history),
    },
    {
      title: 'Sample predictions',
      text: `The first test digit of each class and the probabilities that the hidden-layer model gives. ${bars}`,
      figures: await predictionFigures('sample', firstOfEach(neural.predictions)),
    },
    {
      title: 'Worst predictions',
      text: `The test digits on which the hidden-layer model has the highest losses, worst first. ${bars}`,
      figures: await predictionFigures('worst', worst(neural.predictions, 6)),
    },
    {
      title: 'Confusion matrices',
      text: 'Which test digits were taken for which. Empty cells are 0; the shade goes by the square root.',
      figures: [
        await confusionFigure('logistic', 'Logistic regression', logistic.confusion),
        await confusionFigure('neural', 'One hidden layer', neural.confusion),
      ],
    },
  ]
}
