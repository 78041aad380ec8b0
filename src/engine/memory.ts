/**
 * Memory for a program, or one error that says why there is none.
 *
 * @module
 */
import { EngineError } from '../tensor/error.ts'
import { hasVectors } from './features.ts'
import { host, type WasmMemory } from './webAssembly.ts'

/** Generated code counts bytes in signed numbers of 32 bits. */
const mostBytes = 2 ** 31

const pageBytes = 2 ** 16

const showBytes = (bytes: number): string =>
  bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`

/** The host's WebAssembly, if it can run what is generated. */
export const requireHost = (): NonNullable<typeof host> => {
  if (host === undefined || !hasVectors())
    throw new EngineError(
      `This host has no WebAssembly${host === undefined ? '' : ' with 128-bit vectors'}, which the wasm engine needs. Leave ` +
        'the engine out, or use the reference engine ({ engine: reference }), or do not compile ({ compile: false }).',
    )
  return host
}

/** The pages that so many bytes take. */
export const pagesOf = (bytes: number): number => Math.ceil(bytes / pageBytes)

/** Memory of at least so many bytes, all of them zero; if it is shared between threads, it may grow to so many pages. */
export const allocateMemory = (bytes: number, sharedPages?: number): WasmMemory => {
  const { Memory } = requireHost()
  const needed = `The program needs ${showBytes(bytes)} of memory at one time`
  const mend =
    'Use smaller batches or fewer values at a time, or do not compile ({ compile: false }), which frees each value as soon ' +
    'as nothing refers to it. program.cost tells the peak beforehand.'
  if (!(bytes < mostBytes))
    throw new EngineError(`${needed}, but the wasm engine can address ${showBytes(mostBytes)}. ${mend}`)
  try {
    const pages = pagesOf(bytes)
    return new Memory(
      sharedPages === undefined ? { initial: pages } : { initial: pages, maximum: sharedPages, shared: true },
    )
  } catch (error) {
    throw new EngineError(`${needed}, but the host has not so much to give (${String(error)}). ${mend}`)
  }
}
