import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile, fromValues, op, reference, type Tensor, toValues } from '../../src/index.ts'
import { tasksOf } from '../../src/wasm/thread/offload.ts'
import { threadPool } from '../../src/wasm/thread/pool.ts'
import { control } from '../../src/wasm/thread/protocol.ts'
import { hostThreads, type Threads } from '../../src/wasm/thread/threads.ts'
import { wasmWith } from '../../src/wasm/wasm.ts'
import { plainProducts } from './plainProducts.ts'
import { watchedThreads } from './watchedThreads.ts'

/** Small integers: their products and sums are exact, in whatever order. */
const filled = (seed: number, ...shape: readonly number[]): Tensor =>
  fromValues(
    shape,
    Array.from({ length: shape.reduce((n, m) => n * m, 1) }, (_, i) => ((i * 7 + seed * 5) % 11) - 5),
    'f32',
  ) as Tensor

const way = { nn: op.matmul, tn: op.matmulTN, nt: op.matmulNT } as unknown as Readonly<
  Record<string, (a: Tensor, b: Tensor) => Tensor>
>

describe('a product that is offloaded', () => {
  const size = fc.integer({ min: 1, max: 70 })
  const shapes = fc.record({
    m: size,
    n: size,
    k: fc.integer({ min: 1, max: 9 }),
    batch: fc.integer({ min: 1, max: 5 }),
  })

  test('is the same in chunks, whatever its sizes, and however many there are', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.constantFrom('nn', 'tn', 'nt'),
        fc.integer({ min: 1, max: 8 }),
        ({ m, n, k, batch }, turn, chunks) => {
          const a = filled(1, batch, ...(turn === 'tn' ? [k, m] : [m, k]))
          const b = filled(2, batch, ...(turn === 'nt' ? [n, k] : [k, n]))
          const engine = wasmWith('in chunks', { products: plainProducts(chunks), pool: threadPool(1) })
          const product = way[turn] as (x: Tensor, y: Tensor) => Tensor
          expect(toValues(compile(product, { engine })(a, b))).toEqual(toValues(product(a, b)))
        },
      ),
      { numRuns: 200 },
    )
  })

  test('has chunks that together are the whole, and no more of them than asked for', () => {
    const places = { a: 0, b: 1 << 20, c: 2 << 20 }
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 8 }), ({ m, n, k, batch }, chunks) => {
        const shape = { dtype: 'f64', batch, m, n, k, transposeA: false, transposeB: false } as const
        const tasks = tasksOf(shape, places, chunks)
        expect(tasks.length).toBeLessThanOrEqual(chunks)
        expect(tasks.reduce((sum, task) => sum + task.count * task.m * task.n, 0)).toBe(batch * m * n)
        const all = [batch, m, n]
        const divided = tasks.map(task => [task.count, task.m, task.n])
        // One axis is divided, and all chunks but the last are of one size.
        expect(divided.every(sizes => sizes.filter((it, axis) => it !== all[axis]).length <= 1)).toBe(true)
        expect(new Set(divided.slice(0, -1).map(String)).size).toBeLessThanOrEqual(1)
      }),
    )
  })
})

const [m, k] = [160, 150] as const
const work = (x: Tensor, w: Tensor): Tensor =>
  op.matmul(op.abs(op.matmul(x as never, w as never)) as never, w as never) as never

/** An engine with one worker, and how many chunks of the last region others took. */
const helped = (onThreads: 'work' | 'fail') => {
  const { host, word } = watchedThreads({ ...(hostThreads() as Threads), cores: 2 })
  return {
    engine: wasmWith('helped', { products: plainProducts(4, onThreads), pool: threadPool(2, () => host) }),
    takenByOthers: (): number => (word(control.taken) >>> 8) & 255,
    present: (): number => word(control.present),
  }
}

describe('other threads', () => {
  const x = filled(1, m, k)
  const square = filled(2, k, k)
  const wanted = toValues(compile(work, { engine: reference })(x, square))

  test('compute chunks of what is offloaded', async () => {
    const { engine, takenByOthers } = helped('work')
    const run = compile(work, { engine })
    const start = performance.now()
    let taken = 0
    while (taken === 0) {
      if (performance.now() - start > 20_000) throw new Error('No thread came.')
      expect(toValues(run(x, square))).toEqual(wanted)
      taken = takenByOthers()
      await new Promise(resolve => setTimeout(resolve, 1))
    }
  })

  test('stay away if they cannot do it, and nothing is lost', async () => {
    const { engine, present } = helped('fail')
    const run = compile(work, { engine })
    for (let i = 0; i < 50; i++) {
      expect(toValues(run(x, square))).toEqual(wanted)
      await new Promise(resolve => setTimeout(resolve, 2))
    }
    expect(present()).toBe(0)
  })

  test('find inputs that come again where they are kept', async () => {
    const { engine } = helped('work')
    const run = compile(work, { engine })
    const inputs = [x, filled(3, m, k), filled(4, m, k)]
    const each = inputs.map(input => toValues(compile(work, { engine: reference })(input, square)))
    for (let i = 0; i < 30; i++) {
      expect(toValues(run(inputs[i % 3] as Tensor, square))).toEqual(each[i % 3])
      await new Promise(resolve => setTimeout(resolve, 1))
    }
  })
})
