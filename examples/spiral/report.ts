/**
 * The report on the spiral: curves and boundaries from both beginnings, and what rounding does to them.
 *
 * @module
 */
import { curves } from '../report/curves.ts'
import type { Page, Table } from '../report/page.ts'
import { draw, type Figure } from '../report/plot.ts'
import { regionsPlot } from '../report/regions.ts'
import type { Beginning } from './model.ts'
import { pointsOf, regionsOf } from './regions.ts'
import type { SpiralRun } from './run.ts'
import type { Run } from './train.ts'

const names: Readonly<Record<Beginning, string>> = {
  notebook: 'as written',
  meant: 'as meant',
}

const series = (run: Run, values: readonly number[], stride = 10) => ({
  name: names[run.beginning],
  points: values.flatMap((value, step) => (step % stride === 0 ? [[step, value] as const] : [])),
})

const curveFigures = ({ notebook, meant }: SpiralRun): Promise<readonly Figure[]> =>
  Promise.all([
    draw(
      'loss',
      'Cross-entropy and penalty on the training points, every tenth step. Written as it is, the scale begins with swings.',
      curves({ title: 'Loss', x: 'step', y: 'loss (nats)' }, [
        series(notebook, notebook.losses),
        series(meant, meant.losses),
      ]),
    ),
    draw(
      'early-loss',
      'The first 300 steps.',
      curves({ title: 'Loss at the beginning', x: 'step', y: 'loss (nats)' }, [
        series(notebook, notebook.losses.slice(0, 301), 1),
        series(meant, meant.losses.slice(0, 301), 1),
      ]),
    ),
    draw(
      'accuracy',
      'Share of training points given to their arms, every 500 steps.',
      curves({ title: 'Training accuracy', x: 'step', y: 'accuracy (share right)' }, [
        ...[notebook, meant].map(({ beginning, lines }) => ({
          name: names[beginning],
          points: lines.map(({ step, accuracy }) => [step, accuracy] as const),
        })),
      ]),
    ),
  ])

const boundaryFigure = (data: SpiralRun['data'], { beginning, model, testAccuracy }: Run): Promise<Figure> =>
  draw(
    `boundary-${beginning}`,
    `First weights ${names[beginning]}: the arm that the network chooses in each place, and all points. It gives ` +
      `${(testAccuracy * 100).toFixed(1)} % of the test points to their arms.`,
    regionsPlot(
      `First weights ${names[beginning]}`,
      ['arm 0', 'arm 1', 'arm 2'],
      regionsOf(model),
      [data.train, data.test].flatMap(pointsOf),
    ),
  )

const driftFigure = ({ notebook, meant }: SpiralRun): Promise<Figure> =>
  draw(
    'drift',
    'By how much losses differ between two runs whose first weights differ by a rounding error; where they do not differ, there is no line.',
    curves({ title: 'What rounding does', x: 'step', y: 'difference (nats)', log: true }, [
      series(notebook, notebook.drift, 5),
      series(meant, meant.drift, 5),
    ]),
  )

const figures = ({ notebook, meant }: SpiralRun): Table => ({
  head: ['step', 'loss, as written', 'accuracy', 'loss, as meant', 'accuracy'],
  rows: [
    ...notebook.lines.map(({ step, loss, accuracy }, i) => [
      String(step),
      loss.toFixed(3),
      accuracy.toFixed(5),
      meant.lines[i]?.loss.toFixed(3) ?? '',
      meant.lines[i]?.accuracy.toFixed(5) ?? '',
    ]),
    ['test', '', notebook.testAccuracy.toFixed(5), '', meant.testAccuracy.toFixed(5)],
  ],
})

/** The report. */
export const spiralReport = async (run: SpiralRun): Promise<Page> => ({
  title: 'A spiral of three arms',
  text:
    'A network with one hidden layer of 200 rectified units learns which of three arms a point of the plane belongs to. Biases ' +
    'are rows of the weights (the bias trick), all weights are penalised (λ = 0.001), and each step takes all training points.',
  sections: [
    {
      title: 'Figures',
      text:
        `${run.data.train.targets.shape[0]} points to train on, ${run.data.test.targets.shape[0]} to test on; seed ` +
        `${run.data.seed}. Losses are those before a step, accuracies those after it, as in the notebook.`,
      table: figures(run),
    },
    {
      title: 'What the network chooses',
      text: 'Each shade is the arm chosen there; colours and shapes are the arms of the points.',
      figures: [await boundaryFigure(run.data, run.notebook), await boundaryFigure(run.data, run.meant)],
    },
    {
      title: 'A slip in the first weights',
      text:
        'The notebook wants first weights of variance 2 / (n + 1), n being the number of inputs and 1 the bias, but writes ' +
        '2.0 / n + 1, which is 2 / n, plus 1: a deviation of 1.41 instead of 0.82. Training survives it, after some hundred steps ' +
        'of swings. On the seeds 0 to 3 it even ends better, as larger first weights lay more kinks across the plane.',
      figures: await curveFigures(run),
    },
    {
      title: 'Which figures can be reproduced',
      text:
        'While the loss swings, each step multiplies errors: a difference in the last place of one weight is a different loss ' +
        'after a hundred steps, and no other machine or library prints the same line. Once it falls smoothly, errors shrink, and ' +
        'the runs meet again.',
      figures: [await driftFigure(run)],
    },
  ],
})
