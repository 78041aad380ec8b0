import { expect, test } from 'vitest'
import { numbersOf } from '../../laws/close.ts'
import { batches, dense, fit, key, last, meanSquaredError, random, sgd, supervised } from '../../src/index.ts'

const inputs = random.normal([6, 3])(key(1))
const targets = random.normal([6, 2])(key(2))
const objective = supervised(meanSquaredError())(dense(3, 2))

/** The parameters after the last step, and how many steps there were. */
const trained = async (options: object): Promise<unknown> => {
  const run = fit(sgd(0.1), batches({ inputs, targets }, { size: 2 }), options)(objective)(key(0))
  const { step, model } = (await last(run as never)) as {
    step: number
    model: () => { params: { w: { dtype: string } } }
  }
  const { params } = model()
  return [step, params.w.dtype, numbersOf(params).join()]
}

test('fit trains for one epoch in f32, compiled, and stops where something is not finite, without a word', async () => {
  const bare = await trained({})
  expect(bare).toEqual(await trained({ epochs: 1, dtype: 'f32', compile: true, nonFinite: 'stop' }))
  expect(bare).not.toEqual(await trained({ epochs: 2 }))
  expect((bare as readonly unknown[])[1]).toBe('f32')
})

test('a run is compiled without a word: a report is gone once the next step has been made', async () => {
  const modelsOf = async (options: object): Promise<number> => {
    const run = fit(sgd(0.1), batches({ inputs, targets }, { size: 2 }), options)(objective)(key(0))
    const models: (() => unknown)[] = []
    for await (const { model } of run) models.push(model)
    return models.filter(model => {
      try {
        model()
        return true
      } catch {
        return false
      }
    }).length
  }
  expect([await modelsOf({}), await modelsOf({ compile: false })]).toEqual([1, 3])
})
