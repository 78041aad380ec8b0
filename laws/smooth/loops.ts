/**
 * Laws of loops: a loop is its body one time after the other, whatever reads it.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { op, program, smooth, type Tensor, tensor } from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { every, exact, holds, norm, numbersOf, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { smoothLaws } from './smooth.ts'

type W = Tensor<[2, 2]>
type S = Tensor<[3, 2]>
/** Stacks of these. */
type Xs = Tensor<[number, 3, 2]>
type Cell = smooth.ScanCell<W, S, S, S>
type Point = readonly [w: W, s: S, xs: Xs]
type Run = smooth.Smooth<Point, readonly [S, Xs]>

/** `s ← tanh(s w + x)`, and `s x` as the output. */
const elman: Cell = smooth.lift(([w, s, x]: readonly [W, S, S]) => {
  const next: S = op.tanh(op.add(op.matmul(s, w), x))
  return [next, op.mul(s, x)] as const
})

/** The input becomes the state, and the output is what that was before. */
const shifting: Cell = ([w, s, x]) => [[x, s], ([ds, dy]) => [op.scale(0)(w), dy, ds]]

/** A mean that moves, with a pullback of its own. */
const moving: Cell = smooth.withPullback(
  ([w, s, x]: readonly [W, S, S]) => {
    const next: S = op.add(s, op.scale(0.25)(op.sub(x, s)))
    const y: S = op.add(next, op.matmul(x, w))
    return [next, y] as const
  },
  ([w, , x], _, [dnext, dy]) => {
    const d: S = op.add(dnext, dy)
    const dx: S = op.add(op.scale(0.25)(d), op.matmulNT(dy, w))
    return [op.matmulTN(x, dy), op.scale(0.75)(d), dx]
  },
)

const cells: Arbitrary<Cell> = fc.constantFrom(elman, shifting, moving)
const counts = fc.integer({ min: 1, max: 4 })

/** Parameters [2, 2], a first state [3, 2] and inputs [time, 3, 2]. */
const pointsOf = (count: number): Arbitrary<Point> =>
  fc.tuple(tensors([2, 2]), tensors([3, 2]), tensors([count, 3, 2])) as Arbitrary<Point>
const points = counts.chain(pointsOf)

const at = (xs: Xs, t: number): S => op.reshape([3, 2])(op.slice([t, 0, 0], [1, 3, 2])(xs))
const stack = (xs: readonly S[]): Xs => op.concat(0)(...xs.map(x => op.reshape([1, 3, 2])(x))) as Xs
const joined = (xs: Xs, ys: Xs): Xs => op.concat(0)(xs, ys) as Xs
const countOf = (xs: Xs): number => xs.shape[0]

/** A scan, written out: value and pullback. */
const unrolled =
  (cell: Cell): Run =>
  ([w, first, xs]) => {
    const [ys, pullbacks]: [S[], ReturnType<Cell>[1][]] = [[], []]
    let s = first
    for (let t = 0; t < countOf(xs); t++) {
      const [[next, y], pullback] = cell([w, s, at(xs, t)])
      ys.push(y)
      pullbacks.push(pullback)
      s = next
    }
    return [
      [s, stack(ys)],
      ([dlast, dys]) => {
        const dxs: S[] = []
        let [dw, ds]: readonly [W, S] = [op.scale(0)(w), dlast]
        for (let t = countOf(xs) - 1; t >= 0; t--) {
          const [dp, before, dx] = (pullbacks[t] as ReturnType<Cell>[1])([ds, at(dys, t)])
          dw = op.add(dw, dp)
          ds = before
          dxs.unshift(dx)
        }
        return [dw, ds, stack(dxs)]
      },
    ]
  }

/** What these are laws of. */
export interface Loops {
  readonly scan: (options?: smooth.SmoothScanOptions) => (cell: Cell) => Run
  readonly loop: typeof smooth.loop
}

const near = (lhs: unknown, rhs: unknown) => summed(64, undefined, norm(lhs))(lhs, rhs)
const backwards = (xs: Xs): Xs =>
  stack(Array.from({ length: countOf(xs) }, (_, t) => at(xs, countOf(xs) - 1 - t)))

const square = smooth.lift((x: Tensor) => op.scale(0.5)(op.mul(x, x)))

/** How many operations there are in the program of a scan's value and pullback. */
const sizeOf = (f: Run, point: Point): number => {
  const both = (a: Point): unknown => f(a)[1]([a[1], a[2]])
  return program.trace(both)(point).program.equations.length
}

/** LP1 to LP9: loops, of another scan and loop where they are given. */
export const loopLaws = ({ scan, loop }: Loops = smooth): LawSet => {
  const looped = (cell: Cell, reverse = false): Run => scan({ reverse })(cell)
  return lawSet(
    'loops',
    [
      law('LP1', 'a scan gives what its cell gives, one time after the other', [cells, points], (cell, a) =>
        exact(looped(cell)(a)[0], unrolled(cell)(a)[0]),
      ),
      law('LP2', 'its pullback is that of the composition', [cells, points], (cell, a) =>
        near(looped(cell)(a)[1]([a[1], a[2]]), unrolled(cell)(a)[1]([a[1], a[2]])),
      ),
      law(
        'LP3',
        'from the end it gives what it gives from the beginning of what is turned round',
        [cells, points],
        (cell, [w, s, xs]) => {
          const [last, ys] = looped(cell, true)([w, s, xs])[0]
          const [other, turned] = looped(cell)([w, s, backwards(xs)])[0]
          return every(exact(last, other), exact(ys, backwards(turned)))
        },
      ),
      law(
        'LP4',
        'a scan over n + m times is one over m times from where one over n times ended',
        [cells, fc.tuple(counts, counts).chain(([n, m]) => fc.tuple(fc.constant(n), pointsOf(n + m)))],
        (cell, [n, [w, s, xs]]) => {
          const part = (from: number, to: number): Xs => op.slice([from, 0, 0], [to - from, 3, 2])(xs)
          const [middle, before] = looped(cell)([w, s, part(0, n)])[0]
          const [last, after] = looped(cell)([w, middle, part(n, countOf(xs))])[0]
          return exact(looped(cell)([w, s, xs])[0], [last, joined(before, after)])
        },
      ),
      law(
        'LP5',
        'loop(n + m) is loop(m) after loop(n), and loop(1) the map',
        [counts, counts, tensors([3])],
        (n, m, x) => {
          const times = (count: number, y: Tensor): Tensor => loop(count)(square)(y)[0]
          return every(exact(times(n + m, x), times(m, times(n, x))), exact(times(1, x), square(x)[0]))
        },
      ),
      law(
        'LP6',
        'for each example of a batch it gives what it gives for one, whichever of its arguments are batches',
        [cells, fc.tuple(pointsOf(3), pointsOf(3)), fc.constantFrom('state', 'inputs', 'both')],
        (cell, [one, other], which) => {
          const point = (s: S, xs: Xs): Point => [
            one[0],
            which === 'inputs' ? one[1] : s,
            which === 'state' ? one[2] : xs,
          ]
          const batch = [
            op.reshape([2, 3, 2])(joined(op.reshape([1, 3, 2])(one[1]), op.reshape([1, 3, 2])(other[1]))),
            op.reshape([2, 3, 3, 2])(joined(one[2], other[2])),
          ] as const
          const [last, ys] = smooth.vmap(([s, xs]: readonly [S, Xs]) => looped(cell)(point(s, xs))[0])(batch)
          const each = [one, other].map(([, s, xs]) => looped(cell)(point(s, xs))[0])
          return near(
            [0, 1].map(i => [
              op.reshape([3, 2])(op.slice([i, 0, 0], [1, 3, 2])(last)),
              op.reshape([3, 3, 2])(op.slice([i, 0, 0, 0], [1, 3, 3, 2])(ys)),
            ]),
            each,
          )
        },
      ),
      law(
        'LP7',
        'its program is as long for many times as for few',
        [cells, pointsOf(2)],
        (cell, [w, s, xs]) => {
          const longer = joined(xs, joined(xs, xs))
          return exact(sizeOf(looped(cell), [w, s, xs]), sizeOf(looped(cell), [w, s, longer]))
        },
      ),
      law(
        'LP9',
        'in segments it gives the same, and keeps less for its pullback',
        [cells, fc.integer({ min: 4, max: 7 }).chain(pointsOf), fc.integer({ min: 2, max: 3 }), fc.boolean()],
        (cell, a, segments, reverse) => {
          const parts = scan({ segments, reverse })(cell)
          const d = [a[1], a[2]] as const
          const run = (f: Run) => (x: Point, dy: readonly [S, Xs]) => [f(x)[0], f(x)[1](dy)]
          return every(
            near(run(parts)(a, d), run(looped(cell, reverse))(a, d)),
            near(program.traced(run(parts))(a, d)(a, d), run(looped(cell, reverse))(a, d)),
          )
        },
      ),
      law('LP8', 'what does not fit is refused before anything runs', [], () => {
        const [w, s] = [
          tensor([
            [1, 0],
            [0, 1],
          ]),
          tensor([[1, 2]]),
        ] as const
        type Any = smooth.ScanCell<Tensor, Tensor, Tensor, Tensor>
        const grows: Any = ([p, state, x]) => [
          [op.concat(0)(state, state) as Tensor, x],
          ([ds]) => [p, ds, x],
        ]
        const pairs = smooth.scan()(
          smooth.lift(
            ([, state, [x]]: readonly [Tensor, Tensor, readonly [Tensor, Tensor]]) => [state, x] as const,
          ),
        )
        return every(
          refused('ShapeError', () => smooth.scan()(grows)([w, s, tensor([[[1, 2]]])])),
          refused('ShapeError', () => smooth.scan()(grows)([w, s, tensor([])])),
          refused('ShapeError', () => pairs([w, s, [tensor([1, 2]), tensor([1])]])),
          refused('ArgumentError', () => loop(0)),
          holds(numbersOf(loop(2)(square)(s)[0]).length === 2, s, s),
        )
      }),
    ],
    [],
  )
}

/** The laws of smooth maps, of scans of a cell. */
export const scanLaws = (): LawSet =>
  smoothLaws('smooth.scan(elman)', smooth.scan()(elman) as Run, {
    point: pointsOf(3),
    plain: a => unrolled(elman)(a)[0],
    stencil: { step: 1e-4, tolerance: 1e-8 },
  })

/** The laws of smooth maps, of a map applied again and again. */
export const repeatedLaws = (): LawSet =>
  smoothLaws('smooth.loop(3)', smooth.loop(3)(square), { point: tensors([3]) })
