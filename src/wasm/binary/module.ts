/**
 * WebAssembly modules from functions: one memory, imported or its own, imported helpers, exported functions.
 *
 * @module
 */

import type { FunctionBuilder } from './assembler.ts'
import { Bytes } from './bytes.ts'
import { type AddressType, typeCodes, type ValueType } from './instructions.ts'

/** A function of the module, exported if it has a name. */
export interface ModuleFunction {
  readonly name?: string
  readonly body: FunctionBuilder
}

/** A section: its content, after its number and length. */
const section = (into: Bytes, id: number, write: (content: Bytes) => void): void => {
  const content = new Bytes()
  write(content)
  into.byte(id).unsigned(content.length).append(content)
}

const writeTypes = (into: Bytes, types: readonly ValueType[]): void => {
  into.unsigned(types.length)
  for (const type of types) into.byte(typeCodes[type])
}

const writeType = (
  into: Bytes,
  { parameters, results }: Pick<FunctionBuilder, 'parameters' | 'results'>,
): void => {
  into.byte(0x60)
  writeTypes(into, parameters)
  writeTypes(into, results)
}

/** What a module has besides functions. */
export interface ModuleOptions {
  /** The type of its memory's addresses. Defaults to 32 bits. */
  readonly addresses?: AddressType
  /** The pages that its memory has at least. Defaults to 1. What a host knows to be there, it need not check. */
  readonly pages?: number
  /** The most pages of its memory, if that is shared between threads. */
  readonly sharedPages?: number
  /** The numbers of the functions in its table, in order. */
  readonly table?: readonly number[]
  /** The functions that it imports from `host` by name; they are numbered before its own. */
  readonly imported?: readonly ImportedFunction[]
  /** Whether its memory is its own, of so many pages for good, and exported as `memory`. Defaults to false: it is imported. */
  readonly ownsMemory?: boolean
  /** What its memory holds before it runs, with addresses of 32 bits. */
  readonly data?: readonly DataSegment[]
  /** What is said of it, in a custom section of that name. */
  readonly about?: { readonly name: string; readonly bytes: Uint8Array }
}

/** Bytes that are put into memory when a module is instantiated. */
export interface DataSegment {
  readonly address: number
  readonly bytes: Uint8Array
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
  {
    addresses = 'i32',
    pages = 1,
    sharedPages,
    table = [],
    imported: before = [],
    ownsMemory = false,
    data = [],
    about,
  }: ModuleOptions = {},
): Uint8Array<ArrayBuffer> => {
  const module = new Bytes(4096).all([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00])
  // Each function has a type of its own, of the same number.
  section(module, 1, content => {
    content.unsigned(before.length + functions.length)
    for (const it of before) writeType(content, it)
    for (const { body } of functions) writeType(content, body)
  })
  section(module, 2, content => {
    content.unsigned(before.length + (ownsMemory ? 0 : 1))
    if (!ownsMemory) {
      content.text('host').text('memory').byte(0x02)
      const long = addresses === 'i64' ? 0x04 : 0x00
      if (sharedPages === undefined) content.byte(long).unsigned(pages)
      else
        content
          .byte(long | 0x03)
          .unsigned(pages)
          .unsigned(sharedPages)
    }
    before.forEach(({ name }, i) => {
      content.text('host').text(name).byte(0x00).unsigned(i)
    })
  })
  section(module, 3, content => {
    content.unsigned(functions.length)
    for (let i = 0; i < functions.length; i++) content.unsigned(before.length + i)
  })
  if (table.length > 0)
    section(module, 4, content => content.byte(1).byte(0x70).byte(0x00).unsigned(table.length))
  if (ownsMemory) section(module, 5, content => content.all([0x01, 0x01]).unsigned(pages).unsigned(pages))
  section(module, 7, content => {
    const named = functions.reduce((count, { name }) => (name === undefined ? count : count + 1), 0)
    content.unsigned(named + (ownsMemory ? 1 : 0))
    if (ownsMemory) content.text('memory').all([0x02, 0x00])
    functions.forEach(({ name }, i) => {
      if (name !== undefined)
        content
          .text(name)
          .byte(0x00)
          .unsigned(before.length + i)
    })
  })
  if (table.length > 0)
    section(module, 9, content => {
      content.byte(1).all([0x00, 0x41, 0x00, 0x0b]).unsigned(table.length)
      for (const number of table) content.unsigned(number)
    })
  section(module, 10, content => {
    content.unsigned(functions.length)
    for (const { body } of functions) body.encode(content)
  })
  if (data.length > 0)
    section(module, 11, content => {
      content.unsigned(data.length)
      for (const { address, bytes } of data)
        content.all([0x00, 0x41]).signed(address).byte(0x0b).unsigned(bytes.length).append({ bytes })
    })
  if (about !== undefined) section(module, 0, content => content.text(about.name).append(about))
  return module.bytes
}
