import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { chromium } from 'playwright-core'
import {
  adam,
  batchNorm,
  compile,
  compose,
  conv2d,
  dense,
  dropout,
  embedding,
  fit,
  flatten,
  full,
  gelu,
  gru,
  init,
  key,
  layerNorm,
  lstm,
  maxPool2d,
  op,
  predict,
  random,
  relu,
  residual,
  schedule,
  selfAttention,
  sgd,
  softmax,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tanh,
  tensor,
  transformerEncoderBlock,
  tree,
  wasmThreads,
  zeros,
} from 'pullback'
import { type EmittedFiles, emit, emitStep, showEmitError } from 'pullback/emit'
import { decodeSafetensors } from 'pullback/safetensors'
import { afterAll, expect, test } from 'vitest'
import { filesIn, numbersOf, printedBy, written } from './emitted.ts'

const folders: string[] = []
const folderOf = async (...all: readonly EmittedFiles[]): Promise<string> => {
  const folder = await written(...all)
  folders.push(folder)
  return folder
}
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true }))))

// biome-ignore lint/suspicious/noExplicitAny: layers of all sorts
type Loosely = any

const predictionOf = (net: Loosely) => {
  const model = (init as Loosely)(net)(key(0))
  return [(model: Loosely, x: Loosely) => (predict as Loosely)(net, model)(x), model] as const
}
const engine = wasmThreads(1)
const drawn = <const S extends readonly number[]>(shape: S): Tensor<S> =>
  random.normal(shape)(key(1)) as Tensor<S>

/** The function that emitted files load here, from bytes. */
const loaded = async (files: Readonly<Record<string, Uint8Array | string>>): Promise<Loosely> => {
  const module = (await import(
    `data:text/javascript,${encodeURIComponent(files['model.js'] as string)}`
  )) as Loosely
  return module.load({ wasm: files['model.wasm'], weights: files['model.safetensors'] })
}

const mlp = compose(dense(64, 32), relu(), dense(32, 10))

test('the JavaScript has less than 3 kB', () => {
  const example = { inputs: zeros([2, 64]), targets: zeros([2], 'i32') }
  for (const weights of ['inside', 'beside'] as const) {
    const [f, model] = predictionOf(mlp)
    const predicting = filesIn(emit({ weights })(f)(model, zeros([2, 64])))
    const trains = pipe(mlp, supervised(softmaxCrossEntropy()), emitStep(adam(), example, { weights }))
    for (const files of [predicting, filesIn(trains(key(0)))])
      expect(Buffer.byteLength(files['model.js'] as string)).toBeLessThan(3000)
  }
})

test('a prediction runs in a process that has nothing of the library, bit for bit', async () => {
  const [f, model] = predictionOf(mlp)
  const x = drawn([3, 64])
  const wanted = numbersOf(compile(f, { engine })(model, x))
  for (const weights of ['inside', 'beside'] as const) {
    const folder = await folderOf(filesIn(emit({ name: 'digits', weights })(f)(model, x)))
    const code = `
      import { load } from './digits.js'
      const predict = await load()
      console.log(JSON.stringify([...predict(Float32Array.from(${JSON.stringify(numbersOf(x))}))]))`
    expect(await printedBy(folder, code)).toEqual(wanted)
    if (weights === 'inside') continue
    const file = decodeSafetensors(await readFile(join(folder, 'digits.safetensors')))
    expect(Object.keys((file as Loosely).right.tensors).sort()).toEqual([
      'params.0.b',
      'params.0.w',
      'params.2.b',
      'params.2.w',
    ])
  }
})

test('training runs in a process that has nothing of the library, with the losses of fit, and goes on here', async () => {
  const net = compose(dense(64, 16), batchNorm(16), relu(), dropout(0.5), dense(16, 10))
  const inputs = drawn([8, 64])
  const targets = tensor([0, 1, 2, 3, 4, 5, 6, 7], 'i32')
  const example = { inputs, targets }
  const optimiser = adam(schedule.exponential(0.01, { factor: 0.9 }))
  const objective = supervised(softmaxCrossEntropy())(net)
  const losses: number[] = []
  let params: unknown
  const train = fit(optimiser, () => Array.from({ length: 6 }, () => example), { engine })
  for await (const report of train(objective)(key(3))) {
    losses.push(report.loss)
    if (report.endOfEpoch) params = report.model()
  }
  for (const weights of ['inside', 'beside'] as const) {
    const folder = await folderOf(filesIn(emitStep(optimiser, example, { weights })(objective)(key(3))))
    const code = `
      import { load } from './model.js'
      const trainer = await load()
      const batch = { inputs: Float32Array.from(${JSON.stringify(numbersOf(inputs))}), targets: Int32Array.from([0, 1, 2, 3, 4, 5, 6, 7]) }
      const losses = [1, 2, 3].map(() => trainer.step(batch))
      // Another one goes on from what the first has.
      const other = await load()
      other.restore(structuredClone(trainer.state()))
      const more = [4, 5, 6].map(() => other.step(batch))
      const { params, state, step } = other.state()
      const json = JSON.stringify({ losses: [...losses, ...more], step, model: { params, state } }, (_, x) => ArrayBuffer.isView(x) ? [...x] : x)
      console.log(json)`
    const printed = (await printedBy(folder, code)) as Loosely
    expect(printed.losses).toEqual(losses)
    expect(printed.step).toBe(6)
    expect((tree.restore as Loosely)(init(net)(key(0)))(printed.model)).toEqual({
      _tag: 'Right',
      right: params,
    })
  }
})

const layers: Readonly<Record<string, readonly [net: Loosely, x: Loosely]>> = {
  dense: [dense(5, 3), drawn([2, 5])],
  conv2d: [compose(conv2d(2, 3, 3), maxPool2d(2), flatten()), drawn([2, 2, 8, 8])],
  batchNorm: [batchNorm(4), drawn([5, 4])],
  layerNorm: [layerNorm([6]), drawn([3, 6])],
  activations: [compose(gelu(), tanh(), softmax()), drawn([3, 7])],
  lstm: [lstm(4, 5), drawn([2, 6, 4])],
  gru: [gru(4, 5), drawn([2, 6, 4])],
  selfAttention: [selfAttention(8, 2), drawn([2, 5, 8])],
  transformerEncoderBlock: [transformerEncoderBlock(8, 2), drawn([2, 5, 8])],
  embedding: [embedding(10, 4), tensor([[1, 2, 9]], 'i32')],
  residual: [residual(dense(4, 4)), drawn([2, 4])],
}

test.each(Object.entries(layers))('%s predicts as it does here, bit for bit', async (_, [net, x]) => {
  const [f, model] = predictionOf(net)
  const run = await loaded(filesIn(emit()(f)(model, x)))
  const Elements = { f32: Float32Array, i32: Int32Array }[x.dtype as 'f32' | 'i32']
  expect([...run(Elements.from(numbersOf(x)))]).toEqual(numbersOf(compile(f, { engine })(model, x)))
})

test('trees of arrays, several arguments and other element types go in and out', async () => {
  const f = (
    _: unknown,
    { a, b }: { readonly a: Tensor<[2]>; readonly b: Tensor<[2]> },
    [n]: readonly [Loosely],
  ) => ({
    sum: op.add(a, b),
    more: [op.gather(tensor([10, 20, 30]), n), 'text', null] as const,
  })
  const doubles = { a: tensor([1, 2], 'f64'), b: tensor([3, 4], 'f64') }
  const files = filesIn(emit()(f as Loosely)({}, doubles, [tensor([0, 1], 'i32')]))
  const run = await loaded(files)
  const given = { a: Float64Array.of(1, 2), b: Float64Array.of(0.5, 0.25) }
  expect(run(given, [Int32Array.of(2, 1)])).toEqual({
    sum: Float64Array.of(1.5, 2.25),
    more: [Float32Array.of(30, 20), 'text', null],
  })
  expect(() => run(given, [Int32Array.of(2, 3)])).toThrow('gather: an index is out of range')
  expect(() => run({ ...given, a: Float64Array.of(1) }, [Int32Array.of(2, 1)])).toThrow(
    'arguments.0.a has to be Float64Array of 2 ([2]), not Float64Array of 1',
  )
  expect(() => run({ b: given.b }, [Int32Array.of(2, 1)])).toThrow(
    'arguments.0.a has to be Float64Array of 2 ([2]), not undefined of undefined',
  )
})

test('what is given stays what it is, and what is given back is a copy', async () => {
  const run = await loaded(
    filesIn(emit()((w: Tensor<[2]>, x: Tensor<[2]>) => op.mul(w, x))(full([2], 2), zeros([2]))),
  )
  const x = Float32Array.of(1, 2)
  const first = run(x)
  const second = run(Float32Array.of(3, 4))
  expect([x, first, second].map(each => [...each])).toEqual([
    [1, 2],
    [2, 4],
    [6, 8],
  ])
})

test('weights of another module, and those that were cut, are refused', async () => {
  const filesFor = (inputs: number) => {
    const [f, model] = predictionOf(dense(inputs, 2))
    return filesIn(emit({ weights: 'beside' })(f)(model, zeros([1, inputs])))
  }
  const [files, others] = [filesFor(3), filesFor(2)]
  for (const wrong of [others['model.safetensors'], (files['model.safetensors'] as Uint8Array).slice(0, -1)])
    await expect(loaded({ ...files, 'model.safetensors': wrong as Uint8Array })).rejects.toThrow(
      'of another module',
    )
})

test('a step that is not finite is not taken, and there are steps as long as there are rates', async () => {
  const example = { inputs: zeros([2, 3]), targets: zeros([2], 'i32') }
  const objective = supervised(softmaxCrossEntropy())(dense(3, 2))
  const trainer = await loaded(filesIn(emitStep(sgd(0.1), example, { steps: 2 })(objective)(key(0))))
  const batch = (value: number) => ({ inputs: new Float32Array(6).fill(value), targets: new Int32Array(2) })
  const before = trainer.state()
  expect(() => trainer.step(batch(Number.NaN))).toThrow('Step 0 is not finite: not taken')
  expect(trainer.state()).toEqual(before)
  trainer.step(batch(1))
  trainer.step(batch(2))
  expect(() => trainer.step(batch(3))).toThrow('There are rates for 2 steps')
  trainer.restore(before)
  expect(trainer.state()).toEqual(before)
  const { params } = before
  expect(() => trainer.restore({ ...before, params: { ...params, w: params.b } })).toThrow(
    'state.params.w has to be',
  )
  expect(trainer.state()).toEqual(before)
})

test('states that swap their places do so at each step', async () => {
  const swapping = {
    name: 'swapping',
    init: (params: Loosely) => ({ a: params, b: tree.map((p: Loosely) => op.scale(2)(p))(params) }),
    rates: () => ({}),
    update: (gradients: Loosely, { a, b }: Loosely) => [gradients, { a: b, b: a }],
  } as Loosely
  const example = { inputs: zeros([2, 3]), targets: zeros([2], 'i32') }
  const objective = supervised(softmaxCrossEntropy())(dense(3, 2))
  const trainer = await loaded(filesIn(emitStep(swapping, example)(objective)(key(0))))
  const { a, b } = trainer.state().optimiser
  for (const wanted of [
    { a: b, b: a },
    { a, b },
  ]) {
    trainer.step({ inputs: new Float32Array(6), targets: new Int32Array(2) })
    expect(trainer.state().optimiser).toEqual(wanted)
  }
  expect(a).not.toEqual(b)
})

test('what has no code is composed of what has, or refused by its name', async () => {
  const x = full([4], 0.5)
  const opened = await loaded(filesIn(emit()((_: object, x: Tensor<[4]>) => op.cumSum(0)(x))({}, x)))
  expect([...opened(Float32Array.of(1, 2, 3, 4))]).toEqual([1, 3, 6, 10])
  const sorted = emit()((_: object, x: Tensor<[4]>) => op.sort(0)(x))({}, x)
  expect(isLeft(sorted) && showEmitError(sorted.left)).toMatch(
    /^(sort|argsort), the operation %\d+ of the program, has no code: /,
  )
})

test('a result may be an argument as it was', async () => {
  const swap = (_: unknown, now: Loosely) => ({ a: now.b, b: op.add(now.a, now.b) })
  const run = await loaded(filesIn(emit()(swap as Loosely)({}, { a: zeros([2]), b: zeros([2]) })))
  expect(run({ a: Float32Array.of(1, 2), b: Float32Array.of(3, 4) })).toEqual({
    a: Float32Array.of(3, 4),
    b: Float32Array.of(4, 6),
  })
})

test('portable modules have no relaxed vectors, and give nearly the same', async () => {
  const [f, model] = predictionOf(mlp)
  const x = drawn([3, 64])
  const run = await loaded(filesIn(emit({ portable: true })(f)(model, x)))
  const wanted = numbersOf(compile(f, { engine })(model, x))
  ;[...run(Float32Array.from(numbersOf(x)))].forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i] as number, 5)
  })
})

test('the types are those of the files', async () => {
  const [f, model] = predictionOf(mlp)
  const example = { inputs: zeros([2, 64]), targets: zeros([2], 'i32') }
  const training = pipe(
    mlp,
    supervised(softmaxCrossEntropy()),
    emitStep(adam(), example, { name: 'training' }),
  )
  const folder = await folderOf(filesIn(emit()(f)(model, zeros([2, 64]))), filesIn(training(key(0))), {
    'use.ts': `
        import { load } from './model.js'
        import { load as begin } from './training.js'
        const y: Float32Array = (await load())(new Float32Array(128))
        // @ts-expect-error
        ;(await load())(new Int32Array(128))
        const trainer = await begin({ wasm: new URL('training.wasm', import.meta.url) })
        const loss: number = trainer.step({ inputs: y, targets: new Int32Array(2) })
        const w: readonly [64, 32] = trainer.state().params[0].w.shape
        trainer.restore(trainer.state())
        // @ts-expect-error
        trainer.step({ inputs: y })
        console.log(loss, w)`,
  })
  const tsc = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc')
  const options = [
    '--strict',
    '--noEmit',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--lib',
    'es2022,dom',
    '--types',
    '',
  ]
  execFileSync(process.execPath, [tsc, ...options, join(folder, 'use.ts')], { cwd: folder })
})

const chromiumPath = '/usr/bin/chromium'

test('predicts and trains in Chromium as here, bit for bit', { timeout: 60_000 }, async ({ skip }) => {
  if (!existsSync(chromiumPath) && process.env.CI !== 'true')
    skip(`no ${chromiumPath}: install Debian's chromium to run this test`)
  const [f, model] = predictionOf(mlp)
  const x = drawn([2, 64])
  const example = { inputs: x, targets: tensor([1, 2], 'i32') }
  const objective = supervised(softmaxCrossEntropy())(mlp)
  const optimiser = adam(0.01)
  const files = {
    ...filesIn(emit({ weights: 'beside' })(f)(model, x)),
    ...filesIn(emitStep(optimiser, example, { name: 'training' })(objective)(key(0))),
  } as Readonly<Record<string, Uint8Array | string>>
  const trainer = await loaded(filesIn(emitStep(optimiser, example)(objective)(key(0))))
  const batch = { inputs: Float32Array.from(numbersOf(x)), targets: Int32Array.of(1, 2) }
  const server = createServer(({ url = '/' }, response) => {
    const content = files[url.slice(1)]
    const type = url.endsWith('.js')
      ? 'text/javascript'
      : url === '/'
        ? 'text/html'
        : 'application/octet-stream'
    response.writeHead(content === undefined && url !== '/' ? 404 : 200, { 'content-type': type })
    response.end(content ?? '<!doctype html>')
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
    ],
  })
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const given = await page.evaluate(`(async () => {
      const predict = await (await import('/model.js')).load()
      const trainer = await (await import('/training.js')).load()
      const inputs = Float32Array.from(${JSON.stringify(numbersOf(x))})
      const losses = [1, 2, 3].map(() => trainer.step({ inputs, targets: Int32Array.of(1, 2) }))
      return { predicted: [...predict(inputs)], losses }
    })()`)
    expect(given).toEqual({
      predicted: numbersOf(compile(f, { engine })(model, x)),
      losses: [1, 2, 3].map(() => trainer.step(batch)),
    })
  } finally {
    await browser.close()
    server.closeAllConnections()
    server.close()
  }
})
