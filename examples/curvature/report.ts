/**
 * The report on curvature.
 *
 * @module
 */
import { curves } from '../report/curves.ts'
import type { Page } from '../report/page.ts'
import { draw } from '../report/plot.ts'
import type { Line, Run } from './run.ts'

const series = (runs: readonly Run[], of: (line: Line, run: Run) => number) =>
  runs.map(run => ({
    name: `rate ${run.rate}`,
    points: run.lines.map(line => [line.step, of(line, run)] as const),
  }))

/** The report. */
export const curvatureReport = async (runs: readonly Run[]): Promise<Page> => ({
  title: 'Curvature along training',
  text:
    'A network with two hidden layers learns the three arms of the spiral by plain gradient descent on all points. Along the way the ' +
    'largest eigenvalue of the Hessian is found by power iteration: products of the Hessian with a vector, without the Hessian.',
  sections: [
    {
      title: 'The edge of stability',
      text:
        'On a parabola of curvature λ, steps of rate η swing and grow once λ is larger than 2 / η. Here the loss becomes sharper as ' +
        'it falls, until it is there: at rate 0.4 the curvature times the rate hovers about 2, at rate 0.8 it swings from side to ' +
        'side above it, and at rate 0.2 the loss is flat before it gets there (Cohen and others: “Gradient descent on neural ' +
        'networks typically occurs at the edge of stability”, 2021). Training goes on all the same.',
      figures: [
        await draw(
          'sharpness',
          'The largest eigenvalue of the Hessian times the rate. At 2 steps begin to swing.',
          curves(
            { title: 'Curvature times rate', x: 'step', y: 'largest eigenvalue · rate' },
            series(runs, ({ sharpness }, { rate }) => sharpness * rate),
          ),
        ),
        await draw(
          'loss',
          'Cross-entropy of all training points.',
          curves(
            { title: 'Loss', x: 'step', y: 'loss (nats)' },
            series(runs, ({ loss }) => loss),
          ),
        ),
      ],
    },
    {
      title: 'Figures',
      text: 'At the last step that was looked at.',
      table: {
        head: ['rate', '2 / rate', 'largest eigenvalue', 'loss (nats)'],
        rows: runs.map(({ rate, bound, lines }) => {
          const { sharpness, loss } = lines.at(-1) as Line
          return [String(rate), bound.toFixed(2), sharpness.toFixed(2), loss.toFixed(4)]
        }),
      },
    },
  ],
})
