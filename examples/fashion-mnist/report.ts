/**
 * The report on clothes: the data, the notebook's network beside the notebook, its gradients, and the better network.
 *
 * @module
 */
import { confusionPlot } from '../report/confusion.ts'
import { curves, type Series } from '../report/curves.ts'
import { glyphPlot } from '../report/glyph.ts'
import { binned, histogram } from '../report/histogram.ts'
import { imagePlot } from '../report/image.ts'
import type { Page, Section, Table } from '../report/page.ts'
import { draw, type Figure } from '../report/plot.ts'
import { classes } from './data.ts'
import type { FashionRun, Sample } from './events.ts'
import { printedEpochs, printedTestAccuracy } from './printed.ts'

// -------------------------------------------------------------------------------------
// the data
// -------------------------------------------------------------------------------------

const dataFigures = ({ firstImage, statistics }: FashionRun): Promise<readonly Figure[]> => {
  const { counts, levels } = statistics
  const values = counts.map((count, value) => [levels[value]!, count] as const)
  return Promise.all([
    draw(
      'sample',
      `The first training image: class ${firstImage.label}, ${classes[firstImage.label]}.`,
      imagePlot('x_train sample', { pixels: firstImage.pixels, width: 28, darkest: 255 }),
    ),
    draw(
      'histogram',
      'All pixels of the training part in 100 intervals. Half of them are background, at the left end.',
      histogram(
        {
          title: 'x_train histogram',
          x: 'standardised pixel (deviations from the mean)',
          y: 'pixels (square-root scale)',
        },
        binned(values, 100),
      ),
    ),
  ])
}

// -------------------------------------------------------------------------------------
// the notebook
// -------------------------------------------------------------------------------------

const stretch = 40

/** The means of so many numbers in a row each, against the step in their middle. */
const smoothed = (name: string, values: readonly number[]): Series => ({
  name,
  points: Array.from({ length: Math.floor(values.length / stretch) }, (_, i) => {
    const part = values.slice(i * stretch, (i + 1) * stretch)
    return [(i + 0.5) * stretch, part.reduce((sum, x) => sum + x, 0) / stretch] as const
  }),
})

const notebookFigures = ({ notebook: { steps } }: FashionRun): Promise<readonly Figure[]> =>
  Promise.all([
    draw(
      'train-loss',
      `Cross-entropy on the training batches, before each update; means of ${stretch} steps.`,
      curves({ title: 'Train loss', x: 'step', y: 'loss (nats)' }, [
        smoothed(
          'train loss',
          steps.map(({ loss }) => loss),
        ),
      ]),
    ),
    draw(
      'train-accuracy',
      `Share of the training batches recognised, before each update; means of ${stretch} steps. The axis does not begin at 0.`,
      curves({ title: 'Train accuracy', x: 'step', y: 'accuracy (share right)', zero: false }, [
        smoothed(
          'train acc',
          steps.map(({ accuracy }) => accuracy),
        ),
      ]),
    ),
  ])

const epochTable = ({ notebook }: FashionRun): Table => ({
  head: ['epoch', 'loss', 'loss, in the notebook', 'accuracy', 'accuracy, in the notebook'],
  rows: [
    ...notebook.epochs.map(({ epoch, loss, accuracy }) => [
      String(epoch),
      loss.toFixed(3),
      printedEpochs[epoch]!.loss.toFixed(3),
      accuracy.toFixed(3),
      printedEpochs[epoch]!.accuracy.toFixed(3),
    ]),
    [
      'test part',
      '–',
      '–',
      notebook.testAccuracy.toFixed(4),
      notebook.epochs.length === printedEpochs.length ? printedTestAccuracy.toFixed(4) : '–',
    ],
  ],
})

const lawTable = ({ gradients }: FashionRun): Table => ({
  head: ['law', 'holds'],
  rows: gradients.laws.map(({ id, statement, passed }) => [`${id}: ${statement}`, passed ? 'yes' : 'NO']),
})

// -------------------------------------------------------------------------------------
// the better network
// -------------------------------------------------------------------------------------

const bestFigures = ({ best: { epochs } }: FashionRun): Promise<readonly Figure[]> =>
  Promise.all([
    draw(
      'best-loss',
      'Cross-entropy on the training batches of each epoch, before each update.',
      curves({ title: 'Train loss', x: 'epoch', y: 'loss (nats)' }, [
        { name: 'train loss', points: epochs.map(({ epoch, loss }) => [epoch + 1, loss] as const) },
      ]),
    ),
    draw(
      'best-accuracy',
      'Share of the test images recognised after each epoch. The axis does not begin at 0.',
      curves({ title: 'Test accuracy', x: 'epoch', y: 'accuracy (share right)', zero: false }, [
        {
          name: 'test acc',
          points: epochs.map(({ epoch, testAccuracy }) => [epoch + 1, testAccuracy] as const),
        },
      ]),
    ),
  ])

const sampleFigure = (sample: Sample): Promise<Figure> => {
  const { label, predicted, probabilities } = sample
  const share = ((probabilities[label] as number) * 100).toFixed(2)
  return draw(
    `class-${label}`,
    `True class ${label}, ${classes[label]}; predicted ${predicted}, ${classes[predicted]}. The probability of ${label} is ${share} %.`,
    glyphPlot(`${classes[label]}, taken for ${classes[predicted]}`, { ...sample, width: 28, darkest: 255 }),
  )
}

const confusionFigure = ({ best }: FashionRun): Promise<Figure> =>
  draw(
    'confusion',
    'The better network: test images by true and predicted class; the diagonal is right.',
    confusionPlot('Confusion matrix', best.confusion),
  )

const epochsOf = ({ length }: { readonly length: number }): string =>
  `${length} epoch${length === 1 ? '' : 's'}`

/** The report. */
export const fashionReport = async (run: FashionRun): Promise<Page> => {
  const { dtype, notebook, gradients, best, statistics } = run
  const sections: readonly Section[] = [
    {
      title: 'The data',
      text:
        `60,000 images of 28 × 28 pixels to train on and 10,000 to test on, in ten classes. A pixel is ` +
        `${statistics.mean.toFixed(4)} on the average, of 255, with a deviation of ${statistics.deviation.toFixed(4)}.`,
      figures: await dataFigures(run),
    },
    {
      title: "The notebook's network",
      text:
        `784 pixels, 64 leaky rectifiers, 10 classes; ${epochsOf(notebook.epochs)} of batches of 125 at a rate of 0.001, in ` +
        `${dtype}. Weights and batches are drawn as NumPy draws them from the seed 0. Loss and accuracy are those of the last ` +
        'batch of an epoch.',
      table: epochTable(run),
      figures: await notebookFigures(run),
    },
    {
      title: 'The gradient check',
      text:
        `The notebook compares its gradients with differences on 100 random networks. Here each law of smooth maps is tried on ` +
        `${gradients.networks} of them: law 19 compares with differences, law 18 with exact tangents.`,
      table: lawTable(run),
    },
    {
      title: 'A better network',
      text:
        `The sums of pixels and of brightness steps in squares of 2 × 2 pixels, two layers of 256 and 128 rectifiers, ten ` +
        `scores; ${epochsOf(best.epochs)} of Adam in f32, in ${(best.epochs.at(-1)?.seconds ?? 0).toFixed(0)} s. It recognises ` +
        `${(best.testAccuracy * 100).toFixed(2)} % of the test images.`,
      figures: await bestFigures(run),
    },
    {
      title: 'Sample predictions',
      text: 'The first test image of each class, and the probabilities that the better network gives. The blue bar is the true class.',
      figures: await Promise.all(best.samples.map(sampleFigure)),
    },
    {
      title: 'What it takes for what',
      text: `Classes: ${classes.map((name, i) => `${i} ${name}`).join(', ')}. The shade goes by the square root.`,
      figures: [await confusionFigure(run)],
    },
  ]
  return {
    title: 'Clothes',
    text:
      "Two networks learn to recognise articles of clothing on Zalando's Fashion-MNIST: the one of the notebook, number by " +
      'number, and one that does better.',
    sections,
  }
}
