/**
 * The part of WebAssembly that the core needs, which every host has; the core names no host's types.
 *
 * @module
 */

/** A memory that grows in pages of 64 KiB. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer
  /** Makes it so many pages larger, counted as its addresses are. */
  readonly grow: (pages: number | bigint) => number | bigint
}

interface WasmHost {
  readonly Memory: new (descriptor: {
    readonly initial: number | bigint
    readonly maximum?: number | bigint
    readonly shared?: boolean
    readonly address?: 'i64'
  }) => WasmMemory
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (
    module: object,
    imports: {
      readonly host: {
        readonly memory: WasmMemory
        readonly multiply?: (gemm: number, chunk: number) => void
        readonly compute?: (number: number) => void
      }
    },
  ) => { readonly exports: Readonly<Record<string, unknown>> }
  readonly validate: (bytes: Uint8Array<ArrayBuffer>) => boolean
}

declare const WebAssembly: WasmHost | undefined

/** The host's WebAssembly, if it has one. */
export const host: WasmHost | undefined = typeof WebAssembly === 'undefined' ? undefined : WebAssembly
