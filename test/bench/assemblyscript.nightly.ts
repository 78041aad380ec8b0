import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import type { FloatDType } from 'pullback'
import { describe, expect, test, vi } from 'vitest'
import { bareRunner } from '../../bench/assemblyscript/bare.ts'
import { findAssemblyScript } from '../../bench/assemblyscript/library.ts'
import { type Call, kernelNames, placeBuffers, planStep } from '../../bench/assemblyscript/plan.ts'
import { fashionProducts, measureProduct } from '../../bench/assemblyscript/products.ts'
import { runBy, type Task, taskOf } from '../../bench/assemblyscript/steps.ts'
import { tapeOf, trainingRun } from '../../bench/assemblyscript/train.ts'
import { repeats, takeTurns } from '../../bench/assemblyscript/turns.ts'
import { bytesMade, host } from '../../bench/assemblyscript/webAssembly.ts'
import { caseNamed } from '../../bench/cases/index.ts'
import { disagreements, showDisagreement } from '../../bench/contest/losses.ts'
import { runners } from '../../bench/pullback/runners.ts'

// The steps of s2 take seconds where others are busy, too.
vi.setConfig({ testTimeout: 120_000 })

const steps = 3

const lossesOf = (task: Task) => runBy(runners[0]!, task).losses(steps)

const expectAlike = async (task: Task, losses: readonly number[]): Promise<void> => {
  const seen = [
    { name: 'reference', losses: await lossesOf(task) },
    { name: 'kernels', losses },
  ]
  expect(losses).toHaveLength(steps)
  expect(disagreements(task.job.dtype, seen).map(showDisagreement)).toEqual([])
}

const tasks: readonly (readonly [name: string, dtype: FloatDType])[] = [
  ['s1-digits-sgd1', 'f64'],
  ['s1-digits-sgd1', 'f32'],
  ['s2-fashion-float64', 'f64'],
  ['s2-fashion-float32', 'f32'],
]

describe('the plan of a step', () => {
  test('buffers are aligned and a vector apart', () => {
    const { at, end } = placeBuffers(1000, { a: 1, b: 64, c: 100 })
    expect(at).toEqual({ a: 1024, b: 1152, c: 1280 })
    expect(end).toBe(1472)
  })

  test('a tape has ten numbers for each call', () => {
    const call: Call = { kernel: 'sumRows', args: [64, 128, 2, 3] }
    expect(tapeOf([call, call])).toHaveLength(20)
    expect(tapeOf([call])).toEqual([kernelNames.indexOf('sumRows'), 64, 128, 2, 3, 0, 0, 0, 0, 0])
  })

  // The same kernels in plain TypeScript: they need no vectors, and no room behind buffers.
  const plainKernels = (buffer: ArrayBuffer): Record<Call['kernel'], (...args: number[]) => number> => {
    const numbers = new Float64Array(buffer)
    const integers = new Int32Array(buffer)
    const map = (to: number, size: number, f: (i: number) => number): number => {
      for (let i = 0; i < size; i++) numbers[to / 8 + i] = f(i)
      return 0
    }
    const of = (from: number, i: number): number => numbers[from / 8 + i]!
    const sum = (count: number, f: (i: number) => number): number => {
      let total = 0
      for (let i = 0; i < count; i++) total += f(i)
      return total
    }
    return {
      matmul: (a, b, c, m, n, k, transposeA, transposeB) =>
        map(c!, m! * n!, at => {
          const [i, j] = [Math.floor(at / n!), at % n!]
          return sum(
            k!,
            p =>
              of(a!, transposeA === 1 ? p * m! + i : i * k! + p) *
              of(b!, transposeB === 1 ? j * k! + p : p * n! + j),
          )
        }),
      addRow: (x, row, rows, columns) => map(x!, rows! * columns!, i => of(x!, i) + of(row!, i % columns!)),
      sumRows: (x, to, rows, columns) => map(to!, columns!, j => sum(rows!, i => of(x!, i * columns! + j))),
      sigmoid: (x, y, size) => map(y!, size!, i => 1 / (1 + Math.exp(-of(x!, i)))),
      sigmoidPullback: (dy, y, dx, size) => map(dx!, size!, i => of(dy!, i) * of(y!, i) * (1 - of(y!, i))),
      leakyRelu: (x, y, size, slope) => map(y!, size!, i => of(x!, i) * (of(x!, i) > 0 ? 1 : slope!)),
      leakyReluPullback: (dy, y, dx, size, slope) =>
        map(dx!, size!, i => of(dy!, i) * (of(y!, i) > 0 ? 1 : slope!)),
      softmaxCrossEntropy: (z, labels, dz, rows, columns) =>
        sum(rows!, i => {
          const row = Array.from({ length: columns! }, (_, j) => of(z!, i * columns! + j))
          const total = sum(columns!, j => Math.exp(row[j]!))
          const label = integers[labels! / 4 + i]!
          row.forEach((x, j) => {
            numbers[dz! / 8 + i * columns! + j] = (Math.exp(x) / total - Number(j === label)) / rows!
          })
          return Math.log(total) - row[label]!
        }) / rows!,
      descend: (p, g, next, size, rate) => {
        map(next!, size!, i => of(p!, i) - rate! * of(g!, i))
        return 1
      },
    }
  }

  test.each(['s1-digits-sgd1', 's1-logreg-sgd1', 's2-fashion-float64'])(
    '%s: plain kernels, called as planned, see the losses of the reference engine',
    async name => {
      const task = taskOf(caseNamed(name), 'f64')
      const { problem, job } = task
      const plan = planStep(problem, 'f64', 64)
      const buffer = new ArrayBuffer(64 + plan.bytes)
      const kernels = plainKernels(buffer)
      const [, rows, width] = job.inputs!.shape as readonly [number, number, number]
      for (const [param, { elements }] of Object.entries(job.params))
        new Float64Array(buffer, plan.params[0][param]!).set(elements)
      const losses = Array.from({ length: steps }, (_, step) => {
        const rowsOf = (values: Float64Array | Float32Array | Int32Array, size: number) =>
          values.subarray(step * size, (step + 1) * size)
        new Float64Array(buffer, plan.inputs).set(rowsOf(job.inputs!.elements, rows * width))
        new Int32Array(buffer, plan.labels).set(rowsOf(job.targets!.elements, rows))
        const results = plan.calls[(step % 2) as 0 | 1].map(({ kernel, args }) => ({
          kernel,
          result: kernels[kernel](...args),
        }))
        return results.find(({ kernel }) => kernel === 'softmaxCrossEntropy')!.result
      })
      await expectAlike(task, losses)
    },
  )
})

test('turns give each a median and a fastest round', async () => {
  let calls = 0
  const count = repeats(() => {
    calls++
  })
  const timings = await takeTurns(
    [
      { name: 'a', run: count },
      { name: 'b', run: count },
    ],
    'b',
    { rounds: 3, seconds: 0.001, warm: 0 },
  )
  expect(timings.map(({ name }) => name)).toEqual(['a', 'b'])
  for (const { median, fastest } of timings) expect(median).toBeGreaterThanOrEqual(fastest)
  expect(timings[0]!.share).toBeGreaterThan(0)
  expect(timings[1]!.share).toBe(1)
  expect(calls).toBeGreaterThan(8)
})

test('the bytes of modules are counted while they are made', async () => {
  const empty = Uint8Array.from([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00])
  expect(
    await bytesMade(() => {
      new host.Module(empty)
      new host.Module(empty)
    }),
  ).toBe(16)
  expect(await bytesMade(() => undefined)).toBe(0)
})

test.each(tasks)('%s %s: the bare module sees the losses of the reference engine', async (name, dtype) => {
  const task = taskOf(caseNamed(name), dtype)
  await expectAlike(task, await runBy(bareRunner, task).losses(steps))
})

test('without AssemblyScript a line says what is missing', () => {
  for (const environment of [{}, { PULLBACK_BENCH_NODE_MODULES: import.meta.dirname }]) {
    const found = findAssemblyScript(environment)
    expect(isLeft(found) && found.left).toContain('assemblyscript: skipped, as its package was not found')
  }
})

describe('the kernels in AssemblyScript', () => {
  const found = findAssemblyScript(process.env)
  if (!isRight(found)) {
    console.warn(found.left)
    test.skip('AssemblyScript is not installed', () => undefined)
    return
  }
  const compiled = found.right.compile('-O2').then(bytes => new host.Module(bytes))

  test.each(tasks)('%s %s: the losses are those of the reference engine', async (name, dtype) => {
    const task = taskOf(caseNamed(name), dtype)
    for (const calling of ['each', 'tape'] as const)
      await expectAlike(
        task,
        await trainingRun(await compiled, task.problem, task.job, calling).losses(steps),
      )
  })

  const sizes = [1, 3, 6, 7, 40, 300]
  const products = sizes.flatMap((m, i) =>
    sizes.map((n, j) => ({ m, n, k: sizes[(i + 3 * j) % sizes.length]! })),
  )
  test.each(['f32', 'f64'] as const)(
    'products of many sizes are those of generated code, %s',
    async dtype => {
      const modules = { compiled: await compiled }
      for (const [transposeA, transposeB] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const)
        for (const { m, n, k } of products) {
          const task = { name: `${m}×${k}×${n} ${transposeA} ${transposeB}`, m, n, k, transposeA, transposeB }
          await measureProduct(modules, task, dtype, { rounds: 1, seconds: 0, warm: 0 })
        }
    },
  )

  test.each(fashionProducts)('$name', async task => {
    const pace = { rounds: 1, seconds: 0, warm: 0 }
    const timings = await measureProduct({ compiled: await compiled }, task, 'f32', pace)
    expect(timings.map(({ name }) => name)).toEqual(['compiled', 'generated'])
  })
})
