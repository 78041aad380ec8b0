/**
 * Watching a run: which operation was applied, in which part of a model, and whether for a derivative.
 *
 * A step that went wrong is run again under watch. Nothing that is computed depends on what stands here: it is where a run is at
 * the moment, and who looks on.
 *
 * @module
 */
import type { AnyTensor } from '../tensor/tensor.ts'
import type { Path } from '../tensor/error.ts'
import type { Primitive } from './primitive.ts'

/** An operation that was applied to numbers. */
export interface Observation {
  readonly primitive: Primitive<never>
  readonly options: unknown
  readonly inputs: readonly AnyTensor[]
  readonly output: AnyTensor
  /** The names and positions of the layers that it was applied in, outermost first. */
  readonly place: Path
  /** The operation whose derivative it is a part of, if it is part of one. */
  readonly derivativeOf: string | null
}

type Observer = (observation: Observation) => void

let observer: Observer | null = null
let place: Path = []
let derivativeOf: string | null = null

/** Runs something as a part of a model of this name. */
export const inPlace = <R>(segment: string, run: () => R): R => {
  const outside = place
  place = [...outside, segment]
  try {
    return run()
  } finally {
    place = outside
  }
}

/** Runs what an operation's derivative is made of. */
export const inDerivativeOf = <R>(name: string, run: () => R): R => {
  const outside = derivativeOf
  derivativeOf = name
  try {
    return run()
  } finally {
    derivativeOf = outside
  }
}

/** Runs something and tells `look` of every operation on numbers. */
export const observing = <R>(look: Observer, run: () => R): R => {
  const outside = observer
  observer = look
  try {
    return run()
  } finally {
    observer = outside
  }
}

/** Tells who looks on that an operation was applied. */
export const observe = <O>(
  primitive: Primitive<O>,
  options: O,
  inputs: readonly AnyTensor[],
  output: AnyTensor,
): void => {
  observer?.({ primitive: primitive as Primitive<never>, options, inputs, output, place, derivativeOf })
}
