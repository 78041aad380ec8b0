/**
 * Checks of the results of functions that a user wrote: a layer's run a value, a pullback and a state, and so on. They are called long after
 * they were given, so what takes them puts a function in their place that looks at what comes back, and says whose it is.
 *
 * It looks no deeper than the form: what is inside of a tree is seen by what computes with it. An error that such a function throws
 * passes through as it is.
 *
 * @module
 */
import { ArgumentError } from '../error.ts'
import { showValue } from '../showValue.ts'
import { isList, isRecord } from '../stranger.ts'
import { isTensor } from '../tensor.ts'
import { isTrivial } from '../trivial.ts'
import { isBranches, isWithin } from '../walk.ts'

type Anything = (...given: unknown[]) => unknown
type Methods = Readonly<Record<string, (of: string, method: Anything) => Anything>>

/** Whether a value may be a tree, as far as can be seen without looking into it. */
export const isTree = (x: unknown): boolean => isTensor(x) || isTrivial(x) || isBranches(x)

const fault = (of: string, wanted: string, x: unknown): ArgumentError =>
  new ArgumentError(`${of} has to give ${wanted}, but gave ${showValue(x)}.`)

const isNoBranch = (x: unknown): boolean => !isBranches(x)

/** Requires what is looked into as a whole, once, to be a tree that ends. */
const requireBeginning = (of: string, what: string, x: unknown): void => {
  requireGivenTree(of, what, x)
  if (!isWithin(isNoBranch, x))
    throw new ArgumentError(`${of} gave, ${what}, what contains itself or is nested too deeply.`)
}

/** Requires that a function gave a tensor, or a tuple or record of such. */
export const requireGivenTree = (of: string, what: string, x: unknown): void => {
  if (!isTree(x))
    throw fault(of, `${what === '' ? '' : `${what}, `}a tensor, or a tuple or record of such`, x)
}

const requireGivenList = (of: string, wanted: string, length: number, x: unknown): readonly unknown[] => {
  if (!isList(x) || x.length < length) throw fault(of, wanted, x)
  return x
}

/** A pullback that looks at what it gives. */
const checkedPullback = (of: string, wanted: string, length: number, pullback: Anything): Anything => {
  const name = `The pullback of ${of}`
  return db => {
    const pulled = pullback(db)
    if (length === 0) requireGivenTree(name, wanted, pulled)
    else
      requireGivenList(name, wanted, length, pulled).forEach(d => {
        requireGivenTree(name, wanted, d)
      })
    return pulled
  }
}

const requirePullback = (of: string, wanted: string, x: unknown): Anything => {
  if (typeof x !== 'function') throw fault(of, wanted, x)
  return x as Anything
}

const checkedMap =
  (of: string, f: Anything, wanted: string, length: number): Anything =>
  (...at) => {
    const outcome = requireGivenList(of, 'a pair [value, pullback]', 2, f(...at))
    requireGivenTree(of, 'as its value', outcome[0])
    const pullback = requirePullback(
      of,
      'a function as its pullback, the second of what it gives',
      outcome[1],
    )
    return [outcome[0], checkedPullback(of, wanted, length, pullback), ...outcome.slice(2)]
  }

const knownMaps = new WeakMap<Anything, Map<string, Anything>>()

/** A smooth map that looks at what it gives: of one map always the same, as what is known of a function is kept by the function. */
export function checkedSmooth<F extends (...at: never[]) => unknown>(of: string, f: F): F
export function checkedSmooth(of: string, f: Anything): Anything {
  const byName = knownMaps.get(f) ?? new Map<string, Anything>()
  knownMaps.set(f, byName)
  const made = byName.get(of) ?? checkedMap(of, f, '', 0)
  byName.set(of, made)
  return made
}

const both = 'a pair of cotangents, of params and of input'

/** A function of parameters and input that looks at what it gives. */
export function checkedPulling<F extends (...at: never[]) => unknown>(of: string, f: F): F
export function checkedPulling(of: string, f: Anything): Anything {
  return checkedMap(of, f, both, 2)
}

const checkedModel =
  (of: string, init: Anything): Anything =>
  (...given) => {
    const model = init(...given)
    if (!isRecord(model)) throw fault(`The init of ${of}`, 'a model { params, state }', model)
    requireBeginning(`The init of ${of}`, 'as params', model.params)
    requireBeginning(`The init of ${of}`, 'as state', model.state)
    return model
  }

const layerRun =
  (of: string, run: Anything): Anything =>
  (...given) => {
    const name = `The run of ${of}`
    const outcome = requireGivenList(name, 'three things, [value, pullback, state]', 3, run(...given))
    requireGivenTree(name, 'as its value', outcome[0])
    requireGivenTree(name, 'as the next state', outcome[2])
    const pullback = requirePullback(
      name,
      'a function as its pullback, the second of what it gives',
      outcome[1],
    )
    return [outcome[0], checkedPullback(of, both, 2, pullback), outcome[2], ...outcome.slice(3)]
  }

const objectiveRun =
  (of: string, run: Anything): Anything =>
  (...given) => {
    const name = `The run of ${of}`
    const wanted = 'four things, [loss, gradient, state, predictions]'
    const outcome = requireGivenList(name, wanted, 3, run(...given))
    const [loss, gradient, state, ...rest] = outcome
    if (!isTensor(loss) || loss.shape.length > 0)
      throw fault(name, 'one number, a tensor of shape [], as its loss', loss)
    requireGivenTree(name, 'as the next state', state)
    const pullback = requirePullback(
      name,
      'a function as its gradient, the second of what it gives',
      gradient,
    )
    return [loss, checkedPullback(of, 'as the gradient', 0, pullback), state, ...rest]
  }

const requireTaken = (of: string, what: string, x: unknown): void => {
  if (!isTree(x))
    throw new ArgumentError(`${of} needs the ${what} that it gave, but was given ${showValue(x)}.`)
}

const methodsOf: Readonly<Record<'layer' | 'objective' | 'optimiser', Methods>> = {
  layer: { init: checkedModel, run: layerRun },
  objective: { init: checkedModel, run: objectiveRun },
  optimiser: {
    init: (of, init) => params => {
      const state = init(params)
      requireBeginning(`The init of ${of}`, 'as its state', state)
      return state
    },
    rates: (of, rates) => step => {
      const given = rates(step)
      requireGivenTree(`The rates of ${of}`, '', given)
      return given
    },
    update:
      (of, update) =>
      (...given) => {
        const name = `The update of ${of}`
        requireTaken(name, 'state', given[1])
        requireTaken(name, 'rates', given[3])
        const outcome = requireGivenList(name, 'a pair [updates, state]', 2, update(...given))
        requireGivenTree(name, 'as its updates', outcome[0])
        return outcome
      },
  },
}

const known = new WeakMap<object, object>()

/** Something of our own making, which gives what it has to: nothing is put in the places of its methods. */
export const trusted = <T extends object>(thing: T): T => {
  known.set(thing, thing)
  return thing
}

/** Whether something gives what it has to. */
export const isTrusted = (thing: object): boolean => known.get(thing) === thing

/** A layer, an objective or an optimiser whose methods look at what they give; one that does so already is itself. */
export const checkedThing = <T>(kind: keyof typeof methodsOf, x: T): T => {
  const thing = x as object & Readonly<Record<string, Anything>> & { readonly name?: unknown }
  const before = known.get(thing)
  if (before !== undefined) return before as T
  const of = typeof thing.name === 'string' ? `the ${kind} ${thing.name.slice(0, 80)}` : `an ${kind}`
  const methods = Object.entries(methodsOf[kind]).map(([name, check]) => {
    const method = thing[name] as Anything
    return [name, { value: check(of, (...given) => method.apply(thing, given)), enumerable: true }] as const
  })
  const made: object = Object.create(Object.getPrototypeOf(thing), {
    ...Object.getOwnPropertyDescriptors(thing),
    ...Object.fromEntries(methods),
  })
  known.set(thing, made)
  known.set(made, made)
  return made as T
}
