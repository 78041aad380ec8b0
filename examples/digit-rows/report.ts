/**
 * The report on digits that are read row by row.
 *
 * @module
 */
import { confusionPlot } from '../report/confusion.ts'
import { curves, type Series } from '../report/curves.ts'
import type { Page } from '../report/page.ts'
import { draw, type Figure } from '../report/plot.ts'
import type { RowsRun } from './run.ts'
import type { Epoch } from './train.ts'

const series = (name: string, epochs: readonly Epoch[], figure: (epoch: Epoch) => number): Series => ({
  name,
  points: epochs.map(epoch => [epoch.epoch, figure(epoch)] as const),
})

const courseFigures = ({ epochs }: RowsRun): Promise<readonly Figure[]> =>
  Promise.all([
    draw(
      'loss',
      'Cross-entropy, mean over the batches of each epoch, on a scale of ratios.',
      curves({ title: 'Loss', x: 'epoch', y: 'loss (nats)', log: true }, [
        series('training', epochs, ({ loss }) => loss),
      ]),
    ),
    draw(
      'accuracy',
      'Share of digits recognised after each epoch.',
      curves({ title: 'Accuracy', x: 'epoch', y: 'accuracy (share right)', zero: false }, [
        series('training', epochs, ({ trainAccuracy }) => trainAccuracy),
        series('test', epochs, ({ testAccuracy }) => testAccuracy),
      ]),
    ),
  ])

const rowFigure = ({ byRow }: RowsRun): Promise<Figure> =>
  draw(
    'rows',
    'Share of test digits recognised from the rows seen so far.',
    curves({ title: 'How soon a digit is recognised', x: 'rows seen', y: 'accuracy (share right)' }, [
      { name: 'test', points: byRow.map((share, row) => [row + 1, share] as const) },
    ]),
  )

const confusionFigure = ({ confusion }: RowsRun): Promise<Figure> =>
  draw(
    'confusion',
    'Test digits by what they are and what they are taken for.',
    confusionPlot('Confusion', confusion),
  )

/** The report. */
export const rowsReport = async (run: RowsRun): Promise<Page> => {
  const { epoch, testAccuracy, seconds } = run.epochs.at(-1) as Epoch
  return {
    title: 'Digits, row by row',
    text:
      'A long short-term memory of 64 cells is shown the eight rows of a digit one after the other, from the top. What it remembers ' +
      'behind the last row decides which digit it was.',
    sections: [
      {
        title: 'Training',
        text: `After epoch ${epoch} and ${seconds.toFixed(1)} s, ${(testAccuracy * 100).toFixed(2)} % of the test digits are recognised.`,
        figures: await courseFigures(run),
      },
      {
        title: 'Before the last row',
        text:
          'The same parameters with the scores read behind every row. No answers were asked for there in training: what they are worth ' +
          'is what the memory holds by then in the form that the last row needs.',
        table: {
          head: ['rows seen', ...run.byRow.map((_, row) => String(row + 1))],
          rows: [['accuracy', ...run.byRow.map(share => share.toFixed(3))]],
        },
        figures: [await rowFigure(run), await confusionFigure(run)],
      },
    ],
  }
}
