import { execFile } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import {
  batches,
  compile,
  compose,
  dense,
  type Engine,
  evaluation,
  type FloatDType,
  fit,
  init,
  key,
  last,
  leakyRelu,
  momentum,
  op,
  program,
  random,
  reference,
  smooth,
  smoothOf,
  softmax,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tensor,
  toValues,
  tree,
  wasm,
} from 'pullback'
import { auto, type Blas, blas, type Koffi, type Measurement, showBlasError } from 'pullback/node'
import { describe, expect, test } from 'vitest'
import { checkLaws, epsilon, type LawSet } from '../../laws/index.ts'
import { probing } from '../../laws/oracle/probe.ts'
import { programLaws } from '../../laws/program/program.ts'
import { coreTypeOf } from '../../src/node/blasLibrary.ts'
import { decide, kindOf, summaryOf } from '../../src/node/calibration.ts'

// All products to the library, however small: what is measured differs from run to run, and the tests shall not.
const found = await blas({ measurements: [] })()
const library: Blas | null = isRight(found) ? found.right : null
if (isLeft(found)) {
  if (process.env.CI === 'true') throw new Error(showBlasError(found.left))
  console.warn(`blas: not tested. ${showBlasError(found.left)}`)
}

const withLibrary = (name: string, body: (library: Blas) => void | Promise<void>): void => {
  if (library === null) test.skip(`${name}: there is no BLAS`, () => undefined)
  else test(name, () => body(library))
}

const valuesOf = (x: unknown): readonly number[] =>
  tree.tensors(x as tree.Tree).flatMap(each => Array.from(toValues(each) as ArrayLike<number>))

/** Whether two trees are the same up to the order of sums of so many terms. */
const expectClose = (dtype: FloatDType, terms: number, got: unknown, want: unknown): void => {
  const [left, right] = [valuesOf(got), valuesOf(want)]
  expect(left).toHaveLength(right.length)
  const scale = right.reduce((most, value) => Math.max(most, Math.abs(value)), 1)
  const worst = left.reduce((most, value, i) => Math.max(most, Math.abs(value - (right[i] as number))), 0)
  expect(worst).toBeLessThanOrEqual(8 * terms * epsilon[dtype] * scale)
}

// -------------------------------------------------------------------------------------
// held to evaluation and to the reference engine
// -------------------------------------------------------------------------------------

const held = (set: LawSet): void => {
  for (const { passed, message } of checkLaws(set)) expect(passed, message).toBe(true)
}

const ways = {
  NN: op.matmul,
  TN: op.matmulTN,
  NT: op.matmulNT,
} as const

describe('a program whose products the library computes', () => {
  const size = fc.integer({ min: 1, max: 20 })
  const dtypes = fc.constantFrom<FloatDType>('f32', 'f64')

  withLibrary('law 44 holds for products of two matrices', ({ engine }) => {
    const instances = fc.tuple(size, size, size, dtypes, fc.nat()).map(([m, n, k, dtype, seed]) => ({
      f: smooth.matmul<number, number, number>(),
      x: [
        random.normal([m, k], 0, 1, { dtype })(key(seed)),
        random.normal([k, n], 0, 1, { dtype })(key(seed + 1)),
      ] as const,
    }))
    held(programLaws('matmul', probing(instances as never), {}, [engine]))
  })

  withLibrary('law 44 holds for a network', ({ engine }) => {
    const instances = fc.tuple(size, dtypes, fc.nat()).map(([rows, dtype, seed]) => {
      const net = compose(dense(7, 18), leakyRelu(0.01), dense(18, 5), softmax())
      return {
        f: smoothOf(net, init(net)(key(0)).state, evaluation),
        x: [
          init(net, { dtype })(key(seed)).params,
          random.normal([rows, 7], 0, 1, { dtype })(key(seed)),
        ] as const,
      }
    })
    held(programLaws('network', probing(instances as never), {}, [engine]))
  })

  for (const dtype of ['f32', 'f64'] as const)
    for (const [name, way] of Object.entries(ways))
      withLibrary(
        `${name} in ${dtype}: batches of products as the reference engine gives them`,
        ({ engine }) => {
          const sizes = [
            [1, 3, 4, 5],
            [3, 17, 33, 9],
            [2, 1, 64, 10],
            [1, 70, 130, 257],
            [2, 4, 1, 6],
          ] as const
          for (const [batch, m, n, k] of sizes) {
            const a = random.normal(name === 'TN' ? [batch, k, m] : [batch, m, k], 0, 1, { dtype })(key(1))
            const b = random.normal(name === 'NT' ? [batch, n, k] : [batch, k, n], 0, 1, { dtype })(key(2))
            const multiply = way as unknown as (x: Tensor, y: Tensor) => Tensor
            const by = (it: Engine): unknown => compile(multiply, { engine: it })(a as never, b as never)
            expectClose(dtype, k, by(engine), by(reference))
          }
        },
      )

  // An input that is still in its place is not copied there once more.
  for (const dtype of ['f32', 'f64'] as const)
    withLibrary(`large inputs in ${dtype} are the ones given last`, ({ engine }) => {
      type Square = Tensor<[80, 80]>
      const [x, y, z] = [1, 2, 3].map(seed => random.normal([80, 80], 0, 1, { dtype })(key(seed))) as [
        Square,
        Square,
        Square,
      ]
      const functions: readonly ((a: Square, b: Square) => unknown)[] = [
        (a, b) => op.matmul<[], 80, 80, 80>(a, b),
        (a, b) => [op.matmulTN<[], 80, 80, 80>(a, b), op.matmulNT<[], 80, 80, 80>(a, a)],
        (a, b) => op.matmul<[], 80, 80, 80>(op.matmul<[], 80, 80, 80>(a, b), b),
        (a, b) => [op.matmul<[], 80, 80, 80>(a, b), op.tanh(a)],
        (a, b) => [op.matmul<[], 80, 80, 80>(a, b), a],
        (a, b) => op.matmul<[], 80, 80, 80>(op.reshape([80, 80])(a) as Square, b),
      ]
      for (const f of functions) {
        const [mine, theirs] = [compile(f, { engine }), compile(f, { engine: reference })]
        for (const [a, b] of [
          [x, y],
          [x, z],
          [z, z],
          [y, x],
          [y, x],
        ] as const)
          expectClose(dtype, 2000, mine(a, b), theirs(a, b))
      }
    })

  withLibrary('an input reads as it was written, wherever it is', ({ engine }) => {
    const multiply = (a: Tensor<[80, 80]>, b: Tensor<[80, 80]>) => op.matmul<[], 80, 80, 80>(a, b)
    const [x, y] = [random.normal([80, 80])(key(1)), random.normal([80, 80])(key(2))]
    const executable = engine.prepare(program.trace(multiply)(x, y).program)
    executable.write(0, x)
    executable.write(1, y)
    expect(valuesOf([0, 1].map(executable.readInput))).toEqual(valuesOf([x, y]))
    executable.write(0, y)
    expect(valuesOf(executable.readInput(0))).toEqual(valuesOf(y))
    expect(() => executable.write(0, random.normal([80, 79])(key(1)))).toThrow('Input 0')
    expect(valuesOf(executable.readInput(0))).toEqual(valuesOf(y))
  })

  withLibrary('empty products are zeros', ({ engine }) => {
    const product = compile((x: Tensor<[2, 0]>, y: Tensor<[0, 3]>) => op.matmul<[], 2, 0, 3>(x, y), {
      engine,
    })
    const [x, y] = [random.normal([2, 0])(key(0)), random.normal([0, 3])(key(0))]
    expect(valuesOf(product(x as never, y as never))).toEqual([0, 0, 0, 0, 0, 0])
  })

  withLibrary('NaN and infinity pass through, and old results do not', ({ engine }) => {
    const product = compile((x: Tensor<[2, 2]>, y: Tensor<[2, 2]>) => op.matmul(x, y), { engine })
    const eye = tensor([
      [1, 0],
      [0, 1],
    ])
    const odd = tensor([
      [Number.NaN, Number.POSITIVE_INFINITY],
      [1, 2],
    ])
    expect(valuesOf(product(odd, eye))).toEqual([Number.NaN, Number.NaN, 1, 2])
    expect(valuesOf(product(eye, eye))).toEqual([1, 0, 0, 1])
  })

  for (const dtype of ['f32', 'f64'] as const)
    withLibrary(`training in ${dtype} as with the reference engine`, async ({ engine }) => {
      const inputs = random.normal([30, 12], 0, 1, { dtype })(key(1))
      const targets = tensor(
        Array.from({ length: 30 }, (_, i) => i % 4),
        'i32',
      )
      const net = compose(dense(12, 20), leakyRelu(0.01), dense(20, 4))
      const objective = supervised(softmaxCrossEntropy())(net)
      // The last batch of an epoch is a short one.
      const data = batches({ inputs, targets } as never, { size: 8, shuffle: true })
      const train = (it: Engine) =>
        last(
          fit(momentum(0.1, 0.9), data as never, { epochs: 6, dtype, engine: it })(objective as never)(
            key(3),
          ),
        )
      const [got, again, want] = [await train(engine), await train(engine), await train(reference)]
      expectClose(
        dtype,
        2000,
        (got.model() as { params: unknown }).params,
        (want.model() as { params: unknown }).params,
      )
      expect(valuesOf(got.model())).toEqual(valuesOf(again.model()))
    })
})

// -------------------------------------------------------------------------------------
// who computes what
// -------------------------------------------------------------------------------------

const measurement = (m: number, n: number, k: number, generated: number, called: number): Measurement => ({
  ...{ dtype: 'f32', kind: kindOf({ m, n, k }), m, n, k },
  ...{ generated, called },
})

const shape = (m: number, n: number, k: number, batch = 1) =>
  ({ dtype: 'f32', batch, m, n, k, transposeA: false, transposeB: true }) as const

describe('a product goes', () => {
  const measured = [
    measurement(16, 16, 16, 1, 2),
    measurement(64, 64, 64, 8, 4),
    measurement(256, 256, 256, 500, 200),
    measurement(8, 8, 8, 1, 8),
    measurement(1, 64, 64, 1, 8),
  ]
  const decision = decide(measured, { cores: 2, keepsToOneThread: true })

  test.each([
    ['a small one to generated code', shape(16, 16, 16), 0],
    ['a smaller one than measured, too', shape(16, 16, 17), 0],
    ['one at which the library gains too little, too', shape(31, 31, 31), 0],
    ['a larger one to the library', shape(64, 64, 64), 1],
    ['one that takes long to several threads', shape(150, 150, 150), 2],
    ['a larger one than measured, too', shape(2048, 2048, 2048), 2],
    ['many of them to several threads', shape(64, 64, 64, 100), 2],
    ['a narrow one where narrow ones go', shape(4096, 8, 4096), 0],
    ['one with a vector where those go', shape(1, 4096, 4096), 0],
  ])('%s', (_, product, shares) => {
    expect(decision(product)).toBe(shares)
  })

  test('to generated code if reading its large result again takes what the library gains', () => {
    const few = [measurement(600, 200, 3, 12.5, 5.5), measurement(600, 200, 12, 45, 19)]
    const by = decide(few, { cores: 1, keepsToOneThread: true })
    expect([by(shape(600, 200, 3)), by(shape(600, 200, 12)), by(shape(12, 600, 200))]).toEqual([0, 0, 1])
  })

  test('in shares that are long enough to as many cores as there are', () => {
    const on = (cores: number) => decide(measured, { cores, keepsToOneThread: true })(shape(150, 150, 150))
    expect([2, 3, 8].map(on)).toEqual([2, 2, 2])
    expect(decide(measured, { cores: 8, keepsToOneThread: true })(shape(2048, 2048, 2048))).toBe(8)
  })

  test('to the library as a whole where there is one core', () => {
    expect(decide(measured, { cores: 1, keepsToOneThread: true })(shape(256, 256, 256))).toBe(1)
  })

  test('to a library that uses the threads it likes if it beats generated code on all cores, and as a whole', () => {
    const free = (cores: number) => decide(measured, { cores, keepsToOneThread: false })(shape(256, 256, 256))
    expect([1, 2, 4, 8].map(free)).toEqual([1, 1, 0, 0])
  })

  test('nowhere else because of other products than its own kind', () => {
    expect(kindOf({ m: 1, n: 9, k: 4 })).toBe('vector')
    expect(kindOf({ m: 9, n: 100, k: 400 })).toBe('narrow')
    expect(kindOf({ m: 100, n: 100, k: 3 })).toBe('narrow')
    expect(kindOf({ m: 16, n: 16, k: 16 })).toBe('broad')
  })

  test('and why is said as a sentence', () => {
    expect(summaryOf(measured)).toEqual({
      wins: 2,
      words: 'it was faster than generated code for 2 of 5 products, typically 2.5 times, at most 2.5 times',
    })
    expect(summaryOf([measurement(16, 16, 16, 1, 2)])).toEqual({
      wins: 0,
      words: 'it was not faster than generated code for any of 1 products',
    })
  })
})

describe('auto', () => {
  withLibrary('measures the library, and says what it chose and why', async () => {
    const { engine, why, measurements } = await auto()
    expect(measurements.length).toBeGreaterThan(10)
    for (const { generated, called } of measurements)
      for (const time of [generated, called]) expect(time).toBeGreaterThan(0)
    expect(['blas', 'wasm']).toContain(engine.name)
    expect(why).toMatch(
      engine.name === 'blas' ? /^blas\. .*faster than generated code/ : /^wasm, .*not faster/,
    )
  })

  withLibrary('chooses wasm if the library is slow, though it is there', async () => {
    const slow = [measurement(64, 64, 64, 1, 20)]
    const { engine, why } = await auto({ measurements: slow })
    expect(engine).toBe(wasm)
    expect(why).toMatch(/^wasm, because .* Not blas: .* was not faster than generated code/)
  })

  withLibrary('decides as an earlier run did, if given its measurements', async () => {
    const first = await auto()
    const second = await auto({ measurements: first.measurements })
    expect(second.why).toBe(first.why)
    expect(second.measurements).toBe(first.measurements)
  })

  test('uses as many threads as it is asked to, which have to be some', async () => {
    for (const threads of [0, -1, 1.5, Number.NaN])
      expect(() => blas({ threads })).toThrow(
        `blas needs a positive whole number of threads, but was given ${threads}.`,
      )
    const one = await blas({ threads: 1, measurements: [] })()
    if (isLeft(one)) return // where there is no BLAS
    const square = (x: Tensor<[200, 200]>) => op.matmul<[], 200, 200, 200>(x, x)
    const x = random.normal([200, 200])(key(0))
    expectClose('f32', 200, compile(square, { engine: one.right.engine })(x), square(x))
  })

  test('falls back to wasm without a BLAS, and computes the same', async () => {
    const { engine, why, measurements } = await auto({ library: '/no/such/library.so' })
    expect(engine).toBe(wasm)
    expect(measurements).toEqual([])
    expect(why).toMatch(
      /^wasm, because .* Not blas: No BLAS can be loaded: \/no\/such\/library\.so \(.*Install OpenBLAS/,
    )
    const square = (x: Tensor<[2, 2]>): Tensor<[2, 2]> => op.matmul(x, x)
    const x = tensor([
      [1, 2],
      [3, 4],
    ])
    expect(valuesOf(compile(square, { engine })(x))).toEqual(valuesOf(square(x)))
  })
})

// -------------------------------------------------------------------------------------
// what can go wrong
// -------------------------------------------------------------------------------------

const leftOf = async (
  options: Parameters<typeof blas>[0],
): Promise<readonly [tag: string, words: string]> => {
  const outcome = await blas(options)()
  if (isRight(outcome)) throw new Error(`There is a BLAS: ${outcome.right.library}`)
  return [outcome.left._tag, showBlasError(outcome.left)]
}

/** A library whose functions do what they are given here, or are not there. */
const pretending = (functions: Readonly<Record<string, () => unknown>>) => async (): Promise<Koffi> => ({
  address: () => 0n,
  load: () => ({
    func: prototype => {
      const name = /(\w+)\(/.exec(prototype)?.[1] as string
      const f = functions[name]
      if (f === undefined) throw new Error(`Cannot find function '${name}'`)
      return f
    },
  }),
})

describe('an error says what is wrong and how to mend it', () => {
  test('koffi is not installed', async () => {
    const [tag, words] = await leftOf({
      load: () => Promise.reject(new Error("Cannot find package 'koffi'\nImported from …")),
    })
    expect(tag).toBe('KoffiMissing')
    expect(words).toBe(
      "The package koffi cannot be loaded (Cannot find package 'koffi'). Install it: npm install koffi",
    )
  })

  test('there is no such library', async () => {
    const [tag, words] = await leftOf({ library: '/no/such/library.so' })
    if (tag === 'KoffiMissing') return // where the optional dependency was left out
    expect(tag).toBe('LibraryMissing')
    expect(words).toMatch(
      /^No BLAS can be loaded: \/no\/such\/library\.so \(.+\)\. Install OpenBLAS .*`library`/,
    )
  })

  test('the library is something else', async () => {
    const [tag, words] = await leftOf({ library: 'libsomething.so', load: pretending({}) })
    expect(tag).toBe('SymbolMissing')
    expect(words).toMatch(
      /^The library libsomething\.so has no cblas_sgemm, so it is no BLAS .* Install OpenBLAS/,
    )
  })

  test('the library has half of the functions', async () => {
    const [, words] = await leftOf({ load: pretending({ cblas_sgemm: () => undefined }) })
    expect(words).toContain('has no cblas_dgemm')
  })

  test('the library gives wrong products', async () => {
    const nothing = (): void => undefined
    const [tag, words] = await leftOf({
      library: 'libwrong.so',
      load: pretending({ cblas_sgemm: nothing, cblas_dgemm: nothing }),
    })
    expect(tag).toBe('WrongProducts')
    expect(words).toMatch(/^The library libwrong\.so gives wrong products; .* Install OpenBLAS/)
  })
})

describe('a Worker that multiplies', () => {
  test('ends although processes are started meanwhile', { timeout: 120_000 }, async ({ skip }) => {
    if (library === null) skip('there is no BLAS')
    const script = `
      import('pullback/node').then(async ({ blas }) => {
        const { compile, fromValues, op, toValues } = await import('pullback')
        const { engine } = (await blas({ measurements: [] })()).right
        const x = fromValues([150, 150], Array.from({ length: 22500 }, (_, i) => (i % 7) - 3))
        const square = compile(a => op.matmul(a, a), { engine })
        const start = Date.now()
        let sum = 0
        while (Date.now() - start < 2000) sum = toValues(square(x))[1]
        require('node:worker_threads').parentPort.postMessage(sum)
      })`
    const worker = new Worker(script, { eval: true, execArgv: ['--conditions=pullback-source'] })
    const starting = setInterval(() => execFile(process.execPath, ['--version'], () => {}), 20)
    try {
      const sum = await new Promise<number>((resolve, reject) => {
        worker.once('message', resolve)
        worker.once('error', reject)
      })
      expect(Number.isInteger(sum)).toBe(true)
    } finally {
      clearInterval(starting)
    }
  })
})

describe('OpenBLAS gets the processor by its flags', () => {
  const flags = (...names: readonly string[]): string =>
    `processor\t: 0\nmodel name\t: some\nflags\t\t: fpu ${names.join(' ')} nx\nbugs\t\t: none\n`
  test.each([
    ['with AVX-512', flags('avx2', 'fma', 'avx512f', 'avx512dq', 'avx512bw', 'avx512vl'), 'SkylakeX'],
    ['with a part of AVX-512', flags('avx2', 'fma', 'avx512f'), 'Haswell'],
    ['with AVX2', flags('fma', 'avx2'), 'Haswell'],
    ['with less', flags('sse4_2', 'avx'), null],
    ['without flags', '', null],
  ])('%s', (_, cpuinfo, core) => {
    expect(coreTypeOf(cpuinfo)).toBe(core)
  })
})
