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

type T = Tensor
type Cell = smooth.ScanCell<T, T, T, T>
type Run = ReturnType<ReturnType<typeof smooth.scan>>

/** `s ← tanh(s w + x)`, and `s x` as the output. */
const elman: Cell = smooth.lift(([w, s, x]: readonly [T, T, T]) => {
  const next = op.tanh(op.add(op.matmul(s as never, w as never) as T, x))
  return [next, op.mul(s, x)] as const
})

/** The state is handed on as it was, and the output is what it was before. */
const shifting: Cell = ([w, s, x]) => [[x, s], ([ds, dy]) => [op.scale(0)(w), dy as T, ds as T] as never]

/** A mean that moves, at a rate that is a parameter, with a pullback of its own. */
const moving: Cell = smooth.withPullback(
  ([w, s, x]: readonly [T, T, T]) => {
    const next = op.add(s, op.scale(0.25)(op.sub(x, s)))
    return [next, op.add(next, op.matmul(x as never, w as never) as T)] as const
  },
  ([w, , x], _, [dnext, dy]) => {
    const d = op.add(dnext as T, dy as T)
    return [
      op.matmulTN(x as never, dy as never),
      op.scale(0.75)(d),
      op.add(op.scale(0.25)(d), op.matmulNT(dy as never, w as never) as T),
    ] as never
  },
)

const cells: Arbitrary<Cell> = fc.constantFrom(elman, shifting, moving)
const counts = fc.integer({ min: 1, max: 4 })

/** Parameters [2, 2], a first state [3, 2] and inputs [time, 3, 2]. */
const pointsOf = (count: number): Arbitrary<readonly [T, T, T]> =>
  fc.tuple(tensors([2, 2]), tensors([3, 2]), tensors([count, 3, 2])) as Arbitrary<readonly [T, T, T]>
const points = counts.chain(pointsOf)

const at = (xs: T, t: number): T =>
  op.reshape([3, 2])(op.slice([t, 0, 0], [1, 3, 2])(xs) as never) as unknown as T
const stack = (xs: readonly T[]): T =>
  op.concat(0)(...xs.map(x => op.reshape([1, 3, 2])(x as never))) as unknown as T
const countOf = (xs: T): number => xs.shape[0] as number

/** A scan, written out: value and pullback. */
const unrolled =
  (cell: Cell): smooth.Smooth<readonly [T, T, T], readonly [T, T]> =>
  ([w, first, xs]) => {
    const [ys, pullbacks]: [T[], ReturnType<Cell>[1][]] = [[], []]
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
        const dxs: T[] = []
        let [dw, ds] = [op.scale(0)(w), dlast as T]
        for (let t = countOf(xs) - 1; t >= 0; t--) {
          const [dp, before, dx] = (pullbacks[t] as (d: unknown) => readonly T[])([ds, at(dys as T, t)])
          dw = op.add(dw, dp as T)
          ds = before as T
          dxs.unshift(dx as T)
        }
        return [dw, ds, stack(dxs)] as never
      },
    ]
  }

const looped = (cell: Cell, reverse = false): Run => smooth.scan({ reverse })(cell) as unknown as Run
const run = (f: unknown, a: unknown): readonly [readonly [T, T], (d: unknown) => readonly T[]] =>
  (f as (a: unknown) => never)(a)
const near = (lhs: unknown, rhs: unknown) => summed(64, undefined, norm(lhs))(lhs, rhs)
const backwards = (xs: T): T =>
  stack(Array.from({ length: countOf(xs) }, (_, t) => at(xs, countOf(xs) - 1 - t)))

const square = smooth.lift((x: T) => op.scale(0.5)(op.mul(x, x)))

/** How many operations a program has. */
const sizeOf = (f: unknown, args: readonly unknown[]): number =>
  (
    program.trace as (
      f: unknown,
    ) => (...args: readonly unknown[]) => { program: { equations: { length: number } } }
  )(f)(...args).program.equations.length

/** LP1 to LP8: loops. */
export const loopLaws: LawSet = lawSet(
  'loops',
  [
    law('LP1', 'a scan gives what its cell gives, one time after the other', [cells, points], (cell, a) =>
      exact(run(looped(cell), a)[0], run(unrolled(cell), a)[0]),
    ),
    law('LP2', 'its pullback is that of the composition', [cells, points], (cell, a) => {
      const d = [a[1], a[2]]
      return near(run(looped(cell), a)[1](d), run(unrolled(cell), a)[1](d))
    }),
    law(
      'LP3',
      'from the end it gives what it gives from the beginning of what is turned round',
      [cells, points],
      (cell, [w, s, xs]) => {
        const [last, ys] = run(looped(cell, true), [w, s, xs])[0]
        const [other, turned] = run(looped(cell), [w, s, backwards(xs)])[0]
        return every(exact(last, other), exact(ys, backwards(turned)))
      },
    ),
    law(
      'LP4',
      'a scan over n + m times is one over m times from where one over n times ended',
      [cells, fc.tuple(counts, counts).chain(([n, m]) => fc.tuple(fc.constant(n), pointsOf(n + m)))],
      (cell, [n, [w, s, xs]]) => {
        const part = (from: number, to: number): T =>
          op.slice([from, 0, 0], [to - from, 3, 2])(xs) as unknown as T
        const [middle, before] = run(looped(cell), [w, s, part(0, n)])[0]
        const [last, after] = run(looped(cell), [w, middle, part(n, countOf(xs))])[0]
        return exact(run(looped(cell), [w, s, xs])[0], [last, op.concat(0)(before as never, after as never)])
      },
    ),
    law(
      'LP5',
      'loop(n + m) is loop(m) after loop(n), and loop(1) the map',
      [counts, counts, tensors([3])],
      (n, m, x) => {
        const times = (count: number, y: T): T => smooth.loop(count)(square)(y)[0] as T
        return every(exact(times(n + m, x), times(m, times(n, x))), exact(times(1, x), square(x)[0]))
      },
    ),
    law(
      'LP6',
      'for each example of a batch it gives what it gives for one',
      [cells, pointsOf(3), fc.tuple(tensors([2, 3, 2]), tensors([2, 3, 3, 2]), fc.constantFrom(0, 1, 2))],
      (cell, [w, s, xs], [manyS, manyX, which]) => {
        const each = (s: T, xs: T): unknown => run(looped(cell), [w, s, xs])[0]
        const part = (x: T, i: number): T => {
          const [, ...rest] = x.shape
          return op.reshape(rest)(
            op.slice([i, ...rest.map(() => 0)], [1, ...rest])(x) as never,
          ) as unknown as T
        }
        const batch = which === 0 ? [manyS] : which === 1 ? [manyX] : [manyS, manyX]
        const one = (given: readonly T[]): unknown =>
          which === 0 ? each(given[0]!, xs) : which === 1 ? each(s, given[0]!) : each(given[0]!, given[1]!)
        const all = (smooth.vmap(one as never) as unknown as (b: unknown) => readonly T[])(batch)
        return near(
          [0, 1].map(i => all.map(y => part(y, i))),
          [0, 1].map(i => one(batch.map(x => part(x, i)))),
        )
      },
    ),
    law(
      'LP7',
      'its program is as long for many times as for few',
      [cells, pointsOf(2)],
      (cell, [w, s, xs]) => {
        const both = (a: readonly [T, T, T]): unknown => run(looped(cell), a)[1]([a[1], a[2]])
        const longer: T = op.concat(0)(xs as never, xs as never, xs as never) as unknown as T
        return exact(sizeOf(both, [[w, s, xs]]), sizeOf(both, [[w, s, longer]]))
      },
    ),
    law('LP8', 'what does not fit is refused before anything runs', [], () => {
      const [w, s] = [
        tensor([
          [1, 0],
          [0, 1],
        ]) as T,
        tensor([[1, 2]]) as T,
      ]
      const grows = (([w, s, x]: readonly T[]) => [
        [op.concat(0)(s as never, s as never), x],
        () => [w, s, x],
      ]) as never
      const pair = (([w, s, [x]]: readonly [T, T, readonly T[]]) => [[s, x], () => [w, s, x]]) as never
      return every(
        refused('ShapeError', () => run(looped(grows), [w, s, tensor([[[1, 2]]])])),
        refused('ShapeError', () => run(looped(elman), [w, s, tensor(1)])),
        refused('ShapeError', () => run(looped(pair), [w, s, [tensor([1, 2]), tensor([1])]])),
        refused('ArgumentError', () => run(looped(elman), [w, s, []])),
        refused('ArgumentError', () => smooth.loop(0)),
        holds(numbersOf(smooth.loop(2)(square)(s)[0]).length === 2, s, s),
      )
    }),
  ],
  [],
)

/** The laws of smooth maps, of scans of a cell. */
export const scanLaws = (): LawSet =>
  smoothLaws<readonly [T, T, T], unknown>('smooth.scan(elman)', smooth.scan()(elman) as never, {
    point: pointsOf(3),
    plain: a => unrolled(elman)(a)[0],
    stencil: { step: 1e-4, tolerance: 1e-8 },
  })

/** The laws of smooth maps, of a map applied again and again. */
export const repeatedLaws = (): LawSet =>
  smoothLaws<T, unknown>('smooth.loop(3)', smooth.loop(3)(square) as never, { point: tensors([3]) })
