/**
 * Writing operations down: each gets a fresh name, and its line tells the types of what it takes and gives. The generic form is used
 * throughout: it is the same in all versions, and every line can be checked by itself.
 *
 * @module
 */
import { type Shape, sameShape } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { dense, splat } from './number.ts'
import { type Element, showInts, showType, type Type, typeOf, type Value } from './type.ts'

/** What all parts of a module share: names, and functions that were written. */
interface Shared {
  names: number
  /** Functions by what they compute, in the order in which they were asked for. */
  readonly functions: Map<
    string,
    { readonly name: string; lines: readonly string[]; results: readonly Type[] }
  >
}

/** The attributes of an operation. */
export type Attributes = Readonly<Record<string, string>>

/** A block of lines inside an operation. */
export type Region = readonly string[]

const indented = (lines: readonly string[]): readonly string[] => lines.map(line => `  ${line}`)

export class Emitter {
  readonly lines: string[] = []
  readonly #shared: Shared
  readonly #scalars = new Map<string, Value>()
  readonly #bytes = new Map<string, Value>()
  readonly #origins = new Map<string, Value>()

  constructor(shared: Shared = { names: 0, functions: new Map() }) {
    this.#shared = shared
  }

  /** A fresh name for a value of a type. */
  fresh({ shape, element }: Type): Value {
    return { name: `%${this.#shared.names++}`, shape, element }
  }

  /** Several results of one operation. */
  ops(
    operation: string,
    operands: readonly Value[],
    results: readonly Type[],
    attributes: Attributes = {},
    regions: readonly Region[] = [],
  ): readonly Value[] {
    const name = `%${this.#shared.names++}`
    const attached = Object.entries(attributes).map(([key, value]) => `${key} = ${value}`)
    const properties = attached.length === 0 ? '' : ` <{${attached.join(', ')}}>`
    const types = `(${operands.map(showType).join(', ')}) -> ${results.length === 1 ? showType(results[0] as Type) : `(${results.map(showType).join(', ')})`}`
    const left = results.length === 0 ? '' : `${name}${results.length === 1 ? '' : `:${results.length}`} = `
    const head = `${left}"${operation}"(${operands.map(it => it.name).join(', ')})${properties}`
    if (regions.length === 0) this.lines.push(`${head} : ${types}`)
    else {
      this.lines.push(`${head} ({`)
      regions.forEach((region, i) => {
        this.lines.push(...region, i === regions.length - 1 ? `}) : ${types}` : '}, {')
      })
    }
    return results.map(({ shape, element }, i) => ({
      name: results.length === 1 ? name : `${name}#${i}`,
      shape,
      element,
    }))
  }

  /** An operation of StableHLO with one result. */
  op(
    operation: string,
    operands: readonly Value[],
    result: Type,
    attributes: Attributes = {},
    regions: readonly Region[] = [],
  ): Value {
    return this.ops(`stablehlo.${operation}`, operands, [result], attributes, regions)[0] as Value
  }

  /** An element by element operation, whose result has the type of its first operand. */
  each(operation: string, ...operands: readonly Value[]): Value {
    const { shape, element } = operands[0] as Value
    return this.op(operation, operands, { shape, element })
  }

  /** A number, everywhere in a tensor of a type; written once. */
  number(x: number, { shape, element }: Type): Value {
    const value = splat(x, { shape, element })
    const known = this.#scalars.get(value)
    if (known !== undefined) return known
    const made = this.op('constant', [], { shape, element }, { value })
    this.#scalars.set(value, made)
    return made
  }

  constant(x: AnyTensor): Value {
    return this.op('constant', [], typeOf(x), { value: dense(x) })
  }

  /** Truth where a comparison holds. */
  compare(
    direction: 'EQ' | 'NE' | 'GT' | 'GE' | 'LT',
    x: Value,
    y: Value,
    order = orderOf(x.element),
  ): Value {
    const type: Type = { shape: x.shape, element: 'i1' }
    return this.op('compare', [x, y], type, {
      comparison_direction: `#stablehlo<comparison_direction ${direction}>`,
      compare_type: `#stablehlo<comparison_type ${order}>`,
    })
  }

  convert(x: Value, element: Element): Value {
    return x.element === element ? x : this.op('convert', [x], { shape: x.shape, element })
  }

  /** Another shape: of what was reshaped before, it is made of what that was made of. */
  reshape(x: Value, shape: Shape): Value {
    const origin = this.unshaped(x)
    if (sameShape(origin.shape, shape)) return origin
    if (sameShape(x.shape, shape)) return x
    const made = this.op('reshape', [origin], { shape, element: x.element })
    this.#origins.set(made.name, origin)
    return made
  }

  /** A value before it was reshaped, if it was. */
  unshaped(x: Value): Value {
    return this.#origins.get(x.name) ?? x
  }

  slice(x: Value, start: readonly number[], sizes: Shape): Value {
    return this.op(
      'slice',
      [x],
      { shape: sizes, element: x.element },
      {
        start_indices: showInts(start),
        limit_indices: showInts(start.map((n, i) => n + (sizes[i] as number))),
        strides: showInts(start.map(() => 1)),
      },
    )
  }

  broadcast(x: Value, shape: Shape, axes: readonly number[]): Value {
    return this.op(
      'broadcast_in_dim',
      [x],
      { shape, element: x.element },
      { broadcast_dimensions: showInts(axes) },
    )
  }

  iota(type: Type, axis: number): Value {
    return this.op('iota', [], type, { iota_dimension: `${axis} : i64` })
  }

  /** A mask in the bytes that programs have for it, which is written once. */
  bytes(x: Value): Value {
    if (x.element !== 'i1') return x
    const known = this.#bytes.get(x.name)
    if (known !== undefined) return known
    const made = this.convert(x, 'ui8')
    this.#bytes.set(x.name, made)
    return made
  }

  /** Truth of what is not 0. */
  truth(x: Value): Value {
    return x.element === 'i1' ? x : this.compare('NE', x, this.number(0, x))
  }

  /** A block with arguments of its own, from what it gives for them. It reads nothing from outside of it. */
  region(
    types: readonly Type[],
    body: (inside: Emitter, args: readonly Value[]) => readonly Value[],
  ): Region {
    const inside = new Emitter(this.#shared)
    const args = types.map(type => inside.fresh(type))
    const results = body(inside, args)
    inside.ops('stablehlo.return', results, [])
    const head = args.length === 0 ? [] : [`^bb0(${args.map(showArgument).join(', ')}):`]
    return [...head, ...indented(inside.lines)]
  }

  /** Calls a function, which is written when it is asked for first; `key` says what it computes. */
  call(
    stem: string,
    key: string,
    operands: readonly Value[],
    body: (inside: Emitter, args: readonly Value[]) => readonly Value[],
  ): readonly Value[] {
    const { functions } = this.#shared
    const whole = `${stem} ${key} ${operands.map(showType).join(' ')}`
    let known = functions.get(whole)
    if (known === undefined) {
      known = { name: `${stem}_${functions.size}`, lines: [], results: [] }
      functions.set(whole, known)
      const inside = new Emitter(this.#shared)
      const args = operands.map(it => inside.fresh(it))
      const results = body(inside, args)
      inside.ops('func.return', results, [])
      known.results = results
      known.lines = functionLines(`private @${known.name}`, args, results, inside.lines)
    }
    return this.ops('func.call', operands, known.results, { callee: `@${known.name}` })
  }

  /** The lines of all functions that were called. */
  functionLines(): readonly string[] {
    return [...this.#shared.functions.values()].flatMap(({ lines }) => lines)
  }
}

const showArgument = (x: Value): string => `${x.name}: ${showType(x)}`

/** How numbers of an element type are compared. */
const orderOf = (element: Element): string =>
  element === 'f32' || element === 'f64' ? 'FLOAT' : element === 'i32' ? 'SIGNED' : 'UNSIGNED'

/** The lines of a function. */
export const functionLines = (
  name: string,
  args: readonly Value[],
  results: readonly Type[],
  lines: readonly string[],
): readonly string[] => [
  `func.func ${name}(${args.map(showArgument).join(', ')}) -> (${results.map(showType).join(', ')}) {`,
  ...indented(lines),
  '}',
]
