// Wrong loops, each of which a named law must kill.
import { describe } from 'vitest'
import { type Loops, loopLaws } from '../../laws/smooth/loops.ts'
import { op, smooth, zero } from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'

type Scan = Loops['scan']
type Cell = Parameters<ReturnType<Scan>>[0]
type Run = ReturnType<ReturnType<Scan>>
type Point = Parameters<Run>[0]
type S = Point[1]
type Xs = Point[2]

const right: Scan = options => smooth.scan(options)

/** A scan made of the right one's run, for each cell. */
const changed =
  (change: (run: Run, cell: Cell, reverse: boolean) => Run): Scan =>
  (options = {}) =>
  cell =>
    change(smooth.scan(options)(cell), cell, options.reverse === true)

const part = (xs: Xs, from: number, to: number): Xs => op.slice([from, 0, 0], [to - from, 3, 2])(xs)
const joined = (xs: Xs, ys: Xs): Xs => op.concat(0)(xs, ys) as Xs

/** All slices one further, and the last one in front. */
const rolled = (xs: Xs): Xs => {
  const count = xs.shape[0]
  return count === 1 ? xs : joined(part(xs, count - 1, count), part(xs, 0, count - 1))
}

/** Each time takes what the time before it took, not what it gave. */
const stale = (cell: Cell): Run => {
  const later = smooth.lift(([w, [before, now], x]: readonly [Point[0], readonly [S, S], S]) => {
    const [next, y] = cell([w, before, x])[0]
    return [[now, next], y] as const
  })
  return ([w, s, xs]) => {
    const [[[, last], ys], pullback] = smooth.scan()(later)([w, [s, s], xs])
    return [
      [last, ys as Xs],
      ([dlast, dys]) => {
        const [dw, [dbefore, dnow], dxs] = pullback([[zero(dlast), dlast], dys])
        return [dw, op.add(dbefore, dnow), dxs as Xs]
      },
    ]
  }
}

/** A loop for each time. */
const loopByLoop =
  (run: Run): Run =>
  ([w, s, xs]) => {
    const count = xs.shape[0]
    if (count === 1) return run([w, s, xs])
    const [[middle, y], pullFirst] = run([w, s, part(xs, 0, 1)])
    const [[last, ys], pullRest] = loopByLoop(run)([w, middle, part(xs, 1, count)])
    return [
      [last, joined(y, ys)],
      ([dlast, dys]) => {
        const [dw, dmiddle, dxs] = pullRest([dlast, part(dys, 1, count)])
        const [dfirst, ds, dx] = pullFirst([dmiddle, part(dys, 0, 1)])
        return [op.add(dw, dfirst), ds, joined(dx, dxs)]
      },
    ]
  }

const mutant = (
  name: string,
  wrong: Partial<Loops>,
  killedBy: readonly string[],
  survives: readonly string[] = [],
): Mutant => ({
  name,
  mutant: loopLaws({ scan: right, loop: smooth.loop, ...wrong }),
  twin: loopLaws(),
  killedBy,
  survives,
})

describe('loops', () => {
  testMutants([
    mutant(
      'a carried value of the time before',
      { scan: changed((_, cell) => stale(cell)) },
      ['LP1', 'LP2'],
      ['LP8'],
    ),
    mutant('an order that is ignored', { scan: () => smooth.scan() }, ['LP3'], ['LP1', 'LP2', 'LP4', 'LP7']),
    mutant(
      'a stack that is written in the order of the times, from the end as from the beginning',
      {
        scan: changed((run, _, reverse) => a => {
          const [[last, ys], pullback] = run(a)
          const count = ys.shape[0]
          const slices = Array.from({ length: count }, (_each, t) => part(ys, count - 1 - t, count - t))
          return [[last, reverse ? slices.reduce(joined) : ys], pullback]
        }),
      },
      ['LP3'],
      ['LP1', 'LP2', 'LP4'],
    ),
    mutant(
      'a stack that is written one place too far',
      {
        scan: changed(run => a => {
          const [[last, ys], pullback] = run(a)
          return [[last, rolled(ys)], pullback]
        }),
      },
      ['LP1', 'LP4'],
      ['LP2', 'LP7'],
    ),
    mutant(
      'a pullback that reads a stack one place too far',
      {
        scan: changed(run => a => {
          const [value, pullback] = run(a)
          return [value, ([dlast, dys]) => pullback([dlast, rolled(dys)])]
        }),
      },
      ['LP2'],
      ['LP1', 'LP3', 'LP4', 'LP6', 'LP7'],
    ),
    mutant(
      "a pullback that forgets the parameters' sum over all times but the last",
      {
        scan: changed((run, cell) => a => {
          const [value, pullback] = run(a)
          const [w, s, xs] = a
          const count = xs.shape[0]
          const before = count === 1 ? s : smooth.scan()(cell)([w, s, part(xs, 0, count - 1)])[0][0]
          const last = smooth.scan()(cell)([w, before, part(xs, count - 1, count)])[1]
          return [
            value,
            ([dlast, dys]) => {
              const [, ds, dxs] = pullback([dlast, dys])
              return [last([dlast, part(dys, count - 1, count)])[0], ds, dxs]
            },
          ]
        }),
      },
      ['LP2'],
      ['LP1', 'LP3', 'LP4', 'LP6'],
    ),
    mutant(
      'a pullback that stops at the first time',
      {
        scan: changed(run => a => {
          const [value, pullback] = run(a)
          return [
            value,
            db => {
              const [dw, ds, dxs] = pullback(db)
              return [dw, zero(ds), dxs]
            },
          ]
        }),
      },
      ['LP2'],
      ['LP1', 'LP3', 'LP4', 'LP6', 'LP7'],
    ),
    mutant('a loop for each time', { scan: changed(run => loopByLoop(run)) }, ['LP7'], ['LP1', 'LP2', 'LP8']),
    mutant(
      'a loop that is one time short',
      { loop: (count: number) => smooth.loop(Math.max(1, count - 1)) },
      ['LP5'],
      ['LP1', 'LP7'],
    ),
    mutant(
      'a loop of no times',
      { loop: (count: number) => smooth.loop(Math.max(1, count)) },
      ['LP8'],
      ['LP5'],
    ),
  ])
})
