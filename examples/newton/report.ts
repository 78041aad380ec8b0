/**
 * The report on Gauss-Newton beside first-order methods.
 *
 * @module
 */
import { curves } from '../report/curves.ts'
import type { Page } from '../report/page.ts'
import { draw } from '../report/plot.ts'
import type { Line, Run } from './run.ts'

const series = (runs: readonly Run[], along: (line: Line) => number) =>
  runs.map(({ name, lines }) => ({ name, points: lines.map(line => [along(line), line.loss] as const) }))

/** The report. */
export const newtonReport = async (runs: readonly Run[]): Promise<Page> => ({
  title: 'Second order beside first order',
  text:
    'A network with two hidden layers learns the three arms of the spiral, all points in each step: by gradient descent, by Adam, and by ' +
    'damped Gauss-Newton steps, each solved by conjugate gradients on products with the Gauss-Newton matrix, which is never made.',
  sections: [
    {
      title: 'Loss',
      text: 'A product is counted as two gradients, though it costs less. All methods spend the same number.',
      figures: [
        await draw(
          'by-gradients',
          'Cross-entropy of the training points by gradients spent.',
          curves(
            { title: 'By gradients', x: 'gradients', y: 'loss (nats)', log: true },
            series(runs, ({ gradients }) => gradients),
          ),
        ),
        await draw(
          'by-steps',
          'The same by steps; the first 200.',
          curves(
            { title: 'By steps', x: 'step', y: 'loss (nats)', log: true },
            series(
              runs.map(run => ({ ...run, lines: run.lines.slice(0, 200) })),
              ({ step }) => step,
            ),
          ),
        ),
      ],
    },
    {
      title: 'Figures',
      text: 'At the end.',
      table: {
        head: ['method', 'steps', 'loss (nats)', 'seconds'],
        rows: runs.map(({ name, lines, seconds }) => [
          name,
          String(lines.length),
          (lines.at(-1) as Line).loss.toExponential(2),
          seconds.toFixed(1),
        ]),
      },
    },
  ],
})
