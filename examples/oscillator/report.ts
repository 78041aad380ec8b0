/**
 * The report on the oscillator.
 *
 * @module
 */
import { curves } from '../report/curves.ts'
import type { Page } from '../report/page.ts'
import { draw } from '../report/plot.ts'
import { measured } from './methods.ts'
import { furthest } from './model.ts'
import { grid, type Line, type Run } from './run.ts'
import { motion, system } from './system.ts'

const truth = grid.map(motion)
const last = ({ lines }: Run): Line => lines.at(-1) as Line
const overTime = (values: readonly number[], every: number) =>
  values.flatMap((value, i) => (i % every === 0 ? [[grid[i] as number, value] as const] : []))

/** The largest error while measurements were taken, and after. */
const errors = ({ positions }: Run): readonly [during: number, after: number] => {
  const end = grid.findLastIndex(t => t <= (measured.at(-1) as number)) + 1
  return [
    furthest(positions.slice(0, end), truth.slice(0, end)),
    furthest(positions.slice(end), truth.slice(end)),
  ]
}

/** The report. */
export const oscillatorReport = async (runs: readonly Run[]): Promise<Page> => {
  const [law, , measurements] = runs as readonly [Run, Run, Run]
  return {
    title: 'A motion from its law',
    text:
      `A damped oscillator obeys x″ + 2 ζ ω x′ + ω² x = 0 with ω = ${system.omega} rad/s and ζ = ${system.zeta}, and begins at 1 at rest. A ` +
      'network with two hidden layers is the motion; its loss is by how much it breaks the law at 100 times. The velocity and the ' +
      'acceleration are derivatives of the network by its input, and training differentiates them again by the parameters. It is shown ' +
      'nothing of the motion but how it begins.',
    sections: [
      {
        title: 'The motion',
        text:
          'In steps of least squares, from the gradient of each single residual, the network comes to the closed form. Another one is ' +
          `shown ${measured.length} points of the closed form and not the law: it meets these, and knows nothing of what follows.`,
        figures: [
          await draw(
            'motion',
            'Position over time: closed form, the network that knows the law, and the one that was shown points up to 0.4 s.',
            curves({ title: 'Position', x: 'time (s)', y: 'position', zero: false }, [
              { name: 'closed form', points: overTime(truth, 5) },
              { name: law.name, points: overTime(law.positions, 5) },
              { name: measurements.name, points: overTime(measurements.positions, 5) },
            ]),
          ),
          await draw(
            'error',
            'By how much each network differs from the closed form.',
            curves(
              { title: 'Error over time', x: 'time (s)', y: '|error|', log: true },
              runs.map(({ name, positions }) => ({
                name,
                // Where a measurement is met exactly there is nothing to see, and the axis need not reach down to it.
                points: overTime(
                  positions.map((x, i) => Math.abs(x - (truth[i] as number))),
                  5,
                ).filter(([, error]) => error > 1e-9),
              })),
            ),
          ),
          await draw(
            'residual',
            'By how much each network that knows the law breaks it, over ω².',
            curves(
              { title: 'Residual over time', x: 'time (s)', y: '|residual|', log: true },
              runs.slice(0, 2).map(({ name, residuals }) => ({
                name,
                points: overTime(residuals.map(Math.abs), 5),
              })),
            ),
          ),
        ],
      },
      {
        title: 'Training',
        text: 'The same loss by steps of least squares (Levenberg-Marquardt) and by Adam, from the same parameters.',
        figures: [
          await draw(
            'loss',
            'Half the mean square of the residuals.',
            curves(
              { title: 'Loss', x: 'step', y: 'loss', log: true, logX: true },
              runs.slice(0, 2).map(({ name, lines }) => ({
                name,
                points: lines.map(({ step, loss }) => [step, loss] as const),
              })),
            ),
          ),
          await draw(
            'errors',
            'The largest difference from the closed form over all of the time.',
            curves(
              { title: 'Largest error', x: 'step', y: 'largest |error|', log: true, logX: true },
              runs.map(({ name, lines }) => ({
                name,
                points: lines.map(({ step, error }) => [step, error] as const),
              })),
            ),
          ),
        ],
        table: {
          head: ['network', 'steps', 'loss', 'error to 0.4 s', 'error after'],
          rows: runs.map(run => {
            const [during, after] = errors(run)
            return [
              run.name,
              String(last(run).step),
              last(run).loss.toExponential(1),
              during.toExponential(1),
              after.toExponential(1),
            ]
          }),
        },
      },
    ],
  }
}
