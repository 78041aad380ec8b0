/**
 * The functions on vectors that make samples, as a module of WebAssembly over a memory of its own, made when many samples are first
 * asked for.
 *
 * @module
 */
import { moduleOf } from './vectorCode.ts'
import { turning } from './vectorNormal.ts'
import { drawing } from './vectorThreefry.ts'

/** Writes samples of a key from number `first` on into bytes `to` up to `end`, whole groups. */
type Draw = (
  ...those: readonly [
    ...[to: number, end: number, k0: number, k1: number, domain: number, first: number],
    ...[upper: number, lower: number],
  ]
) => void

/** Turns uniform samples into normal ones; gives the end of the list of those that it did not. */
type Turn = (at: number, end: number, mean: number, deviation: number) => number

/** The functions, and where they write. */
export interface VectorModule {
  readonly memory: ArrayBuffer
  readonly unit32: Draw
  readonly unit64: Draw
  readonly ones: Draw
  readonly normal32: Turn
  readonly normal64: Turn
}

/** What is needed of a host's WebAssembly. */
interface Host {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> }
}

declare const WebAssembly: Host | undefined

/** The functions, in a host that has vectors and makes modules; else null, and samples are made without. */
export const vectorModule = (
  host: Host | undefined = typeof WebAssembly === 'undefined' ? undefined : WebAssembly,
): VectorModule | null => {
  if (host === undefined) return null
  try {
    const { memory, ...functions } = new host.Instance(
      new host.Module(moduleOf({ ...drawing(), ...turning() })),
    ).exports
    return { memory: (memory as { readonly buffer: ArrayBuffer }).buffer, ...functions } as VectorModule
  } catch {
    // Forbidden by the page, or older than vectors.
    return null
  }
}
