/**
 * Laws of steps that go on while something holds: what they give is what the steps give, one after the other.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  compile,
  type Integers,
  op,
  program,
  reference,
  scalar,
  smooth,
  type Tensor,
  tensor,
  wasmThreads,
} from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { every, exact, holds, norm, numbersOf, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused, refusedSaying } from '../oracle/refusal.ts'
import { samples } from '../samples.ts'

type X = Tensor<[3]>
/** What is carried: a value, and what is left of a budget. */
type State = readonly [x: X, left: Tensor<[]>]
type Options = smooth.WhileLoopOptions<State>
type Result = smooth.WhileLoopResult<State>

/** `x ← sin(x) + w x`, and one less. */
const turning =
  (w: Tensor<[]>) =>
  ([x, left]: State): State => [op.add(op.sin(x), op.scaleBy(w)(x)), op.shift(-1)(left)]

const isLeft = ([, left]: State): Integers<[]> => op.greater(left, scalar(0.5, left.dtype))

const optionsOf = (w: Tensor<[]>, limit = 20): Options => ({ while: isLeft, do: turning(w), limit })

const lefts: Arbitrary<number> = fc.integer({ min: -1, max: 5 })
const points = fc.tuple(tensors([]), tensors([3])) as Arbitrary<readonly [w: Tensor<[]>, x: X]>
const stateOf = (x: X, left: number): State => [x, scalar(left, x.dtype)]

/** The steps, written out. */
const unrolled = ({ while: goesOn, do: step, limit }: Options, start: State): Result => {
  let [state, steps] = [start, 0]
  const isOn = (): boolean => numbersOf(goesOn(state))[0] !== 0
  while (isOn() && steps < limit) {
    state = step(state)
    steps++
  }
  return { state, steps: tensor(steps, 'i32'), done: tensor(isOn() ? 0 : 1, 'u8') }
}

const near = (lhs: unknown, rhs: unknown) => summed(64, undefined, norm(lhs))(lhs, rhs)

/** What these are laws of. */
export type WhileLoop = typeof smooth.whileLoop

/** LW1 to LW8: loops that go on while something holds, of another `whileLoop` where it is given. */
export const whileLoopLaws = (whileLoop: WhileLoop = smooth.whileLoop): LawSet =>
  lawSet(
    'loops that go on',
    [
      law(
        'LW1',
        'it gives what its steps give, one after the other, with their number',
        [points, lefts],
        ([w, x], left) =>
          exact(whileLoop(optionsOf(w))(stateOf(x, left)), unrolled(optionsOf(w), stateOf(x, left))),
      ),
      law(
        'LW2',
        'in a program it is one equation, and the same, whatever it was traced for',
        [points, lefts, lefts],
        ([w, x], left, other) => {
          const run = (v: Tensor<[]>, state: State): Result => whileLoop(optionsOf(v))(state)
          const { equations } = program.trace(run)(w, stateOf(x, other)).program
          return every(
            exact(
              program.traced(run)(w, stateOf(x, other))(w, stateOf(x, left)),
              unrolled(optionsOf(w), stateOf(x, left)),
            ),
            exact(equations.filter(({ primitive }) => primitive.name === 'while').length, 1),
          )
        },
      ),
      law(
        'LW3',
        'at its limit it ends, and says so',
        [points, lefts, fc.integer({ min: 1, max: 4 })],
        ([w, x], left, limit) => {
          const { state, steps, done } = whileLoop(optionsOf(w, limit))(stateOf(x, left))
          const count = Math.min(Math.max(left, 0), limit)
          return every(
            exact([state, steps, done], Object.values(unrolled(optionsOf(w, limit), stateOf(x, left)))),
            exact(numbersOf(steps), [count]),
            exact(numbersOf(done), [left <= limit ? 1 : 0]),
          )
        },
      ),
      law(
        'LW4',
        'its tangent is that of its steps, also in a program',
        [points, points, lefts],
        ([w, x], [dw, dx], left) => {
          const along = (f: (v: Tensor<[]>, state: State) => Result) => (v: Tensor<[]>, y: X) =>
            smooth.jvp(([u, z]: readonly [Tensor<[]>, X]) => f(u, stateOf(z, left)).state[0])(
              [v, y],
              [dw, dx],
            )
          const looped = along((v, state) => whileLoop(optionsOf(v))(state))
          const want = along((v, state) => {
            let after = state
            for (let i = 0; i < left; i++) after = turning(v)(after)
            return { state: after, steps: tensor(0, 'i32'), done: tensor(1, 'u8') }
          })(w, x)
          return every(near(looped(w, x), want), near(program.traced(looped)(w, x)(w, x), want))
        },
      ),
      law(
        'LW5',
        'for each example of a batch it gives what it gives for one: each ends by itself, and then stays as it is',
        [points, points, fc.tuple(lefts, lefts, lefts), fc.integer({ min: 1, max: 6 })],
        ([w, x], [, y], [one, two, three], limit) => {
          const examples = [stateOf(x, one), stateOf(y, two), stateOf(x, three)]
          const stack = <S extends readonly number[]>(all: readonly Tensor<S>[]) =>
            op.concat(0)(...all.map(each => op.reshape([1, ...each.shape])(each))) as Tensor<[number, ...S]>
          const [xs, lefts] = [stack(examples.map(([z]) => z)), stack(examples.map(([, left]) => left))]
          const loop = whileLoop(optionsOf(w, limit))
          const { state, steps, done } = smooth.vmap((each: State) => loop(each))([xs, lefts])
          const want = examples.map(each => loop(each))
          return every(
            near(state[0], stack(want.map(each => each.state[0]))),
            exact(state[1], stack(want.map(each => each.state[1]))),
            exact(
              numbersOf(steps),
              want.flatMap(each => numbersOf(each.steps)),
            ),
            exact(
              numbersOf(done),
              want.flatMap(each => numbersOf(each.done)),
            ),
          )
        },
      ),
      law(
        'LW6',
        'a predicate that all examples share runs once for all, and each gets its result',
        [points, points, lefts],
        ([w, x], [, y], left) => {
          const loop = (each: X): Result => whileLoop(optionsOf(w))(stateOf(each, left))
          const both = op.concat(0)(op.reshape([1, 3])(x), op.reshape([1, 3])(y)) as Tensor<[2, 3]>
          const { state, steps } = smooth.vmap(loop)(both)
          const want = [loop(x), loop(y)]
          return every(
            near(
              numbersOf(state[0]),
              want.flatMap(each => numbersOf(each.state[0])),
            ),
            exact(
              numbersOf(steps),
              want.flatMap(each => numbersOf(each.steps)),
            ),
          )
        },
      ),
      law('LW7', 'NaN ends it, in every engine, and nothing goes on for ever', [points], ([w, x]) => {
        const grow = whileLoop({
          while: (z: X) => op.greater(op.sum()(z), scalar(Number.NEGATIVE_INFINITY, z.dtype)),
          do: (z: X) => op.scaleBy(w)(op.exp(z)),
          limit: 50,
        })
        const start = op.scale(Number.NaN)(x)
        const engines = [reference, wasmThreads(1)]
        const all = [grow, ...engines.map(engine => compile((z: X) => grow(z), { engine }))]
        return every(
          ...all.flatMap(run => {
            const { steps, done } = run(start)
            return [
              exact([numbersOf(steps), numbersOf(done)], [[0], [1]]),
              holds(numbersOf(run(x).steps)[0]! <= 50, x, 50),
            ]
          }),
        )
      }),
      law(
        'LW8',
        'a pullback, another form of the state, and a predicate that is not one truth value are refused',
        [points],
        ([w, x]) => {
          const loosely =
            (options: Readonly<Record<string, unknown>>) =>
            (y: X): unknown =>
              Reflect.apply(whileLoop, undefined, [{ ...optionsOf(w), ...options }])(stateOf(y, 2))
          const both = (tag: string, words: RegExp, run: (y: X) => unknown) => [
            refusedSaying(tag, words, () => run(x)),
            refusedSaying(tag, words, () => program.trace(run)(x)),
          ]
          const through = smooth.lift((y: X) => whileLoop(optionsOf(w))(stateOf(y, 2)).state[0])
          return every(
            ...both(
              'TracingError',
              /pullback cannot go through whileLoop.*smooth.scan.*smooth.fixedPoint/,
              y => through(y),
            ),
            ...both(
              'ShapeError',
              /carries a value of one form .* at \[0\]|at 0/,
              loosely({ do: ([y, left]: State) => [op.reshape([3, 1])(y), left] }),
            ),
            ...both(
              'ArgumentError',
              /whileLoop needs its predicate to give one truth value/,
              loosely({ while: ([y]: State) => y }),
            ),
            refused('ArgumentError', () => loosely({ limit: 0 })(x)),
            refused('ArgumentError', () => loosely({ limit: undefined })(x)),
          )
        },
      ),
    ],
    [],
    samples.smooth,
  )
