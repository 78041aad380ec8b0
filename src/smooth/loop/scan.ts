/**
 * Smooth maps over and over: along the first axis of what they take, or so many times on what they gave.
 *
 * @module
 */
import { callable, needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { requireTree } from '../../tensor/requireTree.ts'
import { describe, isList } from '../../tensor/stranger.ts'
import { empty } from '../../tensor/tree.ts'
import type { Batched } from '../derivative/vmap.ts'
import type { Smooth } from '../map/smooth.ts'
import type { TreeCell } from './cells.ts'
import { scanTrees } from './scanTrees.ts'
import { inSegments } from './segments.ts'
import type { TreeMap } from './treeMap.ts'

/**
 * How a scan goes.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export interface SmoothScanOptions {
  /**
   * Whether it begins at the end; outputs stay where their inputs are. Defaults to false.
   *
   * @default false
   */
  readonly reverse?: boolean
  /**
   * Into how many segments the times are divided, of which only what is carried at their beginnings is kept: the pullback computes
   * each once more. About the root of the number of times needs the least memory (Chen et al. 2016). Defaults to 1, where all
   * is kept.
   *
   * @default 1
   */
  readonly segments?: number
}

/**
 * One time of a scan: from parameters, what is carried and an input to what is carried on and an output.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export type ScanCell<P, S, X, Y> = Smooth<
  readonly [params: P, state: S, input: X],
  readonly [state: S, output: Y]
>

/**
 * A smooth map along the first axis of its inputs: each time it takes the parameters, what it carried on the time before, and the
 * next slice of the inputs, and gives what is carried on and a slice of the outputs. The pullback goes the other way over what was
 * kept, and adds up what goes back to the parameters.
 *
 * In a program it is one loop: its length changes neither the program nor the time that it takes to compile. What it carries keeps
 * its shapes and element types.
 *
 * @throws ArgumentError, ShapeError or DTypeError if the inputs have first axes of different lengths or of length 0, or if what is
 * carried on has another form than what was carried, with the place and both forms.
 *
 * @example
 * import { op, smooth, type Tensor, tensor } from 'pullback'
 * type Cell = readonly [rate: Tensor<[]>, mean: Tensor<[2]>, x: Tensor<[2]>]
 * const movingMean = smooth.scan()(
 *   smooth.lift(([rate, mean, x]: Cell) => {
 *     const next = op.add(mean, op.scaleBy(rate)(op.sub(x, mean)))
 *     return [next, next] as const
 *   }),
 * )
 * const [[last, all], pullback] = movingMean([tensor(0.5), tensor([0, 0]), tensor([[1, 2], [3, 4], [5, 6]])])
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const scan = takes(
  'scan',
  [
    { options: needs.options({ reverse: needs.boolean, segments: needs.integerBetween(1, 2 ** 31 - 1) }) },
    { cell: needs.smooth },
  ],
  () => scanUnchecked,
)

/** What a scan makes of a cell. */
type ScanOf = <P, S, X, Y>(
  cell: ScanCell<P, S, X, Y>,
) => Smooth<readonly [P, S, Batched<X>], readonly [S, Batched<Y>]>

// The structure of what a cell gives is that of what a scan gives, which no type follows through lists of tensors.
function scanUnchecked(options?: SmoothScanOptions): ScanOf
function scanUnchecked({ reverse = false, segments = 1 }: SmoothScanOptions = {}): unknown {
  return (cell: TreeCell): TreeCell =>
    a => {
      requireTree('scan', 'its argument', a)
      if (!isList(a) || (a as readonly unknown[]).length !== 3)
        throw new ArgumentError(
          `scan takes three things, [parameters, first state, inputs], but was given ${describe(a)}.`,
        )
      return callable(inSegments(reverse, cell, segments)(a))
    }
}

/**
 * A smooth map applied to what it gave, so many times: `loop(3)(f)` is f after f after f. In a program it is one loop.
 *
 * @throws ArgumentError unless the count is a positive integer; ArgumentError, ShapeError or DTypeError if the map gives another form
 * than it takes, with the place and both forms.
 *
 * @example
 * import { op, smooth, type Tensor, tensor } from 'pullback'
 * const newton = smooth.lift((x: Tensor<[2]>) => op.scale(0.5)(op.add(x, op.div(tensor([2, 3]), x))))
 * const [roots] = smooth.loop(6)(newton)(tensor([1, 1])) // √2, √3
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const loop = takes(
  'loop',
  [{ count: needs.integerBetween(1, 2 ** 31 - 1) }, { f: needs.smooth }],
  () => loopUnchecked,
)

function loopUnchecked(count: number): <A>(f: Smooth<A, A>) => Smooth<A, A>
function loopUnchecked(count: number): unknown {
  return (f: TreeMap): TreeMap =>
    a => {
      requireTree('loop', 'its argument', a)
      const cell: TreeCell = ([, state]) => {
        const [b, pullback] = f(state)
        return [[b, empty], ([db]) => [empty, pullback(db), empty]]
      }
      // There is nothing to go along: the count says how many times.
      const [[b], pullback] = scanTrees(false, cell, count)([empty, a, empty])
      return [b, db => pullback([db, empty])[1]]
    }
}
