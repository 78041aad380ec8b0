/**
 * The types beside a module, with a description of each shape.
 *
 * @module
 */
import { version } from '../safetensors/version.ts'
import { sizeOf } from '../tensor/shape.ts'
import { type Form, isPlace, type Place } from './form.ts'
import type { LoaderOptions } from './loader.ts'

const arrays = { f32: 'Float32Array', f64: 'Float64Array', i32: 'Int32Array', u8: 'Uint8Array' } as const

const words = ({ dtype, shape }: Place): string =>
  shape.length === 0
    ? `${dtype}, one number`
    : `${dtype} of shape [${shape.join(', ')}], ${sizeOf(shape)} numbers in rows`

type ShowPlace = (place: Place) => string

const arrayType: ShowPlace = ({ dtype }) => arrays[dtype]

const plainType: ShowPlace = place => {
  const { dtype, shape } = place
  return `{ readonly shape: readonly [${shape.join(', ')}]; readonly dtype: '${dtype}'; readonly values: ${arrayType(place)} }`
}

/** The type of a tree. */
const typeOf = (form: Form, show: ShowPlace, indent = ''): string => {
  if (typeof form !== 'object' || form === null) return JSON.stringify(form)
  if (isPlace(form)) return show(form)
  const inner = `${indent}  `
  const line = (key: string | number, branch: Form): string =>
    `${inner}${isPlace(branch) ? `/** ${words(branch)} */\n${inner}` : ''}readonly ${JSON.stringify(key)}: ${typeOf(branch, show, inner)}\n`
  const entries = Object.entries(form)
  if (Array.isArray(form))
    return `readonly [${form.map(branch => `${isPlace(branch) ? `/** ${words(branch)} */ ` : ''}${typeOf(branch, show, inner)}`).join(', ')}]`
  return entries.length === 0
    ? '{}'
    : `{\n${entries.map(([key, branch]) => line(key, branch)).join('')}${indent}}`
}

const sources = ({ name, isBeside }: LoaderOptions): string => `\
// Made by pullback ${version}.

/** Where bytes are: an address, as it is or beside the module's own, or the bytes. */
export type Source = string | URL | ArrayBuffer | Uint8Array

/** Where the files are. They default to those beside the JavaScript. */
export interface Sources {
  /** ${name}.wasm */
  readonly wasm?: Source
${
  isBeside
    ? `  /** ${name}.safetensors */
  readonly weights?: Source
`
    : ''
}}
`

const place = (form: Form): string => (isPlace(form) ? words(form) : 'a tree of arrays')

/** The types of a function. */
export const functionTypes = (
  options: LoaderOptions,
  { args, result }: { readonly args: readonly Form[]; readonly result: Form },
): string => `\
${sources(options)}
/**
 * Computes on one thread. What it is given is copied in, and what it gives is a copy.
 *
${args.map((form, i) => ` * @param x${i} ${place(form)}\n`).join('')} * @returns ${place(result)}
 * @throws TypeError if an array has another length or class.
 */
export type Run = (${args.map((form, i) => `x${i}: ${typeOf(form, arrayType)}`).join(', ')}) => ${typeOf(result, arrayType)}

/** Loads the module. */
export declare const load: (sources?: Sources) => Promise<Run>
`

/** The types of a training step. */
export const stepTypes = (
  options: LoaderOptions,
  { batch, state }: { readonly batch: Form; readonly state: Form },
): string => `\
${sources(options)}
/** Examples and what is to be predicted from them. */
export type Batch = ${typeOf(batch, arrayType)}

/** All that is trained: trees of tensors, and the steps done. */
export type State = ${typeOf(state, plainType)} & { readonly step: number }

/** Training, one step after the other, on one thread. */
export interface Trainer {
  /**
   * Takes a step on a batch, and gives the loss before it.
   *
   * @throws TypeError if an array of the batch has another length or class.
   * @throws Error if the loss or what is trained would not be finite: the step is not taken then.
   * @throws RangeError beyond the steps that there are rates for.
   */
  readonly step: (batch: Batch) => number
  /** A copy of all that is trained. */
  readonly state: () => State
  /** Goes on from a state; all of it is looked at before any is taken. */
  readonly restore: (state: State) => void
}

/** Loads the module. */
export declare const load: (sources?: Sources) => Promise<Trainer>
`
