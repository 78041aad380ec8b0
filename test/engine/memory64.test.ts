import { totalmem } from 'node:os'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { allLaws, checkLaw } from '../../laws/index.ts'
import { sizeLaws } from '../../laws/program/sizes.ts'
import {
  adam,
  batches,
  compile,
  compose,
  conv2d,
  dense,
  type Engine,
  EngineError,
  fit,
  flatten,
  item,
  key,
  last,
  layerNorm,
  lstm,
  maxPool2d,
  meanSquaredError,
  ones,
  op,
  program,
  random,
  reference,
  relu,
  scalar,
  smooth,
  supervised,
  type Tensor,
  tensor,
  toValues,
  zeros,
} from '../../src/index.ts'
import { loadKoffi } from '../../src/node/blasCalls.ts'
import { librariesOf, openLibrary } from '../../src/node/blasLibrary.ts'
import { place } from '../../src/plan/layout.ts'
import { addressesOf } from '../../src/wasm/addresses.ts'
import { outlineOf } from '../../src/wasm/emit/outline.ts'
import { machineBytes } from '../../src/wasm/host/machine.ts'
import { allocateMemory } from '../../src/wasm/host/memory.ts'
import { threadPool } from '../../src/wasm/thread/pool.ts'
import { wasmWith } from '../../src/wasm/wasm.ts'
import { farAway } from '../engines.ts'

const how = { epochs: 2 } as const

const images = async (engine: Engine): Promise<number> =>
  (
    await last(
      fit(
        adam(),
        batches({ inputs: random.normal([12, 2, 6, 6])(key(1)), targets: zeros([12, 4]) }, { size: 6 }),
        { ...how, engine },
      )(
        supervised(meanSquaredError())(
          compose(
            conv2d(2, 3, 3, { padding: 1 }),
            relu(),
            maxPool2d(2),
            flatten(),
            dense(27, 4),
            layerNorm(4),
          ),
        ),
      )(key(0)),
    )
  ).loss

const sequences = async (engine: Engine): Promise<number> =>
  (
    await last(
      fit(
        adam(),
        batches({ inputs: random.normal([12, 7, 5])(key(2)), targets: zeros([12, 4]) }, { size: 6 }),
        { ...how, engine },
      )(supervised(meanSquaredError())(lstm(5, 4, { output: 'last' })))(key(0)),
    )
  ).loss

describe.each(farAway.map(engine => [engine.name, engine] as const))('memory %s', (_, engine) => {
  const set = sizeLaws(engine)
  test.each(allLaws(set).map(law => [`[${law.id}] ${law.statement}`, law] as const))('%s', (_, law) => {
    const report = checkLaw(set, law, { numRuns: 2 })
    if (!report.passed) throw new Error(report.message)
  })

  test('holds networks that train, in chunks on several threads', async () => {
    for (const train of [images, sequences])
      expect(await train(engine)).toBeCloseTo(await train(reference), 5)
  })

  test('holds choices and loops that depend on values', () => {
    const halved = (x: Tensor<[3]>) => {
      const { state, steps } = smooth.whileLoop({
        while: (y: Tensor<[3]>) => op.greater(op.sum()(y), scalar(1)),
        do: (y: Tensor<[3]>) => op.scale(0.5)(y),
        limit: 20,
      })(x)
      return [state, steps] as const
    }
    const [state, steps] = compile(halved, { engine })(tensor([5, 6, 7]))
    expect(Array.from(toValues(state))).toEqual([5 / 32, 6 / 32, 7 / 32])
    expect(item(steps)).toBe(5)
  })
})

test('products that a BLAS computes find what lies beyond 4 GiB', async context => {
  const found = await openLibrary(loadKoffi, librariesOf(process.platform))
  if (isLeft(found) && process.env.CI !== 'true') context.skip('there is no BLAS')
  if (isLeft(found)) throw new Error('There is no BLAS.')
  const products = { chunksOf: () => 2, bind: found.right.bind, onThreads: null }
  const engine = wasmWith('far', { products, pool: threadPool(1), before: 2 ** 32 })
  const product = compile((x: Tensor<[30, 30]>) => op.matmul<[], 30, 30, 30>(x, x), { engine })
  expect(toValues(product(ones([30, 30]))).every(value => value === 30)).toBe(true)
})

/** The addresses of a function of a number, which is planned, but not run. */
const addressesFor = (f: (x: Tensor<[]>) => unknown) => {
  const traced = program.trace(f as (x: Tensor<[]>) => Tensor)(ones([])).program
  const outline = outlineOf(traced, { products: null, grainSize: undefined })
  const { fusion, scratch } = outline
  return addressesOf(outline, place(traced, fusion, scratch, [], false, 0))
}

/** Three matrices at one time. */
const triple =
  (n: number) =>
  (x: Tensor<[]>): Tensor => {
    const all = op.broadcast([n, n])(x) as Tensor<[number, number]>
    return op.sum()(op.matmul(op.matmul(all, all), all)) as Tensor
  }

/** A matrix of ones, by way of a product. */
const outer =
  (rows: number, columns: number) =>
  (x: Tensor<[]>): Tensor => {
    const [a, b] = [op.broadcast([rows, 1])(x), op.broadcast([1, columns])(x)]
    return op.sum()(op.matmul(a as Tensor<[number, 1]>, b as Tensor<[1, number]>)) as Tensor
  }

describe('addresses', () => {
  test('have 32 bits as long as all fits into 4 GiB', () => {
    expect(addressesFor(triple(300))).toBe('i32')
    expect(addressesFor(triple(14_000))).toBe('i32')
    expect(addressesFor(outer(21_000, 21_000))).toBe('i32')
  })
  test('have 64 bits for more, or for a value of nearly 2 GiB', () => {
    expect(addressesFor(triple(20_000))).toBe('i64')
    expect(addressesFor(outer(22_000, 22_000))).toBe('i64')
  })
  test('do not help where there are too many elements to count', () => {
    expect(() => addressesFor(outer(2 ** 16, 2 ** 15))).toThrow(EngineError)
    expect(() => addressesFor(outer(2 ** 16, 2 ** 15))).toThrow(
      /counts up to 2147483647 elements of one value, and %\d+ = matmul : f32\[65536, 32768\], of 8\.0 GiB has more/,
    )
  })
  test('do not help where the machine has no such memory', () => {
    expect(() => allocateMemory(2 ** 50, undefined, { addresses: 'i64' })).toThrow(EngineError)
    expect(() => allocateMemory(2 ** 50, undefined, { addresses: 'i64' })).toThrow(
      /^The program needs 1048576\.0 GiB of memory at one time, but this process can have \d+\.\d GiB of this machine's\. Use smaller/,
    )
    expect(machineBytes()).toBeGreaterThan(2 ** 28)
    expect(machineBytes()).toBeLessThanOrEqual(totalmem())
  })
})
