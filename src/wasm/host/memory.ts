/**
 * Memory for a program, or one error that says why there is none.
 *
 * @module
 */
import { EngineError } from '../../tensor/error.ts'
import { lacking } from './features.ts'
import { host, type WasmMemory } from './host.ts'

/** The bytes of a page, in which memories are counted. */
export const pageBytes = 2 ** 16

/** The most pages of a memory: generated code counts bytes in signed numbers of 32 bits. */
export const mostPages = 2 ** 15

const mostBytes = mostPages * pageBytes

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
const addresses =
  'Hosts reserve some 10 GiB of addresses for each memory, whatever its size: allow more (ulimit -v), or start Node with ' +
  '--disable-wasm-trap-handler, which reserves what is needed and checks bounds instead'

const needed = (bytes: number): string => `The program needs ${showBytes(bytes)} of memory at one time`

const mend =
  'Use smaller batches or fewer values at a time, or do not compile ({ compile: false }), which frees each value as soon ' +
  'as nothing refers to it. program.cost tells the peak beforehand.'

/** Requires that so many bytes can be addressed. */
export const requireAddressable = (bytes: number): void => {
  if (!(bytes < mostBytes))
    throw new EngineError(
      `${needed(bytes)}, but the wasm engine can address ${showBytes(mostBytes)}. ${mend}`,
    )
}

/** Memory of at least so many bytes, all of them zero; if it is shared between threads, it may grow to so many pages. */
export const allocateMemory = (bytes: number, sharedPages?: number): WasmMemory => {
  const { Memory } = requireHost()
  requireAddressable(bytes)
  const pages = pagesOf(bytes)
  const allocate = (most?: number): WasmMemory =>
    new Memory(
      most === undefined
        ? { initial: pages }
        : { initial: pages, maximum: most, shared: sharedPages !== undefined },
    )
  try {
    return allocate(sharedPages)
  } catch (error) {
    throw new EngineError(
      bytes < littleBytes
        ? `${needed(bytes)}, which is little, but the host has none to give (${String(error)}). ${addresses}. Or use the reference engine ` +
            '({ engine: reference }), or do not compile ({ compile: false }).'
        : `${needed(bytes)}, but the host has not so much to give (${String(error)}). ${mend}`,
    )
  }
}
