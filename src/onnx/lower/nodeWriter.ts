/**
 * Writing nodes down: each gets a fresh name, and what it gives is known with its type. Constants are tensors of the whole model,
 * written once.
 *
 * @module
 */
import type { Extents } from '../../exchange/varying.ts'
import { ArgumentError } from '../../tensor/error.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import type { Sparse } from '../file/encodeMessage.ts'
import type { Node, TensorMessage, ValueInfo } from '../file/messages.ts'
import { type Attributes, attributesOf } from './attribute.ts'
import { stored, storedTensor } from './stored.ts'
import { broadcastShapes, type Element, elementNumbers, heldExtents, type Type, type Value } from './value.ts'

/** What all graphs of a model share. */
export interface Shared {
  readonly opset: number
  readonly taken: Set<string>
  readonly counts: Map<string, number>
  readonly tensors: Sparse<TensorMessage>[]
  readonly constants: Map<string, Value>
  /** A value whose first axis is the batch, where sizes depend on it. */
  readonly batch: Value | null
}

export const plainExtents = (shape: Shape): Extents => shape.map(() => null)

/** What is known of a value, for readers and for those who check it. */
export const valueInfo = (
  name: string,
  element: Element,
  shape: Shape,
  extents: Extents,
): Sparse<ValueInfo> => ({
  name,
  type: {
    tensor_type: {
      elem_type: elementNumbers[element],
      shape: {
        dim: shape.map((n, axis) => {
          const extent = extents[axis] ?? null
          if (extent === null) return { dim_value: BigInt(n) }
          return extent.times === 1 && extent.plus === 0 ? { dim_param: 'batch' } : {}
        }),
      },
    },
  },
})

/** Writes the nodes of a graph. */
export class NodeWriter {
  readonly nodes: Sparse<Node>[] = []
  readonly infos: Sparse<ValueInfo>[] = []
  protected readonly shared: Shared
  readonly #around: NodeWriter | null
  /** Values that were made of others, by what they are. */
  readonly #made = new Map<string, Value>()
  /** The names that nodes of this graph gave. */
  readonly own = new Set<string>()

  protected constructor(shared: Shared, around: NodeWriter | null) {
    this.shared = shared
    this.#around = around
  }

  get opset(): number {
    return this.shared.opset
  }

  get tensors(): readonly Sparse<TensorMessage>[] {
    return this.shared.tensors
  }

  protected fresh(stem: string): string {
    const { taken, counts } = this.shared
    for (;;) {
      const n = counts.get(stem) ?? 0
      counts.set(stem, n + 1)
      const name = n === 0 ? stem : `${stem}_${n}`
      if (taken.has(name)) continue
      taken.add(name)
      return name
    }
  }

  /** A value with a name of its own, which no node gives: an input. */
  input(stem: string, type: Type): Value {
    return { ...type, name: this.fresh(stem), held: type.shape }
  }

  /** Several results of one node; what is null among its inputs is left out. */
  ops(
    operation: string,
    operands: readonly (Value | null)[],
    results: readonly Type[],
    attributes: Attributes = {},
    helds: readonly Shape[] = results.map(({ shape }) => shape),
  ): readonly Value[] {
    const stem = this.fresh(operation)
    const values = results.map((type, i): Value => {
      const name = i === 0 ? stem : this.fresh(`${stem}.${i}`)
      return { ...type, name, held: helds[i] as Shape }
    })
    this.nodes.push({
      input: operands.map(it => it?.name ?? ''),
      output: values.map(({ name }) => name),
      name: stem,
      op_type: operation,
      attribute: attributesOf(attributes),
    })
    for (const value of values) {
      this.own.add(value.name)
      this.infos.push(valueInfo(value.name, value.element, value.held, heldExtents(value)))
    }
    return values
  }

  /** A node with one result. */
  op(
    operation: string,
    operands: readonly (Value | null)[],
    result: Type,
    attributes: Attributes = {},
  ): Value {
    return this.ops(operation, operands, [result], attributes)[0] as Value
  }

  /** An operation on each element, which repeats its operands by itself. */
  each(operation: string, operands: readonly Value[], element?: Element, attributes: Attributes = {}): Value {
    const longest = operands.reduce((x, y) => (y.shape.length > x.shape.length ? y : x))
    const type: Type = {
      shape: longest.shape,
      extents: longest.extents,
      element: element ?? (operands[0] as Value).element,
    }
    const held = broadcastShapes(operands.map(it => it.held))
    return this.ops(operation, operands, [type], attributes, [held])[0] as Value
  }

  /** Numbers of a shape, as a tensor of the model that is written once. */
  numbers(element: Element, shape: Shape, numbers: readonly number[], stem = 'constant'): Value {
    const key = `${element} ${shape.join()} ${numbers.map(n => (Object.is(n, -0) ? '-0' : String(n))).join()}`
    const known = this.shared.constants.get(key)
    if (known !== undefined) return known
    const name = this.fresh(stem)
    const made: Value = { name, shape, extents: plainExtents(shape), element, held: shape }
    this.shared.tensors.push(stored(name, shape, element, numbers))
    this.shared.constants.set(key, made)
    return made
  }

  /** A number, everywhere in a tensor of a type. */
  number(x: number, type: Type): Value {
    const { element } = type
    const rounded = element === 'f32' ? Math.fround(x) : x
    if (Number.isFinite(x) && !Number.isFinite(rounded))
      throw new ArgumentError(
        `The program has the constant ${x} in f32, whose largest number is about 3.4e38. Export in f64, or scale by smaller factors.`,
      )
    const { name } = this.numbers(element, [], [rounded])
    return { name, shape: type.shape, extents: type.extents, element, held: [] }
  }

  /** A number like the elements of a value. */
  like(x: Value, value: number): Value {
    return this.number(value, { shape: [], extents: [], element: x.element })
  }

  /** A list of integers, such as axes. */
  ints(ns: readonly number[]): Value {
    return this.numbers('i64', [ns.length], ns, 'ints')
  }

  constant(x: AnyTensor): Value {
    const name = this.fresh('constant')
    this.shared.tensors.push(storedTensor(name, x))
    return { name, shape: x.shape, extents: plainExtents(x.shape), element: x.dtype, held: x.shape }
  }

  #known(key: string): Value | undefined {
    const made = this.#made.get(key)
    return made !== undefined || this.#around === null ? made : this.#around.#known(key)
  }

  protected once(key: string, make: () => Value): Value {
    const known = this.#known(key)
    if (known !== undefined) return known
    const made = make()
    this.#made.set(key, made)
    return made
  }
}
