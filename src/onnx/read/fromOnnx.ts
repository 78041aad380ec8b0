/**
 * Model files as layers.
 *
 * @module
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { bytes as bytesArgument, sizePattern } from '../../codec/contract.ts'
import type { SizePattern } from '../../codec/formatError.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { decodeModelFile } from '../file/decodeModel.ts'
import type { OnnxError } from '../file/onnxError.ts'
import type { OnnxModel, OnnxOptions, OnnxShaped } from './onnxModel.ts'
import { ReadFailure } from './reading.ts'
import { read } from './readModel.ts'

const decode = <
  const I extends SizePattern | undefined = undefined,
  const O extends SizePattern | undefined = undefined,
>(
  bytes: Uint8Array,
  options: OnnxOptions<I, O> = {},
): Either<OnnxError, OnnxModel<OnnxShaped<I>, OnnxShaped<O>>> => {
  const message = decodeModelFile(bytes)
  if (isLeft(message)) return message
  try {
    // What it takes and gives is checked against the sizes that are stated, here and in each run.
    return right(read(message.right, options) as object as OnnxModel<OnnxShaped<I>, OnnxShaped<O>>)
  } catch (error) {
    if (error instanceof ReadFailure) return left(error.error)
    // Graphs inside graphs can be deeper than the host's stack.
    if (error instanceof RangeError)
      return left({ _tag: 'BadModel', where: 'the model', reason: error.message })
    throw error
  }
}

/**
 * A model file of ONNX as a layer: it predicts, trains and compiles as any other. Its float tensors are its parameters, under their
 * names in the file; axes whose size is open take any.
 *
 * The left says what is wrong with the file, or which node cannot be read and why: nothing has run by then.
 *
 * Sizes may be stated, and then types have them: `{ input: [null, 3], output: [null, 10] }` makes it a layer that `compose` puts
 * together with others. A file that has other sizes is refused.
 *
 * @throws ArgumentError unless the first argument is a Uint8Array.
 *
 * @example
 * import { readFile } from 'node:fs/promises'
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { predict, zeros } from 'pullback'
 * import { fromOnnx } from 'pullback/onnx'
 *
 * const classify = async (path: string) => {
 *   const read = fromOnnx(await readFile(path), { input: [null, 3, 32, 32], output: [null, 10] })
 *   if (isRight(read)) return predict(read.right.layer, read.right.model)(zeros([1, 3, 32, 32]))
 * }
 *
 * @category Models from files
 * @since 0.1.0
 */
export const fromOnnx = takes(
  'fromOnnx',
  {
    bytes: bytesArgument,
    options: needs.options({
      known: needs.anything,
      input: sizePattern,
      output: sizePattern,
      external: needs.anything,
      name: needs.text,
    }),
  },
  () => decode,
)
