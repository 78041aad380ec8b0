/**
 * The emitter that lowerings write with: shapes, sizes that depend on the batch, values with all their numbers, and bodies, whose nodes see
 * the values around them.
 *
 * @module
 */
import type { Extent, Extents } from '../../exchange/varying.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { type Shape, sizeOf } from '../../tensor/shape.ts'
import type { Sparse } from '../file/encodeMessage.ts'
import type { ValueInfo } from '../file/messages.ts'
import type { GraphMessage } from './attribute.ts'
import { NodeWriter, plainExtents, valueInfo } from './nodeWriter.ts'
import { type Element, elementNumbers, isFull, type Type, type Value } from './value.ts'

/** Beyond every size: the end of an axis, whatever its size. */
const toTheEnd = 2 ** 31 - 1

/** Writes a graph. */
export class Emitter extends NodeWriter {
  /** An emitter for a whole model, in which some names are taken. */
  static of(opset: number, taken: readonly string[], batch: Value | null): Emitter {
    return new Emitter(
      { opset, taken: new Set(taken), counts: new Map(), tensors: [], constants: new Map(), batch },
      null,
    )
  }

  /** A size that depends on the batch, as a list of one. */
  extent({ times, plus }: Extent): Value {
    const list: Type = { shape: [1], extents: [null], element: 'i64' }
    const { batch } = this.shared
    if (batch === null) throw new ArgumentError('A size depends on the batch, but no input does.')
    return this.once(`extent ${times} ${plus}`, () => {
      const size = this.once('batch', () => this.op('Shape', [batch], list, { start: 0, end: 1 }))
      const multiple = times === 1 ? size : this.each('Mul', [size, this.ints([times])])
      return plus === 0 ? multiple : this.each('Add', [multiple, this.ints([plus])])
    })
  }

  /** Sizes as a list, in parts where some depend on the batch. */
  sizes(shape: Shape, extents: Extents): Value {
    if (extents.every(extent => extent === null)) return this.ints(shape)
    return this.once(`sizes ${shape.join()} ${JSON.stringify(extents)}`, () => {
      const parts: Value[] = []
      for (let axis = 0; axis < shape.length; axis++) {
        const extent = extents[axis] ?? null
        if (extent !== null) {
          parts.push(this.extent(extent))
          continue
        }
        const from = axis
        while (axis + 1 < shape.length && (extents[axis + 1] ?? null) === null) axis++
        parts.push(this.ints(shape.slice(from, axis + 1)))
      }
      return parts.length === 1
        ? (parts[0] as Value)
        : this.op('Concat', parts, { shape: [shape.length], extents: [null], element: 'i64' }, { axis: 0 })
    })
  }

  /** A value with all of its numbers. */
  full(x: Value): Value {
    if (isFull(x)) return x
    return this.once(`full ${x.name} ${x.shape.join()}`, () => {
      const before = x.shape.length - x.held.length
      // Where the value has its whole size, 1 leaves it.
      const isThere = (axis: number): boolean => axis >= before && x.held[axis - before] === x.shape[axis]
      const target = x.shape.map((n, axis) => (isThere(axis) ? 1 : n))
      const extents = x.extents.map((extent, axis) => (isThere(axis) ? null : extent))
      return this.op('Expand', [x, this.sizes(target, extents)], x)
    })
  }

  cast(x: Value, element: Element): Value {
    if (x.element === element) return x
    return this.once(`cast ${x.name} ${x.shape.join()} ${element}`, () =>
      this.each('Cast', [x], element, { to: elementNumbers[element] }),
    )
  }

  /** A mask in the bytes that programs have for it. */
  bytes(x: Value): Value {
    return x.element === 'bool' ? this.cast(x, 'u8') : x
  }

  /** Truth of what is not 0. */
  truth(x: Value): Value {
    return this.cast(x, 'bool')
  }

  /** The numbers of a value in another shape. */
  reshape(x: Value, shape: Shape, extents: Extents = plainExtents(shape)): Value {
    const type: Type = { shape, extents, element: x.element }
    // A single number is the same in any shape.
    if (x.held.length === 0) return { ...type, name: x.name, held: [] }
    const from = this.full(x)
    if (from.shape.join() === shape.join() && from.shape.length === shape.length) return { ...from, extents }
    const open = extents.filter(extent => extent !== null).length
    if (open > 1) return this.op('Reshape', [from, this.sizes(shape, extents)], type)
    const target = shape.map((n, axis) => (extents[axis] == null ? n : -1))
    return this.op('Reshape', [from, this.ints(target)], type, {
      allowzero: sizeOf(shape) === 0 ? 1 : undefined,
    })
  }

  transpose(x: Value, axes: readonly number[]): Value {
    if (axes.every((axis, i) => axis === i)) return x
    const from = this.full(x)
    const type: Type = {
      shape: axes.map(axis => x.shape[axis] as number),
      extents: axes.map(axis => x.extents[axis] ?? null),
      element: x.element,
    }
    return this.op('Transpose', [from], type, { perm: axes })
  }

  /** The part of a value that begins at `start`; only axes that are cut are named. */
  slice(x: Value, start: readonly number[], sizes: Shape, extents: Extents = plainExtents(sizes)): Value {
    const from = this.full(x)
    const type: Type = { shape: sizes, extents, element: x.element }
    const cut = sizes.flatMap((n, axis) =>
      start[axis] === 0 && n === x.shape[axis] && extents[axis]?.plus === from.extents[axis]?.plus
        ? []
        : [axis],
    )
    if (cut.length === 0) return { ...from, extents }
    const begins = cut.map(axis => start[axis] as number)
    const isToTheEnd = (axis: number): boolean =>
      extents[axis] != null && (start[axis] as number) + (sizes[axis] as number) === x.shape[axis]
    const ends = cut.map(axis =>
      isToTheEnd(axis) ? toTheEnd : (start[axis] as number) + (sizes[axis] as number),
    )
    const moving = cut.map((axis, i): Extent | null => {
      const extent = extents[axis] ?? null
      return extent === null || isToTheEnd(axis)
        ? null
        : { times: extent.times, plus: extent.plus + (begins[i] as number) }
    })
    return this.op('Slice', [from, this.ints(begins), this.sizes(ends, moving), this.ints(cut)], type)
  }

  /** `0, 1, …`, as a vector of integers, of a size that may depend on the batch. */
  range(n: number, extent: Extent | null, element: 'i32' | 'i64' = 'i64'): Value {
    const scalar: Type = { shape: [], extents: [], element: 'i64' }
    const [zero, one] = [this.number(0, scalar), this.number(1, scalar)]
    const end = extent === null ? this.number(n, scalar) : this.op('Squeeze', [this.extent(extent)], scalar)
    const type: Type = { shape: [n], extents: [extent], element: 'i64' }
    return this.cast(this.op('Range', [zero, end, one], type), element)
  }

  /**
   * A graph of its own, from what it gives for its inputs. It sees the values around it, but what it gives has to be made in it, once
   * for each output.
   */
  graph(
    name: string,
    inputs: readonly (readonly [stem: string, type: Type])[],
    body: (inside: Emitter, args: readonly Value[]) => readonly Value[],
  ): GraphMessage {
    const inside = new Emitter(this.shared, this)
    const args = inputs.map(([stem, type]) => inside.input(stem, type))
    const given = new Set<string>()
    const outputs = body(inside, args).map(result => {
      const value = inside.full(result)
      const isOwn = inside.own.has(value.name) && !given.has(value.name)
      const own = isOwn ? value : inside.op('Identity', [value], value)
      given.add(own.name)
      return own
    })
    const infoOf = (x: Value): Sparse<ValueInfo> => valueInfo(x.name, x.element, x.shape, x.extents)
    return {
      name: this.fresh(name),
      node: inside.nodes,
      input: args.map(infoOf),
      output: outputs.map(infoOf),
      value_info: inside.infos.filter(info => !given.has(info.name ?? '')),
    }
  }
}
