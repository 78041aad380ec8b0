/**
 * Products of matrices: the kernel for all sizes against code generated for one.
 *
 * @module
 */
import type { FloatDType } from 'pullback'
import { bareProduct } from '../../src/wasm/matmul/bare.ts'
import type { Pace } from '../contest/contest.ts'
import { instantiate } from './library.ts'
import { placeBuffers } from './plan.ts'
import { repeats, type Timing, takeTurns } from './turns.ts'
import type { WasmModule } from './webAssembly.ts'

/** A product to be measured. */
export interface ProductTask {
  readonly name: string
  readonly m: number
  readonly n: number
  readonly k: number
  readonly transposeA: boolean
  readonly transposeB: boolean
}

/** The two large products of the Fashion step. */
export const fashionProducts: readonly ProductTask[] = [
  { name: '125×784 · 784×64', m: 125, n: 64, k: 784, transposeA: false, transposeB: false },
  { name: '784×125 · 125×64', m: 784, n: 64, k: 125, transposeA: true, transposeB: false },
]

const classOf = { f32: Float32Array, f64: Float64Array } as const

// Room for another order of summation, of products that are at most 1.
const tolerances = { f32: 1e-6, f64: 1e-14 } as const

/** A product by the kernel: its operands, its result, and what computes it. */
const byKernel = (
  module: WasmModule,
  { m, n, k, transposeA, transposeB }: ProductTask,
  dtype: FloatDType,
) => {
  const Elements = classOf[dtype]
  const size = Elements.BYTES_PER_ELEMENT
  const sizes = { a: m * k * size, b: k * n * size, c: m * n * size, scratch: k * n * size + 32 * k + 16 }
  const { kernels, memory, base } = instantiate(module, placeBuffers(0, sizes).end + 64)
  const { a, b, c, scratch } = placeBuffers(base, sizes).at as Record<keyof typeof sizes, number>
  const matmul = kernels[`matmul_${dtype}`]!
  const [left, right] = [Number(transposeA), Number(transposeB)]
  return {
    a: new Elements(memory.buffer, a, m * k),
    b: new Elements(memory.buffer, b, k * n),
    c: new Elements(memory.buffer, c, m * n),
    run: () => {
      matmul(a, b, c, m, n, k, left, right, scratch)
    },
  }
}

/** A product as generated code. */
const byGenerator = (task: ProductTask, dtype: FloatDType) => {
  const Elements = classOf[dtype]
  const { memory, places, run } = bareProduct({ ...task, dtype, batch: 1 })
  const { m, n, k } = task
  return {
    a: new Elements(memory, places.a, m * k),
    b: new Elements(memory, places.b, k * n),
    c: new Elements(memory, places.c, m * n),
    run,
  }
}

/** Compares the results, and then measures. The modules are the kernels' by the name of how they were compiled. */
export const measureProduct = async (
  modules: Readonly<Record<string, WasmModule>>,
  task: ProductTask,
  dtype: FloatDType,
  pace: Pace,
): Promise<readonly Timing[]> => {
  const generated = byGenerator(task, dtype)
  const all = [
    ...Object.entries(modules).map(([name, module]) => ({ name, ...byKernel(module, task, dtype) })),
    { name: 'generated', ...generated },
  ]
  for (const { a, b, run } of all) {
    a.forEach((_, i) => {
      a[i] = Math.sin(i)
    })
    b.forEach((_, i) => {
      b[i] = Math.cos(i)
    })
    run()
  }
  for (const { name, c } of all) {
    const wrong = c.findIndex((x, i) => !(Math.abs(x - generated.c[i]!) <= tolerances[dtype] * task.k))
    if (wrong !== -1)
      throw new Error(
        `${task.name} ${dtype}: ${name} has ${c[wrong]} at ${wrong}, not ${generated.c[wrong]}.`,
      )
  }
  return takeTurns(
    all.map(({ name, run }) => ({ name, run: repeats(run) })),
    'generated',
    pace,
  )
}
