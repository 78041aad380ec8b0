import { describe, expect, test } from 'vitest'
import {
  type AnyOptimiser,
  accuracy,
  adam,
  batches,
  batchNorm,
  type Checkpoint,
  compose,
  dense,
  engines,
  type FitOptions,
  fit,
  key,
  label,
  last,
  momentum,
  random,
  reference,
  sgd,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tensor,
  toValues,
  optimiser as transformation,
  tree,
  wasm,
} from '../../src/index.ts'

const targets = tensor([0, 1, 1, 0, 1, 0, 0, 1], 'i32')
const rows = (dtype: 'f32' | 'f64' = 'f32') => random.normal([8, 3], 0, 1, { dtype })(key(1))
const data = batches({ inputs: rows(), targets }, { size: 2 })
const netOf = (width = 4) =>
  compose(label('hidden')(dense(3, width)), label('norm')(batchNorm(width)), label('output')(dense(width, 2)))
const objective = supervised(softmaxCrossEntropy())(netOf())

const reportAfter = async (steps: number) => {
  for await (const report of fit(adam(0.1), data, { epochs: 3 })(objective)(key(0)))
    if (report.step + 1 === steps) return { ...report, kept: report.checkpoint() }
  throw new Error('too few steps')
}
const fifth = await reportAfter(5)
const checkpoint = fifth.kept

/** What is said of a run from something, before its first step; null if it has one. */
const refusal = async (
  from: unknown,
  {
    of = objective as unknown,
    by = adam(0.1) as unknown,
    on = data as unknown,
    seed = 0,
    ...options
  }: { of?: unknown; by?: unknown; on?: unknown; seed?: number } & Omit<FitOptions, 'from'> = {},
): Promise<Error | null> => {
  const run = fit(by as AnyOptimiser, on as typeof data, {
    epochs: 3,
    ...(options as object),
    from: from as never,
  })(of as typeof objective)(key(seed))
  try {
    for await (const _ of run) return null
  } catch (error) {
    return error as Error
  }
  throw new Error('a run of no steps')
}

describe.each([{ compile: true }, { compile: true, engine: reference }, { compile: false }])(
  '%o',
  options => {
    const parts = { params: checkpoint.params, state: checkpoint.state }
    const hidden = checkpoint.params.hidden
    const narrow = { ...checkpoint, params: { ...checkpoint.params, hidden: { w: hidden.w } } }
    const tensors = tree.map((leaf: tree.Leaf) => tensor(Array.from(toValues(leaf as Tensor))) as tree.Leaf)
    const cases: readonly (readonly [string, unknown, Parameters<typeof refusal>[1], string, RegExp])[] = [
      [
        'of another optimiser',
        checkpoint,
        { by: momentum(0.1) },
        'ArgumentError',
        /optimiser of this run, chain\(trace.*\[0\]\.trace|optimiser\[0\]/,
      ],
      ['of an optimiser without a state', checkpoint, { by: sgd(0.1) }, 'ArgumentError', /at optimiser/],
      [
        'for a wrapped optimiser',
        checkpoint,
        { by: transformation.accumulate(2)(adam(0.1)) },
        'ArgumentError',
        /at optimiser/,
      ],
      [
        'of another width',
        checkpoint,
        { of: supervised(softmaxCrossEntropy())(netOf(5)) },
        'ShapeError',
        /has f32\[3, 5\] at params\.hidden\.w, but .* has f32\[3, 4\] there/,
      ],
      [
        'of a model with fewer layers',
        checkpoint,
        { of: supervised(softmaxCrossEntropy())(compose(label('hidden')(dense(3, 2)))) },
        'ShapeError',
        /params\.hidden\.w/,
      ],
      [
        'of a model of other labels',
        checkpoint,
        {
          of: supervised(softmaxCrossEntropy())(
            compose(label('first')(dense(3, 4)), label('output')(dense(4, 2))),
          ),
        },
        'ArgumentError',
        /at params\.first, .* has nothing there/,
      ],
      [
        'of a model without labels',
        checkpoint,
        { of: supervised(softmaxCrossEntropy())(compose(dense(3, 4), dense(4, 2))) },
        'ArgumentError',
        /has a tuple of 2 at params, but .* has a record/,
      ],
      [
        'of another element type',
        checkpoint,
        { dtype: 'f64', on: batches({ inputs: rows('f64'), targets }, { size: 2 }) },
        'DTypeError',
        /has f64\[3, 4\] at params\.hidden\.w, but .* has f32\[3, 4\] there.*\{ dtype: 'f32' \}/,
      ],
      [
        'of a model of another element type',
        objective.init(key(0), 'f64'),
        {},
        'DTypeError',
        /has f32\[3, 4\] at params\.hidden\.w, .* f64\[3, 4\] there.*\{ dtype: 'f64' \}/,
      ],
      [
        'with an entry fewer',
        narrow,
        {},
        'ArgumentError',
        /has f32\[4\] at params\.hidden\.b, but .* has nothing there/,
      ],
      ['with a state of another form', { ...checkpoint, state: {} }, {}, 'ArgumentError', /at state/],
      [
        'with flattened tensors',
        { ...checkpoint, params: tensors(checkpoint.params) },
        {},
        'ShapeError',
        /params\.hidden\.w/,
      ],
      [
        'of another key',
        checkpoint,
        { seed: 1 },
        'ArgumentError',
        /of a run with another key.*\{ \.\.\.checkpoint, key \}/,
      ],
      [
        'with a batch beyond the epoch',
        { ...checkpoint, batch: 4 },
        {},
        'ArgumentError',
        /says that 4 batches of epoch 1 are done, but .* the epoch has 4/,
      ],
      [
        'with a batch far beyond the epoch',
        { ...checkpoint, batch: 400 },
        {},
        'ArgumentError',
        /says that 400 batches of epoch 1/,
      ],
      [
        'on larger batches',
        { ...checkpoint, batch: 1 },
        { on: batches({ inputs: rows(), targets }, { size: 8 }) },
        'ArgumentError',
        /the epoch has 1/,
      ],
      [
        'beyond the last epoch',
        { ...checkpoint, epoch: 4 },
        {},
        'ArgumentError',
        /goes on with epoch 4, but the run has 3 epochs/,
      ],
      [
        'with half a batch',
        { ...checkpoint, batch: 0.5 },
        {},
        'ArgumentError',
        /its batch is the number 0.5/,
      ],
      ['with a negative step', { ...checkpoint, step: -1 }, {}, 'ArgumentError', /its step is the number -1/],
      [
        'with a step that is a text',
        { ...checkpoint, step: '5' },
        {},
        'ArgumentError',
        /its step is the text "5"/,
      ],
      [
        'with NaN for an epoch',
        { ...checkpoint, epoch: Number.NaN },
        {},
        'ArgumentError',
        /its epoch is the number NaN/,
      ],
      [
        'with undefined for an epoch',
        { ...checkpoint, epoch: undefined },
        {},
        'ArgumentError',
        /its epoch is undefined/,
      ],
      ['with a key that is none', { ...checkpoint, key: 0 }, {}, 'ArgumentError', /its key is the number 0/],
      ['{}', {}, {}, 'ArgumentError', /has no params/],
      ['null', null, {}, 'ArgumentError', /but was given null/],
      ['a number', 3, {}, 'ArgumentError', /but was given the number 3/],
      ['a text', 'model.npz', {}, 'ArgumentError', /but was given the text "model\.npz"/],
      ['a tuple', [checkpoint], {}, 'ArgumentError', /but was given a tuple of 1/],
      ['parameters alone', checkpoint.params, {}, 'ArgumentError', /has no params/],
      ['parameters without a state', { params: checkpoint.params }, {}, 'ArgumentError', /has no state/],
      ['a function', () => checkpoint, {}, 'ArgumentError', /call it, report\.checkpoint\(\)/],
      ['a report', fifth, {}, 'ArgumentError', /a report: take report\.checkpoint\(\)/],
      ...(['optimiser', 'step', 'epoch', 'batch', 'key'] as const).map(
        part =>
          [
            `a checkpoint without its ${part}`,
            Object.fromEntries(Object.entries(checkpoint).filter(([name]) => name !== part)),
            {},
            'ArgumentError',
            new RegExp(`has no ${part}`),
          ] as const,
      ),
      ['with a parameter that contains itself', cyclic(parts), {}, 'ArgumentError', /at params\.hidden\.w/],
    ]

    test.each(cases)('from a checkpoint %s', async (_, from, given, name, message) => {
      const error = await refusal(from, { ...given, ...options })
      expect(error?.name).toBe(name)
      expect(error?.message).toMatch(message)
    })

    test('from a checkpoint that went through JSON or structuredClone: its numbers, or a refusal with a sentence', async () => {
      for (const copy of [
        (x: unknown): unknown => JSON.parse(JSON.stringify(x)),
        (x: unknown): unknown => structuredClone(x),
      ]) {
        let copied: unknown
        try {
          copied = copy(checkpoint)
        } catch (error) {
          // Refusing to be copied is as good, with a sentence.
          expect(String(error)).toMatch(/tensor/i)
          continue
        }
        const error = await refusal(copied, options)
        expect(error?.name).toBe('ArgumentError')
        expect(error?.message).toMatch(/at params\.hidden\.w/)
      }
    })

    test('what is right goes on: entries in another order, other metrics, a model of one’s own', async () => {
      const reversed = (x: unknown): unknown =>
        tree.isLeaf(x) || typeof x !== 'object' || x === null || Array.isArray(x)
          ? x
          : Object.fromEntries(
              Object.entries(x)
                .toReversed()
                .map(([name, branch]) => [name, reversed(branch)]),
            )
      const [whole, rest] = await Promise.all(
        [checkpoint, reversed(checkpoint)].map(from =>
          last(
            fit(adam(0.1), data, {
              ...{ epochs: 3, from: from as typeof checkpoint, metrics: { accuracy } },
              ...options,
            })(objective)(key(0)),
          ),
        ),
      )
      expect(rest!.loss).toBe(whole!.loss)
      expect(await refusal({ ...checkpoint, key: key(1) }, { ...options, seed: 1 })).toBe(null)
      expect(await refusal(parts, { ...options, seed: 7 })).toBe(null)
      expect(await refusal({ state: parts.state, params: parts.params, name: 'mine' }, options)).toBe(null)
    })

    test('a finished run has no more steps', async () => {
      const done = (await last(fit(adam(0.1), data, options)(objective)(key(0)))).checkpoint()
      const reports: unknown[] = []
      for await (const report of fit(adam(0.1), data, { ...options, from: done })(objective)(key(0)))
        reports.push(report)
      expect(reports).toEqual([])
    })
  },
)

function cyclic({
  params,
  state,
}: Pick<Checkpoint<{ hidden: unknown }, unknown, unknown>, 'params' | 'state'>): unknown {
  const w: { self?: unknown } = {}
  w.self = w
  return { params: { ...params, hidden: { ...(params.hidden as object), w } }, state }
}

describe('options of fit', () => {
  test.each([
    [{ epoch: 3 }, 'fit has no option epoch: did you mean epochs? It has epochs, dtype'],
    [{ batchSize: 3 }, 'fit has no option batchSize'],
    [{ Epochs: 3 }, 'fit has no option Epochs'],
    ...Object.values(engines).map(
      engine => [{ compile: false, engine }, 'Leave one of the two out'] as [object, string],
    ),
    [{ compile: 'no' }, "fit needs true or false for compile, but was given 'no' (a string)"],
    [{ compile: 0 }, 'fit needs true or false for compile, but was given 0'],
    [{ compile: null }, 'fit needs true or false for compile, but was given null'],
    [{ engine: 'wasm' }, "fit needs an engine for engine, but was given 'wasm' (a string). Without quotes"],
    [{ engine: null }, 'but was given null'],
    [{ engine: () => wasm }, 'but was given the function engine'],
    [{ epochs: -1 }, 'fit needs a non-negative integer for epochs, but was given -1'],
    [{ epochs: 1.5 }, 'but was given 1.5'],
    [{ epochs: Number.NaN }, 'but was given NaN'],
    [{ epochs: Number.POSITIVE_INFINITY }, 'but was given Infinity'],
    [{ epochs: '3' }, 'Give a number: 3.'],
    [{ epochs: null }, 'but was given null'],
    [{ dtype: 'f16' }, `fit needs an element type of floats, 'f32' or 'f64', for dtype, but was given 'f16'`],
    [{ dtype: 'i32' }, `'f32' or 'f64', for dtype, but was given 'i32'`],
    [{ nonFinite: 'ignore' }, `fit needs 'stop' or 'skip' for nonFinite`],
    [{ nonFinite: true }, `fit needs 'stop' or 'skip' for nonFinite`],
    [{ metrics: [accuracy] }, 'by name for metrics, but was given an array of 1'],
    [{ metrics: accuracy }, 'but was given the function accuracy'],
    [{ metrics: { accuracy: 'accuracy' } }, 'fit needs a function for metrics.accuracy, but was given'],
    [{ metrics: null }, 'but was given null'],
    [null, 'fit takes its options by name'],
    [3, 'fit takes its options by name'],
    ['epochs', 'fit takes its options by name'],
    [[], 'fit takes its options by name'],
  ] as const)('%o is refused', (options, message) => {
    const make = () => fit(adam(0.1), data, options as never)(objective)
    expect(make).toThrow(message)
    expect(make).toThrow(expect.objectContaining({ name: 'ArgumentError' }))
  })

  test('{ compile: false } with no engine, also if that is written down, is fine', async () => {
    const report = await last(
      fit(adam(0.1), data, { compile: false, engine: undefined } as never)(objective)(key(0)),
    )
    expect(report.step).toBe(3)
  })

  test('what is not an objective, optimiser, batches or key is refused', () => {
    expect(() => fit(adam as never, data)(objective)).toThrow('fit takes an optimiser first')
    expect(() => fit(objective as never, adam() as never, data as never)).toThrow(
      'fit takes the objective last: pipe(objective, fit(optimiser, batches, options))',
    )
    expect(() => fit(adam(), data)(null as never)).toThrow('fit takes an objective after all else')
    for (const wrong of [[{ inputs: rows(), targets }], { inputs: rows(), targets }, null])
      expect(() => fit(adam(), wrong as never)(objective)).toThrow('fit takes batches after the optimiser')
    for (const wrong of [42, null, undefined, {}, { bits: 3 }, { bits: tensor([1, 2]) }])
      expect(() => fit(adam(), data)(objective)(wrong as never)).toThrow(
        'fit takes a key last, fit(…)(objective)(key(0))',
      )
  })
})
