import {
  batches,
  compose,
  dense,
  fit,
  init,
  key,
  last,
  lossOf,
  predict,
  relu,
  ShapeError,
  sgd,
  smoothOf,
  softmaxCrossEntropy,
  supervised,
  tensor,
} from 'pullback'
import { expect, test } from 'vitest'

// What the compiler lets through, as its sizes are known only at run time, is checked there. The types: test/types/good/runtimeSizes.ts.

const rowsOf = (width: number): number[][] => [0, 1, 2].map(i => Array.from({ length: width }, () => i))
const net = compose(dense(3, 4), relu(), dense(4, 2))
const model = init(net)(key(0))
const objective = supervised(softmaxCrossEntropy())(net)
const labels: number[] = [0, 1, 1]

test('what fits at run time is taken by predict and fit', async () => {
  const inputs = tensor(rowsOf(3))
  expect(predict(net, model)(inputs).shape).toEqual([3, 2])
  const data = batches({ inputs, targets: tensor(labels, 'i32') }, { size: 3 })
  expect((await last(fit(sgd(0.1), data)(objective)(key(0)))).loss).toBeGreaterThan(0)
})

test('what does not is refused by predict, smoothOf, lossOf and fit', async () => {
  const inputs = tensor(rowsOf(4))
  const targets = tensor(labels, 'i32')
  expect(() => predict(net, model)(inputs)).toThrow(ShapeError)
  expect(() => smoothOf(net, model.state)([model.params, inputs])).toThrow(ShapeError)
  expect(() => lossOf(model.state)(objective)({ inputs, targets })(model.params)).toThrow(ShapeError)
  const training = fit(sgd(0.1), batches({ inputs, targets }, { size: 3 }))(objective)
  await expect(last(training(key(0)))).rejects.toThrow(ShapeError)
})

test('a list of layers runs if they fit, and says which does not', () => {
  const listOf = (widths: readonly number[]) =>
    compose(...widths.slice(1).map((width, i) => dense(widths[i] as number, width)))
  const deep = listOf([3, 5, 4, 2])
  expect(predict(deep, init(deep)(key(0)))(tensor(rowsOf(3))).shape).toEqual([3, 2])
  const layers = [dense(3, 5), relu(), dense(4, 2)]
  const broken = compose(...layers)
  expect(() => predict(broken, init(broken)(key(0)))(tensor(rowsOf(3)))).toThrow(/\[2\] dense\(4, 2\)/)
  const between = compose(dense(3, 4), ...[1, 2].map(() => dense(4, 4)), dense(4, 2))
  expect(predict(between, init(between)(key(0)))(tensor(rowsOf(3))).shape).toEqual([3, 2])
})
