/**
 * WebAssembly modules from functions: one imported memory, imported helpers, exported functions.
 *
 * @module
 */
import type { FunctionBuilder } from './assembler.ts'
import { typeCodes, type ValueType } from './instructions.ts'
import { unsigned } from './leb128.ts'

/** A function of the module, exported if it has a name. */
export interface ModuleFunction {
  readonly name?: string
  readonly body: FunctionBuilder
}

const text = (s: string): readonly number[] => {
  const bytes = Array.from(s, character => character.charCodeAt(0))
  return [...unsigned(bytes.length), ...bytes]
}

const vectorOf = (items: readonly (readonly number[])[]): readonly number[] => [
  ...unsigned(items.length),
  ...items.flat(),
]

const section = (id: number, content: readonly number[]): readonly number[] => [
  id,
  ...unsigned(content.length),
  ...content,
]

const typeOf = ({
  parameters,
  results,
}: Pick<FunctionBuilder, 'parameters' | 'results'>): readonly number[] => [
  0x60,
  ...vectorOf(parameters.map(type => [typeCodes[type]])),
  ...vectorOf(results.map(type => [typeCodes[type]])),
]

/** What a module has besides functions. */
export interface ModuleOptions {
  /** The most pages of its memory, if that is shared between threads. */
  readonly sharedPages?: number
  /** The numbers of the functions in its table, in order. */
  readonly table?: readonly number[]
  /** The functions that it imports from `host` by name; they are numbered before its own. */
  readonly imported?: readonly ImportedFunction[]
}

/** A function that a module imports. */
export interface ImportedFunction {
  readonly name: string
  readonly parameters: readonly ValueType[]
  readonly results: readonly ValueType[]
}

/**
 * The bytes of a module that imports a memory as `host.memory` and has the given functions, numbered in their order.
 */
export const encodeModule = (
  functions: readonly ModuleFunction[],
  { sharedPages, table = [], imported: before = [] }: ModuleOptions = {},
): Uint8Array<ArrayBuffer> => {
  const bodies = functions.map(({ body }) => body)
  // Each function has a type of its own, of the same number.
  const numberOf = (position: number): number => before.length + position
  const limits =
    sharedPages === undefined ? [0x00, ...unsigned(1)] : [0x03, ...unsigned(1), ...unsigned(sharedPages)]
  const tableOf = (): readonly number[] => section(4, vectorOf([[0x70, 0x00, ...unsigned(table.length)]]))
  const elements = (): readonly number[] =>
    section(9, vectorOf([[0x00, 0x41, 0x00, 0x0b, ...vectorOf(table.map(unsigned))]]))
  const entries = bodies.map(body => body.encode())
  const count = unsigned(entries.length)
  const size = entries.reduce((bytes, entry) => bytes + entry.length, count.length)
  return joined([
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    section(1, vectorOf([...before, ...bodies].map(typeOf))),
    section(
      2,
      vectorOf([
        [...text('host'), ...text('memory'), 0x02, ...limits],
        ...before.map(({ name }, i) => [...text('host'), ...text(name), 0x00, ...unsigned(i)]),
      ]),
    ),
    section(3, vectorOf(bodies.map((_, i) => unsigned(numberOf(i))))),
    table.length > 0 ? tableOf() : [],
    section(
      7,
      vectorOf(
        functions.flatMap(({ name }, i) =>
          name === undefined ? [] : [[...text(name), 0x00, ...unsigned(numberOf(i))]],
        ),
      ),
    ),
    table.length > 0 ? elements() : [],
    [10, ...unsigned(size), ...count],
    ...entries,
  ])
}

/** Bytes one after the other. Code is long, so that it is copied once. */
const joined = (parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(parts.reduce((bytes, part) => bytes + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
