/**
 * The composed reductions of `op` with their laws: their meaning in plain numbers, kept axes, and their slopes.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type AnyTensor, op, type Shape, smooth, type Tensor } from '../../src/index.ts'
import { shapes, tensors } from '../arbitraries.ts'
import { every, exact, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import type { Stencil } from '../oracle/difference.ts'
import { along, plainOf, tensorOf, without } from '../primitive/plain.ts'
import { smoothFamilyLaws } from '../smooth/smooth.ts'
import type { Entries } from './entry.ts'

type Reduce = (axes?: readonly number[], options?: object) => (x: Tensor) => AnyTensor

/** A reduction, its options, and what it makes of a list of numbers. */
interface Meaning {
  readonly options?: object
  readonly of: (values: readonly number[]) => number
  readonly gives?: 'u8'
  /** Whether it has slopes, and then whether they have jumps. */
  readonly slopes?: 'smooth' | 'kinky'
  /** How differences are taken, where the values are large. */
  readonly stencil?: Partial<Stencil>
  /** What it is tried on. Defaults to numbers that are seldom 0. */
  readonly among?: typeof samples
}

const axesOf = (shape: Shape): readonly number[] => shape.map((_, axis) => axis)

const samples: Arbitrary<readonly [x: Tensor, axes: readonly number[]]> = shapes({ rank: 3, max: 3 }).chain(
  shape => fc.tuple(tensors(shape), fc.shuffledSubarray([...axesOf(shape)])),
)

/** Of which about half are 0. */
const halfZero: typeof samples = samples.chain(([x, axes]) =>
  tensors(x.shape, { entries: fc.integer({ min: 0, max: 1 }) }).map(mask => [op.mul(x, mask), axes] as const),
)

const reduces = (
  name: keyof typeof op,
  f: Reduce,
  ...meanings: readonly Meaning[]
): { readonly laws: () => readonly LawSet[] } => ({
  laws: () =>
    meanings.map(({ options = {}, of, gives, slopes, stencil, among = samples }) => {
      const said = `op.${name}${Object.keys(options).length === 0 ? '' : ` (${Object.keys(options).join()})`}`
      const maps = among.map(([x, axes]) => ({
        f: smooth.lift(f(axes, options)) as smooth.Smooth<Tensor, Tensor>,
        x,
        options: { axes },
      }))
      return lawSet(
        said,
        [
          law('O2', `${said} is what it says of the numbers along the axes`, [among], ([x, axes]) =>
            summed(32)(
              f(axes, options)(x),
              tensorOf({
                shape: without(x.shape, axes),
                dtype: gives ?? x.dtype,
                at: index => of(along(plainOf(x), axes, index)),
              }),
            ),
          ),
          law(
            'O3',
            `${said} keeps axes with size 1 by an option, and takes all by default`,
            [among],
            ([x, axes]) => {
              const kept = x.shape.map((n, axis) => (axes.includes(axis) ? 1 : n))
              return every(
                exact(
                  f(axes, { ...options, keep: true })(x),
                  op.reshape(kept)(f(axes, options)(x) as Tensor),
                ),
                exact(f(undefined, options)(x), f(axesOf(x.shape), options)(x)),
              )
            },
          ),
        ],
        slopes === undefined
          ? []
          : [smoothFamilyLaws(said, maps, { kinky: slopes === 'kinky', ...(stencil && { stencil }) })],
      )
    }),
})

const total = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0)
const meanOf = (values: readonly number[]): number => total(values) / values.length
const squares = (values: readonly number[]): number => total(values.map(x => (x - meanOf(values)) ** 2))

const logSumExps = reduces('logSumExp', op.logSumExp as Reduce, {
  of: values => Math.log(total(values.map(Math.exp))),
  slopes: 'smooth',
})

export const reductionCatalogue: Entries<
  Pick<typeof op, 'all' | 'any' | 'argmin' | 'logSumExp' | 'mean' | 'min' | 'prod' | 'std' | 'variance'>
> = {
  all: reduces('all', op.all as Reduce, {
    of: values => Number(values.every(x => x !== 0)),
    gives: 'u8',
    among: halfZero,
  }),
  any: reduces('any', op.any as Reduce, {
    of: values => Number(values.some(x => x !== 0)),
    gives: 'u8',
    among: halfZero,
  }),
  argmin: {
    laws: () => [
      lawSet('op.argmin', [
        law(
          'O2',
          'op.argmin is the place of the smallest number along the last axis, or another',
          [
            shapes({ rank: 3, max: 3 })
              .filter(shape => shape.length > 0)
              .chain(shape => fc.tuple(tensors(shape), fc.nat(shape.length - 1))),
          ],
          ([x, axis]) => {
            const places = (of: number) =>
              tensorOf({
                shape: without(x.shape, [of]),
                dtype: 'i32',
                at: index => {
                  const values = along(plainOf(x), [of], index)
                  return values.indexOf(Math.min(...values))
                },
              })
            const last = x.shape.length - 1
            return every(
              exact(op.argmin(axis)(x), places(axis)),
              exact(op.argmin(x as Tensor<[number]>), places(last)),
            )
          },
        ),
      ]),
    ],
  },
  logSumExp: {
    laws: () => [
      ...logSumExps.laws(),
      lawSet('op.logSumExp, far from 0', [
        law(
          'O4',
          'op.logSumExp of what is shifted is shifted, also where exponentials are 0 or infinite',
          [samples],
          ([x, axes]) =>
            every(
              ...[-1000, 1000].map(by =>
                summed(32)(
                  op.logSumExp(axes)(op.shift(by)(x)),
                  op.shift(by)(op.logSumExp(axes)(x) as Tensor),
                ),
              ),
            ),
        ),
      ]),
    ],
  },
  mean: reduces('mean', op.mean as Reduce, { of: meanOf, slopes: 'smooth' }),
  min: reduces('min', op.min as Reduce, { of: values => Math.min(...values), slopes: 'kinky' }),
  prod: reduces('prod', op.prod as Reduce, {
    of: values => values.reduce((product, x) => product * x, 1),
    slopes: 'smooth',
    // Products of many numbers are large, and so is what rounding leaves of their differences.
    stencil: { tolerance: 1e-6 },
  }),
  std: reduces('std', op.std as Reduce, {
    of: values => Math.sqrt(squares(values) / values.length),
    slopes: 'kinky',
  }),
  variance: reduces('variance', op.variance as Reduce, {
    of: values => squares(values) / values.length,
    slopes: 'smooth',
  }),
}
