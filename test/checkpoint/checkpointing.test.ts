import { pipe } from 'fp-ts/lib/function.js'
import {
  accuracy,
  adam,
  batches,
  batchNorm,
  compose,
  dense,
  dropout,
  fit,
  type Key,
  key,
  last,
  type Report,
  random,
  relu,
  sgd,
  softmaxCrossEntropy,
  supervised,
  tensor,
} from 'pullback'
import { type CheckpointStore, checkpointing, memoryStore } from 'pullback/checkpoint'
import { decodeModel } from 'pullback/safetensors'
import { describe, expect, test } from 'vitest'

const data = batches(
  {
    inputs: random.normal([24, 3])(key(1)),
    targets: tensor(
      Array.from({ length: 24 }, (_, i) => i % 2),
      'i32',
    ),
  },
  { size: 4, shuffle: true },
)
const net = compose(dense(3, 5), batchNorm(5), relu(), dropout(0.25), dense(5, 2))
const objective = pipe(net, supervised(softmaxCrossEntropy()))

const run = (store: CheckpointStore, epochs: number, options = {}, compile = true, own: Key = key(0)) =>
  fit(adam(0.01), data, {
    epochs,
    compile,
    metrics: { accuracy },
    checkpoints: checkpointing(store, options),
  })(objective)(own)

const all = async <P, S, O>(training: AsyncIterable<Report<P, S, O>>, steps = Number.POSITIVE_INFINITY) => {
  const losses: [number, number][] = []
  let end: unknown
  for await (const report of training) {
    losses.push([report.step, report.loss])
    if (report.endOfEpoch || losses.length === steps) end = report.checkpoint()
    if (losses.length === steps) break
  }
  return { losses, end }
}

const files = async (store: CheckpointStore): Promise<readonly string[]> => {
  const kept = await checkpointing(store).kept()
  return kept._tag === 'Right' ? kept.right.map(({ file }) => file) : []
}

describe.each([true, false])('a run with checkpoints (compile: %s)', compile => {
  test.each([1, 2, 3, 5, 6, 7, 11])(
    'goes on after %i steps as if it had not ended, bit for bit',
    async steps => {
      const whole = await all(run(memoryStore(), 2, {}, compile))
      const store = memoryStore()
      const first = await all(run(store, 2, { every: 1 }, compile), steps)
      const rest = await all(run(store, 2, { every: 1 }, compile))
      expect([...first.losses, ...rest.losses]).toEqual(whole.losses)
      expect(rest.end).toEqual(whole.end)
    },
  )
})

describe('checkpoints are written', () => {
  test('at the end of each epoch, of which the newest three stay', async () => {
    const store = memoryStore()
    await all(run(store, 5))
    expect(await files(store)).toEqual([18, 24, 30].map(step => `step-000000${step}.safetensors`))
  })

  test('every so many steps, and at the end of the run', async () => {
    const store = memoryStore()
    await all(run(store, 2, { every: 5, keep: 9 }))
    expect(await files(store)).toEqual(['05', '10', '12'].map(step => `step-000000${step}.safetensors`))
  })

  test('before the report of the step is given, so that who ends the loop there loses nothing', async () => {
    const store = memoryStore()
    for await (const { step } of run(store, 1, { every: 2, keep: 9 })) if (step === 3) break
    expect(await files(store)).toEqual(['step-00000002.safetensors', 'step-00000004.safetensors'])
  })

  test.each([
    ['loss', 'smallest', (report: { loss: number }) => -report.loss],
    ['accuracy', 'largest', (report: { metrics: { accuracy: number } }) => report.metrics.accuracy],
  ] as const)('and the best by %s stays, the newest of equals', async (by, _, value) => {
    const store = memoryStore()
    const values: number[] = []
    for await (const report of run(store, 3, { every: 1, keep: 2, best: by }))
      values.push(value(report as never))
    const kept = await checkpointing(store, { best: by }).kept()
    if (kept._tag === 'Left') throw kept.left
    const foremost = values.lastIndexOf(Math.max(...values)) + 1
    expect(kept.right.filter(({ isBest }) => isBest).map(({ step }) => step)).toEqual([foremost])
    expect(new Set(kept.right.map(({ step }) => step))).toEqual(new Set([foremost, 17, 18]))
    expect(kept.right.find(({ isBest }) => isBest)?.score).toBe(Math.abs(Math.max(...values)))
  })

  test('and the best by a function of the report, in either order, which may take its time; NaN is never it', async () => {
    for (const order of ['largest', 'smallest'] as const) {
      const store = memoryStore()
      const by = async ({ step }: { step: number }) =>
        step === 0 || step === 17 ? Number.NaN : -Math.abs(step - 7)
      const best = { by, order }
      await all(run(store, 3, { every: 1, keep: 1, best }))
      const kept = await checkpointing(store, { best }).kept()
      if (kept._tag === 'Left') throw kept.left
      const steps = order === 'largest' ? [8, 18] : [17, 18]
      expect(kept.right.map(({ step }) => step)).toEqual(steps)
      expect(kept.right.map(({ isBest }) => isBest)).toEqual([true, false])
    }
  })

  test('the best of a run that is continued is that of both parts', async () => {
    const store = memoryStore()
    const best = { by: ({ step }: { step: number }) => (step === 2 ? 5 : step / 100) }
    await all(run(store, 3, { every: 1, keep: 1, best }), 6)
    await all(run(store, 3, { every: 1, keep: 1, best }))
    const kept = await checkpointing(store, { best }).kept()
    expect(
      kept._tag === 'Right' && kept.right.map(({ step, score, isBest }) => [step, score, isBest]),
    ).toEqual([
      [3, 5, true],
      [18, 0.17, false],
    ])
  })

  test('and each is a model file, too', async () => {
    const store = memoryStore()
    const { model } = await last(run(store, 1))
    const read = await store.read((await files(store))[0] as string)()
    if (read._tag === 'Left') throw new Error(read.left)
    const decoded = decodeModel(net)(read.right)
    expect(decoded._tag === 'Right' && decoded.right.model).toEqual(model())
  })
})

describe('a run begins', () => {
  test('from what it is given where there is no checkpoint, and from the checkpoint where there is', async () => {
    const store = memoryStore()
    const model = (await last(fit(sgd(0.1), data)(objective)(key(5)))).model()
    const training = fit(adam(0.01), data, { epochs: 2, from: model, checkpoints: checkpointing(store) })(
      objective,
    )
    const bare = await all(fit(adam(0.01), data, { epochs: 2, from: model })(objective)(key(0)))
    const first = await all(training(key(0)), 8)
    const rest = await all(training(key(0)))
    expect(first.losses).toEqual(bare.losses.slice(0, 8))
    expect(rest.losses).toEqual(bare.losses.slice(6))
  })

  test('and has nothing left to do where it has ended', async () => {
    const store = memoryStore()
    await all(run(store, 2))
    expect((await all(run(store, 2))).losses).toEqual([])
    expect((await all(run(store, 3))).losses.map(([step]) => step)).toEqual([12, 13, 14, 15, 16, 17])
  })
})

describe('an error says', () => {
  const stored = async () => {
    const store = memoryStore()
    await all(run(store, 1))
    return store
  }

  const saying = (training: AsyncIterable<unknown>, words: string | RegExp) =>
    expect(
      (async () => {
        for await (const _ of training);
      })(),
    ).rejects.toThrow(words)

  test('that a checkpoint is of another model, with all that does not fit', async () => {
    const other = supervised(softmaxCrossEntropy())(compose(dense(3, 4), relu(), dense(4, 2)))
    const training = fit(adam(0.01), data, { checkpoints: checkpointing(await stored()) })(other)(key(0))
    await saying(training, /step-00000006\.safetensors in memory is not a checkpoint to continue from: /)
    await saying(training, /"params\.0\.w" is f32\[3, 5\], but f32\[3, 4\] is expected/)
    await saying(training, /Remove it to continue from the one before/)
  })

  test('that it is of a run with another key', async () => {
    await saying(
      run(await stored(), 2, {}, true, key(1)),
      /^memory\/step-00000006\.safetensors: .* another key/,
    )
  })

  test('that it is of a longer run', async () => {
    const store = memoryStore()
    await all(run(store, 3))
    await saying(run(store, 2), /^memory\/step-00000018\.safetensors: .* epoch 3, but the run has 2 epochs/)
  })

  test('that a file is damaged', async () => {
    const store = await stored()
    const file = (await files(store))[0] as string
    const read = await store.read(file)()
    if (read._tag === 'Left') throw new Error(read.left)
    await store.write(file, read.right.subarray(0, 100))()
    await saying(
      run(store, 2),
      /step-00000006\.safetensors in memory is not a checkpoint to continue from: .*byte/,
    )
  })

  test('that a store cannot be listed, read, written to, or rid of what is surplus', async () => {
    const broken = (part: 'list' | 'read' | 'write' | 'remove') => async () => {
      const store = await stored()
      return { ...store, [part]: part === 'list' ? async () => fails() : () => async () => fails() }
    }
    const fails = () => ({ _tag: 'Left', left: 'the disk is on fire' }) as const
    await saying(run(await broken('list')(), 2), 'memory cannot be listed: the disk is on fire.')
    await saying(
      run(await broken('read')(), 2),
      'step-00000006.safetensors in memory cannot be read: the disk is on fire.',
    )
    await saying(
      run(await broken('write')(), 2),
      'step-00000012.safetensors in memory cannot be written: the disk is on fire.',
    )
    await saying(
      run(await broken('remove')(), 2, { keep: 1 }),
      'step-00000006.safetensors in memory cannot be removed: the disk is on fire.',
    )
  })

  test('that there is no such metric, with those that there are', async () => {
    await saying(
      run(memoryStore(), 1, { best: 'accurracy' }),
      /by 'accurracy', but the reports of this run have loss, accuracy/,
    )
    await saying(run(memoryStore(), 1, { best: { by: () => 'good' } }), /has to give a number, but gave/)
  })

  test('what options can be', () => {
    for (const options of [
      { every: 0 },
      { every: 1.5 },
      { keep: 0 },
      { best: 3 },
      { best: { order: 'up', by: 'loss' } },
      { evrey: 1 },
    ])
      expect(() => checkpointing(memoryStore(), options as never)).toThrow(/checkpointing/)
    expect(() => fit(adam(0.01), data, { checkpoints: memoryStore() as never })).toThrow(/checkpoints/)
  })
})
