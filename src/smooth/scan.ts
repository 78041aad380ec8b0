/**
 * Smooth maps over and over: along the first axis of what they take, or so many times on what they gave.
 *
 * @module
 */
import { outermost } from '../primitive/bind.ts'
import { concat } from '../primitive/concat.ts'
import { slice } from '../primitive/pad.ts'
import { barrier, reshape } from '../primitive/reshape.ts'
import { SymbolicTracer } from '../program/trace.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { type Cotangent, zero } from '../tensor/cotangent.ts'
import { ArgumentError, ShapeError, showPath } from '../tensor/error.ts'
import { carriedOn, formDifference, formError, inOrderOf } from '../tensor/form.ts'
import { requireTree } from '../tensor/requireTree.ts'
import type { Shape } from '../tensor/shape.ts'
import { describe, isList } from '../tensor/stranger.ts'
import { type AnyTensor, isConcrete, isTensor, type Tensor, uniformOf } from '../tensor/tensor.ts'
import {
  empty,
  entries,
  isFloat,
  type Leaf,
  leaves,
  map,
  tensors,
  type Tree,
  withLeaves,
  zipWith,
} from '../tensor/tree.ts'
import { addCotangents } from './cotangents.ts'
import { type Linearised, loopWithPullback } from './loopPullback.ts'
import type { Smooth } from './smooth.ts'
import type { Batched } from './vmap.ts'
import { appliesGiven, type Given, isGivenTracer } from './withPullback.ts'

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

/** A tree with other tensors in the places of its own. */
const filled = <T>(tree: T, own: readonly AnyTensor[]): T => {
  const next = own[Symbol.iterator]()
  return map((x: Leaf) => (isTensor(x) ? (next.next().value as Leaf) : x))(tree)
}

/** The cotangent at a tree from those of its tensors; what is not given is zero. */
const cotangentOf = (tree: unknown, own: readonly (AnyTensor | undefined)[]): unknown => {
  const zeros = leaves(zero<unknown>(tree))
  let next = 0
  const all = leaves(tree).map((x, i) => ((isTensor(x) ? own[next++] : undefined) ?? zeros[i]) as Leaf)
  return withLeaves(all)(tree)
}

/** Zeros that were made as such: nothing has to be read where nothing comes back. */
const isZero = (dy: AnyTensor): boolean => isConcrete(dy) && uniformOf(dy) === 0

/** For each tensor of a tree its cotangent, where there is one. */
const cotangentsIn = (tree: unknown, cotangent: unknown): readonly (AnyTensor | undefined)[] => {
  const all = leaves(cotangent)
  return leaves(tree).flatMap((x, i) => {
    if (!isTensor(x)) return []
    const dx = all[i] as AnyTensor
    return [isFloat(x) && !isZero(dx) ? dx : undefined]
  })
}

const isPair = (x: unknown): x is readonly [unknown, unknown] => isList(x) && x.length === 2

/** Requires what a smooth map gives that is a cell. */
const requireStep = (given: unknown): ReturnType<TreeCell> => {
  const [value, pullback] = isPair(given) ? given : [undefined, undefined]
  if (!isPair(value) || typeof pullback !== 'function')
    throw new ArgumentError(
      `scan takes a smooth map that gives [[state, output], pullback], but its value is ${describe(value)} and its pullback ` +
        `${describe(pullback)}.`,
    )
  requireTree('scan', 'what its cell gives', value)
  return given as ReturnType<TreeCell>
}

type Point = Parameters<TreeCell>[0]

/** Requires the cotangents of what a cell was given. */
const requirePulled = (point: Point, given: unknown): ReturnType<ReturnType<TreeCell>[1]> => {
  const difference = formDifference(zero<unknown>(point), given)
  if (difference !== null)
    throw formError(
      difference,
      (place, wanted, is) =>
        `The pullback of a map that is looped gives a cotangent for all that the map takes, but at ${place} it has to be ${wanted} ` +
        `and was ${is}.`,
    )
  return inOrderOf(point)(given as ReturnType<ReturnType<TreeCell>[1]>)
}

/** How many slices all tensors of a tree have, along their first axes. */
const countOf = (xs: unknown): number => {
  const found = entries(xs).flatMap(({ path, leaf }) => (isTensor(leaf) ? [{ path, leaf }] : []))
  const [first] = found
  if (first === undefined)
    throw new ArgumentError(
      'scan goes along the first axis of its inputs, but there is no tensor among them.',
    )
  for (const { path, leaf } of found) {
    const where = path.length === 0 ? 'its input' : `its input at ${showPath(path)}`
    if (leaf.shape.length === 0 || leaf.shape[0] === 0)
      throw new ShapeError(
        `scan goes along the first axis of its inputs, at least once, but ${where} has the shape [${leaf.shape.join(', ')}].`,
        [leaf.shape],
        0,
      )
    if (leaf.shape[0] !== first.leaf.shape[0])
      throw new ShapeError(
        `scan goes along first axes of one length, but ${where} has ${leaf.shape[0]} and the first has ${first.leaf.shape[0]}.`,
        [leaf.shape, first.leaf.shape],
        0,
      )
  }
  return first.leaf.shape[0] as number
}

/** A cell whose types are forgotten: from trees to trees. */
export type TreeCell = (
  a: readonly [params: unknown, state: unknown, input: unknown],
) => readonly [
  value: readonly [state: unknown, output: unknown],
  pullback: (db: readonly [unknown, unknown]) => readonly [unknown, unknown, unknown],
]

type Result = ReturnType<TreeCell>[0]
type Pulling = ReturnType<TreeCell>[1]

/** A map whose types are forgotten: from trees to trees. */
type TreeMap = (a: unknown) => readonly [value: unknown, pullback: (db: unknown) => unknown]

/** `scanTrees` as loops of the cell's operations. */
const scanOperations =
  (reverse: boolean, cell: TreeCell, times?: number): TreeCell =>
  ([params, state, xs]) => {
    const count = times ?? countOf(xs)
    const [carried, sliced, constants] = [tensors(state), tensors(xs), tensors(params)]
    const [carries, slices] = [carried.length, sliced.length]
    let output: unknown
    const linearise = (own: readonly AnyTensor[]): Linearised => {
      const before = filled(state, own.slice(0, carries))
      const x = filled(xs, own.slice(carries, carries + slices))
      const p = filled(params, own.slice(carries + slices))
      const [value, pullback] = requireStep(cell([p, before, x]))
      const [after, y] = value
      output = y
      return {
        outputs: [...tensors(carriedOn('scan', before, after)), ...tensors(y)],
        back: cotangents => {
          const [dp, ds, dx] = requirePulled(
            [p, before, x],
            pullback([
              cotangentOf(before, cotangents.slice(0, carries)),
              cotangentOf(y, cotangents.slice(carries)),
            ]),
          )
          return [...cotangentsIn(before, ds), ...cotangentsIn(x, dx), ...cotangentsIn(p, dp)]
        },
      }
    }
    const form = { count, reverse, carries, slices }
    const { results, pull } = loopWithPullback(
      linearise,
      form,
      [...carried, ...sliced, ...constants],
      () => true,
    )
    const last = filled(state, results.slice(0, carries))
    const ys = filled(output, results.slice(carries))
    return [
      [last, ys],
      ([dlast, dys]) => {
        const pulled = pull([...cotangentsIn(last, dlast), ...cotangentsIn(ys, dys)])
        return [
          cotangentOf(params, pulled.slice(carries + slices)),
          cotangentOf(state, pulled.slice(0, carries)),
          cotangentOf(xs, pulled.slice(carries, carries + slices)),
        ]
      },
    ]
  }

/** Whether a cell applies a function with a pullback of its own, on tensors like these. */
const cellAppliesGiven = (cell: TreeCell, [params, state, xs]: Point): boolean => {
  const own = new SymbolicTracer()
  const symbols = (tree: unknown, shapeOf: (x: AnyTensor) => Shape): unknown =>
    filled(
      tree,
      tensors(tree).map(x => own.symbol(own.recorder.input({ shape: shapeOf(x), dtype: x.dtype }))),
    )
  const whole = ({ shape }: AnyTensor): Shape => shape
  return appliesGiven(() => {
    cell([symbols(params, whole), symbols(state, whole), symbols(xs, ({ shape }) => shape.slice(1))])
  })
}

/**
 * `scan` for those who know that what they give is right, and whose types are forgotten; so many times, if there are no inputs to
 * count.
 */
export const scanTrees =
  (reverse: boolean, cell: TreeCell, times?: number): TreeCell =>
  a => {
    const run = scanOperations(reverse, cell, times)
    const top = outermost(tensors(a))
    if (!isGivenTracer(top) || !cellAppliesGiven(cell, a)) return run(a)
    // A loop's body is operations, but these pullbacks count: then the whole is a function with a pullback of its own.
    let known: { readonly point: unknown; readonly pullback: Pulling } | null = null
    const map: Given<Point, Result> = {
      f: point => {
        const [value, pullback] = run(point)
        known = { point, pullback }
        return value
      },
      // What pulls back at another reading of the point, of a higher order, is that of the operations there.
      pullback: (point, _, db) =>
        (known?.point === point ? known.pullback : run(point)[1])(db as Result) as Cotangent<Point>,
    }
    return [top.given(map, a), db => run(a)[1](db)]
  }

/** The slices of a tree's tensors from one time up to, not including, another. */
const timesOf = (xs: unknown, from: number, to: number): unknown =>
  map((x: Leaf): Leaf => {
    if (!isTensor(x)) return x
    const [, ...rest] = x.shape
    return slice([from, ...rest.map(() => 0)], [to - from, ...rest])(x as Tensor) as Leaf
  })(xs as Tree)

/** The same with the first axis of each tensor divided into so many of equal length, or such a one put together again. */
const divided = (xs: unknown, by: number | null): unknown =>
  map((x: Leaf): Leaf => {
    if (!isTensor(x)) return x
    const [first, ...rest] = x.shape as readonly [number, ...number[]]
    const shape = by === null ? [first * (rest[0] as number), ...rest.slice(1)] : [by, first / by, ...rest]
    return reshape(shape)(x as Tensor) as Leaf
  })(xs as Tree)

const together = (xs: unknown, ys: unknown): unknown =>
  zipWith((x: Leaf, y: Leaf): Leaf => (isTensor(x) ? (concat(0)(x as Tensor, y as Tensor) as Leaf) : x))(
    xs as Tree,
    ys as Tree,
  )

const apart: <T>(tree: T) => T = map((x: Leaf): Leaf => (isTensor(x) ? (barrier(x) as Leaf) : x))

/** The same map, whose pullback runs it again: nothing is kept but what it was given. */
const runningTwice =
  (f: TreeCell): TreeCell =>
  a => {
    const [value] = f(a)
    // A program shares what is computed twice from the same values: behind the barrier they are not the same.
    return [value, db => f(apart(a))[1](db)]
  }

/** A scan over segments, each of which is computed again on the way back, and what is left of the times. */
const inSegments =
  (reverse: boolean, cell: TreeCell, segments: number): TreeCell =>
  a => {
    const [params, state, xs] = a
    const count = countOf(xs)
    const length = Math.ceil(count / Math.max(segments, 1))
    const whole = scanTrees(reverse, cell)
    if (segments <= 1 || length >= count || length < 2) return whole(a)
    const inner = runningTwice(scanTrees(reverse, cell))
    const outer = scanTrees(reverse, inner)
    const full = Math.floor(count / length)
    const split = full * length
    // What is left over comes last, or first where the last times come first.
    const parts = [
      { xs: divided(timesOf(xs, 0, split), full), run: outer, isDivided: true },
      ...(split < count ? [{ xs: timesOf(xs, split, count), run: inner, isDivided: false }] : []),
    ]
    const order = reverse ? parts.toReversed() : parts
    let s = state
    const ran = order.map(part => {
      const [[next, ys], pullback] = part.run([params, s, part.xs])
      s = next
      return { ...part, ys: part.isDivided ? divided(ys, null) : ys, pullback }
    })
    const byTime = <R>(found: readonly R[]): readonly R[] => (reverse ? found.toReversed() : found)
    const joined = (found: readonly unknown[]): unknown => byTime(found).reduce(together)
    return [
      [s, joined(ran.map(({ ys }) => ys))],
      ([dlast, dys]) => {
        let ds = dlast
        const pulled = ran.toReversed().map(({ isDivided, pullback }) => {
          const own = isDivided ? timesOf(dys, 0, split) : timesOf(dys, split, count)
          const [dp, dbefore, dxs] = pullback([ds, isDivided ? divided(own, full) : own])
          ds = dbefore
          return { dp, dxs: isDivided ? divided(dxs, null) : dxs }
        })
        return [
          pulled.map(({ dp }) => dp as Tree).reduce(addCotangents),
          ds,
          joined(pulled.toReversed().map(({ dxs }) => dxs)),
        ]
      },
    ]
  }

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
      return inSegments(reverse, cell, segments)(a)
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
