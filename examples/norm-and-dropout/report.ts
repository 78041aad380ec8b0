/**
 * The report on batch norm and dropout.
 *
 * @module
 */
import { bands } from '../report/bands.ts'
import type { Page, Section } from '../report/page.ts'
import { draw, type Figure } from '../report/plot.ts'
import { trials } from './models.ts'
import { type NormRun, rates, trainingsOf } from './run.ts'
import type { Epoch } from './trial.ts'

interface Plot {
  readonly id: string
  readonly title: string
  readonly y: string
  readonly caption: string
  readonly log: boolean
  readonly figure: (epoch: Epoch) => number
}

const plots: readonly Plot[] = [
  {
    id: 'accuracy',
    title: 'Test accuracy',
    y: 'accuracy (share right)',
    caption: 'Share of test digits recognised after each epoch.',
    log: false,
    figure: ({ testAccuracy }) => testAccuracy,
  },
  {
    id: 'test-loss',
    title: 'Test loss',
    y: 'loss (nats)',
    caption: 'Cross-entropy on the test digits, on a scale of ratios.',
    log: true,
    figure: ({ testLoss }) => testLoss,
  },
  {
    id: 'train-loss',
    title: 'Training loss',
    y: 'loss (nats)',
    caption:
      'Cross-entropy on the batches as they are trained on, dropped units included, on a scale of ratios.',
    log: true,
    figure: ({ trainLoss }) => trainLoss,
  },
]

const drawn = (
  { courses }: NormRun,
  rate: number,
  { id, title, y, caption, log, figure }: Plot,
): Promise<Figure> =>
  draw(
    `${id}-${rate}`.replace('.', '-'),
    caption,
    bands(
      { title, x: 'epoch', y, log, zero: false },
      trials.map(([name]) => {
        const own = trainingsOf(courses, name, rate)
        return {
          name,
          x: own[0]?.epochs.map(({ epoch }) => epoch) ?? [],
          runs: own.map(({ epochs }) => epochs.map(figure)),
        }
      }),
    ),
  )

const curvesAt =
  (run: NormRun) =>
  async (rate: number): Promise<Section> => ({
    title: `At a rate of ${rate}`,
    text: 'Lines are means over the seeds; bands go from the least to the largest value.',
    figures: await Promise.all(plots.map(plot => drawn(run, rate, plot))),
  })

/** The report. */
export const normReport = async (run: NormRun): Promise<Page> => {
  const seeds = new Set(run.courses.map(({ seed }) => seed)).size
  return {
    title: 'Batch norm and dropout on few digits',
    text:
      `A network with two hidden layers of 128 rectified units is trained on ${run.train} digits, with batch norm before the ` +
      'rectifiers, with half of the units dropped behind them, with both and with neither.',
    sections: [
      {
        title: 'Figures',
        text:
          `After the last epoch on ${run.test} test digits, means over ${seeds} seeds; in the last columns the worst and the best ` +
          'seed. All are trained by Adam on batches of 20.',
        table: {
          head: ['', 'test loss (nats)', 'test accuracy', 'worst', 'best'],
          rows: rates.flatMap(rate => [
            [`rate ${rate}`],
            ...run.summaries
              .filter(summary => summary.rate === rate)
              .map(({ variant, testLoss, testAccuracy, least, most }) => [
                variant,
                testLoss.toFixed(3),
                ...[testAccuracy, least, most].map(share => share.toFixed(4)),
              ]),
          ]),
        },
      },
      ...(await Promise.all(rates.map(curvesAt(run)))),
    ],
  }
}
