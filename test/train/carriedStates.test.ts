import { describe, expect, test } from 'vitest'
import {
  type AnyOptimiser,
  batches,
  compose,
  dense,
  engines,
  type FitOptions,
  fit,
  type identity,
  key,
  label,
  last,
  momentum,
  NonFiniteError,
  type Objective,
  op,
  relu,
  scalar,
  sgd,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tensor,
  toValues,
  optimiser as transformation,
  tree,
  zeros,
} from '../../src/index.ts'

const ways = [...Object.values(engines).map(engine => ({ engine })), { compile: false }]
const targets = tensor([0, 1, 1, 0, 1, 0], 'i32')
const inputs = tensor([
  [1, 2],
  [0, 1],
  [-1, 2],
  [3, 1],
  [2, -2],
  [0, 0],
]) as Tensor<[number, 2]>
const data = batches({ inputs, targets }, { size: 2 })
const linear = supervised(softmaxCrossEntropy())(dense(2, 2))

type Options = Partial<FitOptions>

/** What is left of training: the numbers of all that is threaded by path, or what was thrown. */
const outcome = async (objective: unknown, optimiser: AnyOptimiser, options: Options, on: unknown = data) => {
  try {
    const { checkpoint } = await last(
      fit(optimiser, on as typeof data, { epochs: 2, ...options } as never)(objective as typeof linear)(
        key(0),
      ),
    )
    const { params, state, optimiser: own } = checkpoint()
    return Object.fromEntries(
      tree
        .entries({ params, state, optimiser: own })
        .map(({ path, leaf }) => [
          path.join('.'),
          Array.from(toValues(leaf as Tensor), x => Number(x.toPrecision(5))),
        ]),
    )
  } catch (error) {
    const { name, message } = error as Error
    return { name, message: message.split('\n')[0] as string }
  }
}

/** An optimiser that counts up and down beside descending, with a next state that a test chooses. */
const counting = (
  next: (up: Tensor, down: Tensor, gradients: unknown) => unknown,
  initial: unknown = { up: zeros([]), down: zeros([]) },
): AnyOptimiser => ({
  name: 'counting',
  init: () => initial,
  rates: () => ({}),
  update: (gradients, { up, down }) => [
    tree.map((leaf: tree.Leaf) => (tree.isFloat(leaf) ? (op.scale(-0.1)(leaf) as tree.Leaf) : leaf))(
      gradients,
    ),
    next(up, down, gradients),
  ],
})

/** A layer that is the identity, with a next state that a test chooses. */
const remembering = (next: (a: Tensor, b: Tensor) => unknown): ReturnType<typeof identity> =>
  ({
    name: 'remembering',
    init: () => ({ params: {}, state: { a: zeros([]), b: tensor(10) } }),
    run: (_: unknown, x: Tensor, { a, b }: { a: Tensor; b: Tensor }) => [
      x,
      (dy: Tensor) => [{}, dy],
      next(a, b),
    ],
  }) as never

describe.each(ways)('in training, %o', options => {
  test('the state of an optimiser is matched by name', async () => {
    const optimiser = counting((up, down) => ({ down: op.shift(-1)(down), up: op.shift(1)(up) }))
    expect(await outcome(linear, optimiser, options)).toMatchObject({
      'optimiser.up': [6],
      'optimiser.down': [-6],
    })
  })

  test('the state of a layer is matched by name', async () => {
    const layer = remembering((a, b) => ({ b: op.shift(-1)(b), a: op.shift(2)(a) }))
    const objective = supervised(softmaxCrossEntropy())(
      compose(label('own')(layer), label('out')(dense(2, 2))) as never,
    )
    expect(await outcome(objective, sgd(0.1), options)).toMatchObject({
      'state.own.a': [12],
      'state.own.b': [4],
    })
  })

  test('parameters are matched by name, whatever the order in which an objective gives their gradient', async () => {
    const backwards = {
      ...linear,
      run: (...args: Parameters<typeof linear.run>) => {
        const [loss, pull, state, predictions] = linear.run(...args)
        return [
          loss,
          (d: Tensor<[]>) => Object.fromEntries(Object.entries(pull(d)).toReversed()),
          state,
          predictions,
        ]
      },
    }
    expect(await outcome(backwards, momentum(0.1), options)).toEqual(
      await outcome(linear, momentum(0.1), options),
    )
  })

  test.each([
    [
      'another shape',
      () => ({ up: zeros([2]), down: zeros([]) }),
      'ShapeError',
      'at optimiser.up it was f32[] and becomes f32[2]',
    ],
    [
      'another element type',
      () => ({ up: zeros([]), down: zeros([], 'f64') }),
      'DTypeError',
      'at optimiser.down it was f32[] and becomes f64[]',
    ],
    [
      'an entry fewer',
      (up: Tensor) => ({ up }),
      'ArgumentError',
      'at optimiser.down it was f32[] and becomes nothing',
    ],
    [
      'an entry more',
      (up: Tensor, down: Tensor) => ({ up, down, third: up }),
      'ArgumentError',
      'at optimiser.third it was nothing and becomes f32[]',
    ],
    [
      'a tuple',
      (up: Tensor, down: Tensor) => [up, down],
      'ArgumentError',
      'at optimiser it was a record { up, down } and becomes a tuple of 2',
    ],
    [
      'a number',
      (up: Tensor) => ({ up, down: 3 }),
      'ArgumentError',
      'at optimiser.down it was f32[] and becomes the number 3',
    ],
    [
      'nothing',
      () => undefined,
      'ArgumentError',
      'at optimiser it was a record { up, down } and becomes undefined',
    ],
  ] as const)('an optimiser whose state becomes %s is refused', async (_, next, name, message) => {
    expect(await outcome(linear, counting(next), options)).toEqual({
      name,
      message: expect.stringContaining(message),
    })
  })

  test('an optimiser with a number in its state that counts is refused', async () => {
    const optimiser = {
      ...counting(() => ({})),
      init: () => ({ n: 0 }),
      update: (g: never, s: { n: number }) => [g, { n: s.n + 1 }],
    }
    expect(await outcome(linear, optimiser as never, options)).toEqual({
      name: 'ArgumentError',
      message: expect.stringContaining('at optimiser.n it was the number 0 and becomes the number 1'),
    })
  })

  test('a layer whose state becomes another is refused', async () => {
    const layer = remembering(a => ({ a, b: zeros([3]) }))
    expect(
      await outcome(
        supervised(softmaxCrossEntropy())(compose(layer, dense(2, 2)) as never),
        sgd(0.1),
        options,
      ),
    ).toEqual({
      name: 'ShapeError',
      message: expect.stringContaining('at state[0].b it was f32[] and becomes f32[3]'),
    })
  })

  test('the example of partition in docs/training.md trains, and each group has the state it should', async () => {
    const { lookahead, partition, setToZero } = transformation
    const groups = { encoder: setToZero, biases: sgd(0.1), rest: lookahead({ every: 5 })(momentum(0.01)) }
    const split = partition(path =>
      path[0] === 'encoder' ? 'encoder' : path.at(-1) === 'b' ? 'biases' : 'rest',
    )(groups)
    const net = compose(label('encoder')(dense(2, 3)), relu(), label('head')(dense(3, 2)))
    const { checkpoint } = await last(
      fit(split, data, { epochs: 2, ...options })(supervised(softmaxCrossEntropy())(net))(key(0)),
    )
    const { optimiser, params } = checkpoint()
    expect(tree.tensors(params).length).toBe(4)
    expect(tree.tensors(optimiser.rest).map(({ shape }) => shape)).toEqual([
      [3, 2],
      [3, 2],
    ])
    expect(tree.leaves(optimiser.rest).length).toBe(8)
  })
})

/** A loss without bound whose gradient is bounded: what happens where a loss overflows. */
const overflowing = (
  from: number,
): Objective<Tensor<[number, 2]>, unknown, unknown, { w: Tensor<[]> }, { n: Tensor<[]> }> => ({
  name: 'overflowing',
  init: () => ({ params: { w: scalar(1) }, state: { n: zeros([]) } }),
  run: ({ w }, { inputs: x }, { n }) => {
    // 3e38 is finite in f32, and twice of it is not.
    const high = op.scale(3e38)(op.select(op.greater(n, scalar(from - 0.5)), scalar(2), scalar(1)))
    return [
      op.mul(high, scalar(1)),
      () => ({ w: op.scale(0.01)(op.add(w, op.scale(0)(op.sum()(x)))) }),
      { n: op.shift(1)(n) as Tensor<[]> },
      {},
    ]
  },
})

describe('a loss that is not finite while parameters and states stay finite', () => {
  test('stops compiled training where it stops evaluated training', async () => {
    const errors = await Promise.all(
      ways.map(async options => {
        try {
          await last(fit(sgd(0.1), data as never, { epochs: 2, ...options } as never)(overflowing(3))(key(0)))
        } catch (error) {
          return error as NonFiniteError
        }
        throw new Error('nothing was thrown')
      }),
    )
    for (const error of errors) {
      expect(error).toBeInstanceOf(NonFiniteError)
      expect(error).toMatchObject({ kind: 'loss', step: 3, epoch: 1, value: Number.POSITIVE_INFINITY })
      expect(error.message).toBe(errors[2]?.message)
    }
  })

  test("is left out with nonFinite: 'skip', and nothing moves", async () => {
    const seen = await Promise.all(
      ways.map(async options => {
        const reports = []
        const run = fit(
          sgd(0.1),
          data as never,
          { epochs: 2, nonFinite: 'skip', ...options } as never,
        )(overflowing(2))(key(0))
        for await (const { loss, skipped, model } of run) {
          const { params, state } = model()
          reports.push([loss, skipped, toValues(params.w)[0], toValues(state.n)[0]] as const)
        }
        return reports
      }),
    )
    expect(seen[0]?.map(([, skipped]) => skipped)).toEqual([false, false, true, true, true, true])
    expect(seen[0]?.map(([, , , n]) => n)).toEqual([1, 2, 2, 2, 2, 2])
    expect(seen[0]?.[2]?.[0]).toBe(Number.POSITIVE_INFINITY)
    for (const reports of seen) expect(reports).toEqual(seen[2])
  })
})
