/**
 * The files that a program becomes: a module, what loads it, its types, and its weights where they are in a file of their own.
 *
 * @module
 */
import { type Either, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { joined } from '../codec/bytes.ts'
import { bytesOfText, textOfValid } from '../codec/utf8.ts'
import { abstractOf, type Program, type Ref } from '../primitive/core/program.ts'
import { bytesTakenBy, contentOf, headerBytes, inFileOrder } from '../safetensors/encode.ts'
import { prefix } from '../safetensors/header.ts'
import { needs } from '../tensor/contract/index.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { type Standalone, type StandaloneOptions, standaloneOf } from '../wasm/standalone/standalone.ts'
import type { EmitError } from './emitError.ts'
import type { Place } from './form.ts'

/**
 * Files by name: to be written into one folder as they are.
 *
 * @category Other machines
 * @since 0.1.0
 */
export type EmittedFiles = { readonly [file: string]: Uint8Array | string }

/**
 * How a program is written as files.
 *
 * @category Other machines
 * @since 0.1.0
 */
export interface EmitOptions {
  /**
   * What the files are called: letters, digits, - and _. Defaults to `'model'`.
   *
   * @default 'model'
   */
  readonly name?: string
  /**
   * Whether weights are in the module, or in a safetensors file beside it, from which they are loaded. Defaults to `'inside'`.
   *
   * @default 'inside'
   */
  readonly weights?: 'inside' | 'beside'
  /**
   * Whether the module also runs where WebAssembly has no fused multiply-add on vectors (relaxed SIMD): slower, and rounded otherwise than
   * here. Defaults to false.
   *
   * @default false
   */
  readonly portable?: boolean
}

/** The entries of these options. */
export const emitEntries = {
  name: needs.optional(
    needs.described(
      'a name of letters, digits, - and _',
      x => typeof x === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(x),
    ),
  ),
  weights: needs.optional(needs.oneOf('inside', 'beside')),
  portable: needs.optional(needs.boolean),
} as const

/** A tensor that the module has from the beginning, with the name that it would have in a file. */
export interface Weight {
  readonly name: string
  readonly ref: Ref
  readonly tensor: AnyTensor
}

/** What a program is made into. */
export interface Emission extends StandaloneOptions {
  readonly name: string
  readonly isBeside: boolean
  readonly program: Program
  /** What may be in a file of its own. */
  readonly weights: readonly Weight[]
  /** What is in the module in any case. */
  readonly inside: readonly (readonly [Ref, AnyTensor])[]
  /** What is said of it, given where everything lies; and the text of its JavaScript and of its types. */
  readonly describe: (placeOf: (ref: Ref) => Place) => {
    readonly about: object
    readonly javascript: string
    readonly types: string
  }
}

/** The file of some weights, and what the module knows of it. */
const besideOf = (weights: readonly Weight[], { addressOf }: Standalone) => {
  const tensors = Object.fromEntries(weights.map(({ name, tensor }) => [name, tensor]))
  const ordered = inFileOrder(tensors)
  const header = headerBytes(ordered, {})
  const refs = new Map(weights.map(({ name, ref }) => [name, ref]))
  let from = header.length
  const places = ordered.map(([name, tensor]) => {
    const begin = from
    from += bytesTakenBy(tensor)
    return [addressOf(refs.get(name) as Ref), begin, from] as const
  })
  return {
    bytes: joined([...contentOf(tensors, {})()]),
    about: {
      length: from,
      data: header.length,
      header: textOfValid(header.subarray(prefix)),
      weights: places,
    },
  }
}

/** The files of a program, or why there are none. */
export const filesOf = ({
  name,
  isBeside,
  program,
  weights,
  inside,
  describe,
  ...options
}: Emission): Either<EmitError, EmittedFiles> =>
  pipe(
    standaloneOf(program, options),
    map((standalone): EmittedFiles => {
      const placeOf = (ref: Ref): Place => {
        const { shape, dtype } = abstractOf(program, ref)
        return { shape, dtype, $at: standalone.addressOf(ref) }
      }
      const { about, javascript, types } = describe(placeOf)
      const beside = isBeside ? besideOf(weights, standalone) : null
      const all = { ...about, refusing: standalone.refusing, ...beside?.about }
      const given = weights.map(({ ref, tensor }) => [ref, tensor] as const)
      const module = standalone.moduleOf(
        isBeside ? inside : [...given, ...inside],
        bytesOfText(JSON.stringify(all)) as Uint8Array,
      )
      return {
        [`${name}.wasm`]: module,
        [`${name}.js`]: javascript,
        [`${name}.d.ts`]: types,
        ...(beside === null ? {} : { [`${name}.safetensors`]: beside.bytes }),
      }
    }),
  )
