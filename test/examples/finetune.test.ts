import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { readOnnx, showDataError } from 'pullback/node'
import { expect, test } from 'vitest'
import { loadDigits } from '../../examples/digits/data.ts'
import { finetune } from '../../examples/finetune/finetune.ts'
import { splitDigits } from '../../examples/finetune/split.ts'
import { hasShared, shared } from '../shared.ts'

const file = 'exchange/onnx/lenet.script.onnx'

test.runIf(hasShared(file, 'fine-tuning a LeNet'))(
  'a LeNet of PyTorch learns digits with a new head',
  async () => {
    const net = await readOnnx(shared(file), { input: [null, 1, 28, 28], output: [null, 10] })()
    const digits = await loadDigits(join(import.meta.dirname, '../../examples/data/digits.csv.gz'))()
    if (isLeft(net)) throw new Error(showDataError(net.left))
    if (isLeft(digits)) throw new Error(showDataError(digits.left))
    const { train, test } = splitDigits(digits.right)
    const { headAlone, all } = await finetune(net.right, train, test, { epochs: 2, seed: 0 })
    expect(headAlone).toBeGreaterThan(0.3)
    expect(all).toBeGreaterThan(Math.max(0.75, headAlone))
  },
)
