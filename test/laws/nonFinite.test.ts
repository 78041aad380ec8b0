import { describe, expect, test } from 'vitest'
import { chained, forget } from '../../laws/layer/same.ts'
import {
  type AnyOptimiser,
  batches,
  type Context,
  compose,
  layer as custom,
  dense,
  fromValues,
  initialiser,
  key,
  type Layer,
  label,
  momentum,
  type NonFiniteError,
  op,
  random,
  scalar,
  sgd,
  smooth,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tanh,
  tensor,
  toValues,
  fit as train,
  tree,
} from '../../src/index.ts'

const data = {
  inputs: random.normal([22, 3], 0, 1, { dtype: 'f64' })(key(1)),
  targets: fromValues(
    [22],
    Array.from({ length: 22 }, (_, i) => i % 3),
    'i32',
  ),
}
const objective = supervised(softmaxCrossEntropy())(dense(3, 3))

/** A layer that is the identity in value, and gives what it is given from some run on. */
const trap = (
  where: 'value' | 'gradient' | 'state',
  from: number,
): Layer<Tensor, Tensor, { readonly g: Tensor<[]> }, { readonly runs: Tensor<[]> }> => ({
  name: `trap(${where})`,
  init: (k, dtype) => ({
    params: { g: initialiser.constant(1)([], dtype)(k) as Tensor<[]> },
    state: { runs: scalar(0, dtype) as Tensor<[]> },
  }),
  run: (params, x, state, _: Context) => {
    const count = (toValues(state.runs)[0] as number) + 1
    const sprung = count > from
    const broken = <S extends readonly number[]>(y: Tensor<S>): Tensor<S> => op.scale(Number.NaN)(y)
    return [
      sprung && where === 'value' ? broken(x) : x,
      dy => [{ g: sprung && where === 'gradient' ? broken(params.g) : op.scale(0)(params.g) }, dy as never],
      { runs: sprung && where === 'state' ? broken(state.runs) : (op.shift(1)(state.runs) as Tensor<[]>) },
    ]
  },
})

const caught = async (run: AsyncIterable<unknown>): Promise<NonFiniteError> => {
  try {
    for await (const _ of run);
  } catch (error) {
    return error as NonFiniteError
  }
  throw new Error('nothing was thrown')
}

describe('the first NaN or infinity stops training, and the error says where', () => {
  const inOrder = batches(data, { size: 5 })
  const trapped = (where: 'value' | 'gradient' | 'state', from: number) =>
    train(sgd(0.1), inOrder, { epochs: 3, dtype: 'f64', compile: false })(
      supervised(softmaxCrossEntropy())(
        chained(forget(label('hidden')(dense(3, 3))), forget(label('trap')(trap(where, from)))) as never,
      ) as unknown as typeof objective,
    )(key(0))

  test('the loss', async () => {
    const error = await caught(trapped('value', 6))
    expect(error).toMatchObject({ _tag: 'NonFiniteError', kind: 'loss', step: 6, epoch: 1, parameter: [] })
    expect(error.value).toBeNaN()
    expect(error.message).toContain('step 6 (epoch 1): the loss is NaN')
  })

  test('a gradient, by its path', async () => {
    const error = await caught(trapped('gradient', 2))
    expect(error).toMatchObject({ kind: 'gradient', step: 2, epoch: 0, parameter: ['params', 'trap', 'g'] })
    expect(error.message).toContain('params.trap.g')
  })

  test('a parameter, by its path and index', async () => {
    const explosive: AnyOptimiser = {
      name: 'explosive',
      init: () => ({}),
      rates: step => ({ step: scalar(step, 'f64') }),
      update: (gradients, state, _, { step }) => [
        tree.map((g: tree.Leaf) =>
          toValues(step)[0] === 3
            ? (op.scale(Number.POSITIVE_INFINITY)(op.scale(0)(g as Tensor)) as tree.Leaf)
            : g,
        )(gradients),
        state,
      ],
    }
    const plain = supervised(softmaxCrossEntropy())(compose(label('hidden')(dense(3, 3)), tanh()))
    const error = await caught(train(explosive, inOrder, { dtype: 'f64', compile: false })(plain)(key(0)))
    expect(error).toMatchObject({
      kind: 'parameter',
      step: 3,
      epoch: 0,
      parameter: ['params', 'hidden', 'w'],
    })
    expect(error.message).toContain('params.hidden.w is NaN at index [0, 0]')
  })

  test('a state, by its path', async () => {
    const error = await caught(trapped('state', 4))
    expect(error).toMatchObject({ kind: 'state', step: 4, epoch: 0, parameter: ['state', 'trap', 'runs'] })
  })

  test('a learning rate that is far too large', async () => {
    const square = custom.fromSmooth('square', (x: Tensor) => [
      op.mul(x, x),
      dy => op.scale(2)(op.mul(x, dy as never)) as never,
    ])
    const wild = supervised(softmaxCrossEntropy())(
      chained(forget(dense(3, 3)), forget(square)) as never,
    ) as unknown as typeof objective
    const error = await caught(train(sgd(1e200), inOrder, { epochs: 20, dtype: 'f64' })(wild)(key(0)))
    expect(error._tag).toBe('NonFiniteError')
  })

  test('bad data', async () => {
    const inputs = tensor([[Number.NaN, 0, 0]])
    const bad = batches({ inputs, targets: tensor([0], 'i32') }, { size: 1 })
    const error = await caught(train(sgd(0.1), bad)(supervised(softmaxCrossEntropy())(dense(3, 3)))(key(0)))
    expect(error).toMatchObject({ kind: 'batch', step: 0, epoch: 0, parameter: ['batch', 'inputs'] })
  })

  const flat = initialiser.constant(0)
  const rooted = compose(label('hidden')(dense(3, 3, { w: flat })), custom.elementwise('sqrt', smooth.sqrt))
  test.each([
    ['a gradient that is infinite', rooted, 0.1, 'gradient'],
    ['a step that overflows', compose(label('hidden')(dense(3, 3))), 3e38, 'parameter'],
  ] as const)('%s: compiled code says what evaluation says', async (_, model, rate, kind) => {
    const single = batches(
      { inputs: random.normal([6, 3], 0, 1e3)(key(1)), targets: tensor([0, 1, 2, 0, 1, 2], 'i32') },
      { size: 3 },
    )
    const run = (compile: boolean) =>
      caught(
        train(sgd(rate), single, { epochs: 5, compile })(supervised(softmaxCrossEntropy())(model))(key(0)),
      )
    const [evaluated, compiled] = [await run(false), await run(true)]
    expect(evaluated.kind).toBe(kind)
    expect(compiled.message).toBe(evaluated.message)
  })
})

describe("with nonFinite: 'skip' training goes on without the steps that are not finite", () => {
  const spoiled = {
    ...data,
    inputs: fromValues(
      [22, 3],
      Array.from(toValues(data.inputs), (x, i) => (i === 17 ? Number.NaN : x)),
      'f64',
    ),
  }
  const inOrder = (of: typeof data) => batches(of, { size: 5 })

  test.each([true, false])('compiled: %s', async compile => {
    const reports: {
      readonly skipped: boolean
      readonly loss: number
      readonly params: readonly number[]
    }[] = []
    const optimiser = momentum(0.1)
    const options = { dtype: 'f64', compile, nonFinite: 'skip' } as const
    for await (const { skipped, loss, model } of train(optimiser, inOrder(spoiled), options)(objective)(
      key(0),
    ))
      reports.push({
        skipped,
        loss,
        params: tree.tensors(model().params).flatMap(x => Array.from(toValues(x))),
      })
    // The 18th number is in the sixth row, which is in the second batch.
    expect(reports.map(({ skipped }) => skipped)).toEqual([false, true, false, false, false])
    expect(reports[1]!.loss).toBeNaN()
    expect(reports[1]!.params).toEqual(reports[0]!.params)
    expect(reports[2]!.params).not.toEqual(reports[1]!.params)
    expect(reports.every(({ params }) => params.every(Number.isFinite))).toBe(true)
  })

  test('what is finite is not skipped', async () => {
    for await (const { skipped } of train(sgd(0.1), inOrder(data), {
      dtype: 'f64',
      nonFinite: 'skip',
    })(objective)(key(0)))
      expect(skipped).toBe(false)
  })
})
