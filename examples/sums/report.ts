/**
 * The report on sums: how exact both orders become, which sums come first, and what was written on the way.
 *
 * @module
 */
import { curves, type Series } from '../report/curves.ts'
import type { Page, Table } from '../report/page.ts'
import { draw, type Figure } from '../report/plot.ts'
import type { Order } from './corpus.ts'
import type { SumsRun } from './events.ts'
import { outcomeOf } from './run.ts'
import type { Checked } from './train.ts'
import { sampleLine } from './words.ts'

const names: Readonly<Record<Order, string>> = { last: 'last digit first', first: 'first digit first' }

const series = (checks: readonly Checked[], figure: (check: Checked) => number): Series => ({
  name: names[(checks[0] as Checked).order],
  points: checks.map(check => [check.step, figure(check)] as const),
})

const both = ({ last, first }: SumsRun): readonly (readonly Checked[])[] =>
  first === null ? [last] : [last, first]

const courseFigures = (run: SumsRun): Promise<readonly Figure[]> =>
  Promise.all([
    draw(
      'exact',
      'Share of the sums held out whose four digits are all right.',
      curves(
        { title: 'Exact answers', x: 'step', y: 'share exact' },
        both(run).map(checks => series(checks, ({ exact }) => exact)),
      ),
    ),
    draw(
      'loss',
      'Cross-entropy of a digit of the answer, mean over 100 steps, on a scale of ratios.',
      curves(
        { title: 'Loss', x: 'step', y: 'loss (nats)', log: true },
        both(run).map(checks => series(checks, ({ loss }) => loss)),
      ),
    ),
  ])

const carryNames = ['none', 'one', 'two', 'three']

const carryFigure = (checks: readonly Checked[]): Promise<Figure> => {
  const { order } = checks[0] as Checked
  return draw(
    `carries-${order}`,
    `Exact answers by how often a one is carried, ${names[order]}.`,
    curves(
      { title: `By carries, ${names[order]}`, x: 'step', y: 'share exact' },
      carryNames.map((name, count) => ({
        name,
        points: checks.flatMap(({ step, byCarries }) =>
          byCarries.flatMap(({ carries, exact }) => (carries === count ? [[step, exact] as const] : [])),
        ),
      })),
    ),
  )
}

const sampleTable = (checks: readonly Checked[]): Table => ({
  head: ['step', 'loss (nats)', 'exact', ...(checks[0]?.samples ?? []).map((_, i) => `sample ${i + 1}`)],
  rows: checks.map(({ step, loss, exact, samples }) => [
    String(step),
    loss.toFixed(4),
    exact.toFixed(3),
    ...samples.map(sampleLine),
  ]),
  dense: true,
})

const outcomes = (run: SumsRun): Table => ({
  head: ['order', 'steps', 'exact', '95 % exact after', 'seconds'],
  rows: both(run).map(checks => {
    const { steps, exact, enough, seconds } = outcomeOf(checks)
    return [
      names[(checks[0] as Checked).order],
      String(steps),
      exact.toFixed(3),
      enough === undefined ? 'never' : `${enough} steps`,
      seconds.toFixed(1),
    ]
  }),
})

/** The report. */
export const sumsReport = async (run: SumsRun): Promise<Page> => ({
  title: 'Sums, character by character',
  text:
    `A transformer of two blocks with ${run.parameters.toLocaleString('en')} parameters reads “027+586=” and says which character comes next, until ` +
    'the four digits of the sum are written. Nothing tells it what digits mean or that there are columns and carries.',
  sections: [
    {
      title: 'Figures',
      text:
        `${run.corpus.train.length.toLocaleString('en')} sums to learn from, out of a million; ${run.corpus.heldOut.length.toLocaleString('en')} held out, none of which is ` +
        `among the former in either order. Seed ${run.corpus.seed}. An answer counts if all of its digits are right.`,
      table: outcomes(run),
      figures: await courseFigures(run),
    },
    {
      title: 'Carries',
      text:
        'What is carried into a column is known from the digits already written where the last one comes first. Where the first one ' +
        'does, it depends on all columns to the right.',
      figures: await Promise.all(both(run).map(carryFigure)),
    },
    ...both(run).map(checks => ({
      title: `Samples, ${names[(checks[0] as Checked).order]}`,
      text: 'What is written for the same three questions, none of them in the corpus. Answers are turned around to be read.',
      table: sampleTable(checks),
    })),
  ],
})
