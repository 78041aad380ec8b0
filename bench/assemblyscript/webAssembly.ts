/**
 * The part of WebAssembly that is used, which Node's types do not describe in full.
 *
 * @module
 */

/** A memory that grows in pages of 64 KiB. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer
  readonly grow: (pages: number) => number
}

/** A compiled module. */
export type WasmModule = object

interface Host {
  Module: new (bytes: Uint8Array<ArrayBuffer>) => WasmModule
  readonly Instance: new (module: WasmModule) => { readonly exports: object }
}

declare const WebAssembly: Host

/** The host's WebAssembly. */
export const host: Host = WebAssembly

/** The bytes of all modules that are made meanwhile. */
export const bytesMade = async (work: () => unknown): Promise<number> => {
  const { Module } = host
  let bytes = 0
  host.Module = class extends Module {
    constructor(source: Uint8Array<ArrayBuffer>) {
      super(source)
      bytes += source.byteLength
    }
  }
  try {
    await work()
  } finally {
    host.Module = Module
  }
  return bytes
}
