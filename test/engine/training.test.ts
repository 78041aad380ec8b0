import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  batches,
  compose,
  dense,
  dropout,
  engines,
  fit,
  key,
  label,
  last,
  sgd,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tensor,
  toValues,
  tree,
} from '../../src/index.ts'

const net = compose(label('hidden')(dense(2, 5)), dropout(0.3), label('output')(dense(5, 3)))
const objective = supervised(softmaxCrossEntropy())(net)
const inputs = tensor(Array.from({ length: 10 }, (_, i) => [Math.sin(i), Math.cos(3 * i)])) as Tensor<
  [number, 2]
>
const labels = Array.from({ length: 10 }, (_, i) => i % 3)

describe('compiled training', () => {
  test('gives what evaluated training gives, also with a short last batch and dropout', async () => {
    const data = batches({ inputs, targets: tensor(labels, 'i32') }, { size: 4, shuffle: true })
    const ways = [...Object.values(engines).map(engine => ({ engine })), { compile: false }]
    const runs = ways.map(options => last(fit(sgd(0.2), data, { epochs: 4, ...options })(objective)(key(3))))
    const [plain, ...others] = (await Promise.all(runs)).map(({ model }) =>
      tree.leaves(model().params).map(x => Array.from(toValues(x as Tensor))),
    )
    const evaluated = others.pop()!.flat()
    expect(plain!.flat()).toEqual(evaluated)
    for (const fast of others)
      fast.flat().forEach((w, i) => {
        expect(w).toBeCloseTo(evaluated[i]!, 5)
      })
  })

  test.each([-1, 3])('names a label of %d as evaluated training does', async wrong => {
    const targets = tensor([...labels.slice(1), wrong], 'i32')
    const messages = [{ compile: true }, { compile: false }].map(options =>
      last(fit(sgd(0.2), batches({ inputs, targets }, { size: 4 }), options)(objective)(key(3))).then(
        () => 'nothing',
        error => `${(error as Error).name}: ${(error as Error).message}`,
      ),
    )
    const [compiled, evaluated] = await Promise.all(messages)
    expect(compiled).toBe(evaluated)
    expect(compiled).toMatch(new RegExp(`^IndexError: .*label ${wrong} for example 1`))
  })
})

test('10,000 compiled steps leave no memory behind', { timeout: 60_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--expose-gc', '--conditions=pullback-source'],
    new URL('memoryOfTraining.ts', import.meta.url).pathname,
  ])
  const { grown, steps } = JSON.parse(stdout) as { readonly grown: number; readonly steps: number }
  expect(steps).toBe(10_000)
  // Less is not a leak: the host forgets code that ran once.
  expect(grown).toBeLessThan(1e6)
})
