import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import {
  compile,
  type Engine,
  EngineError,
  fold,
  iterate,
  key,
  op,
  random,
  type Tensor,
  tensor,
  toValues,
  wasm,
  wasmThreads,
  zeros,
} from '../../src/index.ts'
import { threadPool } from '../../src/wasm/thread/pool.ts'
import { cacheOffsetAddress, control } from '../../src/wasm/thread/protocol.ts'
import { hostThreads, type Thread, type Threads } from '../../src/wasm/thread/threads.ts'
import { wasmWith } from '../../src/wasm/wasm.ts'
import { watchedThreads } from './watchedThreads.ts'

type Square = Tensor<[300, 300]>
const x: Square = random.normal([300, 300])(key(1))
const work = (a: Square): Square => op.tanh(op.matmul<[], 300, 300, 300>(a, op.sigmoid(a)))
const alone = compile(work, { engine: wasmThreads(1) })

/** An engine whose helpers are `threads`, and how to see what they do in the memory of its last program. */
const watched = (threads: Threads, spinLimit?: number) => {
  const { host, word } = watchedThreads(threads)
  const engine: Engine = wasmWith('watched', {
    pool: threadPool(2, () => host),
    ...(spinLimit === undefined ? {} : { spinLimit }),
  })
  return { engine, word }
}

/** A thread that never comes. */
const absent: Threads = { cores: 2, start: () => ({ post: () => {} }) }

/** A thread that takes one chunk as soon as there is one, and is gone. */
const dying = (died: () => void): Threads => ({
  cores: 2,
  start: (): Thread => {
    const script = `
      require('node:worker_threads').parentPort.once('message', ({ memory }) => {
        const words = new Int32Array(memory.buffer)
        const [taken, counts] = [${control.taken / 4}, ${control.counts / 4}]
        Atomics.add(words, ${control.present / 4}, 1)
        const isLeft = old => (old & 255) + (old >>> 8 & 255) < words[counts + (old >>> 16)]
        // Another may take the last one in between.
        while (!(isLeft(Atomics.load(words, taken)) && isLeft(Atomics.add(words, taken, 256)))) {}
        process.exit()
      })`
    const worker = new Worker(script, { eval: true })
    worker.unref()
    worker.once('exit', died)
    return { post: message => worker.postMessage(message) }
  },
})

describe('a program whose steps are computed in chunks', () => {
  test('gives the same bits on any number of threads', () => {
    const want = toValues(alone(x))
    for (const engine of [wasm, wasmThreads(2), wasmThreads(5)])
      for (let run = 0; run < 3; run++) expect(toValues(compile(work, { engine })(x))).toEqual(want)
  })

  test('is helped by other threads, which come when they are called and leave when nothing happens', async () => {
    const { engine, word } = watched(hostThreads() as Threads)
    const helped = compile(work, { engine })
    const until = async (condition: () => boolean, meanwhile: () => void): Promise<void> => {
      const start = performance.now()
      while (!condition()) {
        if (performance.now() - start > 20_000) throw new Error('That took too long.')
        meanwhile()
        await new Promise(resolve => setTimeout(resolve, 1))
      }
    }
    const want = toValues(alone(x))
    const run = () => expect(toValues(helped(x))).toEqual(want)
    run()
    await until(() => word(control.present) === 1, run)
    const tookChunks = (): boolean => {
      run()
      return ((word(control.taken) >>> 8) & 255) > 0
    }
    await until(tookChunks, run)
    await until(
      () => word(control.present) === 0,
      () => {},
    )
    await until(() => word(control.present) === 1, run)
  })

  test('runs all the same where no thread comes, or threads cannot be started', () => {
    const want = toValues(alone(x))
    expect(toValues(compile(work, { engine: watched(absent).engine })(x))).toEqual(want)
    const refusing: Threads = {
      cores: 2,
      start: () => {
        throw new Error('no threads today')
      },
    }
    const refused = wasmWith('refused', { pool: threadPool(2, () => refusing) })
    expect(toValues(compile(work, { engine: refused })(x))).toEqual(want)
    const without = wasmWith('without', { pool: threadPool(2, () => null) })
    expect(toValues(compile(work, { engine: without })(x))).toEqual(want)
  })

  test('loses nothing to a thread that dies with a chunk in its hands', async () => {
    let dead = false
    const { engine } = watched(
      dying(() => {
        dead = true
      }),
      100_000,
    )
    const step = (sum: Square, a: Square) => [op.add(sum, work(a)), zeros([]), {}] as const
    const [steps, same] = [engine, wasmThreads(1)].map(it => fold(step, zeros([300, 300]), it)) as [
      ReturnType<typeof fold<Square, [Square], Tensor<[]>, object>>,
      ReturnType<typeof fold<Square, [Square], Tensor<[]>, object>>,
    ]
    for (let i = 0; i < 400 && !dead; i++) {
      steps.advance(() => x)
      same.advance(() => x)
      await new Promise(resolve => setTimeout(resolve, 1))
    }
    expect(dead).toBe(true)
    steps.advance(() => x)
    same.advance(() => x)
    expect(toValues(steps.state())).toEqual(toValues(same.state()))
  })

  test('says so if that thread had a part of a state that was being overwritten', () => {
    const { engine } = watched(
      dying(() => {}),
      100_000,
    )
    const next = (a: Square): Square => op.tanh(op.shift(1)(a))
    // Far more often than it takes until the thread is there.
    expect(() => iterate(next, { engine })(200_000)(x)).toThrow(
      new EngineError(
        'A thread that computes a part of the program did not finish, and the state it worked on was being overwritten. Run it ' +
          'again from the beginning, on one thread ({ engine: wasmThreads(1) }) if it happens again.',
      ),
    )
  })

  test('keeps large inputs that come again, and reads each where it lies', () => {
    const { engine, word } = watched(hostThreads() as Threads)
    const product = (a: Square, b: Square): Square => op.matmul<[], 300, 300, 300>(a, b)
    const [fast, plain] = [compile(product, { engine }), compile(product, { engine: wasmThreads(1) })]
    const squares = [1, 2, 3, 4].map(seed => random.normal([300, 300])(key(seed)))
    const offsets = new Set<number>()
    for (let round = 0; round < 4; round++)
      for (const a of squares)
        for (const b of squares) {
          expect(toValues(fast(a, b))).toEqual(toValues(plain(a, b)))
          offsets.add(word(cacheOffsetAddress(1, 0)))
        }
    // Each of them, copied to a place of its own when it came for the second time.
    expect(offsets.size).toBeGreaterThanOrEqual(squares.length)
  })

  test('moves what was kept along when it has to go on alone', async () => {
    let dead = false
    const { engine, word } = watched(
      dying(() => {
        dead = true
      }),
      100_000,
    )
    const product = (a: Square, b: Square): Square => op.matmul<[], 300, 300, 300>(a, b)
    const [fast, plain] = [compile(product, { engine }), compile(product, { engine: wasmThreads(1) })]
    const [a, b] = [random.normal([300, 300])(key(1)), random.normal([300, 300])(key(2))]
    for (let i = 0; i < 2000 && !dead; i++) {
      for (const [left, right] of [
        [a, b],
        [b, a],
        [a, b],
      ] as const)
        expect(toValues(fast(left, right))).toEqual(toValues(plain(left, right)))
      await new Promise(resolve => setTimeout(resolve, 1))
    }
    expect(dead).toBe(true)
    expect(word(cacheOffsetAddress(1, 0))).toBeGreaterThan(0)
    expect(toValues(fast(a, b))).toEqual(toValues(plain(a, b)))
  })

  test('knows what is not finite, whichever thread computed it', () => {
    const step = (a: Square, b: Square) => [op.mul(a, b), op.sum()(b), {}] as const
    for (const engine of [wasm, wasmThreads(1)]) {
      const steps = fold(step, x, engine)
      expect(steps.advance(() => x)).toBe(true)
      const before = toValues(steps.state())
      for (const place of [0, 44_444, 89_999]) {
        const spoiled = Float32Array.from(toValues(x) as Float32Array)
        spoiled[place] = Number.NaN
        const bad = tensor(
          Array.from({ length: 300 }, (_, i) => Array.from(spoiled.subarray(300 * i, 300 * i + 300))),
        )
        expect(steps.advance(() => bad as Square)).toBe(false)
        expect(toValues(steps.state())).toEqual(before)
      }
      expect(steps.advance(() => x)).toBe(true)
    }
  })

  test('needs a positive whole number of threads', () => {
    for (const count of [0, -1, 1.5, Number.NaN])
      expect(() => wasmThreads(count)).toThrow(
        `wasmThreads needs a positive whole number of threads, but was given ${count}.`,
      )
  })
})
