// Wrong choices and loops that go on, each of which a named law must kill.
import { describe } from 'vitest'
import { condLaws } from '../../laws/smooth/cond.ts'
import { type FixedPoint, fixedPointLaws } from '../../laws/smooth/fixedPoint.ts'
import { type WhileLoop, whileLoopLaws } from '../../laws/smooth/whileLoop.ts'
import { type Integers, op, smooth, type Tensor, tensor } from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'

type Cond = typeof smooth.cond

const mutant = (
  name: string,
  wrong: Cond,
  killedBy: readonly string[],
  survives: readonly string[] = [],
): Mutant => ({ name, mutant: condLaws(wrong), twin: condLaws(), killedBy, survives })

type Map = (a: unknown) => readonly [Tensor, (db: Tensor) => unknown]

/** Another choice, of maps whose types are forgotten. */
const changed = (cond: (is: (a: unknown) => Integers<[]>, f: Map, g: Map) => Map): Cond => cond as never

const right = changed(smooth.cond as never) as unknown as (
  is: (a: unknown) => Integers<[]>,
  f: Map,
  g: Map,
) => Map

describe('choices', () => {
  testMutants([
    mutant(
      'the other one',
      changed((is, f, g) => right(is, g, f)),
      ['LC1', 'LC2', 'LC3'],
      ['LC7'],
    ),
    mutant(
      'a predicate that is 1, and not what is not 0',
      changed((is, f, g) => right(a => op.equal(op.convert('i32')(is(a)), tensor(1, 'i32')), f, g)),
      ['LC1', 'LC2'],
      ['LC5', 'LC7'],
    ),
    mutant(
      'both run, and one is chosen of what they give',
      changed((is, f, g) => a => {
        const [[x, pullX], [y, pullY]] = [f(a), g(a)]
        const choose = (one: Tensor, other: Tensor): Tensor => op.where(is(a), one, other)
        return [
          choose(x, y),
          db => smooth.addCotangents(pullX(choose(db, op.scale(0)(db))), pullY(choose(op.scale(0)(db), db))),
        ]
      }),
      ['LC4'],
      ['LC1', 'LC5'],
    ),
    mutant(
      'a pullback of the other one',
      changed((is, f, g) => {
        const [own, other] = [right(is, f, g), right(is, g, f)]
        return a => [own(a)[0], other(a)[1]]
      }),
      ['LC1', 'LC2'],
      ['LC7'],
    ),
    mutant(
      'derivatives by the operations of what has a pullback of its own',
      changed((is, f, g) => {
        const of = (h: Map): Map => smooth.liftOperations((a: unknown) => h(a)[0]) as never
        return right(is, of(f), of(g))
      }),
      ['LC1', 'LC2', 'LC3'],
      ['LC7'],
    ),
  ])
})

type Options = smooth.WhileLoopOptions<unknown>
type Loop = (start: unknown) => smooth.WhileLoopResult<unknown>

const looped = (
  name: string,
  wrong: (options: Options) => Loop,
  killedBy: readonly string[],
  survives: readonly string[] = [],
): Mutant => ({
  name,
  mutant: whileLoopLaws(wrong as WhileLoop),
  twin: whileLoopLaws(),
  killedBy,
  survives,
})

const going = smooth.whileLoop as (options: Options) => Loop
const one = (x: Integers<[]>): Integers<[]> => op.equal(x, x)

describe('loops that go on', () => {
  testMutants([
    looped(
      'a predicate that is looked at after the step',
      options => start => {
        const { state, steps, done } = going(options)(options.do(start))
        return { state, steps: op.add(steps, op.convert('i32')(one(steps))), done }
      },
      ['LW1', 'LW3', 'LW7'],
      ['LW6'],
    ),
    looped(
      'a limit that is one step short',
      ({ limit, ...options }) => going({ ...options, limit: Math.max(1, limit - 1) }),
      ['LW3'],
      ['LW1', 'LW2', 'LW5', 'LW7'],
    ),
    looped(
      'a limit that is not told',
      options => start => {
        const result = going(options)(start)
        return { ...result, done: one(result.done) }
      },
      ['LW3'],
      ['LW1', 'LW2', 'LW4', 'LW7'],
    ),
    looped(
      'a limit that is thought to end what ended by itself in its last step',
      options => start => {
        const { state, steps, done } = going(options)(start)
        const isBelow = op.greater(tensor(options.limit, 'i32'), steps)
        return { state, steps, done: op.and(done, isBelow) }
      },
      ['LW3'],
      ['LW1', 'LW2', 'LW4', 'LW7'],
    ),
    looped(
      'as many choices as the limit allows, and no loop',
      options => start => {
        let [state, steps] = [start as readonly Tensor[], tensor(0, 'i32')]
        const truth = (): Integers<[]> => options.while(state)
        for (let i = 0; i < options.limit; i++) {
          const next = options.do(state) as readonly Tensor[]
          const goesOn = truth()
          state = state.map((x, k) => op.where(goesOn, next[k] as Tensor, x))
          steps = op.add(steps, op.convert('i32')(goesOn))
        }
        return { state, steps, done: op.not(truth()) }
      },
      ['LW2', 'LW8'],
      ['LW1', 'LW3'],
    ),
  ])
})

type Problem = smooth.Smooth<readonly [unknown, Tensor], Tensor>
type Found = smooth.FixedPoint<Tensor>
type Solver = smooth.Smooth<readonly [unknown, Tensor], Found>

const solution = (
  name: string,
  /** Another value and pullback of a solver, from those of the right one. */
  wrong: (right: Solver, f: Problem) => Partial<Readonly<Record<'value' | 'pullback', unknown>>>,
  killedBy: readonly string[],
  survives: readonly string[] = [],
): Mutant => {
  const fixedPoint = (options: smooth.FixedPointOptions) => (f: Problem) => {
    const right = smooth.fixedPoint(options)(f) as Solver
    const { value = smooth.value(right), pullback } = wrong(right, f)
    const own = pullback ?? ((at: never, _: unknown, db: never) => right(at)[1](db))
    return smooth.withPullback(value as never, own as never)
  }
  return {
    name,
    mutant: fixedPointLaws(fixedPoint as FixedPoint),
    twin: fixedPointLaws(),
    killedBy,
    survives,
  }
}

type At = readonly [unknown, Tensor]
type Slope = { readonly solution: Tensor }

describe('solutions', () => {
  testMutants([
    solution(
      'what has not converged is said to have',
      right => ({ value: (at: At) => ({ ...right(at)[0], converged: one(right(at)[0].steps) }) }),
      ['LF7'],
      ['LF1', 'LF5'],
    ),
    solution(
      'a pullback of one step only',
      (_, f) => ({
        pullback: ([p, start]: At, { solution: x }: Found, db: Slope) => [
          f([p, x])[1](db.solution as never)[0],
          op.scale(0)(start),
        ],
      }),
      ['LF2', 'LF3'],
      ['LF1', 'LF5'],
    ),
    solution(
      'a start that gets what the solution does',
      right => ({
        pullback: (at: At, _: Found, db: never) => [right(at)[1](db)[0], (db as Slope).solution],
      }),
      ['LF5'],
      ['LF1', 'LF2'],
    ),
    solution(
      'a value that is one step short of the solution',
      (right, f) => ({
        value: (at: At) => ({ ...right(at)[0], solution: f([at[0], at[1]])[0] }),
      }),
      ['LF1'],
      ['LF10'],
    ),
  ])
})
