/**
 * Model files: parameters and state of a layer, in safetensors.
 *
 * @module
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { bytes } from '../codec/contract.ts'
import type { Layer } from '../layer/layer.ts'
import type { Model } from '../layer/model.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import { ArgumentError } from '../tensor/error.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { modelMetadata } from './contract.ts'
import { answered } from './decode.ts'
import { dtypeOf } from './elementType.ts'
import { encodeSafetensors, type NamedTensors } from './encode.ts'
import type { SafetensorsEntry, SafetensorsHeader } from './header.ts'
import { type ModelFileError, type ModelMismatch, mismatchLine } from './modelError.ts'
import { formOf } from './modelForm.ts'
import { mismatchesOf, rebuiltOf, tensorsOf } from './names.ts'
import { isOwn, ownName } from './ownMetadata.ts'
import { type Fill, openingSafetensors, readingTensor } from './reading.ts'
import { quoted } from './safetensorsError.ts'
import { version } from './version.ts'

/**
 * What is written beside a model.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface ModelFileOptions {
  /** Texts by name, such as a date or an accuracy. Names that begin with 'pullback.' are the library's. Defaults to none. */
  readonly metadata?: { readonly [name: string]: string }
}

/**
 * A model as it was read, and what stood beside it.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface LoadedModel<P, S> {
  readonly model: Model<P, S>
  /** What the model was called that was written; `null` if the file does not say. */
  readonly name: string | null
  /** The version of the library that wrote it; `null` if the file does not say. */
  readonly version: string | null
  /** What the writer added. */
  readonly metadata: { readonly [name: string]: string }
}

const [nameKey, versionKey, stepKey] = ['model', 'version', 'step'].map(ownName) as [string, string, string]

const mismatchOf = (
  expected: string,
  found: string | null,
  mismatches: ModelMismatch['mismatches'],
): ModelMismatch => ({ _tag: 'ModelMismatch', expected, found, mismatches })

/** The element type of a model's floats. */
const floatsOf = (types: readonly (string | null)[]): FloatDType =>
  types.includes('f64') && !types.includes('f32') ? 'f64' : 'f32'

/** Tensors and metadata of a model's file. */
export interface ModelContent {
  readonly tensors: NamedTensors
  readonly metadata: { readonly [name: string]: string }
}

/**
 * What a file of a model holds.
 *
 * @throws ArgumentError unless the model is one of the layer.
 */
export const modelContent = <A, B, P, S>(
  of: string,
  layer: Layer<A, B, P, S>,
  { params, state }: Model<P, S>,
  { metadata = {} }: ModelFileOptions,
): ModelContent => {
  const tensors = tensorsOf({ params, state })
  const dtype = floatsOf(Object.entries(tensors).flatMap(([name, x]) => (isParameter(name) ? [x.dtype] : [])))
  const mismatches = mismatchesOf(formOf(layer, dtype), new Map(Object.entries(tensors)))
  if (mismatches.length > 0) {
    const some = mismatches.slice(0, 8).map(mismatchLine)
    const more = mismatches.length > some.length ? `; and ${mismatches.length - some.length} more` : ''
    throw new ArgumentError(
      `${of} needs a model of the layer ${quoted(layer.name)}, but ${some.join('; ')}${more}. Give it the layer that made the model.`,
    )
  }
  return { tensors, metadata: { ...metadata, [nameKey]: layer.name, [versionKey]: version } }
}

const isIn =
  (part: string) =>
  (name: string): boolean =>
    name === part || name.startsWith(`${part}.`)

const isParameter = isIn('params')

/** What a checkpoint holds besides a model, which is passed over. */
const isBeside =
  (metadata: ModelContent['metadata']) =>
  (name: string): boolean =>
    metadata[stepKey] !== undefined && (isIn('optimiser')(name) || isIn('key')(name))

/** A model without its numbers, and the entries of a file that have them. */
export interface Fitting<P, S> {
  readonly form: Model<P, S>
  readonly entries: readonly SafetensorsEntry[]
}

/** The form of the model in a file, with the floats that the file has, or what keeps the file from being one of it. */
export const fitting = <A, B, P, S>(
  layer: Layer<A, B, P, S>,
  { entries, metadata }: SafetensorsHeader,
): Either<ModelMismatch, Fitting<P, S>> => {
  const isPassedOver = isBeside(metadata)
  const own = [...entries.values()].filter(({ name }) => !isPassedOver(name))
  const found = new Map(
    own.map(({ name, elements, shape }) => [name, { dtype: dtypeOf(elements) ?? elements, shape }] as const),
  )
  const floats = Array.from(found, ([name, { dtype }]) => (isParameter(name) ? dtype : null))
  const form = formOf(layer, floatsOf(floats))
  const mismatches = mismatchesOf(form, found)
  return mismatches.length === 0
    ? right({ form, entries: own })
    : left(mismatchOf(layer.name, metadata[nameKey] ?? null, mismatches))
}

/** The conversation that reads a model from a file of so many bytes. */
export const readingModel = <A, B, P, S>(layer: Layer<A, B, P, S>) =>
  function* (length: number): Generator<Fill, Either<ModelFileError, LoadedModel<P, S>>, number> {
    const header = yield* openingSafetensors(length)
    if (isLeft(header)) return header
    const fits = fitting(layer, header.right)
    if (isLeft(fits)) return fits
    const { form, entries } = fits.right
    const tensors = new Map<string, AnyTensor>()
    for (const entry of entries) {
      const tensor = yield* readingTensor(entry)
      if (isLeft(tensor)) return tensor
      tensors.set(entry.name, tensor.right)
    }
    return right(loaded(rebuiltOf(form, tensors), header.right.metadata))
  }

/** A model with what the metadata of its file say. */
export const loaded = <P, S>(
  model: Model<P, S>,
  metadata: { readonly [name: string]: string },
): LoadedModel<P, S> => ({
  model,
  name: metadata[nameKey] ?? null,
  version: metadata[versionKey] ?? null,
  metadata: Object.fromEntries(Object.entries(metadata).filter(([name]) => !isOwn(name))),
})

/**
 * The bytes of a file with a model: its parameters and state by name (`params.0.w`, `state.1.mean`), the name of the layer, the version
 * of the library, and what you add. It is a safetensors file, which other libraries read.
 *
 * @throws ArgumentError if the model is not one of the layer, or a name in it has a dot.
 *
 * @example
 * import { compose, dense, init, key, relu } from 'pullback'
 * import { encodeModel } from 'pullback/safetensors'
 * const net = compose(dense(4, 8), relu(), dense(8, 2))
 * const bytes = encodeModel(net, { metadata: { trained: '20 epochs' } })(init(net)(key(0)))
 *
 * @category Codecs
 * @since 0.1.0
 */
export const encodeModel = takes(
  'encodeModel',
  [{ layer: needs.layer, options: needs.options({ metadata: modelMetadata }) }, { model: needs.model }],
  () => encodeModelUnchecked,
)

const encodeModelUnchecked =
  <A, B, P, S>(layer: Layer<A, B, P, S>, options: ModelFileOptions = {}) =>
  (model: Model<P, S>): Uint8Array => {
    const { tensors, metadata } = modelContent('encodeModel', layer, model, options)
    return encodeSafetensors({ metadata })(tensors)
  }

/**
 * The model in the bytes of a file, checked against the layer: every parameter and state that it has, with its shape and element type,
 * and nothing else. Floats are as wide as in the file. The left names every entry that is missing, not expected, or of another form, or
 * says what is wrong with the file; `showModelFileError` shows it.
 *
 * @throws ArgumentError unless it is given a layer, and then a Uint8Array.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { dense, init, key, ones, predict } from 'pullback'
 * import { decodeModel, encodeModel } from 'pullback/safetensors'
 * const net = dense(4, 3)
 * const loaded = decodeModel(net)(encodeModel(net)(init(net)(key(0))))
 * if (isRight(loaded)) console.log(predict(net, loaded.right.model)(ones([1, 4])))
 *
 * @category Codecs
 * @since 0.1.0
 */
export const decodeModel = takes(
  'decodeModel',
  [{ layer: needs.layer }, { bytes }],
  () => decodeModelUnchecked,
)

const decodeModelUnchecked =
  <A, B, P, S>(layer: Layer<A, B, P, S>) =>
  (file: Uint8Array): Either<ModelFileError, LoadedModel<P, S>> =>
    answered(file, readingModel(layer)(file.length))
