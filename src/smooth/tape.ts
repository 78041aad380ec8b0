/**
 * The reverse reading: while a function runs, each operation on what it was given is written down with its partial derivatives;
 * their transposes, last one first, are the pullback.
 *
 * @module
 */
import { add } from '../primitive/arithmetic.ts'
import { bind, freshLevel, type Interpreter } from '../primitive/bind.ts'
import type { Linear, Primitive } from '../primitive/primitive.ts'
import type { Kind } from '../tensor/dtype.ts'
import { ReadingError } from '../tensor/error.ts'
import { type Shape, showShape } from '../tensor/shape.ts'
import { type AnyTensor, reading, type Tensor, TensorBase, zerosLike } from '../tensor/tensor.ts'
import type { Leaf } from '../tensor/tree.ts'

/** An operation that was run: what it is called, what it was applied to, and how its cotangents go back. */
export interface Step {
  readonly primitive: Primitive
  readonly options: unknown
  readonly inputs: readonly AnyTensor[]
  readonly output: AnyTensor
  /** For each input its derivative and the number of the value that it is, if it depends on what the function was given. */
  readonly partials: readonly (readonly [value: number, partial: Linear])[]
}

class Taped extends TensorBase<Shape, Kind> {
  override readonly [reading]: Tape
  readonly primal: AnyTensor
  readonly value: number

  constructor(own: Tape, primal: AnyTensor, value: number) {
    super(primal.shape as Shape, primal.dtype)
    this[reading] = own
    this.primal = primal
    this.value = value
  }
}

/** What a run of a function wrote down. Values have numbers: first the arguments, then the results of the steps. */
export class Tape implements Interpreter {
  readonly name = 'a lifted function'
  readonly level = freshLevel()
  readonly steps: Step[] = []
  #arguments = 0
  #closed = false

  /** The next argument, to be differentiated by. */
  argument(x: AnyTensor): AnyTensor {
    return new Taped(this, x, this.#arguments++)
  }

  primal(x: AnyTensor): AnyTensor {
    return x instanceof Taped && x[reading] === this ? x.primal : x
  }

  #valueOf(x: AnyTensor): number | null {
    return x instanceof Taped && x[reading] === this ? x.value : null
  }

  interpret<O>(primitive: Primitive<O>, options: O, inputs: readonly AnyTensor[]): AnyTensor {
    if (this.#closed)
      throw new ReadingError(
        `${primitive.name} was applied to a tensor of shape ${showShape(inputs[0]?.shape ?? [])} from inside of a lifted ` +
          'function that has ended. A lifted function is pure: what it keeps for later must be part of its result.',
      )
    const primals = inputs.map(x => this.primal(x))
    const output: AnyTensor = bind(primitive, options, primals)
    const derivatives = output.kind === 'float' ? primitive.partials(primals, output, options) : []
    const partials = inputs.flatMap((x, i) => {
      const [value, partial] = [this.#valueOf(x), derivatives[i] ?? null]
      return value === null || partial === null ? [] : [[value, partial] as const]
    })
    this.steps.push({ primitive: primitive as Primitive, options, inputs: primals, output, partials })
    return partials.length === 0 ? output : new Taped(this, output, this.#arguments + this.steps.length - 1)
  }

  /** From now on no more is written down. */
  close(): void {
    this.#closed = true
  }

  /** What cotangents of results, values of this tape among them, pull back to for each argument that there is something for. */
  pull(results: readonly Leaf[], cotangents: readonly Leaf[]): ReadonlyMap<number, AnyTensor> {
    const totals = new Map<number, AnyTensor>()
    const give = (value: number, d: AnyTensor): void => {
      const known = totals.get(value)
      totals.set(value, known === undefined ? d : add(known as Tensor, d as Tensor))
    }
    results.forEach((y, i) => {
      const value = this.#valueOf(y as AnyTensor)
      if (value !== null) give(value, cotangents[i] as AnyTensor)
    })
    for (let i = this.steps.length - 1; i >= 0; i--) {
      const dy = totals.get(this.#arguments + i)
      if (dy === undefined) continue
      totals.delete(this.#arguments + i)
      for (const [value, partial] of (this.steps[i] as Step).partials) give(value, partial.transpose(dy))
    }
    return totals
  }
}

/** The cotangents of arguments by number; zero for those that nothing came back to. */
export const cotangentAt = (totals: ReadonlyMap<number, AnyTensor>, value: number, x: AnyTensor): AnyTensor =>
  totals.get(value) ?? zerosLike(x)
