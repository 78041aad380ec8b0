/**
 * The report: how the network learnt, what its first kernels look for, and which digits it reads wrong.
 *
 * @module
 */

import { op, type Tensor, toValues } from 'pullback'
import type { TopLevelSpec } from 'vega-lite'
import { confusionPlot } from '../report/confusion.ts'
import { curves } from '../report/curves.ts'
import { glyphPlot } from '../report/glyph.ts'
import type { Page } from '../report/page.ts'
import { palette } from '../report/palette.ts'
import { draw, type Figure } from '../report/plot.ts'
import { slice } from './data.ts'
import type { Reading } from './evaluate.ts'
import type { LeNetRun, Milestone } from './run.ts'

const lossAndAccuracy = (history: readonly Milestone[]): Promise<readonly Figure[]> => {
  const series = (name: string, of: (milestone: Milestone) => number) => ({
    name,
    points: history.map(milestone => [milestone.epoch, of(milestone)] as const),
  })
  return Promise.all([
    draw(
      'loss',
      'Mean cross-entropy: over each epoch of training, and on the test images after it.',
      curves({ title: 'Loss', x: 'epoch', y: 'loss (nats)' }, [
        series('training', ({ trainLoss }) => trainLoss),
        series('test', ({ testLoss }) => testLoss),
      ]),
    ),
    draw(
      'accuracy',
      'Share of test digits read right. The axis does not begin at 0.',
      curves({ title: 'Accuracy', x: 'epoch', y: 'accuracy (share right)', zero: false }, [
        series('test', ({ testAccuracy }) => testAccuracy),
      ]),
    ),
  ])
}

/** A kernel as a picture: blue where it takes away, orange where it adds. */
const kernelPlot = (title: string, size: number, weights: readonly number[]): TopLevelSpec => {
  const most = Math.max(...weights.map(Math.abs))
  return {
    title,
    width: 96,
    height: 96,
    data: { values: weights.map((weight, i) => ({ x: i % size, y: Math.floor(i / size), weight })) },
    mark: { type: 'rect' },
    encoding: {
      x: { field: 'x', type: 'ordinal', axis: null },
      y: { field: 'y', type: 'ordinal', axis: null },
      color: {
        field: 'weight',
        type: 'quantitative',
        title: 'weight',
        scale: {
          domain: [-most, 0, most],
          range: [palette.blue, '#ffffff', palette.orange],
          interpolate: 'rgb',
        },
        legend: { gradientLength: 80 },
      },
    },
  }
}

const kernelFigures = (kernels: Tensor): Promise<readonly Figure[]> => {
  const [count, , size] = kernels.shape as readonly [number, number, number, number]
  const weights = Array.from(toValues(kernels))
  return Promise.all(
    Array.from({ length: count }, (_, i) =>
      draw(
        `kernel-${i}`,
        `Kernel ${i + 1} of the first convolution.`,
        kernelPlot(`Kernel ${i + 1}`, size, weights.slice(i * size * size, (i + 1) * size * size)),
      ),
    ),
  )
}

const confused = (readings: readonly Reading[]): readonly (readonly number[])[] => {
  const counts = Array.from({ length: 10 }, () => new Array<number>(10).fill(0))
  for (const { label, predicted } of readings) (counts[label] as number[])[predicted]! += 1
  return counts
}

const worstFigures = ({ final, test }: LeNetRun): Promise<readonly Figure[]> => {
  const worst = final.readings
    .toSorted((a, b) => (a.probabilities[a.label] as number) - (b.probabilities[b.label] as number))
    .slice(0, 8)
  return Promise.all(
    worst.map(({ index, label, predicted, probabilities }, i) => {
      const pixels = Array.from(toValues(op.reshape([784])(slice(test, index, 1).inputs)))
      const share = ((probabilities[label] as number) * 100).toFixed(3)
      return draw(
        `worst-${i}`,
        `Test image ${index}: a ${label} that was read as ${predicted}; the probability of ${label} is ${share} %.`,
        glyphPlot(`label ${label}, predicted ${predicted}`, {
          pixels,
          width: 28,
          darkest: 1,
          label,
          probabilities,
        }),
      )
    }),
  )
}

/** The report. */
export const lenetReport = async (run: LeNetRun): Promise<Page> => {
  const { seed, examples, history, model, final } = run
  return {
    title: 'LeNet on MNIST',
    text:
      'A network of two convolutions with pooling and three dense layers, LeNet-5 with rectified units, learns to read ' +
      'handwritten digits from images of 28 × 28 pixels.',
    sections: [
      {
        title: 'Figures',
        text: `${examples.train} digits to train on, ${examples.test} to test on; seed ${seed}.`,
        table: {
          head: ['epoch', 'train loss (nats)', 'test loss (nats)', 'test accuracy'],
          rows: history.map(({ epoch, trainLoss, testLoss, testAccuracy }) => [
            `${epoch}`,
            trainLoss.toFixed(4),
            testLoss.toFixed(4),
            testAccuracy.toFixed(4),
          ]),
        },
        figures: await lossAndAccuracy(history),
      },
      {
        title: 'What the first layer looks for',
        text: 'The six kernels of 5 × 5 pixels that slide over the image. Orange weights add what is dark, blue ones take it away.',
        figures: await kernelFigures(model.params[1].w as Tensor),
      },
      {
        title: 'What is taken for what',
        text: 'Test digits by true and predicted class. Empty cells are 0; the shade goes by the square root.',
        figures: [
          await draw(
            'confusion',
            'Test digits by true and predicted class; the diagonal is right.',
            confusionPlot('LeNet', confused(final.readings)),
          ),
        ],
      },
      {
        title: 'The hardest digits',
        text: 'The test digits whose true class has the lowest probability, lowest first. The blue bar is the true class, orange bars are the others.',
        figures: await worstFigures(run),
      },
    ],
  }
}
