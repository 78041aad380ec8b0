/**
 * Tables of results, as Markdown that can also be read as it is.
 *
 * @module
 */
import { groupBy } from 'fp-ts/lib/NonEmptyArray.js'
import { nameOf, type Result } from '../contest/contest.ts'

/** A table: column titles and rows of cells, the first of which names the row. */
export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Three significant digits, without an exponent. */
export const three = (x: number): string =>
  x >= 1000 ? Math.round(Number(x.toPrecision(3))).toLocaleString('en-GB') : String(Number(x.toPrecision(3)))

/** A table in Markdown, its columns aligned. */
export const markdown = ({ head, rows }: Table): string => {
  const widths = head.map((title, i) =>
    Math.max(...[title, ...rows.map(row => row[i]!)].map(cell => cell.length)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

/** The jobs of some results, in order. */
export const jobsOf = (results: readonly Result[]): readonly (readonly Result[])[] =>
  Object.values(groupBy((result: Result) => `${result.case} ${result.dtype}`)([...results]))

/** The names of all contestants, in order. */
export const contestantsOf = (results: readonly Result[]): readonly string[] => [
  ...new Set(results.map(nameOf)),
]

/** The fastest of pullback's runners on a job. */
export const fastestPullback = (job: readonly Result[]): number =>
  Math.min(...job.filter(({ peer }) => peer === 'pullback').map(result => result.us_per_step))

/** A contestant's name where there is little room: pullback's runners go by their own. */
export const shortName = (name: string): string => name.replace(/^pullback /, '')

/**
 * A row for each job, a column for each contestant: microseconds a step, and for peers the time of the fastest pullback as a
 * share of theirs.
 */
export const summary = (results: readonly Result[]): Table => {
  const names = contestantsOf(results)
  return {
    head: ['µs a step', ...names.map(shortName)],
    rows: jobsOf(results).map(job => [
      `${job[0]!.case} ${job[0]!.dtype}`,
      ...names.map(name => {
        const result = job.find(each => nameOf(each) === name)
        if (result === undefined) return '–'
        const share = fastestPullback(job) / result.us_per_step
        const ratio = result.peer === 'pullback' || !Number.isFinite(share) ? '' : ` (${three(share)})`
        return three(result.us_per_step) + ratio
      }),
    ]),
  }
}

/** The same with a figure of one's own in each cell. */
export const figuresTable = (
  title: string,
  results: readonly Result[],
  figure: (result: Result) => number | undefined,
): Table => {
  const chosen = results.filter(result => figure(result) !== undefined)
  const names = contestantsOf(chosen)
  return {
    head: [title, ...names.map(shortName)],
    rows: jobsOf(chosen).map(job => [
      `${job[0]!.case} ${job[0]!.dtype}`,
      ...names.map(name => {
        const result = job.find(each => nameOf(each) === name)
        return result === undefined ? '–' : three(figure(result)!)
      }),
    ]),
  }
}
