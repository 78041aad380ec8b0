/**
 * The beginning of training: at fresh parameters, at a model, or at a checkpoint, which has to be one of the same run.
 *
 * @module
 */
import type { Model } from '../layer/model.ts'
import type { Optimiser } from '../optimiser/optimiser.ts'
import type { Key } from '../random/key.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import { ArgumentError } from '../tensor/error.ts'
import { formDifference, formError, inOrderOf } from '../tensor/form.ts'
import { deepest, describe, isList, isRecord } from '../tensor/stranger.ts'
import { elementsOf, isTensor } from '../tensor/tensor.ts'
import { mostBranches } from '../tensor/walk.ts'
import type { Objective } from './objective.ts'
import type { Training } from './step.ts'

/**
 * Everything that training goes on from: with the same key, objective, optimiser and batches it continues as if it had not
 * stopped. All of it is tensors and three numbers.
 *
 * @category Training
 * @since 0.1.0
 */
export interface Checkpoint<P, S, O> extends Training<P, S, O> {
  /** Steps done. */
  readonly step: number
  /** The epoch to go on with. */
  readonly epoch: number
  /** Batches of that epoch that are done. */
  readonly batch: number
  /** The key of the run, which is to go on with the same. */
  readonly key: Key
}

/** What a run is made of, as far as its beginning depends on it. */
export interface Run<I, T, Y, P, S, O, R> {
  readonly objective: Objective<I, T, Y, P, S>
  readonly optimiser: Optimiser<O, R>
  readonly dtype: FloatDType
  readonly epochs: number
  readonly key: Key
  /** The key of fresh parameters. */
  readonly initKey: Key
}

const counts = ['step', 'epoch', 'batch'] as const
const parts = ['params', 'state', 'optimiser', ...counts, 'key'] as const

const refused = (what: string): ArgumentError =>
  new ArgumentError(
    `fit continues from a checkpoint, as report.checkpoint() gives it, or starts from a model { params, state }, but ${what}.`,
  )

const mended =
  ' What has been through JSON or structuredClone comes back to tensors by tree.restore(like)(…), with a model or checkpoint of the ' +
  'same form for like.'

const isBare = (x: unknown, depth: number): boolean => {
  if (depth > deepest) return false
  const isEntryBare = (entry: unknown): boolean => isBare(entry, depth + 1)
  return isList(x)
    ? x.length <= mostBranches && x.every(isEntryBare)
    : isRecord(x) && Object.values(x).every(isEntryBare)
}

/** Requires a part to have the form that the run gives it; entries come back in that order. */
const fitting = <A>(part: 'params' | 'state' | 'optimiser', of: string, wanted: A, given: unknown): A => {
  const difference = formDifference(wanted, given)
  if (difference === null) return inOrderOf(wanted)(given) as A
  // What has nothing in it may be written in several ways: {}, [{}, {}].
  if (part === 'state' && isBare(wanted, 0) && isBare(given, 0)) return wanted
  const { wanted: x, given: y } = difference
  const mend =
    isTensor(x) && isTensor(y) && x.dtype !== y.dtype
      ? ` The element type of parameters is that of the option dtype: { dtype: '${y.dtype}' }.`
      : isTensor(x) && isRecord(y)
        ? mended
        : ''
  throw formError(
    difference,
    (place, is, was) =>
      `The ${part === 'optimiser' ? 'optimiser' : 'objective'} of this run, ${of}, has ${is} at ${place}, but what it is to begin ` +
      `from, the option from, has ${was} there. Continue with the objective, optimiser and element type that it was made with.${mend}`,
    [part],
  )
}

/** Whether a value is a key. */
export const isKey = (x: unknown): x is Key => {
  const bits = isRecord(x) ? x.bits : undefined
  return isTensor(bits) && bits.dtype === 'i32' && bits.shape.length === 1 && bits.shape[0] === 2
}

const requireSameKey = (given: unknown, key: Key): void => {
  if (!isKey(given)) throw refused(`its key is ${describe(given)}`)
  const [own, its] = [elementsOf(key.bits), elementsOf(given.bits)]
  if (own.every((word, i) => word === its[i])) return
  throw new ArgumentError(
    'The checkpoint that fit was to continue from is of a run with another key, which draws and shuffles differently. Give fit ' +
      'the same key, continue as if it were of this run, { ...checkpoint, key }, or start from the model alone, ' +
      '{ from: { params, state } }.',
  )
}

/**
 * What a run begins with.
 *
 * @throws ArgumentError, ShapeError or DTypeError if what it is to begin from is not of this run: with the path, and with both
 * forms where they differ.
 */
export const beginning = <I, T, Y, P, S, O, R>(
  { objective, optimiser, dtype, epochs, key, initKey }: Run<I, T, Y, P, S, O, R>,
  from: unknown,
): Checkpoint<P, S, O> => {
  const fresh = objective.init(initKey, dtype)
  if (from === undefined)
    return { ...modelOf(fresh), optimiser: optimiser.init(fresh.params), step: 0, epoch: 0, batch: 0, key }
  if (!isRecord(from))
    throw refused(
      `was given ${describe(from)}${typeof from === 'function' ? ': call it, report.checkpoint()' : ''}`,
    )
  const missing = (isModel(from) ? (['params', 'state'] as const) : parts).find(
    part => !Object.hasOwn(from, part),
  )
  if (missing !== undefined) {
    const isReport = typeof from.checkpoint === 'function'
    throw refused(
      `was given ${isReport ? 'a report: take report.checkpoint()' : `${describe(from)}, which has no ${missing}`}`,
    )
  }
  const params = fitting('params', objective.name, fresh.params, from.params)
  const state = fitting('state', objective.name, fresh.state, from.state)
  const own = optimiser.init(params)
  if (isModel(from)) return { params, state, optimiser: own, step: 0, epoch: 0, batch: 0, key }
  const [step, epoch, batch] = counts.map(count => {
    const value = from[count]
    if (!Number.isSafeInteger(value) || (value as number) < 0)
      throw refused(`its ${count} is ${describe(value)}, which counts nothing`)
    return value as number
  }) as [number, number, number]
  if (epoch > epochs)
    throw new ArgumentError(
      `The checkpoint goes on with epoch ${epoch}, but the run has ${epochs} epochs: they are counted from the beginning of the ` +
        'run, those before the checkpoint included.',
    )
  requireSameKey(from.key, key)
  return {
    params,
    state,
    optimiser: fitting('optimiser', optimiser.name, own, from.optimiser),
    step,
    epoch,
    batch,
    key,
  }
}

const modelOf = <P, S>({ params, state }: Model<P, S>): Model<P, S> => ({ params, state })

/** A model has parameters and a state, and nothing that counts steps. */
const isModel = (from: object): boolean => !parts.slice(2).some(part => Object.hasOwn(from, part))
