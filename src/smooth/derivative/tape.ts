/**
 * The reverse-mode tracer: while a function runs, each operation on what it was given is written down with its partial derivatives;
 * their transposes, last one first, are the pullback.
 *
 * @module
 */

import { outputsOf } from '../../primitive/control/controls.ts'
import { bind, freshLevel, type Interpreter } from '../../primitive/core/bind.ts'
import type { Control } from '../../primitive/core/control.ts'
import { inDerivativeOf } from '../../primitive/core/observe.ts'
import type { Primitive } from '../../primitive/core/primitive.ts'
import { Progress } from '../../primitive/core/progress.ts'
import { add } from '../../primitive/elementwise/arithmetic.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { TracingError } from '../../tensor/error.ts'
import { withTensors } from '../../tensor/form.ts'
import { zerosLike } from '../../tensor/function/constructors.ts'
import type { Cotangent } from '../../tensor/function/cotangent.ts'
import { leaves, map, tensors } from '../../tensor/function/traversal.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import { type AnyTensor, isTensor, type Tensor, TensorBase, tracer } from '../../tensor/tensor.ts'
import { isFloat, type Leaf } from '../../tensor/tree.ts'
import type { LineariseBody } from '../body/rule.ts'
import { ruleOf } from '../body/rules.ts'
import { cotangentOf } from '../map/cotangents.ts'
import { applyGiven, capturedError, type Given, type GivenTracer, pullGiven } from '../map/withPullback.ts'

/** A cotangent of a value, by the value's number. */
type Contribution = readonly [value: number, cotangent: AnyTensor]

/** An operation that was run: what it is called, what it was applied to, and how its cotangents go back. */
export interface Step {
  readonly name: string
  readonly options: unknown
  readonly inputs: readonly AnyTensor[]
  readonly outputs: readonly AnyTensor[]
  /** The number of its first output. */
  readonly first: number
  readonly back: (cotangents: readonly (AnyTensor | undefined)[]) => readonly Contribution[]
}

class Taped extends TensorBase<Shape, Kind> {
  override readonly [tracer]: Tape
  readonly primal: AnyTensor
  readonly value: number

  constructor(own: Tape, primal: AnyTensor, value: number) {
    super(primal.shape as Shape, primal.dtype)
    this[tracer] = own
    this.primal = primal
    this.value = value
    Object.freeze(this)
  }
}

/** What a run of a function wrote down. Values have numbers: first the arguments, then the results of the steps. */
export class Tape implements Interpreter {
  readonly name = 'a lifted function'
  readonly level = freshLevel()
  readonly steps: Step[] = []
  readonly progress = new Progress()
  #values = 0
  #closed = false

  /** The next argument, to be differentiated by. */
  argument(x: AnyTensor): AnyTensor {
    return new Taped(this, x, this.#values++)
  }

  primal(x: AnyTensor): AnyTensor {
    return x instanceof Taped && x[tracer] === this ? x.primal : x
  }

  /** The number of a value of this tape. */
  protected valueOf(x: Leaf): number | null {
    return x instanceof Taped && x[tracer] === this ? x.value : null
  }

  /** Writes a step down; its outputs are values of this tape if it is differentiable in any of them. */
  protected write(step: Omit<Step, 'first'>, differentiable: boolean): readonly AnyTensor[] {
    const first = this.#values
    this.steps.push({ ...step, first })
    this.progress.note(step.name, ...step.outputs)
    this.#values += step.outputs.length
    return differentiable
      ? step.outputs.map((y, i) => (y.kind === 'float' ? new Taped(this, y, first + i) : y))
      : step.outputs
  }

  interpret<O>(primitive: Primitive<O>, options: O, inputs: readonly AnyTensor[]): AnyTensor {
    if (this.#closed)
      throw new TracingError(
        `${primitive.name} was applied to a tensor of shape ${showShape(inputs[0]?.shape ?? [])} from inside of a lifted ` +
          'function that has ended. A lifted function is pure: what it keeps for later must be part of its result.',
      )
    const primals = inputs.map(x => this.primal(x))
    const output: AnyTensor = bind(primitive, options, primals)
    const derivatives = output.kind === 'float' ? primitive.partials(primals, output, options) : []
    const partials = inputs.flatMap((x, i) => {
      const [value, partial] = [this.valueOf(x), derivatives[i] ?? null]
      return value === null || partial === null ? [] : [[value, partial] as const]
    })
    const back: Step['back'] = ([dy]) =>
      inDerivativeOf(primitive.name, () =>
        partials.map(([value, partial]) => [value, partial.transpose(dy as AnyTensor)]),
      )
    const step = { name: primitive.name, options, inputs: primals, outputs: [output], back }
    return this.write(step, partials.length > 0)[0] as AnyTensor
  }

  /** A tape for a body. */
  protected fresh(): Tape {
    return new Tape()
  }

  /** Looks at what is to be pulled back through. */
  protected permit<O>(control: Control<O>, options: O, varies: (operand: number) => boolean): void {
    const refusal = ruleOf(control).refusal?.(options, varies) ?? null
    if (refusal !== null) throw refusal
  }

  /** A body on a tape of its own. */
  readonly #linearise: LineariseBody = (body, varies) => own => {
    const tape = this.fresh()
    const isGiven = (x: AnyTensor, i: number): boolean => varies(i) && x.kind === 'float'
    const numbers = new Map<number, number>()
    own.forEach((x, i) => {
      if (isGiven(x, i)) numbers.set(i, numbers.size)
    })
    const outputs = outputsOf(
      body,
      own.map((x, i) => (isGiven(x, i) ? tape.argument(x) : x)),
    )
    tape.close()
    return {
      outputs: outputs.map(y => tape.primal(y)),
      back: cotangents => {
        const totals = tape.pull(
          outputs.filter((_, i) => cotangents[i] !== undefined) as Leaf[],
          cotangents.filter(dy => dy !== undefined) as Leaf[],
        )
        return own.map((_, i) => totals.get(numbers.get(i) ?? -1))
      },
    }
  }

  control<O>(control: Control<O>, options: O, inputs: readonly AnyTensor[]): readonly AnyTensor[] {
    const primals = inputs.map(x => this.primal(x))
    const values = inputs.map(x => this.valueOf(x))
    const varies = (i: number): boolean => values[i] !== null
    this.permit(control, options, varies)
    const { results, pull } = ruleOf(control).pullback(options, primals, varies, this.#linearise)
    const back: Step['back'] = cotangents => {
      const pulled = inDerivativeOf(control.name, () => pull(cotangents))
      return values.flatMap((value, i) => {
        const dx = pulled[i]
        return value === null || dx === undefined ? [] : [[value, dx] as const]
      })
    }
    return this.write({ name: control.name, options, inputs: primals, outputs: results, back }, true)
  }

  /** From now on no more is written down. */
  close(): void {
    this.#closed = true
  }

  /** What cotangents of results, values of this tape among them, pull back to for each argument that there is something for. */
  pull(results: readonly Leaf[], cotangents: readonly Leaf[]): ReadonlyMap<number, AnyTensor> {
    const totals = new Map<number, AnyTensor>()
    const give = ([value, d]: Contribution): void => {
      const known = totals.get(value)
      totals.set(value, known === undefined ? d : add(known as Tensor, d as Tensor))
    }
    const take = (value: number): AnyTensor | undefined => {
      const total = totals.get(value)
      totals.delete(value)
      return total
    }
    results.forEach((y, i) => {
      const value = this.valueOf(y)
      if (value !== null) give([value, cotangents[i] as AnyTensor])
    })
    for (const { outputs, first, back } of this.steps.toReversed()) {
      const given = outputs.map((_, i) => take(first + i))
      if (given.some(dy => dy !== undefined)) back(given).forEach(give)
    }
    return totals
  }
}

/** A tape of a run that is only to be seen, and never pulled back through. */
export class TrialTape extends Tape {
  protected override fresh(): Tape {
    return new TrialTape()
  }

  protected override permit(): void {}
}

/** A tape on which a function with a pullback of its own is one step, and its pullback the way back. */
export class GivenTape extends Tape implements GivenTracer {
  given<A, B>(given: Given<A, B>, a: A): B {
    const inside = map((x: Leaf) => (isTensor(x) ? (this.primal(x) as Leaf) : x))
    const values = leaves(a).map(x => this.valueOf(x))
    if (values.every(value => value === null)) throw capturedError()
    const point = inside(a)
    const b = applyGiven(given, point)
    if (tensors(b).some(y => this.valueOf(y) !== null)) throw capturedError()
    const back: Step['back'] = cotangents => {
      const da = leaves(pullGiven(given, point, b, cotangentOf(b, cotangents) as Cotangent<B>))
      return values.flatMap((value, i) => {
        const dx = da[i] as Leaf
        return value === null || !isFloat(dx) ? [] : [[value, dx] as const]
      })
    }
    const step = { name: 'withPullback', options: null, inputs: tensors(point), outputs: tensors(b), back }
    return withTensors(this.write(step, true))(b)
  }
}

/** The cotangents of arguments by number; zero for those that nothing came back to. */
export const cotangentAt = (totals: ReadonlyMap<number, AnyTensor>, value: number, x: AnyTensor): AnyTensor =>
  totals.get(value) ?? zerosLike(x)
