/**
 * Memory for a program, or one error that says why there is none.
 *
 * @module
 */
import { EngineError } from '../../tensor/error.ts'
import type { AddressType } from '../binary/assembler.ts'
import { lacking } from './features.ts'
import { host, type WasmMemory } from './host.ts'
import { machineBytes } from './machine.ts'

/** The bytes of a page, in which memories are counted. */
export const pageBytes = 2 ** 16

/** The most pages of a memory by the type of its addresses. What of 2⁴⁸ pages the host has, it says itself. */
export const mostPages: Readonly<Record<AddressType, number>> = { i32: 2 ** 16, i64: 2 ** 48 }

/** The most bytes that addresses of 32 bits distinguish. */
export const mostBytes = mostPages.i32 * pageBytes

/** A number of bytes as text. */
export const showBytes = (bytes: number): string =>
  bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`

/** The host's WebAssembly, if it can run what is generated. */
export const requireHost = (): NonNullable<typeof host> => {
  const lacks = lacking()
  if (host === undefined || lacks !== null)
    throw new EngineError(
      `The wasm engine cannot run: this host ${lacks}. Leave the engine out, or use the reference engine ({ engine: reference }), or do not ` +
        'compile ({ compile: false }).',
    )
  return host
}

/** The pages that so many bytes take. */
export const pagesOf = (bytes: number): number => Math.ceil(bytes / pageBytes)

/** Where less than this is refused, it is not for want of memory. */
const littleBytes = 2 ** 26

/** What is said of a host that has no addresses left, of which it reserves gigabytes for each memory whatever its size. */
const moreAddresses =
  'Hosts reserve some 10 GiB of addresses for each memory, whatever its size: allow more (ulimit -v), or start Node with ' +
  '--disable-wasm-trap-handler, which reserves what is needed and checks bounds instead'

/** What a memory is for. */
export interface MemoryUse {
  /** The type of its addresses. Defaults to 32 bits. */
  readonly addresses?: AddressType
  /** Names the largest value that is to lie there, where an error says that there is not enough. */
  readonly largest?: () => string
}

const needed = (bytes: number, { largest }: MemoryUse): string =>
  `The program needs ${showBytes(bytes)} of memory at one time${largest === undefined ? '' : ` (its largest value is ${largest()})`}`

const mend =
  'Use smaller batches (microBatched gives the same gradients), fewer values at a time (checkpointed), or f32 instead of f64; or ' +
  'use the reference engine ({ engine: reference }), or do not compile ({ compile: false }), which frees each value as soon as nothing ' +
  'refers to it. program.cost tells the peak beforehand.'

/** An error about so many bytes, with what mends it. */
export const tooLarge = (bytes: number, use: MemoryUse, why: string): EngineError =>
  new EngineError(`${needed(bytes, use)}, but ${why}. ${mend}`)

/** Requires that so many bytes can be addressed, and that the machine has as many, where it takes addresses of 64 bits. */
export const requireAddressable = (bytes: number, use: MemoryUse = {}): void => {
  const { addresses = 'i32' } = use
  if (addresses === 'i32' && !(bytes <= mostBytes))
    throw tooLarge(bytes, use, `addresses of 32 bits reach ${showBytes(mostBytes)}`)
  if (addresses === 'i32' || bytes <= mostBytes) return
  const all = machineBytes()
  if (bytes > all) throw tooLarge(bytes, use, `this process can have ${showBytes(all)} of this machine's`)
}

/** So many pages, counted as the addresses of a memory are. */
const counted = (pages: number, addresses: AddressType): number | bigint =>
  addresses === 'i32' ? pages : BigInt(pages)

/** Makes a memory so many pages larger, if the host lets it. */
export const growMemory = (memory: WasmMemory, pages: number, addresses: AddressType): void => {
  memory.grow(counted(pages, addresses))
}

/** Memory of at least so many bytes, all of them zero; if it is shared between threads, it may grow to so many pages. */
export const allocateMemory = (bytes: number, sharedPages?: number, use: MemoryUse = {}): WasmMemory => {
  const { Memory } = requireHost()
  const { addresses = 'i32' } = use
  requireAddressable(bytes, use)
  const pages = counted(pagesOf(bytes), addresses)
  const address = addresses === 'i64' ? ({ address: 'i64' } as const) : {}
  const allocate = (most?: number): WasmMemory =>
    new Memory(
      most === undefined
        ? { initial: pages, ...address }
        : { initial: pages, maximum: counted(most, addresses), shared: true, ...address },
    )
  try {
    return allocate(sharedPages)
  } catch (error) {
    if (bytes >= littleBytes)
      throw tooLarge(bytes, use, `the host has not so much to give (${String(error)})`)
    throw new EngineError(
      `${needed(bytes, {})}, which is little, but the host has none to give (${String(error)}). ${moreAddresses}. Or use the reference ` +
        'engine ({ engine: reference }), or do not compile ({ compile: false }).',
    )
  }
}
