/**
 * Detection of functions that are not pure: each is run twice at its first argument of each form, operation by operation.
 *
 * @module
 */
import fc from 'fast-check'
import { op, smooth, type Tensor, TracingError } from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { every, exact, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from './refusal.ts'

type T = Tensor
/** A function of one tensor to any tree. */
export type Plain = (a: T) => unknown

/** What is made of a function, and how often it is run for that: to try it at first, and then. */
export interface Way {
  readonly name: string
  readonly run: (f: Plain) => (x: T) => unknown
  readonly runs: readonly [first: number, later: number]
}

const rowOf = (x: T): T => op.reshape([1, ...x.shape])(x)
const asMap =
  (f: Plain): smooth.Smooth<T, unknown> =>
  a => [f(a), () => a]

/** What tries a function before it says anything of it. */
export const ways: readonly Way[] = [
  { name: 'jvp', run: f => x => smooth.jvp(f)(x, x), runs: [3, 1] },
  { name: 'jacfwd', run: f => x => smooth.jacfwd(f)(x), runs: [3, 1] },
  { name: 'vmap', run: f => x => smooth.vmap(f)(rowOf(x) as never), runs: [3, 1] },
  {
    name: 'derivativesAlong',
    run: f => x => smooth.derivativesAlong(f, 2)(x, x),
    runs: [3, 1],
  },
  {
    name: 'tangentAt',
    run: f => {
      const map = asMap(f)
      return x => smooth.tangentAt(map)(x, x)
    },
    runs: [3, 1],
  },
  { name: 'lift', run: f => smooth.lift(f), runs: [2, 1] },
  { name: 'liftOperations', run: f => smooth.liftOperations(f), runs: [2, 1] },
]

const messageOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof TracingError) return error.message
    return `not a TracingError but ${String(error)}`
  }
  return 'nothing was thrown'
}

const point = tensors([3])
/** A function that is another one each time that it runs. */
const changing =
  (...forms: readonly Plain[]) =>
  (): Plain => {
    let runs = 0
    return a => (forms[runs++ % forms.length] as Plain)(a)
  }
const sine: Plain = a => op.sin(a)
const scaled = (by: number) => (a: T) => {
  op.scale(by)(a)
  return op.sin(a)
}

/** Results that differ in their structure and in nothing else. */
const structures: readonly (readonly [Plain, Plain])[] = [
  [a => [op.sin(a)], a => [op.sin(a), a]],
  [a => [op.sin(a), a], a => [op.sin(a)]],
  [a => ({ y: op.sin(a) }), a => ({ z: op.sin(a) })],
  [a => [op.sin(a)], a => op.sin(a)],
]

/** D13c to D13f; by default of all ways. */
export const trialLaws = (among: readonly Way[] = ways): LawSet =>
  lawSet('trials of functions', [
    law(
      'D13c',
      'an operation inside that differs is named, though the result is the same',
      [point, fc.constantFrom(...among)],
      (x, { run, name }) => {
        const message = messageOf(() => run(changing(scaled(2), scaled(3))())(x))
        return holds(
          message.includes('the runs part at operation 1') && message.includes('scale'),
          message,
          name,
        )
      },
    ),
    law(
      'D13d',
      'a run of more operations than another, or of fewer, is refused, though the result is the same',
      [point, fc.constantFrom(...among), fc.boolean()],
      (x, { run }, more) =>
        refused('TracingError', () =>
          run((more ? changing(sine, scaled(2)) : changing(scaled(2), sine))())(x),
        ),
    ),
    law(
      'D13e',
      'results of different structures are refused, though each is of the same operations',
      [
        point,
        fc.constantFrom(...among.filter(({ name }) => name !== 'jacfwd' && name !== 'derivativesAlong')),
        fc.constantFrom(...structures),
      ],
      (x, { run }, [one, other]) => refused('TracingError', () => run(changing(one, other)())(x)),
    ),
    law(
      'D13f',
      'a function is tried at the first argument of each form, and not again',
      [point, tensors([2, 2]), fc.constantFrom(...among)],
      (x, other, { run, runs, name }) => {
        let calls = 0
        const of = run(a => {
          calls++
          return op.sin(a)
        })
        const callsAt = (at: T): number => {
          calls = 0
          of(at)
          return calls
        }
        const [first, later] = runs
        return every(
          exact(
            { name, calls: [x, x, op.scale(2)(x), other, other, x].map(at => callsAt(at as T)) },
            { name, calls: [first, later, later, first, later, later] },
          ),
        )
      },
    ),
  ])
