/**
 * Laws of solutions of equations: they solve them, and their derivatives are those of what they are.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  compile,
  op,
  program,
  scalar,
  smooth,
  type Tensor,
  tensor,
  trivial,
  wasmThreads,
} from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { every, exact, holds, norm, numbersOf, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused, refusedSaying } from '../oracle/refusal.ts'
import { samples } from '../samples.ts'

type A = Tensor<[3, 3]>
type B = Tensor<[3, 2]>
type Linear = readonly [a: A, b: B]
type S = Tensor<[]>

/** `x = A x + b`, where A is a contraction. */
const linear: smooth.Smooth<readonly [Linear, B], B> = smooth.lift(
  ([[a, b], x]: readonly [Linear, B]): B => op.add(op.matmul(a, x), b),
)

/** Heron: `x = (x + a / x) / 2`. */
const heron: smooth.Smooth<readonly [S, S], S> = smooth.lift(
  ([a, x]: readonly [S, S]): S => op.scale(0.5)(op.add(x, op.div(a, x))),
)

const eye: A = tensor(
  [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'f64',
)

/** A matrix of norm below 0.6, whatever it is made of. */
const contraction = (a: A): A => {
  const size: S = op.sqrt(op.sum()(op.mul(a, a)))
  return op.scaleBy(op.div(scalar(0.6, 'f64'), op.shift(1)(size)))(a)
}

const points: Arbitrary<readonly [a: A, b: B, d: B, e: A]> = fc
  .tuple(tensors([3, 3]), tensors([3, 2]), tensors([3, 2]), tensors([3, 3]))
  .map(([a, b, d, e]) => [contraction(a as A), b as B, d as B, e as A])
const squares: Arbitrary<number> = fc.integer({ min: 1, max: 40 }).map(n => n / 4)

/** Up to the tolerance that they are asked for. */
const near = (lhs: unknown, rhs: unknown) => summed(1 << 16, undefined, 1 + norm(lhs))(lhs, rhs)
const options = { tolerance: 1e-13 }
const zeros: B = op.scale(0)(
  tensor(
    [
      [1, 1],
      [1, 1],
      [1, 1],
    ],
    'f64',
  ),
)

/** What these are laws of. */
export type FixedPoint = typeof smooth.fixedPoint

/** LF1 to LF10: solutions of equations, of another `fixedPoint` where it is given. */
export const fixedPointLaws = (fixedPoint: FixedPoint = smooth.fixedPoint): LawSet => {
  const solver = fixedPoint(options)(linear)
  const rooter = fixedPoint(options)(heron)
  const solve = ([a, b]: Linear): B => solver([[a, b], zeros])[0].solution
  const direct = ([a, b]: Linear): B => op.solve(b)(op.sub(eye, a))
  const root = (x: S): S => rooter([x, scalar(1, 'f64')])[0].solution
  const both = (p: Linear, dy: B) => {
    const [x, pullback] = smooth.lift((q: Linear) => solve(q))(p)
    return [x, pullback(dy)] as const
  }
  const compiled = compile(both, { engine: wasmThreads(1) })
  return lawSet(
    'solutions of equations',
    [
      law('LF1', 'it solves the equation, says so, and in how many steps', [points], ([a, b]) => {
        const [{ solution, steps, converged }] = solver([[a, b], zeros])
        return every(
          near(linear([[a, b], solution])[0], solution),
          near(solution, direct([a, b])),
          exact(numbersOf(converged), [1]),
          holds(numbersOf(steps)[0]! >= 1 && numbersOf(steps)[0]! < 100, steps, 100),
        )
      }),
      law(
        'LF2',
        'its pullback is that of the solution: of a linear equation that of solving it',
        [points],
        ([a, b, d]) => {
          const pulled = (f: (p: Linear) => B) => smooth.lift(f)([a, b])[1](d)
          const own = solver([[a, b], zeros])[1]
          const [dp] = own({ solution: d, steps: trivial, converged: trivial })
          return every(near(pulled(solve), pulled(direct)), near(dp, pulled(direct)))
        },
      ),
      law('LF3', 'and so is its tangent', [points], ([a, b, d, e]) => {
        const pushed = (f: (p: Linear) => B) => smooth.jvp(f)([a, b], [e, d])[1]
        return near(
          pushed(p => solve(p)),
          pushed(direct),
        )
      }),
      law('LF4', 'at every order: the derivatives of √x', [squares], x => {
        const at = scalar(x, 'f64')
        const slope = (f: (y: S) => S) => (y: S) => smooth.gradient(smooth.lift(f))(y) as S
        const along = (f: (y: S) => S) => (y: S) => smooth.jvp(f)(y, scalar(1, 'f64'))[1] as S
        const want = [Math.sqrt(x), 0.5 * x ** -0.5, -0.25 * x ** -1.5, 0.375 * x ** -2.5]
        return near(
          [root(at), slope(root)(at), slope(slope(root))(at), along(slope(along(root)))(at)].flatMap(
            numbersOf,
          ),
          want,
        )
      }),
      law(
        'LF5',
        'where it begins does not count, and gets nothing back',
        [points, tensors([3, 2])],
        ([a, b, d], start) => {
          const at = solver([[a, b], start as B])
          const [, dstart] = at[1]({ solution: d, steps: trivial, converged: trivial })
          return every(near(at[0].solution, solve([a, b])), exact(dstart, zeros))
        },
      ),
      law(
        'LF6',
        'in a program, compiled, and of a batch it is the same, and so is its gradient',
        [points, points],
        ([a, b, d], [, other]) => {
          const want = both([a, b], d)
          const rows = op.concat(0)(...[b, other].map(y => op.reshape([1, 3, 2])(y))) as Tensor<[2, 3, 2]>
          const all = smooth.vmap((y: B) => both([a, y], d)[1])(rows)
          const each = [b, other].map(y => both([a, y], d)[1])
          return every(
            near(program.traced(both)([a, other], d)([a, b], d), want),
            near(compiled([a, b], d), want),
            near(
              numbersOf(all[1]),
              each.flatMap(([, db]) => numbersOf(db)),
            ),
            near(
              numbersOf(all[0]),
              each.flatMap(([da]) => numbersOf(da)),
            ),
          )
        },
      ),
      law(
        'LF7',
        'what does not converge says so, and has no cotangents that could be taken for right',
        [points],
        ([a, b, d]) => {
          const grown = op.add(op.scale(2)(eye), a)
          const late = fixedPoint({ steps: 3, tolerance: 1e-15 })(linear)([[a, op.shift(8)(b)], zeros])
          const never = fixedPoint({ steps: 30 })(linear)([[grown, op.shift(8)(b)], zeros])
          const ended = fixedPoint({ steps: 30 })(linear)([[op.scale(Number.NaN)(a), b], zeros])
          const [[da]] = never[1]({ solution: op.shift(1)(op.mul(d, d)), steps: trivial, converged: trivial })
          return every(
            exact(
              [late, never, ended].flatMap(([{ converged }]) => numbersOf(converged)),
              [0, 0, 0],
            ),
            exact(numbersOf(never[0].steps), [30]),
            exact(numbersOf(late[0].steps), [3]),
            holds(numbersOf(da).every(Number.isNaN), da, Number.NaN),
          )
        },
      ),
      law(
        'LF8',
        'a cotangent of 0 pulls back to 0, and a small one to what is as small',
        [points],
        ([a, b, d]) => {
          const pulled = (dy: B) =>
            solver([[a, b], zeros])[1]({
              solution: dy,
              steps: trivial,
              converged: trivial,
            })[0]
          const scaled = (p: unknown): readonly number[] => numbersOf(p).map(x => x * 2 ** 40)
          return every(
            exact(
              numbersOf(pulled(zeros)).map(Math.abs),
              numbersOf([a, b]).map(() => 0),
            ),
            near(scaled(pulled(op.scale(2 ** -40)(d))), numbersOf(pulled(d))),
          )
        },
      ),
      law(
        'LF9',
        'read as operations, in programs, loops and batches, its derivatives are those of the solution, too',
        [points, points],
        ([a, b, d, e], [, other]) => {
          const traced = program.traced((p: Linear) => solve(p))([a, b])
          const pulled = (f: (p: Linear) => B) => smooth.lift(f)([a, b])[1](d)
          const pushed = (f: (p: Linear) => B) => smooth.jvp(f)([a, b], [e, d])[1]
          const twice = (f: (p: Linear) => B) => {
            const times = smooth.loop(2)(smooth.lift(([w, x]: Linear): Linear => [w, f([w, x])]))
            return smooth.lift((p: Linear) => times(p)[0][1])([a, b])[1](d)
          }
          const rows = op.concat(0)(...[b, other].map(y => op.reshape([1, 3, 2])(y))) as Tensor<[2, 3, 2]>
          const batch = (f: (p: Linear) => B) => (w: A) =>
            smooth.lift((v: A) => smooth.vmap((y: B) => f([v, y]))(rows))(w)[1](rows)
          return every(
            near(pulled(traced), pulled(direct)),
            near(pushed(traced), pushed(direct)),
            near(twice(traced), twice(direct)),
            near(batch(traced)(a), batch(direct)(a)),
          )
        },
      ),
      law('LF10', 'what does not fit is refused', [points], ([a, b]) => {
        type Any = smooth.Smooth<readonly [Linear, B], never>
        const loosely = (f: unknown, at: unknown, own: unknown = options): unknown =>
          (Reflect.apply(fixedPoint, undefined, [own]) as (g: unknown) => Any)(f)(at as Parameters<Any>[0])
        const grows = smooth.lift(([, x]: readonly [Linear, B]) => op.reshape([6])(x))
        const captured = smooth.lift(
          (w: A) =>
            fixedPoint(options)(smooth.lift(([p, x]: readonly [B, B]): B => op.add(op.matmul(w, x), p)))([
              b,
              zeros,
            ])[0].solution,
        )
        return every(
          refusedSaying('ShapeError', /fixedPoint carries a value of one form/, () =>
            loosely(grows, [[a, b], zeros]),
          ),
          refusedSaying('DTypeError', /fixedPoint solves for floats/, () =>
            loosely(linear, [[a, b], op.convert('i32')(zeros)]),
          ),
          refusedSaying('ArgumentError', /fixedPoint takes two things/, () => loosely(linear, b)),
          refused('ArgumentError', () => loosely(linear, [[a, b], zeros], { tolerance: 0 })),
          refused('ArgumentError', () => loosely(linear, [[a, b], zeros], { steps: 0 })),
          refusedSaying('TracingError', /Make it a part of the argument/, () => captured(a)),
        )
      }),
    ],
    [],
    samples.solution,
  )
}
