import { describe, expect, test } from 'vitest'
import {
  type AnyOptimiser,
  adam,
  batches,
  batchNorm,
  type Context,
  checkpointed,
  compose,
  concatenate,
  layer as custom,
  dense,
  type Engine,
  engines,
  type FloatDType,
  fanout,
  fit,
  fromValues,
  frozen,
  identity,
  initialiser,
  key,
  label,
  meanSquaredError,
  microBatched,
  NonFiniteError,
  op,
  type Report,
  reference,
  type relu,
  repeat,
  residual,
  scan,
  sgd,
  smooth,
  softmax,
  supervised,
  type Tensor,
  tensor,
  tied,
  tree,
  zerosLike,
} from '../../src/index.ts'

/** Runs that the type of a layer does not matter to. */
interface Fault {
  readonly model: unknown
  readonly inputs?: readonly (readonly number[])[]
  readonly targets?: readonly (readonly number[])[]
  readonly loss?: unknown
  readonly optimiser?: unknown
}

const lifted = (name: string, f: (x: Tensor) => unknown) =>
  custom.fromSmooth(name, smooth.lift(f as never)) as unknown as ReturnType<typeof relu>
const zero = initialiser.constant(0)
const fixed = (weight: number) => ({ w: initialiser.constant(weight) })

/** `g / |g|`, without an epsilon. */
const unprotected: AnyOptimiser = {
  name: 'unprotected',
  init: () => ({}),
  rates: () => ({}),
  update: (gradients, state) => [
    tree.map((g: tree.Leaf) => op.div(g as Tensor, op.abs(g as Tensor)) as tree.Leaf)(gradients),
    state,
  ],
}

const run = async (
  {
    model,
    inputs = [[1], [2]],
    targets = [[1], [1]],
    loss = meanSquaredError(),
    optimiser = sgd(0.1),
  }: Fault,
  dtype: FloatDType,
  how: { readonly compile?: false; readonly engine?: Engine },
  nonFinite: 'stop' | 'skip' = 'stop',
): Promise<NonFiniteError> => {
  const data = batches(
    { inputs: tensor(inputs as never, dtype as never), targets: tensor(targets as never, dtype as never) },
    { size: inputs.length },
  )
  const training = fit(optimiser as never, data as never, {
    dtype,
    epochs: 40,
    nonFinite,
    ...how,
  })(supervised(loss as never)(model as never))(key(0))
  try {
    for await (const report of training) {
      const problem = report.problem()
      if (problem !== null) return problem
    }
  } catch (error) {
    if (error instanceof NonFiniteError) return error
    throw error
  }
  throw new Error('Nothing was wrong.')
}

const faults: Readonly<
  Record<string, readonly [Fault, Partial<Record<FloatDType, string>>, Record<string, unknown>]>
> = {
  'a logarithm of 0 in the loss': [
    {
      model: compose(label('to')(dense(1, 1, fixed(0)))),
      loss: (_: Tensor) => smooth.lift((y: Tensor) => op.sum()(op.log(op.abs(y)))),
    },
    {
      f32:
        'Training stopped at step 0 (epoch 0): the loss is -Infinity. It was made by log in the forward pass of loss: log(0) = -Infinity, from ' +
        'f32[2, 1] of 0. The logarithm of 0 is -Infinity. Keep its argument above 0 (op.maximum with a small constant), or use what takes ' +
        'scores in the place of probabilities, such as softmaxCrossEntropy or logSoftmax.',
    },
    { operation: 'log', phase: 'forward', layer: ['loss'], made: -Infinity, at: [0] },
  ],
  'the slope of a root at 0': [
    { model: compose(dense(1, 1, fixed(0)), custom.elementwise('sqrt', smooth.sqrt)) },
    {
      f64:
        'Training stopped at step 0 (epoch 0): the gradient params[0].w is -Infinity at index [0, 0]. It was made by div, a part of the derivative ' +
        'of sqrt, in the pullback of [1] sqrt: div(-1, 0) = -Infinity, from f64[2, 1] of -1 and f64[2, 1] of 0. The derivative of a square ' +
        'root at 0 is infinite, also where its value is not used. Add a small constant below the root (sqrt(x + 1e-12)); a norm at 0 is ' +
        'such a root.',
    },
    { operation: 'div', derivativeOf: 'sqrt', phase: 'pullback', made: -Infinity, at: [-1, 0] },
  ],
  'a norm at 0': [
    {
      model: compose(
        dense(1, 1, fixed(0)),
        lifted('norm', x => op.sqrt(op.mul(x, x))),
      ),
    },
    {},
    { operation: 'div', derivativeOf: 'sqrt', phase: 'pullback' },
  ],
  'a division by 0': [
    {
      model: compose(dense(1, 1, fixed(0)), label('ratio')(lifted('ratio', x => op.div(op.shift(1)(x), x)))),
    },
    {},
    { operation: 'div', derivativeOf: null, phase: 'forward', layer: ['ratio'], at: [1, 0], made: Infinity },
  ],
  'an exponential that overflows': [
    { model: compose(dense(1, 1, fixed(800)), custom.elementwise('exp', smooth.exp)) },
    {},
    { operation: 'exp', phase: 'forward', made: Infinity, at: [800] },
  ],
  'a logarithm whose result a select drops': [
    {
      model: compose(
        dense(1, 1, fixed(0)),
        lifted('safe', x => op.select(op.greater(x, zerosLike(x)), op.log(x), zerosLike(x))),
      ),
    },
    {},
    { operation: 'div', derivativeOf: 'log', phase: 'pullback' },
  ],
  'a learning rate that is too large': [
    {
      model: compose(
        dense(1, 1),
        lifted('square', x => op.mul(x, x)),
      ),
      optimiser: sgd(1e3),
    },
    {},
    {},
  ],
  'an optimiser without epsilon': [
    { model: compose(dense(1, 1, { w: zero })), targets: [[0], [0]], optimiser: unprotected },
    {},
    { operation: 'div', phase: 'update', at: [0, 0] },
  ],
  "a user's layer whose pullback divides by 0": [
    {
      model: compose(dense(1, 1, fixed(0)), {
        ...custom.fromSmooth('mine', (x: Tensor) => [
          op.mul(x, x),
          (dy: Tensor) => op.div(op.mul(dy, x), x) as never,
        ]),
      }),
    },
    {},
    { operation: 'div', derivativeOf: null, phase: 'pullback', at: [-0, 0] },
  ],
  'a root below 0 within a residual within a composition': [
    {
      model: compose(
        dense(1, 1, fixed(-1)),
        label('block')(residual(compose(label('in')(custom.elementwise('sqrt', smooth.sqrt))))),
      ),
    },
    {},
    { operation: 'sqrt', phase: 'forward', layer: ['block', 'residual', 'in'] },
  ],
  'a constant that is infinite': [
    {
      model: compose(
        dense(1, 1),
        lifted('far', x => op.scale(Number.POSITIVE_INFINITY)(x)),
      ),
    },
    {},
    { operation: 'scale', phase: 'forward', constant: Infinity },
  ],
}

describe('which operation made the NaN', () => {
  for (const [name, [fault, texts, fields]] of Object.entries(faults))
    test.each(['f32', 'f64'] as const)(`${name}, in %s: the same said by each way to run`, async dtype => {
      const error = await run(fault, dtype, { compile: false })
      expect(error.origin).toMatchObject(fields)
      if (texts[dtype] !== undefined) expect(error.message).toBe(texts[dtype])
      for (const engine of Object.values(engines))
        expect((await run(fault, dtype, { engine })).message).toBe(error.message)
      expect((await run(fault, dtype, {}, 'skip')).message).toBe(error.message)
    })
})

const [f32, f64] = ['f32', 'f64'] as const

describe('the operation that is named is the one that the loss, the gradient or the parameter comes from', () => {
  const attention = (bias: number) =>
    lifted('masked', x => {
      // Two scores for each example, of which a mask of -Infinity hides the second, or both.
      const scores = (op.concat(1) as (...xs: readonly Tensor[]) => Tensor)(x, x)
      const mask = fromValues([2, 2], [bias, -Infinity, bias, -Infinity])
      return op.sum([1])(smooth.softmax(op.add(scores, mask) as never)[0] as Tensor)
    })
  const flat = lifted('flat', x => op.reshape([2])(x as never))

  test('a mask of -Infinity that softmax takes away is not met', async () => {
    const { origin } = await run(
      {
        model: compose(
          dense(1, 1, fixed(0)),
          attention(0),
          label('late')(lifted('log', x => op.log(op.sub(x, x)))),
        ),
        targets: [1, 1] as never,
      },
      f32,
      { compile: false },
    )
    expect(origin).toMatchObject({ operation: 'log', layer: ['late'] })
  })

  test('a mask that leaves nothing: the difference of infinities, and not the mask', async () => {
    const error = await run(
      { model: compose(dense(1, 1, fixed(0)), attention(-Infinity)), targets: [1, 1] as never },
      f32,
      {},
    )
    expect(error.origin).toMatchObject({ operation: 'sub', made: Number.NaN, at: [-Infinity, -Infinity] })
    expect(error.message).toContain('where a mask leaves nothing to see')
  })

  test('another infinity in the same tensor is not taken for it', async () => {
    const { origin } = await run(
      {
        model: compose(
          dense(1, 1, fixed(1)),
          // The first example overflows, and is hidden by a select; the second has no logarithm, and is seen.
          lifted('two', x => {
            const both = (op.concat(0) as (...xs: readonly Tensor[]) => Tensor)(
              op.exp(op.scale(1e3)(op.slice([0, 0], [1, 1])(x as never) as never)),
              op.log(op.neg(op.slice([1, 0], [1, 1])(x as never) as never)),
            )
            return op.select(tensor([[0], [1]], 'i32'), both, op.scale(0)(x)) as Tensor
          }),
          flat,
        ),
        targets: [1, 1] as never,
      },
      f32,
      {},
    )
    expect(origin).toMatchObject({ operation: 'log', at: [-2] })
  })

  const both = op.concat(0) as (...xs: readonly Tensor[]) => Tensor
  const row = (i: number) => op.slice([i, 0], [1, 1]) as unknown as (x: Tensor) => Tensor

  test.each([
    ['an infinity', (x: Tensor) => op.exp(op.scale(1e3)(x)), (x: Tensor) => op.div(x, op.sub(x, x)), 'exp'],
    ['NaN', (x: Tensor) => op.log(op.neg(x)), (x: Tensor) => op.sqrt(op.neg(x)), 'log'],
    [
      'NaN of two infinities',
      (x: Tensor) => op.exp(op.scale(1e3)(x)),
      (x: Tensor) => op.log(op.sub(x, x)),
      'exp',
    ],
  ] as const)(
    'of several that made %s in one sum, the first, wherever it stands',
    async (_, early, late, name) => {
      // The one that is made first is second in the sum.
      const twice = (x: Tensor) => {
        const first = early(row(1)(x))
        return both(late(row(0)(x)), first)
      }
      const loss = () => smooth.lift((y: Tensor) => op.sum()(y))
      const fault = { model: compose(dense(1, 1, fixed(1)), lifted('two', twice)), loss }
      const error = await run(fault, f32, {})
      expect(error.origin).toMatchObject({ operation: name })
      expect((await run(fault, f32, { compile: false })).message).toBe(error.message)
    },
  )

  test('an infinity in the batch, and one that an operation made beside it: the operation, and the batch as well', async () => {
    const fault = {
      model: compose(dense(1, 1, fixed(1)), custom.elementwise('exp', smooth.exp)),
      inputs: [[Infinity], [800]],
    }
    const error = await run(fault, f32, {})
    expect(error).toMatchObject({ kind: 'loss', origin: { operation: 'exp', at: [800] } })
    expect(error.message).toContain(
      'Beside it, batch.inputs is Infinity at index [0, 0], which the step was given.',
    )
    expect((await run(fault, f32, { compile: false })).message).toBe(error.message)
  })

  const log = (x: Tensor) => op.log(op.neg(op.shift(1)(op.mul(x, x))))
  const behind: Readonly<Record<string, (x: Tensor) => unknown>> = {
    'equations whose matrix is another one': x =>
      op.reshape(x.shape)(op.solve(op.eye(2) as unknown as Tensor, log(x) as never) as never),
    'a triangular matrix': x =>
      op.triangularSolve({ lower: true })(op.eye(2) as unknown as Tensor, log(x) as never),
    'a Fourier transform': x => op.fft({ axis: 0 })({ re: op.exp(op.scale(1e3)(x)), im: x } as never).re,
    'a sum so far': x => op.cumSum(0)(log(x)),
    'an order': x => op.sort(0)(log(x)),
    'a place that is computed': x => op.dynamicUpdateSlice(x, log(x), [tensor(0, 'i32'), 0] as never),
    'what a scan stacks': x => {
      const cell = smooth.lift((([, s, y]: readonly Tensor[]) => [s, log(y as Tensor)]) as never)
      const scanned = (smooth.scan()(cell as never) as unknown as (a: unknown) => readonly unknown[])([
        {},
        x,
        x,
      ])
      return (scanned[0] as readonly Tensor[])[1]
    },
  }
  test.each(Object.entries(behind))('a logarithm or an exponential is found behind %s', async (_, f) => {
    const fault = { model: compose(dense(1, 1, fixed(1)), label('late')(lifted('behind', f as never))) }
    const error = await run(fault, f32, { compile: false })
    expect(error.origin?.operation).toMatch(/^(log|exp)$/)
    expect(error.origin?.layer[0]).toBe('late')
    expect((await run(fault, f32, {})).message).toBe(error.message)
  })

  test.each([
    ['a logarithm', smooth.log, -1, { operation: 'log', phase: 'forward', made: Number.NaN }],
    ['the slope of a root', smooth.sqrt, 0, { derivativeOf: 'sqrt', phase: 'pullback' }],
  ] as const)('%s in a part of a batch, by part, layer and pass', async (_, f, weight, fields) => {
    const model = compose(dense(1, 1, fixed(weight)), label('in')(custom.elementwise('it', f)))
    const data = batches({ inputs: tensor([[1], [2]]), targets: tensor([[1], [1]]) }, { size: 2 })
    const trained = async (how: object) => {
      const objective = microBatched(2)(supervised(meanSquaredError())(model))
      try {
        for await (const _ of fit(sgd(0.1), data, how)(objective)(key(0)));
      } catch (error) {
        return error as NonFiniteError
      }
      throw new Error('Nothing was wrong.')
    }
    const error = await trained({ compile: false })
    expect(error.origin).toMatchObject({ ...fields, layer: ['time 0', 'in'] })
    expect((await trained({})).message).toBe(error.message)
  })

  test('a time of a smooth map that is looped, and what it is the derivative of', async () => {
    const rooted = smooth.loop(3)(smooth.lift((x: Tensor) => op.sqrt(op.scale(0)(x))))
    const model = compose(dense(1, 1, fixed(1)), label('late')(custom.elementwise('rooted', rooted as never)))
    expect((await run({ model }, f32, {})).origin).toMatchObject({
      derivativeOf: 'sqrt',
      phase: 'pullback',
      layer: ['late', 'time 2'],
    })
  })

  test('a NaN in the batch, by its place in the batch', async () => {
    const fault = { model: compose(dense(1, 1)), inputs: [[1], [Number.NaN]] }
    const error = await run(fault, f32, {})
    expect(error).toMatchObject({ kind: 'batch', parameter: ['batch', 'inputs'], origin: null })
    expect(error.message).toBe(
      'Training stopped at step 0 (epoch 0): batch.inputs is NaN at index [1, 0]. Clean the data before training: drop or replace what is ' +
        'not finite. (It reached the loss.)',
    )
    expect((await run(fault, f32, { compile: false })).message).toBe(error.message)
  })

  const alone = () => identity() as unknown as ReturnType<typeof relu>
  const within: Readonly<Record<string, readonly [make: (it: never) => unknown, path: readonly string[]]>> = {
    compose: [it => it, []],
    residual: [it => residual(it), ['residual']],
    fanout: [
      it => compose(fanout(alone(), it) as never, concatenate(0) as never, dense(2, 1) as never),
      ['[0] fanout(identity, compose(identity, it))', '[1] compose(identity, it)'],
    ],
    repeat: [
      it => compose(repeat(1)(it) as never),
      ['[0] repeat(1)(compose(identity, it))', '[0] compose(identity, it)'],
    ],
    tied: [it => tied(1)(it), ['use 0']],
    frozen: [it => frozen()(it), []],
    checkpointed: [it => checkpointed(it), []],
  }
  describe.each(Object.entries(within))('within %s', (_, [make, path]) => {
    test.each([
      ['a logarithm', smooth.log, -1, { operation: 'log', phase: 'forward', made: Number.NaN }],
      ['the slope of a root', smooth.sqrt, 0, { derivativeOf: 'sqrt', phase: 'pullback' }],
    ] as const)('%s is named with the path to it, by each way to run', async (__, f, weight, fields) => {
      const it = compose(alone(), label('in')(custom.elementwise('it', f)))
      const block = label('block')(make(it as never) as ReturnType<typeof relu>)
      const fault = { model: compose(dense(1, 1, fixed(weight)), block) }
      const { origin, message } = await run(fault, f32, { compile: false })
      expect(origin).toMatchObject({ ...fields, layer: ['block', ...path, 'in'] })
      for (const engine of Object.values(engines))
        expect((await run(fault, f32, { engine })).message).toBe(message)
    })
  })

  test('an infinity in the batch that is masked is not blamed for the logarithm of 0', async () => {
    const { kind, origin } = await run(
      {
        model: compose(
          lifted('masked', x => op.select(op.greater(x, zerosLike(x)), zerosLike(x), x)),
          dense(1, 1, fixed(0)),
          custom.elementwise('log', smooth.log),
        ),
        inputs: [[Infinity], [0]],
      },
      f32,
      {},
    )
    expect(kind).toBe('loss')
    expect(origin).toMatchObject({ operation: 'log', at: [0] })
  })

  test('a time of a scan, forward and back', async () => {
    const cell = (f: (x: Tensor) => unknown): unknown =>
      custom.fromSmooth(
        'cell',
        smooth.lift((([x, h]: readonly [Tensor, Tensor]) => [op.add(h, f(x) as Tensor), h]) as never),
      )
    const data = { inputs: [tensor([[[4], [9], [0], [1]]]), tensor([[0]])] }
    const trained = async (f: (x: Tensor) => unknown) => {
      const net = scan()(cell(f) as never)
      const loss = () => (y: readonly Tensor[]) =>
        smooth.lift((z: readonly Tensor[]) => op.sum()(z[0] as Tensor))(y)
      const optimised = fit(sgd(0.1), (() => [{ inputs: data.inputs, targets: {} }]) as never)(
        supervised(loss as never)(compose(gain, net as never) as never),
      )(key(0))
      try {
        for await (const _ of optimised);
      } catch (error) {
        return error as NonFiniteError
      }
      throw new Error('Nothing was wrong.')
    }
    const gain = custom.parametric({
      name: 'gain',
      params: { g: [initialiser.constant(1), []] },
      run: ({ g }: { readonly g: Tensor<[]> }, [xs, h]: readonly [Tensor, Tensor]) => [
        [op.mul(xs, op.broadcast(xs.shape)(g) as Tensor), h] as const,
        ([dxs, dh]: readonly [Tensor, Tensor]) => [{ g: op.sum()(op.mul(xs, dxs)) }, [dxs, dh]],
      ],
    } as never)
    expect((await trained(op.log as never)).origin).toMatchObject({
      operation: 'log',
      phase: 'forward',
      layer: [expect.any(String), 'time 2'],
    })
    expect((await trained(op.sqrt as never)).origin).toMatchObject({
      derivativeOf: 'sqrt',
      phase: 'pullback',
      layer: [expect.any(String), 'time 2'],
    })
  })

  test("an optimiser's state that overflows while the parameters are finite", async () => {
    const fault = { model: compose(dense(1, 1, fixed(1))), inputs: [[1e15], [1e15]], optimiser: adam(0.1) }
    const error = await run(fault, f32, {})
    expect(error).toMatchObject({ kind: 'optimiser', origin: { operation: 'mul', phase: 'update' } })
    expect((await run(fault, f32, { compile: false })).message).toBe(error.message)
  })

  test('a state that is not finite, by the layer that keeps it', async () => {
    const keeper = {
      name: 'keeper',
      init: () => ({ params: {}, state: { seen: tensor(0) } }),
      run: (_: unknown, x: Tensor, { seen }: { readonly seen: Tensor<[]> }, __: Context) => [
        x,
        (dy: Tensor) => [{}, dy],
        { seen: op.log(seen) },
      ],
    }
    const error = await run(
      { model: compose(dense(1, 1), label('keeper')(keeper as unknown as ReturnType<typeof relu>)) },
      f32,
      {},
    )
    expect(error).toMatchObject({
      kind: 'state',
      parameter: ['state', 'keeper', 'seen'],
      origin: { operation: 'log', layer: ['keeper'] },
    })
  })

  test.each([
    ['batchNorm', batchNorm(1)],
    ['softmax', softmax()],
    ['attention', lifted('rows', x => op.reshape([2, 1])(x as never))],
  ])('a fault behind %s is found through it', async (_, layer) => {
    const fault = {
      model: compose(
        dense(1, 1, fixed(-1)),
        label('bad')(custom.elementwise('log', smooth.log)),
        layer as ReturnType<typeof relu>,
      ),
    }
    const { origin } = await run(fault, f32, {})
    expect(origin).toMatchObject({ operation: 'log', layer: ['bad'], made: Number.NaN })
  })

  test('a rate that is not finite', async () => {
    const broken: AnyOptimiser = {
      ...(sgd(0.1) as AnyOptimiser),
      rates: () => ({ rate: tensor(Number.NaN, 'f64') }),
      update: (gradients, state, _, { rate }) => [
        tree.map((g: tree.Leaf) => op.scaleBy(rate as Tensor<[]>)(g as Tensor) as tree.Leaf)(gradients),
        state,
      ],
    }
    const error = await run({ model: compose(dense(1, 1)), optimiser: broken }, f32, {})
    expect(error.message).toBe(
      'Training stopped at step 0 (epoch 0): the parameter params[0].w is NaN at index [0, 0]. It comes from what the step was given: ' +
        "rates.rate is NaN. Look at the optimiser's rate or schedule.",
    )
  })

  test('parameters that training begins from', async () => {
    const net = dense(1, 1)
    const data = batches({ inputs: tensor([[1]]), targets: tensor([[1]]) }, { size: 1 })
    const from = { params: { w: tensor([[Number.NaN]]), b: tensor([0]) }, state: {} }
    const training = fit(sgd(0.1), data, { from })(supervised(meanSquaredError())(net))(key(0))
    await expect(training[Symbol.asyncIterator]().next()).rejects.toThrow(
      'the loss is NaN. It comes from what the step was given: params.w is NaN at index [0, 0]. It was not finite before the step',
    )
  })

  test("numbers of a layer's own, which no operation made", async () => {
    const own = {
      ...custom.fromSmooth('own', (x: Tensor) => [x, () => fromValues([2, 1], [Number.NaN, 1]) as never]),
    }
    const error = await run({ model: compose(dense(1, 1), label('own')(own)) }, f32, { compile: false })
    expect(error.message).toContain('that no operation made, and that was given to')
    expect(error.origin).toBe(null)
  })

  test('a gradient that is finite in f64 and not in f32', async () => {
    const fault = { model: compose(dense(1, 1, fixed(1e20))), inputs: [[1], [2]] }
    await expect(run(fault, f64, {})).rejects.toThrow('Nothing was wrong.')
    expect((await run(fault, f32, {})).origin).toMatchObject({ operation: 'mul', made: Infinity })
  })
})

describe('what only the compiled step gives', () => {
  /** The reference engine, but its first output after the state is what it is given. */
  const spoilt = (value: number): Engine => ({
    name: 'spoilt',
    prepare: (program, preparation) => {
      const whole = reference.prepare(program, preparation)
      const loss = preparation?.carried?.length ?? 0
      return {
        ...whole,
        execute: () => whole.execute() && false,
        read: output => (output === loss ? tensor(value) : whole.read(output)),
      }
    },
  })

  test('is said to be of the engine where numbers are small', async () => {
    const error = await run({ model: compose(dense(1, 1)) }, f32, { engine: spoilt(Number.NaN) })
    expect(error).toMatchObject({ kind: 'loss', origin: null })
    expect(error.message).toContain('is finite when it is evaluated operation by operation')
    expect(error.message).toContain('the engine is to blame')
  })

  test('is said to be near the largest number where it is, with the operation', async () => {
    const error = await run({ model: compose(dense(1, 1, fixed(5e18))) }, f32, { engine: spoilt(Infinity) })
    expect(error.message).toContain('numbers are near the largest of f32: ')
    expect(error.message).toMatch(/(mul|sum|matmul|scale) in the (forward pass|pullback)/)
  })

  test('is said of an engine that finds fault with what is finite', async () => {
    const error = await run({ model: compose(dense(1, 1)) }, f32, { engine: spoilt(1) })
    expect(error.message).toContain('all that it gave is finite')
  })
})

test('a report of a step that was left out says why, as long as it is the latest', async () => {
  const data = batches(
    { inputs: tensor([[1], [Number.NaN], [2]]), targets: tensor([[1], [1], [1]]) },
    { size: 1 },
  )
  const options = { nonFinite: 'skip', epochs: 1 } as const
  const reports: Report<unknown, unknown, unknown>[] = []
  for await (const report of fit(sgd(0.1), data, options)(supervised(meanSquaredError())(dense(1, 1)))(
    key(0),
  ))
    reports.push(report)
  expect(reports.map(({ skipped }) => skipped)).toEqual([false, true, false])
  expect(reports[0]?.problem()).toBe(null)
  expect(() => reports[1]?.problem()).toThrow('was asked for its problem after training had gone on')
})
