/**
 * A training step run under watch, and the operation in it that a NaN or an infinity comes from.
 *
 * @module
 */

import { observing } from '../primitive/core/observe.ts'
import type { Observation } from '../primitive/core/scope.ts'
import { largestOf } from '../tensor/dtype.ts'
import { type AnyTensor, elementsOf } from '../tensor/tensor.ts'
import { isFloat } from '../tensor/tree.ts'
import { type Element, influences } from './influences.ts'
import type { During, Phase } from './step.ts'

/** An operation of a step, with its number in it, from 1 on. */
export interface Applied extends Observation {
  readonly number: number
  readonly phase: Phase
}

/** A step that was watched. */
export interface Watched<A> {
  readonly outcome: A
  /** The operations whose results are not finite, by their result. */
  readonly spoilt: ReadonlyMap<AnyTensor, Applied>
  /** The operation whose finite result came nearest to the largest number of its element type, and how near, from 0 to 1. */
  readonly nearest: { readonly applied: Applied; readonly largest: number; readonly share: number } | null
}

/** Runs a step and keeps what is not finite. */
export const watching = <A>(step: (during: During) => A): Watched<A> => {
  const spoilt = new Map<AnyTensor, Applied>()
  let nearest: Watched<A>['nearest'] = null
  let phase: Phase = 'forward'
  let number = 0
  const look = (observation: Observation): void => {
    number++
    const { output } = observation
    if (!isFloat(output)) return
    let largest = 0
    let finite = true
    for (const value of elementsOf(output)) {
      if (!Number.isFinite(value)) finite = false
      else if (Math.abs(value) > largest) largest = Math.abs(value)
    }
    const applied = { ...observation, number, phase: observation.onTheWayBack ? 'pullback' : phase } as const
    if (!finite) spoilt.set(output, applied)
    const share = largest / largestOf[output.dtype as 'f32' | 'f64']
    if (nearest === null || share > nearest.share) nearest = { applied, largest, share }
  }
  const during: During = (next, run) => {
    phase = next
    return run()
  }
  const outcome = observing(look, () => step(during))
  return { outcome, spoilt, nearest }
}

/** Where an element that is not finite comes from. */
export interface Origin {
  /** The first operations on the way to it that made something not finite: of finite operands, and a NaN of infinite ones. */
  readonly infinite: readonly (Element & Applied)[]
  readonly undefinite: readonly (Element & Applied)[]
  /** What was not finite and is the result of no operation, with the operation that read it, if any did. */
  readonly given: readonly (Element & { readonly reader: Applied | null })[]
}

const valueAt = ({ tensor, position }: Element): number => elementsOf(tensor)[position] as number

/** How many multiplications may be made to follow more than the first of the elements that a sum or a product comes from. */
const mostFurtherWork = 5e7

/**
 * Follows an element back through the operations that it comes from, along what is not finite: a NaN along NaNs as long as there are
 * any, an infinity along infinities. What vanished on the way (an infinity that was masked, or whose `exp` is 0) is never met.
 */
export const originOf = ({ spoilt }: Pick<Watched<unknown>, 'spoilt'>, root: Element): Origin => {
  const infinite: (Element & Applied)[] = []
  const undefinite: (Element & Applied)[] = []
  const given: (Element & { readonly reader: Applied | null })[] = []
  const seen = new Map<AnyTensor, Set<number>>()
  const budget = { left: mostFurtherWork }
  const pending: { readonly element: Element; readonly reader: Applied | null }[] = [
    { element: root, reader: null },
  ]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { element, reader } = next
    const known = seen.get(element.tensor) ?? new Set()
    if (known.has(element.position)) continue
    seen.set(element.tensor, known.add(element.position))
    const applied = spoilt.get(element.tensor)
    if (applied === undefined) {
      given.push({ ...element, reader })
      continue
    }
    const sources = influences(applied, element.position, budget)
    const undefinites = sources.filter(source => Number.isNaN(valueAt(source)))
    const isUndefinite = Number.isNaN(valueAt(element))
    if (isUndefinite && undefinites.length === 0)
      (sources.length === 0 ? infinite : undefinite).push({ ...applied, ...element })
    else if (sources.length === 0) infinite.push({ ...applied, ...element })
    const followed = isUndefinite && undefinites.length > 0 ? undefinites : sources
    // What is pushed last is looked at first.
    for (const source of followed.toReversed()) pending.push({ element: source, reader: applied })
  }
  const inOrder = <X extends Applied & Element>(xs: readonly X[]): readonly X[] =>
    xs.toSorted((x, y) => x.number - y.number || x.position - y.position)
  return { infinite: inOrder(infinite), undefinite: inOrder(undefinite), given }
}
