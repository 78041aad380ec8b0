/**
 * Rows of numbers in a memory of their own, and what vector code does with them: products taken away, and rotations. Without WebAssembly
 * the same is done by plain loops.
 *
 * @module
 */
import { FunctionBuilder } from '../../wasm/binary/assembler.ts'
import { encodeModule } from '../../wasm/binary/module.ts'
import type { Dense } from './operations.ts'
import { plainDense } from './plain.ts'
import { subtractProduct } from './subtractProduct.ts'
import { turnRows } from './turnRows.ts'

interface Memory {
  readonly buffer: ArrayBuffer
  readonly grow: (pages: number) => number
}

/** What is needed of a host's WebAssembly. */
export interface Host {
  readonly Memory: new (descriptor: { readonly initial: number }) => Memory
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (
    module: object,
    imports: { readonly host: { readonly memory: Memory } },
  ) => { readonly exports: object }
  readonly validate: (bytes: Uint8Array<ArrayBuffer>) => boolean
}

declare const WebAssembly: Host | undefined

const pageBytes = 65536

const code = (relaxed: boolean): Uint8Array<ArrayBuffer> =>
  encodeModule([
    { name: 'subtractProduct', body: subtractProduct(relaxed) },
    { name: 'turnRows', body: turnRows() },
  ])

const hasRelaxed = (host: Host): boolean => {
  const zero = new Uint8Array(16)
  const f = new FunctionBuilder().v128(zero).v128(zero).v128(zero).op('f64x2.relaxed_nmadd', 'drop')
  return host.validate(encodeModule([{ name: 'probe', body: f }]))
}

/** By the host's vectors, or by plain loops where it has none. */
export const denseIn = (host: Host | undefined): Dense => {
  if (host === undefined) return plainDense()
  try {
    const memory = new host.Memory({ initial: 1 })
    const { exports } = new host.Instance(new host.Module(code(hasRelaxed(host))), { host: { memory } })
    const { subtractProduct: multiply, turnRows: turn } = exports as Pick<
      Dense,
      'subtractProduct' | 'turnRows'
    >
    let numbers = new Float64Array(memory.buffer)
    return {
      room: count => {
        if (count > numbers.length) {
          memory.grow(Math.ceil(((count - numbers.length) * 8) / pageBytes))
          numbers = new Float64Array(memory.buffer)
        }
        return numbers
      },
      subtractProduct: (c, a, b, m, n, k, rowC, rowA, stepA, rowB) => {
        if (m > 0 && n > 0 && k > 0) multiply(c, a, b, m, n, k, rowC, rowA, stepA, rowB)
      },
      turnRows: turn,
    }
  } catch {
    // Forbidden by the page, or older than vectors.
    return plainDense()
  }
}

let made: Dense | null = null

/** Most numbers that are kept from call to call, 8 MiB of them. */
const kept = 1 << 20

/** The operations of this host, made when they are first asked for; a memory that has become large is left to be collected. */
export const dense = (): Dense => {
  made ??= denseIn(typeof WebAssembly === 'undefined' ? undefined : WebAssembly)
  if (made.room(0).length > kept) made = denseIn(typeof WebAssembly === 'undefined' ? undefined : WebAssembly)
  return made
}
