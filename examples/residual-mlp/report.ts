/**
 * The report on shortcuts.
 *
 * @module
 */
import { curves } from '../report/curves.ts'
import type { Page } from '../report/page.ts'
import { draw } from '../report/plot.ts'
import { depth, type Epoch, width } from './models.ts'
import type { ResidualRun } from './run.ts'

/** The report. */
export const residualReport = async ({ train, courses }: ResidualRun): Promise<Page> => {
  const series = (figure: (epoch: Epoch) => number) =>
    courses.map(({ variant, epochs }) => ({
      name: variant,
      points: epochs.map(epoch => [epoch.epoch, figure(epoch)] as const),
    }))
  return {
    title: 'Shortcuts in a deep network',
    text:
      `Two networks of ${depth} hidden layers of ${width} rectified units between a first and a last layer, on ${train.toLocaleString('en')} ` +
      'images of clothes. One adds to what each hidden layer gives what it was given; all else is the same.',
    sections: [
      {
        title: 'Figures',
        text: 'Losses are means over the batches of an epoch, accuracies those on the test images after it.',
        table: {
          head: [
            'epoch',
            ...courses.flatMap(({ variant }) => [`loss, ${variant} (nats)`, `accuracy, ${variant}`]),
          ],
          rows: (courses[0]?.epochs ?? []).map(({ epoch }, i) => [
            String(epoch),
            ...courses.flatMap(({ epochs }) => [
              epochs[i]?.loss.toFixed(3) ?? '',
              epochs[i]?.testAccuracy.toFixed(4) ?? '',
            ]),
          ]),
        },
        figures: await Promise.all([
          draw(
            'accuracy',
            'Share of test images recognised after each epoch.',
            curves(
              { title: 'Test accuracy', x: 'epoch', y: 'accuracy (share right)', zero: false },
              series(({ testAccuracy }) => testAccuracy),
            ),
          ),
          draw(
            'loss',
            'Cross-entropy, mean over the batches of each epoch.',
            curves(
              { title: 'Training loss', x: 'epoch', y: 'loss (nats)' },
              series(({ loss }) => loss),
            ),
          ),
        ]),
      },
    ],
  }
}
