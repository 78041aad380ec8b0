/**
 * Recording what a function does to symbols: equal results are recorded once, and what the outputs do not need is left out.
 *
 * @module
 */

import type { Control } from '../primitive/core/control.ts'
import type { Abstract, Primitive } from '../primitive/core/primitive.ts'
import type { Equation, Program, Ref } from '../primitive/core/program.ts'
import { Result } from '../primitive/core/result.ts'
import { Broadcast } from '../primitive/reduction/broadcast.ts'
import type { DType, Kind } from '../tensor/dtype.ts'
import { type Shape, sizeOf } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, isConcrete, uniformOf, unsafeFromElements } from '../tensor/tensor.ts'
import { withoutUnused } from './unused.ts'

/** A value in the making. */
export interface Node extends Abstract {
  readonly id: number
  readonly origin:
    | { readonly _tag: 'input'; readonly position: number }
    | { readonly _tag: 'constant'; readonly tensor: AnyTensor }
    | {
        readonly _tag: 'equation'
        readonly primitive: Primitive
        readonly options: unknown
        readonly operands: readonly Node[]
      }
}

/** Options as text, in which different numbers differ: JSON has no NaN, no infinities and no negative zero. */
export const optionsKey = (options: unknown): string =>
  JSON.stringify(options, (_, value) =>
    typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
      ? `number ${Object.is(value, -0) ? '-0' : String(value)}`
      : value,
  )

/** The only number in a constant, if there is only one: zeros and ones need not be kept as arrays. */
const onlyNumberIn = (x: AnyTensor): number | undefined => {
  if (!isConcrete(x) || sizeOf(x.shape) === 0) return undefined
  const made = uniformOf(x)
  if (made !== undefined) return made
  const elements = elementsOf(x)
  const [first] = elements
  return first !== undefined && elements.every(value => Object.is(value, first)) ? first : undefined
}

/** Multiplying by one gives the other factor, bit for bit. */
const isOnes = (node: Node): boolean => {
  if (node.origin._tag === 'constant') return onlyNumberIn(node.origin.tensor) === 1
  const { origin } = node
  return (
    origin._tag === 'equation' &&
    origin.primitive.name === 'broadcast' &&
    origin.operands[0] !== undefined &&
    isOnes(origin.operands[0])
  )
}

/** Where a function's steps on symbols are written down. */
export class Recorder {
  #count = 0
  readonly #inputs: Node[] = []
  readonly #byKey = new Map<string, Node>()
  readonly #byTensor = new Map<AnyTensor, Node>()

  #add(abstract: Abstract, origin: Node['origin']): Node {
    return { id: this.#count++, shape: abstract.shape, dtype: abstract.dtype, origin }
  }

  /** The next input. */
  input(abstract: Abstract): Node {
    const node = this.#add(abstract, { _tag: 'input', position: this.#inputs.length })
    this.#inputs.push(node)
    return node
  }

  /** A tensor from outside of the function. */
  constant(tensor: AnyTensor): Node {
    const known = this.#byTensor.get(tensor)
    if (known !== undefined) return known
    const node = this.#constant(tensor)
    this.#byTensor.set(tensor, node)
    return node
  }

  #constant(tensor: AnyTensor): Node {
    const uniform = onlyNumberIn(tensor)
    if (uniform === undefined) return this.#add(tensor, { _tag: 'constant', tensor })
    const scalar = this.#scalar(tensor.dtype, uniform)
    return tensor.shape.length === 0
      ? scalar
      : this.equation(Broadcast as Primitive, { shape: tensor.shape, axes: [] }, [scalar])
  }

  #scalar(dtype: DType, value: number): Node {
    const key = `${dtype} ${Object.is(value, -0) ? '-0' : value}`
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const elements = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u8: Uint8Array }[dtype].of(
      value,
    )
    const tensor: AnyTensor = unsafeFromElements<Shape, Kind>([], dtype, elements)
    const node = this.#add(tensor, { _tag: 'constant', tensor })
    this.#byKey.set(key, node)
    return node
  }

  /** A primitive applied to values; if that was done before, its result. */
  equation(primitive: Primitive, options: unknown, operands: readonly Node[]): Node {
    const abstract = primitive.shape(operands, options)
    const shortcut = this.#shortcut(primitive, options, operands)
    if (shortcut !== undefined) return shortcut
    const key = `${primitive.name} ${optionsKey(options)} ${operands.map(node => node.id).join(' ')}`
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const node = this.#add(abstract, {
      _tag: 'equation',
      primitive,
      options,
      operands,
    })
    this.#byKey.set(key, node)
    return node
  }

  #shortcut(primitive: Primitive, options: unknown, operands: readonly Node[]): Node | undefined {
    const [x, y] = operands
    if (x === undefined) return undefined
    switch (primitive.name) {
      case 'mul':
        return y !== undefined && isOnes(y) ? x : y !== undefined && isOnes(x) ? y : undefined
      case 'scale':
        return (options as { readonly constant: number }).constant === 1 ? x : undefined
      default:
        return undefined
    }
  }

  /** An operation with bodies applied to values: its results. */
  control<O>(control: Control<O>, options: O, operands: readonly Node[]): readonly Node[] {
    const own = this.equation(control as Primitive, options, operands)
    return control.results(options).map(result => this.equation(Result as Primitive, result, [own]))
  }

  /** The program of what was recorded that the outputs need. */
  program(outputs: readonly Node[]): Program {
    const needed = new Set<Node>()
    const pending = [...outputs]
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (needed.has(node)) continue
      needed.add(node)
      if (node.origin._tag === 'equation') pending.push(...node.origin.operands)
    }
    const inOrder = [...needed].sort((a, b) => a.id - b.id)
    const constants = inOrder.filter(({ origin }) => origin._tag === 'constant')
    const equations = inOrder.filter(({ origin }) => origin._tag === 'equation')
    const refs = new Map<Node, Ref>([...this.#inputs, ...constants, ...equations].map((node, i) => [node, i]))
    const refOf = (node: Node): Ref => refs.get(node) as Ref
    return withoutUnused({
      inputs: this.#inputs.map(({ shape, dtype }) => ({ shape, dtype })),
      constants: constants.flatMap(({ origin }) => (origin._tag === 'constant' ? [origin.tensor] : [])),
      equations: equations.flatMap(({ shape, dtype, origin }): readonly Equation[] =>
        origin._tag === 'equation'
          ? [
              {
                shape,
                dtype,
                primitive: origin.primitive,
                options: origin.options,
                operands: origin.operands.map(refOf),
              },
            ]
          : [],
      ),
      outputs: outputs.map(refOf),
    })
  }
}
