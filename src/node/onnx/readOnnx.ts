/**
 * Model files of ONNX on a disk, with the files beside them that they keep numbers in.
 *
 * @module
 */
import { readFile, realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { type Either, isLeft, left, mapLeft } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { sizePattern } from '../../codec/contract.ts'
import type { SizePattern } from '../../codec/formatError.ts'
import type { OnnxError } from '../../onnx/file/onnxError.ts'
import type { ExternalFiles } from '../../onnx/read/external.ts'
import { externalLocations } from '../../onnx/read/externalLocations.ts'
import { fromOnnx } from '../../onnx/read/fromOnnx.ts'
import type { OnnxModel, OnnxOptions, OnnxShaped } from '../../onnx/read/onnxModel.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { path } from '../contract.ts'
import type { DataError } from '../dataError.ts'
import { caught } from '../dataFailure.ts'
import { readFailure } from '../storedBytes.ts'

const bytesAt = async (path: string): Promise<Uint8Array> => {
  try {
    const buffer = await readFile(path)
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)
  } catch (cause) {
    throw readFailure(path)(cause)
  }
}

/** Whether a file is in a folder, when all links are followed. */
const isInside = async (folder: string, file: string): Promise<boolean> => {
  const [around, inside] = await Promise.all([realpath(folder), realpath(file)])
  return inside.startsWith(around.endsWith(sep) ? around : `${around}${sep}`)
}

/** The files that a model keeps numbers in; a link out of its folder is refused. */
const externalFiles = async (model: string, bytes: Uint8Array): Promise<Either<OnnxError, ExternalFiles>> => {
  const locations = externalLocations(bytes)
  if (isLeft(locations)) return locations
  const files: [string, Uint8Array][] = []
  for (const { location, tensor } of locations.right) {
    const refused = (reason: string): Either<OnnxError, never> =>
      left({ _tag: 'ExternalData', tensor, reason })
    const file = join(dirname(model), location)
    try {
      if (!(await isInside(dirname(model), file)))
        return refused(
          `'${location}' is a link to a file outside of the folder of the model. Only files there are read`,
        )
    } catch {
      return refused(`there is no file '${location}' beside the model. Get it, or check its name`)
    }
    files.push([location, await bytesAt(file)])
  }
  return { _tag: 'Right', right: Object.fromEntries(files) }
}

/**
 * A model file of ONNX as a layer, as `fromOnnx` gives it: one task, which reads the file when it is run, and the files beside it that
 * a large model keeps its numbers in. Those have to be within its folder, links followed.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { readOnnx } from 'pullback/node'
 *
 * const read = readOnnx('net.onnx', { input: [null, 3], output: [null, 2] }) // read() does it
 * const use = async () => {
 *   const net = await read()
 *   if (isRight(net)) console.log(net.right.layer.name, Object.keys(net.right.model.params))
 * }
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const readOnnx = takes(
  'readOnnx',
  {
    path,
    options: needs.options({
      known: needs.anything,
      input: sizePattern,
      output: sizePattern,
      name: needs.text,
    }),
  },
  () => readOnnxUnchecked,
)

const readOnnxUnchecked =
  <const I extends SizePattern | undefined = undefined, const O extends SizePattern | undefined = undefined>(
    path: string,
    options: Omit<OnnxOptions<I, O>, 'external'> = {},
  ): TaskEither<DataError, OnnxModel<OnnxShaped<I>, OnnxShaped<O>>> =>
  () =>
    caught(async () => {
      const bytes = await bytesAt(path)
      const external = await externalFiles(path, bytes)
      const inFile = mapLeft((error: OnnxError): DataError => ({ path, ...error }))
      if (isLeft(external)) return inFile(external)
      return inFile(fromOnnx(bytes, { ...options, external: external.right }))
    })
