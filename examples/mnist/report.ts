/**
 * The report on MNIST: the losses with and without the mistake, how both models learnt, and what they make of the test images.
 *
 * @module
 */
import { confusionMatrix, op, type Tensor, toNested, toValues } from 'pullback'
import { confusionPlot } from '../report/confusion.ts'
import { curves } from '../report/curves.ts'
import { glyphPlot } from '../report/glyph.ts'
import type { Page, Table } from '../report/page.ts'
import { draw, type Figure } from '../report/plot.ts'
import type { MnistRun } from './run.ts'
import { largestOf, templatesPlot } from './templates.ts'
import type { Epoch } from './train.ts'
import { pythonFloat, scientific } from './words.ts'

const forwardFigure = ({ forward }: MnistRun): Promise<Figure> =>
  draw(
    'forward',
    'The loss of untrained weights on 30 batches of 2,000 images: as the notebook prints it, and as it is for one label per image.',
    curves({ title: 'Loss before training', x: 'batch', y: 'loss (nats)', zero: false }, [
      { name: 'as printed', points: forward.map(({ batch, loss }) => [batch, loss] as const) },
      { name: 'as meant', points: forward.map(({ batch, right }) => [batch, right] as const) },
    ]),
  )

const curveFigures = ({ softmax, network }: MnistRun): Promise<readonly Figure[]> => {
  const models = [
    ['softmax regression', softmax],
    ['hidden layer', network],
  ] as const
  const series = (of: (epoch: Epoch) => number) =>
    models.map(([name, { history }]) => ({
      name,
      points: history.map(epoch => [epoch.epoch, of(epoch)] as const),
    }))
  return Promise.all([
    draw(
      'train-loss',
      'Mean cross-entropy over the batches of each epoch, before their updates.',
      curves(
        { title: 'Training loss', x: 'epoch', y: 'loss (nats)' },
        series(({ trainLoss }) => trainLoss),
      ),
    ),
    draw(
      'test-loss',
      'Cross-entropy on the 10,000 test images after each epoch.',
      curves(
        { title: 'Test loss', x: 'epoch', y: 'loss (nats)' },
        series(({ testLoss }) => testLoss),
      ),
    ),
    draw(
      'test-accuracy',
      'Share of the 10,000 test images that are recognised. The axis does not begin at 0.',
      curves(
        { title: 'Test accuracy', x: 'epoch', y: 'accuracy (share right)', zero: false },
        series(({ testAccuracy }) => testAccuracy),
      ),
    ),
  ])
}

const accuracies = ({ softmax, network }: MnistRun): Table => ({
  head: [
    'epoch',
    'softmax: train loss',
    'test loss',
    'test accuracy',
    'hidden: train loss',
    'test loss',
    'test accuracy',
  ],
  rows: Array.from({ length: Math.max(softmax.history.length, network.history.length) }, (_, i) => [
    String(i + 1),
    ...[softmax, network].flatMap(({ history }) => {
      const epoch = history[i]
      return epoch === undefined
        ? ['', '', '']
        : [epoch.trainLoss.toFixed(4), epoch.testLoss.toFixed(4), epoch.testAccuracy.toFixed(4)]
    }),
  ]),
})

const forwardTable = ({ forward }: MnistRun): Table => ({
  head: ['batch', 'loss by a column of labels', 'loss by a vector of labels'],
  rows: forward.map(({ batch, loss, right }) => [String(batch), scientific(loss), scientific(right)]),
})

/** The places of the test images with the lowest probabilities for their labels, lowest first. */
const worstOf = (labels: ArrayLike<number>, probabilities: Tensor<[number, 10]>, count: number) => {
  const values = toValues(probabilities)
  return Array.from(labels, (label, i) => ({ i, label, probability: values[i * 10 + label] as number }))
    .sort((a, b) => a.probability - b.probability)
    .slice(0, count)
    .map(({ i, label }) => ({ i, label, probabilities: Array.from(values.subarray(i * 10, i * 10 + 10)) }))
}

const worstFigures = ({ test, network }: MnistRun): Promise<readonly Figure[]> => {
  const pixels = toValues(test.images)
  return Promise.all(
    worstOf(toValues(test.labels), network.probabilities, 6).map(({ i, label, probabilities }) => {
      const predicted = probabilities.indexOf(Math.max(...probabilities))
      const share = ((probabilities[label] as number) * 100).toPrecision(2)
      return draw(
        `worst-${i}`,
        `Test image ${i}: true class ${label}, predicted ${predicted}; the probability of ${label} is ${share} %.`,
        glyphPlot(`label ${label}, predicted ${predicted}`, {
          pixels: Array.from(pixels.subarray(i * 784, (i + 1) * 784)),
          width: 28,
          darkest: 255,
          label,
          probabilities,
        }),
      )
    }),
  )
}

const confusionFigures = ({ test, softmax, network }: MnistRun): Promise<readonly Figure[]> =>
  Promise.all(
    (
      [
        ['softmax', 'Softmax regression', softmax],
        ['network', 'Hidden layer', network],
      ] as const
    ).map(([id, name, { probabilities }]) =>
      draw(
        `${id}-confusion`,
        `${name}: test images by true and predicted class; the diagonal is right.`,
        confusionPlot(
          name,
          toNested(
            confusionMatrix(op.convert('i32')(test.labels))(probabilities),
          ) as readonly (readonly number[])[],
        ),
      ),
    ),
  )

/** The report. */
export const mnistReport = async (run: MnistRun): Promise<Page> => ({
  title: 'MNIST: a forward pass, its mistake, and the backward pass',
  text:
    'The notebook runs one fully connected layer forward on 60,000 handwritten digits and leaves the backward pass out. Its ' +
    'labels are a column, which NumPy broadcasts, so that its loss mixes the labels of all examples. Here are both figures, and ' +
    'two models that were trained.',
  sections: [
    {
      title: 'The forward pass',
      text:
        `Two forms of the loss differ by ${pythonFloat(run.difference.difference)}, as the notebook prints; both are ` +
        `${run.difference.crossEntropy.toFixed(3)}, where ${run.difference.right.toFixed(3)} was meant. In its loop, the mistake ` +
        'takes off a seventh.',
      table: forwardTable(run),
      figures: [await forwardFigure(run)],
    },
    {
      title: 'Training',
      text: 'Batches of 100 images, shuffled anew for each epoch; pixels from 0 to 1; momentum, and a rate that falls in steps.',
      table: accuracies(run),
      figures: await curveFigures(run),
    },
    {
      title: 'What softmax regression has learnt',
      text: 'Its weights as images, one for each class: blue pixels speak for the class, orange ones against it.',
      figures: [await templatesFigure(run)],
    },
    {
      title: 'Who is taken for whom',
      text: 'Errors are shaded on a square-root scale.',
      figures: await confusionFigures(run),
    },
    {
      title: 'The worst predictions of the hidden layer',
      text: 'The test images whose labels it gives the lowest probabilities, worst first.',
      figures: await worstFigures(run),
    },
  ],
})

const templatesFigure = ({ softmax }: MnistRun): Promise<Figure> => {
  const columns = toNested(op.transpose()(softmax.params.w)) as readonly (readonly number[])[]
  return draw(
    'templates',
    `The 784 weights of each class, in their places of the image: white is 0, full colour ±${largestOf(columns).toFixed(2)}.`,
    templatesPlot(columns),
  )
}
