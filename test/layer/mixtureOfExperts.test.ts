import { describe, expect, test } from 'vitest'
import {
  cached,
  compile,
  compose,
  dense,
  evaluation,
  init,
  key,
  meanOnlyBatchNorm,
  mixtureOfExperts,
  ones,
  op,
  predict,
  predictWithState,
  random,
  relu,
  showSummary,
  spectralNorm,
  summary,
  type Tensor,
  toValues,
  training,
  transformerEncoderBlock,
  transpose,
  weightNorm,
} from '../../src/index.ts'
import { named } from '../engines.ts'

const x = random.normal([5, 4])(key(3)) as Tensor<[number, 4]>

describe('a mixture of experts', () => {
  test('has the shapes of its parts, in types too', () => {
    const layer = mixtureOfExperts(4, 3)(compose(dense(4, 6), relu(), dense(6, 2)))
    const { params, state } = init(layer)(key(0))
    const sizes: readonly [4, 3, 3] = [...params.router.w.shape, state.routing.load.shape[0]]
    expect(sizes).toEqual([4, 3, 3])
    const y: Tensor<[number, 2]> = predict(layer, { params, state })(x)
    expect(y.shape).toEqual([5, 2])
    const [same, balance] = predict(layer.withBalance, { params, state })(x)
    const term: Tensor<[]> = balance
    expect([Array.from(toValues(same)), term.shape]).toEqual([Array.from(toValues(y)), []])
  })

  test('keeps the states of its experts, and in evaluation all of them', () => {
    const layer = mixtureOfExperts(4, 2)(compose(dense(4, 2), meanOnlyBatchNorm(2)))
    const { params, state } = init(layer)(key(0))
    const [, , next] = layer.run(params, x, state, training(key(1)))
    expect(next.experts).not.toEqual(state.experts)
    expect(layer.run(params, x, next, evaluation)[2]).toBe(next)
  })

  test('noise is drawn in training, by the key', () => {
    const layer = mixtureOfExperts(4, 4, { topK: 1, noise: 4 })(dense(4, 2))
    const { params, state } = init(layer)(key(0))
    const loads = [1, 1, 2].map(seed =>
      Array.from(toValues(layer.run(params, ones([64, 4]), state, training(key(seed)))[2].routing.load)),
    )
    expect(loads[1]).toEqual(loads[0])
    expect(loads[2]).not.toEqual(loads[0])
    expect(loads[0]!.filter(load => load > 0).length).toBeGreaterThan(1)
    const [quiet] = layer.run(params, ones([64, 4]), state, evaluation)
    const [first] = toValues(quiet as Tensor)
    expect(toValues(op.slice([0, 0], [64, 1])(quiet as Tensor)).every(one => one === first)).toBe(true)
  })

  test('of fewer experts than there are gives on every engine what evaluation gives', () => {
    const layer = mixtureOfExperts(4, 5, { topK: 2 })(dense(4, 3))
    const { params, state } = init(layer)(key(0))
    const run = (p: typeof params, input: typeof x) => {
      const [y, pullback, next] = layer.run(p, input, state, training(key(1)))
      return [y, pullback(y), next] as const
    }
    const want = JSON.stringify(run(params, x))
    const numbers = (text: string) => text.match(/-?\d+\.\d+(e-?\d+)?/g)!.map(Number)
    for (const engine of named) {
      const got = numbers(JSON.stringify(compile(run as never, { engine })(params as never, x as never)))
      const expected = numbers(want)
      expect(got.length).toBe(expected.length)
      for (const [i, value] of got.entries()) expect(value).toBeCloseTo(expected[i]!, 5)
    }
  })

  test('takes sequences part by part as attention does, with weights that are normalised too', () => {
    const block = transformerEncoderBlock(4, 2, { causal: true, keyValueHeads: 1 })
    const net = compose(
      spectralNorm()(block),
      mixtureOfExperts(4, 3)(compose(dense(4, 6), relu(), dense(6, 4))),
    )
    const whole = compose(net, weightNorm()(dense(4, 2)))
    const { params, state } = init(whole)(key(0))
    const writer = cached({ capacity: 5 })(whole)
    const sequence = op.reshape([1, 5, 4])(x)
    const all = Array.from(toValues(predict(whole, { params, state })(sequence)))
    let [kept, found] = [init(writer)(key(0)).state, [] as number[]]
    for (let t = 0; t < 5; t++) {
      const part = op.slice([0, t, 0], [1, 1, 4])(sequence) as Tensor<[number, 1, 4]>
      const [y, next] = predictWithState(writer, { params, state: kept })(part as never)
      found = [...found, ...toValues(y as Tensor)]
      kept = next
    }
    expect(found.length).toBe(all.length)
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(all[i]!, 5)
  })

  test('is looked into by summary', () => {
    const net = compose(dense(4, 4), mixtureOfExperts(4, 3)(dense(4, 2)))
    const shown = showSummary(summary(net, x))
    expect(shown).toContain('mixtureOfExperts(4, 3)(dense(4, 2))')
  })

  test('refuses what does not fit', () => {
    expect(() => mixtureOfExperts(4, 2, { topK: 3 })(dense(4, 2))).toThrow(
      'mixtureOfExperts has 2 experts, of which it cannot choose 3. Give a topK of 2 at most.',
    )
    const other = mixtureOfExperts(3, 2)(transpose([1, 0]) as never)
    const { params, state } = init(other)(key(0))
    expect(() => other.run(params, ones([2, 4, 3]) as never, state, evaluation)).toThrow(
      'as many tokens as they take',
    )
    expect(() => other.run(params, ones([2, 4]) as never, state, evaluation)).toThrow('takes [..., 3], but')
  })
})
