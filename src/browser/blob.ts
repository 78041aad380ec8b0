/**
 * Tensors and models from files that a page was given, of which only what is wanted is read.
 *
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { byteCount, patterns } from '../codec/contract.ts'
import type { ArrayPatterns } from '../codec/npz.ts'
import type { Layer } from '../layer/layer.ts'
import { readingSafetensors, type Safetensors, type SafetensorsPattern } from '../safetensors/decode.ts'
import type { ModelFileError } from '../safetensors/modelError.ts'
import { type LoadedModel, readingModel } from '../safetensors/modelFile.ts'
import type { Fill } from '../safetensors/reading.ts'
import type { SafetensorsError } from '../safetensors/safetensorsError.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { blob } from './contract.ts'
import type { BlobLike } from './host.ts'

/** What one slice has at most, so that no more than that is in memory twice. */
const mostAtOnce = 2 ** 26

const answeredBy = async <E, A>(
  file: BlobLike,
  reading: Generator<Fill, Either<E, A>, number>,
): Promise<Either<E, A>> => {
  let step = reading.next()
  while (!step.done) {
    const { from, into } = step.value
    const whole = Math.min(into.length, Math.max(0, file.size - from))
    for (let done = 0; done < whole; done += mostAtOnce) {
      const to = Math.min(whole, done + mostAtOnce)
      into.set(new Uint8Array(await file.slice(from + done, from + to).arrayBuffer()), done)
    }
    step = reading.next(whole)
  }
  return step.value
}

/**
 * Tensors in a safetensors file that a page was given, by an input or by dropping it: one task, which reads the header and the tensors
 * that are asked for, and not the rest of the file. `decodeSafetensors` says what is read and what is refused.
 *
 * @example
 * import { readBlob } from 'pullback/browser'
 * const names = async (file: File) => readBlob(file, { tensors: { w: { dtype: 'f32' } } })()
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const readBlob = takes(
  'readBlob',
  { blob, pattern: needs.options({ tensors: patterns, maxBytes: byteCount }) },
  () => readBlobUnchecked,
)

const readBlobUnchecked =
  <const Ps extends ArrayPatterns = ArrayPatterns>(
    file: BlobLike,
    pattern: SafetensorsPattern<Ps> = {},
  ): TaskEither<SafetensorsError, Safetensors<Ps>> =>
  () =>
    answeredBy(file, readingSafetensors(file.size, pattern))

/**
 * The model in a file that a page was given, checked against the layer as `decodeModel` does.
 *
 * @example
 * import { dense } from 'pullback'
 * import { readModelBlob } from 'pullback/browser'
 * const load = async (file: File) => readModelBlob(file, dense(4, 3))()
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const readModelBlob = takes(
  'readModelBlob',
  { blob, layer: needs.layer },
  () => readModelBlobUnchecked,
)

const readModelBlobUnchecked =
  <A, B, P, S>(file: BlobLike, layer: Layer<A, B, P, S>): TaskEither<ModelFileError, LoadedModel<P, S>> =>
  () =>
    answeredBy(file, readingModel(layer)(file.size))
