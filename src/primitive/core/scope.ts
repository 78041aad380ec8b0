/**
 * Dynamic scope: what holds while a function runs, for everything that runs inside of it, without being handed on as an argument.
 *
 * All of it is here. No number depends on it: it says where a run is and who looks on (for errors and summaries), and that a run is
 * tried by another one already. Functions of tensors are synchronous, so that nothing else runs before the outer value holds again.
 *
 * @module
 */
import type { Path } from '../../tensor/error.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import type { Primitive } from './primitive.ts'

/** A value that holds while something runs. */
export class Scope<T> {
  #current: T

  constructor(outermost: T) {
    this.#current = outermost
  }

  /** What holds now. */
  get current(): T {
    return this.#current
  }

  /** Runs something while another value holds; however it ends, the outer one holds again. */
  during<R>(value: T, run: () => R): R {
    const outer = this.#current
    this.#current = value
    try {
      return run()
    } finally {
      this.#current = outer
    }
  }
}

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
  /** Whether it is part of a gradient that is computed on the way. */
  readonly onTheWayBack: boolean
}

/** Who looks on at every operation on numbers. */
export const observer = new Scope<((observation: Observation) => void) | null>(null)

/** The names and positions of the layers that are running, outermost first. */
export const place = new Scope<Path>([])

/** The operation whose derivative is being computed. */
export const derivativeOf = new Scope<string | null>(null)

/** Whether a gradient is being computed, on the way to something else. */
export const onTheWayBack = new Scope(false)

/** Whether a function is being written down on a tape: only the outermost is tried twice, and tries those inside. */
export const recording = new Scope(false)

/** Whether a function is being traced to a program: only the outermost is tried twice, and tries those inside. */
export const tracing = new Scope(false)

/** Who is to know that a function with a pullback of its own is applied. */
export const applying = new Scope<(() => void) | null>(null)
