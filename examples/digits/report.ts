/**
 * The report on the digits: how both models learnt, and what they make of the test images.
 *
 * @module
 */
import { type Integers, toNested } from 'pullback'
import { confusionPlot } from '../report/confusion.ts'
import { curves } from '../report/curves.ts'
import { glyphPlot } from '../report/glyph.ts'
import type { Page, Section, Table } from '../report/page.ts'
import { draw, type Figure } from '../report/plot.ts'
import { type Evaluation, type Prediction, worst } from './evaluate.ts'
import type { Milestone, Trained } from './train.ts'

/** What the report is about. */
export interface DigitsRun {
  readonly seed: number
  readonly epochs: number
  readonly examples: { readonly train: number; readonly test: number }
  readonly logistic: Trained
  readonly neural: Trained
}

// -------------------------------------------------------------------------------------
// figures
// -------------------------------------------------------------------------------------

const curveFigures = async (
  id: string,
  model: string,
  unit: string,
  history: readonly Milestone[],
): Promise<readonly Figure[]> => {
  const series = (name: string, of: (milestone: Milestone) => number) => ({
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

// What the notebook printed for its own split and initial parameters; it has no test losses.
const notebook: readonly (readonly string[])[] = [
  ['logistic regression, in the notebook', '0.2397', '0.950', '–', '0.956'],
  ['10 hidden units, in the notebook', '0.0229', '0.997', '–', '0.959'],
]

const summary = ({ logistic, neural }: DigitsRun): Table => ({
  head: ['model', 'train loss (nats)', 'train accuracy', 'test loss (nats)', 'test accuracy'],
  rows: [
    ['logistic regression, untrained', ...figuresOf(logistic.untrained)],
    ['logistic regression', ...figuresOf(logistic.final)],
    ['10 hidden units, untrained', ...figuresOf(neural.untrained)],
    ['10 hidden units', ...figuresOf(neural.final)],
    ...notebook,
  ],
})

/** The report. */
export const digitsReport = async (run: DigitsRun): Promise<Page> => {
  const { seed, epochs, examples, logistic, neural } = run
  const bars = 'The blue bar is the true class, orange bars are the others.'
  const sections: readonly Section[] = [
    {
      title: 'Figures',
      text: `${examples.train} digits to train on, ${examples.test} to test on; seed ${seed}.`,
      table: summary(run),
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
  return {
    title: 'Handwritten digits',
    text:
      'Two models learn to read 8 × 8 images of handwritten digits: logistic regression, and a network with one hidden ' +
      'layer. Pixels are standardised by the mean and deviation of the training part.',
    sections,
  }
}
