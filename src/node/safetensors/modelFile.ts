/**
 * Model files on a disk.
 *
 * @module
 */
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Layer } from '../../layer/layer.ts'
import type { Model } from '../../layer/model.ts'
import { modelMetadata } from '../../safetensors/contract.ts'
import {
  fitting,
  type LoadedModel,
  loaded,
  type ModelFileOptions,
  modelContent,
} from '../../safetensors/modelFile.ts'
import { rebuiltOf } from '../../safetensors/names.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { path } from '../contract.ts'
import type { DataError } from '../dataError.ts'
import { caught } from '../dataFailure.ts'
import { type FindOptions, openTensorFiles } from './tensorFiles.ts'
import { readAll, shardOptions, type WriteSafetensorsOptions, writeTensors } from './whole.ts'

/**
 * Writes a model to a file: parameters and state by name (`params.0.w`, `state.1.mean`), the name of the layer, the version of the
 * library, and what you add. The file appears when it is complete and on the disk. A path that ends in `.index.json` is that of an
 * index of several files, as `writeSafetensors` tells.
 *
 * @throws ArgumentError if the model is not one of the layer, or a name in it has a dot.
 *
 * @example
 * import { dense, init, key } from 'pullback'
 * import { writeModel } from 'pullback/node'
 * const net = dense(4, 3)
 * const write = writeModel('model.safetensors', net, { metadata: { trained: '20 epochs' } })(init(net)(key(0))) // write() does it
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const writeModel = takes(
  'writeModel',
  [
    { path, layer: needs.layer, options: needs.options({ metadata: modelMetadata, ...shardOptions }) },
    { model: needs.model },
  ],
  () => writeModelUnchecked,
)

const writeModelUnchecked =
  <A, B, P, S>(
    path: string,
    layer: Layer<A, B, P, S>,
    options: ModelFileOptions & Pick<WriteSafetensorsOptions, 'maxShardBytes'> = {},
  ) =>
  (model: Model<P, S>): TaskEither<DataError, void> => {
    const { tensors, metadata } = modelContent('writeModel', layer, model, options)
    return writeTensors('writeModel', path, { ...options, metadata }, tensors)
  }

/**
 * The model in a file, or in the files that an index names, checked against the layer: one task, which reads when it is run. The left
 * names every entry that is missing, not expected, or of another form, or says what is wrong with the file. Names and shapes are
 * checked before the numbers are read, and no more memory is taken than they need.
 *
 * @example
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { dense, ones, predict } from 'pullback'
 * import { readModel, showDataError } from 'pullback/node'
 * const net = dense(4, 3)
 * const read = await readModel('model.safetensors', net)()
 * if (isLeft(read)) console.error(showDataError(read.left))
 * else console.log(predict(net, read.right.model)(ones([1, 4])))
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const readModel = takes(
  'readModel',
  { path, layer: needs.layer, options: needs.options({ followLinks: needs.boolean }) },
  () => readModelUnchecked,
)

const readModelUnchecked =
  <A, B, P, S>(
    path: string,
    layer: Layer<A, B, P, S>,
    options: FindOptions = {},
  ): TaskEither<DataError, LoadedModel<P, S>> =>
  () =>
    caught(async () => {
      const files = await openTensorFiles(path, options)
      const fits = fitting(layer, files.header)
      if (isLeft(fits)) return left({ ...fits.left, path })
      const { form, entries } = fits.right
      const tensors = await readAll(files, entries)
      return right(loaded(rebuiltOf(form, tensors), files.header.metadata))
    })
