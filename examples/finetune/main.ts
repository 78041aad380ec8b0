/**
 * `node --conditions=pullback-source examples/finetune/main.ts MODEL.onnx`: fine-tunes a model of images [batch, 1, 28, 28], such as a
 * LeNet that PyTorch exported, on the handwritten digits that come with the examples.
 *
 * @module
 */
import { join } from 'node:path'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { readOnnx, showDataError } from 'pullback/node'
import { loadDigits } from '../digits/data.ts'
import { finetune } from './finetune.ts'
import { splitDigits } from './split.ts'

const digits = join(import.meta.dirname, '../data/digits.csv.gz')

await pipe(
  TE.Do,
  TE.bind('net', () =>
    readOnnx(process.argv[2] ?? 'model.onnx', { input: [null, 1, 28, 28], output: [null, 10] }),
  ),
  TE.bind('data', () => loadDigits(digits)),
  TE.match(
    error => {
      console.error(showDataError(error))
      process.exitCode = 1
    },
    async ({ net, data }) => {
      const { train, test } = splitDigits(data)
      const { headAlone, all } = await finetune(net, train, test, { epochs: 6, seed: 0 })
      console.log(
        `right of ${test.targets.shape[0]} digits: ${headAlone.toFixed(3)} by a new head, ${all.toFixed(3)} after all was trained`,
      )
    },
  ),
)()
