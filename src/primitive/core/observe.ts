/**
 * Watching a run: which operation was applied, in which part of a model, and whether for a derivative.
 *
 * A step that went wrong is run again under watch. Nothing that is computed depends on it.
 *
 * @module
 */
import type { AnyTensor } from '../../tensor/tensor.ts'
import type { Primitive } from './primitive.ts'
import { derivativeOf, type Observation, observer, onTheWayBack, place } from './scope.ts'

/** Runs something as a part of a model of this name. */
export const inPlace = <R>(segment: string, run: () => R): R => place.during([...place.current, segment], run)

/** Runs what an operation's derivative is made of. */
export const inDerivativeOf = <R>(name: string, run: () => R): R => derivativeOf.during(name, run)

/** Computes a gradient on the way to something else. */
export const goingBack = <R>(run: () => R): R => onTheWayBack.during(true, run)

/** Runs something and tells `look` of every operation on numbers. */
export const observing = <R>(look: (observation: Observation) => void, run: () => R): R =>
  observer.during(look, run)

/** Tells who looks on that an operation was applied. */
export const observe = <O>(
  primitive: Primitive<O>,
  options: O,
  inputs: readonly AnyTensor[],
  output: AnyTensor,
): void => {
  observer.current?.({
    primitive: primitive as Primitive<never>,
    options,
    inputs,
    output,
    place: place.current,
    derivativeOf: derivativeOf.current,
    onTheWayBack: onTheWayBack.current,
  })
}
