/**
 * Laws of choices: a choice is the map that is chosen, whatever reads it.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type Cotangent,
  type Integers,
  op,
  program,
  smooth,
  type Tensor,
  tensor,
  trivial,
} from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { every, exact, holds, norm, numbersOf, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused, refusedSaying } from '../oracle/refusal.ts'
import { samples } from '../samples.ts'
import { smoothLaws } from './smooth.ts'

type W = Tensor<[2, 2]>
type X = Tensor<[3, 2]>
type Flag = Integers<[]>
type Point = readonly [flag: Flag, w: W, x: X]
type Map = smooth.Smooth<Point, X>

const isSet = ([flag]: Point): Flag => flag

/** `tanh(x w)`. */
const bent: Map = smooth.lift(([, w, x]: Point): X => op.tanh(op.matmul(x, w)))

/** `x² e^-x`, which reads nothing of `w`. */
const humped: Map = smooth.lift(([, , x]: Point): X => op.mul(op.mul(x, x), op.exp(op.neg(x))))

/** `x + x w`, with a pullback of its own that is twice as large. */
const strange: Map = smooth.withPullback(
  ([, w, x]: Point): X => op.add(x, op.matmul(x, w)),
  ([, w, x], _, dy): Cotangent<Point> => {
    const d: X = op.scale(2)(dy)
    return [trivial, op.matmulTN(x, d), op.add(d, op.matmulNT(d, w))]
  },
)

/** Two maps, of which one may have a pullback of its own. */
const pairs: Arbitrary<readonly [Map, Map]> = fc.constantFrom([bent, humped], [humped, bent], [strange, bent])

const pointsOf = (flag: number): Arbitrary<Point> =>
  fc.tuple(
    fc.constant(tensor(flag, flag === 2 ? 'i32' : 'u8')),
    tensors([2, 2]),
    tensors([3, 2]),
  ) as Arbitrary<Point>

/** A flag, and a point that has it. */
const points: Arbitrary<readonly [flag: number, a: Point]> = fc
  .constantFrom(0, 1, 2)
  .chain(flag => fc.tuple(fc.constant(flag), pointsOf(flag)))

const near = (lhs: unknown, rhs: unknown) => summed(64, undefined, norm(lhs))(lhs, rhs)

/** A map as each order of derivative reads it. */
const interpretations = (f: Map): Readonly<Record<string, (a: Point) => unknown>> => {
  const pulled = smooth.lift((a: Point): readonly [W, X] => {
    const [, dw, dx] = f(a)[1](a[2])
    return [dw, dx]
  })
  return {
    pullback: a => f(a)[1](a[2]),
    lifted: a => smooth.lift(smooth.value(f))(a)[1](a[2]),
    tangent: a => smooth.jvp(smooth.value(f))(a, [trivial, a[1], a[2]]),
    second: a => pulled(a)[1]([a[1], a[2]]),
    'tangent of the pullback': a => smooth.jvp(smooth.value(pulled))(a, [trivial, a[1], a[2]]),
  }
}

const conditionsIn = (f: (a: Point) => unknown, a: Point): number =>
  program
    .trace(f)(a)
    .program.equations.filter(({ primitive }) => primitive.name === 'cond').length

/** What only fails when it runs: a row that is not there. */
const failing: Map = smooth.lift(([, , x]: Point): X => {
  const index: Integers<[1]> = op.reshape([1])(op.convert('i32')(op.shift(7)(op.scale(0)(op.sum()(x)))))
  return op.add(x, op.broadcast([3, 2])(op.reshape([2])(op.gather(x, index))))
})

/** LC1 to LC8: choices, of another `cond` where it is given. */
export const condLaws = (cond: typeof smooth.cond = smooth.cond): LawSet => {
  const chosen = (flag: number, [one, other]: readonly [Map, Map]): Map => (flag === 0 ? other : one)
  const whole = (f: Map) => (a: Point, dy: X) => [f(a)[0], f(a)[1](dy)]
  return lawSet(
    'choices',
    [
      law(
        'LC1',
        'a choice is the map that is chosen: its value and its pullback',
        [pairs, points],
        (maps, [flag, a]) => exact(whole(cond(isSet, ...maps))(a, a[2]), whole(chosen(flag, maps))(a, a[2])),
      ),
      law(
        'LC2',
        'in a program it is one, too, whichever it was traced for',
        [pairs, points],
        (maps, [flag, a]) => {
          const [run, want] = [whole(cond(isSet, ...maps)), whole(chosen(flag, maps))]
          const other: Point = [tensor(flag === 0 ? 1 : 0, a[0].dtype), a[1], a[2]]
          return every(
            exact(program.traced(smooth.value(cond(isSet, ...maps)))(other)(a), chosen(flag, maps)(a)[0]),
            near(program.traced(run)(other, a[2])(a, a[2]), want(a, a[2])),
          )
        },
      ),
      law(
        'LC3',
        'and at every order of derivative',
        [pairs, points, fc.constantFrom(...Object.keys(interpretations(bent)))],
        (maps, [flag, a], name) => {
          const [run, want] = [cond(isSet, ...maps), chosen(flag, maps)].map(f => interpretations(f)[name]!)
          return near(program.traced(run!)(a)(a), want!(a))
        },
      ),
      law(
        'LC4',
        'what is not chosen does not run, forwards and back, and what fails fails where it is chosen',
        [pointsOf(0)],
        a => {
          const run = program.traced(whole(cond(isSet, failing, bent)))(a, a[2])
          const [one, w, x]: Point = [tensor(1, 'u8'), a[1], a[2]]
          return every(
            near(run(a, a[2]), whole(bent)(a, a[2])),
            refused('IndexError', () => run([one, w, x], x)),
            refused('IndexError', () => cond(isSet, failing, bent)([one, w, x])),
          )
        },
      ),
      law(
        'LC5',
        'for each example of a batch it is what it is for one, whether each has its own predicate or not',
        [pairs, pointsOf(1), pointsOf(0), fc.boolean()],
        (maps, [one, w, x], [other, , y], isShared) => {
          const run = (a: Point): readonly [X, W, X] => {
            const [value, pullback] = cond(isSet, ...maps)(a)
            const [, dw, dx] = pullback(a[2])
            return [value, dw, dx]
          }
          const both = op.concat(0)(...[x, y].map(each => op.reshape([1, 3, 2])(each))) as Tensor<[2, 3, 2]>
          const all = isShared
            ? smooth.vmap((each: X) => run([one, w, each]))(both)
            : smooth.vmap(([flag, each]: readonly [Flag, X]) => run([flag, w, each]))([
                tensor([1, 0], 'u8'),
                both,
              ])
          const want = [run([one, w, x]), run([isShared ? one : other, w, y])]
          const exampleOf = (i: number): readonly Tensor[] =>
            all.map(z =>
              op.reshape(z.shape.slice(1))(
                op.slice(
                  z.shape.map((_, k) => (k === 0 ? i : 0)),
                  z.shape.with(0, 1),
                )(z as Tensor),
              ),
            )
          return near([exampleOf(0), exampleOf(1)], want)
        },
      ),
      law(
        'LC6',
        'a predicate that is known while a program is made leaves the one map in it, and any other one choice',
        [pairs, points],
        (maps, [flag, [known, w, x]]) => {
          const run = cond(isSet, ...maps)
          const fixed = (y: X): unknown => run([known, w, y])[0]
          const only = (y: X): unknown => chosen(flag, maps)([known, w, y])[0]
          const shown = (f: (y: X) => unknown): string => program.show(program.trace(f)(x).program)
          return every(
            holds(shown(fixed) === shown(only), shown(fixed), shown(only)),
            exact(conditionsIn(smooth.value(run), [known, w, x]), 1),
          )
        },
      ),
      law('LC7', 'a choice between two that are the same is that one', [points], ([, a]) => {
        const same = cond(isSet, bent, bent)
        return every(
          exact(whole(same)(a, a[2]), whole(bent)(a, a[2])),
          near(program.traced(whole(same))(a, a[2])(a, a[2]), whole(bent)(a, a[2])),
        )
      }),
      law(
        'LC8',
        'maps of different forms, and predicates that are not one truth value, are refused',
        [pointsOf(1)],
        a => {
          const flat = smooth.lift(([, , x]: Point) => op.reshape([6])(x))
          const pair = smooth.lift(([, , x]: Point) => [x, x])
          const single = smooth.lift(([, , x]: Point) => op.convert('f32')(x))
          // What the compiler refuses, too.
          const loosely = (...given: readonly unknown[]): Map => Reflect.apply(cond, undefined, given)
          const both = (run: Map, tag: string, words: RegExp) => [
            refusedSaying(tag, words, () => run(a)),
            refusedSaying(tag, words, () => program.trace(run)(a)),
          ]
          const different = (map: unknown, tag: string) =>
            both(loosely(isSet, bent, map), tag, /cond needs two maps that give results of one form, but at/)
          const unclear = (predicate: unknown) =>
            both(
              loosely(predicate, bent, humped),
              'ArgumentError',
              /cond needs its predicate to give one truth value/,
            )
          return every(
            ...different(flat, 'ShapeError'),
            ...different(pair, 'ArgumentError'),
            ...different(single, 'DTypeError'),
            ...unclear(() => true),
            ...unclear(([, w]: Point) => op.greater(w, w)),
            ...unclear(([, w]: Point) => op.sum()(w)),
          )
        },
      ),
    ],
    [],
    samples.smooth,
  )
}

/** The laws of smooth maps, of a choice. */
export const chosenLaws = (): LawSet =>
  smoothLaws('smooth.cond(bent, humped)', smooth.cond(isSet, bent, humped), {
    point: points.map(([, a]) => a),
    plain: a => (numbersOf(a[0])[0] === 0 ? humped : bent)(a)[0],
    stencil: { step: 1e-4, tolerance: 1e-8 },
  })
