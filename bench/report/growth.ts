/**
 * Families of cases that grow: what is shown of each.
 *
 * @module
 */
import { groupBy } from 'fp-ts/lib/NonEmptyArray.js'
import type { Section } from '../../examples/report/page.ts'
import { draw } from '../../examples/report/plot.ts'
import { caseNamed } from '../cases/index.ts'
import { nameOf, type Result } from '../contest/contest.ts'
import { growthPlot } from './plots.ts'
import { figuresTable, shortName, type Table } from './table.ts'

/** A figure of a result: what it is called in a plot, and how it is computed. */
interface Figure {
  readonly id: string
  readonly title: string
  readonly y: string
  readonly of: (result: Result) => number | undefined
}

const growthOf = (result: Result) => caseNamed(result.case).growth!

const figures: readonly Figure[] = [
  { id: 'time', title: 'Time of a step', y: 'µs a step', of: result => result.us_per_step },
  {
    id: 'rate',
    title: 'Rate',
    y: 'GFLOP/s',
    of: result => {
      const { flops } = growthOf(result)
      return flops === undefined ? undefined : flops / result.us_per_step / 1000
    },
  },
  { id: 'trace', title: 'Time to trace', y: 'µs', of: result => result.trace_us },
  { id: 'first', title: 'Time to the end of the first step', y: 'µs', of: result => result.first_us },
  {
    id: 'held',
    title: 'Memory held',
    y: 'bytes',
    of: result => result.held_bytes,
  },
]

const familiesOf = (
  results: readonly Result[],
): readonly (readonly [family: string, results: readonly Result[]])[] =>
  Object.entries(groupBy((result: Result) => growthOf(result).family)([...results]))

const told = (results: readonly Result[]): readonly Figure[] =>
  figures.filter(({ id, of }) => {
    const some = results.some(result => of(result) !== undefined)
    // Where rates are known they say more than times.
    return some && !(id === 'time' && results.every(result => growthOf(result).flops !== undefined))
  })

/** A table for each figure of each family. */
export const growthTables = (results: readonly Result[]): readonly Table[] =>
  familiesOf(results).flatMap(([, family]) =>
    told(family).map(({ title, y, of }) => figuresTable(`${title} (${y})`, family, of)),
  )

/** A section for each family, with a curve for each contestant. */
export const growthSections = async (results: readonly Result[]): Promise<readonly Section[]> =>
  Promise.all(
    familiesOf(results).map(async ([family, members]) => {
      const { unit } = growthOf(members[0]!)
      const sizes = new Set(members.map(result => growthOf(result).size))
      return {
        title: `Growth: ${family}`,
        text:
          sizes.size > 1
            ? `By ${unit}, from ${Math.min(...sizes)} to ${Math.max(...sizes)}. Both axes are logarithmic.`
            : `${caseNamed(members[0]!.case).about}.`,
        ...(sizes.size > 1
          ? {
              figures: await Promise.all(
                told(members).map(({ id, title, y, of }) =>
                  draw(
                    `${family}-${id}`,
                    `${title} by ${unit}.`,
                    growthPlot(
                      title,
                      unit,
                      y,
                      members.flatMap(result => {
                        const value = of(result)
                        const name = `${shortName(nameOf(result))} ${result.dtype}`
                        return value === undefined ? [] : [{ name, x: growthOf(result).size, y: value }]
                      }),
                    ),
                  ),
                ),
              ),
            }
          : { table: figuresTable('figure', members, told(members).at(-1)!.of) }),
      }
    }),
  )
