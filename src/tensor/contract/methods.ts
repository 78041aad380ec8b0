/**
 * Checks of what the methods of layers, objectives and optimisers are given by those who call them themselves, as those who write
 * combinators do.
 *
 * It looks no deeper than the form: a method runs in every step that is evaluated.
 *
 * @module
 */
import { ArgumentError, DTypeError, PullbackError, ShapeError } from '../error.ts'
import { type FormDifference, formDifference, formError } from '../form.ts'
import { sameShape, showShape } from '../shape.ts'
import { showValue } from '../showValue.ts'
import { isList, isRecord } from '../stranger.ts'
import { isTensor, unsafeFromElements } from '../tensor.ts'
import { mostBranches } from '../walk.ts'
import type { Arguments } from './argument.ts'
import { fits, requireCall, type Stage, stageOf } from './call.ts'
import { isTree, isTrusted, trusted } from './gives.ts'
import { step } from './numbers.ts'
import { described } from './plain.ts'
import { floatDType } from './shapes.ts'
import { key } from './tensors.ts'
import { context } from './things.ts'

type Anything = (...given: unknown[]) => unknown
type Methods = Readonly<Record<string, Stage>>

// An array can announce billions of entries.
const aTree = described(
  'a tensor, or a tuple or record of such,',
  x => isTree(x) && !(Array.isArray(x) && x.length > mostBranches),
)

/** Whether a cotangent has the form of a value; of integers there is none to look at. */
const mayBeOf = (value: unknown, cotangent: unknown): boolean => {
  if (isTensor(value))
    return (
      value.kind !== 'float' ||
      (isTensor(cotangent) && cotangent.dtype === value.dtype && sameShape(cotangent.shape, value.shape))
    )
  if (isList(value))
    return (
      isList(cotangent) &&
      cotangent.length === value.length &&
      value.every((x, i) => mayBeOf(x, cotangent[i]))
    )
  return (
    !isRecord(value) ||
    (isRecord(cotangent) && Object.keys(value).every(name => mayBeOf(value[name], cotangent[name])))
  )
}

const formOf = (value: unknown): string =>
  isTensor(value) && value.kind === 'float'
    ? `a tensor of ${value.dtype} of shape ${showShape(value.shape)}`
    : `a tree of the form of ${showValue(value)}`

/** Whether it is one; what cannot be looked at is not. */
const isOf = (value: unknown, cotangent: unknown): boolean => {
  try {
    return mayBeOf(value, cotangent)
  } catch {
    return false
  }
}

/** What is wrong with a cotangent, by the kind of error that it is of two tensors elsewhere. */
const misfit = (of: string, value: unknown, cotangent: unknown): PullbackError => {
  const areTensors = isTensor(value) && isTensor(cotangent)
  const given = areTensors
    ? `a tensor of ${cotangent.dtype} of shape ${showShape(cotangent.shape)}`
    : showValue(cotangent)
  const what = `The pullback of ${of} needs a cotangent of what it gave, ${formOf(value)}, but was given ${given}.`
  if (!areTensors || cotangent.kind !== value.kind) return new ArgumentError(what)
  return cotangent.dtype === value.dtype
    ? new ShapeError(what, [value.shape, cotangent.shape])
    : new DTypeError(what)
}

/** What a run gives, with a pullback that looks at the cotangent that it is given. */
const checkedOutcome = (of: string, outcome: unknown): unknown => {
  if (!isList(outcome) || typeof outcome[1] !== 'function') return outcome
  const [value, pullback, ...others]: readonly unknown[] = outcome
  return [
    value,
    (cotangent: unknown) => {
      if (!isOf(value, cotangent)) throw misfit(of, value, cotangent)
      return (pullback as Anything)(cotangent)
    },
    ...others,
  ]
}

const stagesOf = (methods: Readonly<Record<string, Arguments>>): Methods =>
  Object.fromEntries(Object.entries(methods).map(([name, needed]) => [name, stageOf(needed)]))

/** Of layers and of objectives, whose input is a batch. */
const running = stagesOf({
  init: { key, dtype: floatDType },
  run: { params: aTree, input: aTree, state: aTree, context },
})

const updating = stagesOf({
  init: { params: aTree },
  rates: { step },
  update: { gradients: aTree, state: aTree, params: aTree, rates: aTree },
})

const methodsOf = (thing: Readonly<Record<string, unknown>>): Methods | undefined => {
  if (typeof thing.init !== 'function' || typeof thing.name !== 'string') return undefined
  if (typeof thing.run === 'function') return running
  return typeof thing.update === 'function' && typeof thing.rates === 'function' ? updating : undefined
}

/** A value and its pullback. */
const isPair = (x: unknown): boolean =>
  isList(x) && x.length === 2 && typeof x[1] === 'function' && isTree(x[0])

const known = new WeakMap<object, object>()

/** Of any seed: what a layer begins with has the same form with all of them. */
const anyKey = { bits: unsafeFromElements([2], 'i32', new Int32Array(2)) }

/** Where params and state are not what the layer begins with, in the element type that comes nearest. */
const differenceFrom = (thing: object, params: unknown, state: unknown): FormDifference | null => {
  const differences = (['f32', 'f64'] as const).map(dtype => {
    const begun = (Reflect.get(thing, 'init') as Anything)(anyKey, dtype) as {
      readonly [part: string]: unknown
    }
    return formDifference({ params: begun.params, state: begun.state }, { params, state })
  })
  return differences.includes(null)
    ? null
    : differences.reduce((one, other) => (other!.path.length > one!.path.length ? other : one))!
}

/** The error for a run that fails as it was given another model than its own; an error of something else stays what it is. */
const ofAnotherModel = (thing: object, of: string, [params, , state]: readonly unknown[], error: unknown) => {
  if (error instanceof PullbackError || !(error instanceof TypeError || error instanceof RangeError))
    return error
  const difference = differenceFrom(thing, params, state)
  return difference === null
    ? error
    : formError(
        difference,
        (place, wanted, given) =>
          `${of} needs the params and the state that its init gives, but at ${place} it has to be ${wanted} and was ${given}.`,
      )
}

const checkedMethod = (thing: object, name: string, stage: Stage, method: Anything): Anything => {
  const own = String(Reflect.get(thing, 'name'))
  const [of, stages] = [`The ${name} of ${own}`, [stage]]
  return (...given) => {
    if (!fits(stage, given)) requireCall({ of, stages, position: 0, given })
    if (name !== 'run') return method.apply(thing, given)
    try {
      return checkedOutcome(own, method.apply(thing, given))
    } catch (error) {
      throw ofAnotherModel(thing, of, given, error)
    }
  }
}

const checkedMethods = (thing: Readonly<Record<string, unknown>>, methods: Methods): object => {
  const checked = Object.entries(methods).map(([name, stage]) => [
    name,
    {
      value: checkedMethod(thing, name, stage, thing[name] as Anything),
      enumerable: true,
    },
  ])
  return Object.create(Object.getPrototypeOf(thing), {
    ...Object.getOwnPropertyDescriptors(thing),
    ...Object.fromEntries(checked),
  })
}

/**
 * What a function gives: a layer, an objective or an optimiser with methods that look at what they are given, a value with such a
 * pullback, and anything else as it is.
 */
export const callable = <T>(thing: T): T => {
  // Nearly all that is given is a tensor, which has no such method.
  if (typeof thing !== 'object' || thing === null || isTensor(thing)) return thing
  try {
    return (isPair(thing) ? checkedOutcome('a smooth map', thing) : withChecks(thing)) as T
  } catch {
    // What cannot be looked at is for those who use it.
    return thing
  }
}

const withChecks = (thing: object): object => {
  if (!('init' in thing)) return thing
  const before = known.get(thing)
  if (before !== undefined) return before
  const methods = methodsOf(thing as Readonly<Record<string, unknown>>)
  if (methods === undefined) return thing
  const made = checkedMethods(thing as Readonly<Record<string, unknown>>, methods)
  known.set(thing, made)
  known.set(made, made)
  return isTrusted(thing) ? trusted(made) : made
}
