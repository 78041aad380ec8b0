/**
 * Training with the kernels: one call from JavaScript for each of them, or one for the whole step.
 *
 * @module
 */
import type { FloatDType } from 'pullback'
import type { LoadedJob } from '../contest/job.ts'
import type { Run } from '../pullback/run.ts'
import type { Classifier } from '../start/problem.ts'
import { instantiate, type Kernel, type Library } from './library.ts'
import { type Call, kernelNames, planStep } from './plan.ts'
import type { WasmModule } from './webAssembly.ts'

/** How the kernels are called. */
export type Calling = 'each' | 'tape'

const classOf = { f32: Float32Array, f64: Float64Array } as const

/** A call with its arguments fixed, without an array of them at each run. */
const bind = (f: Kernel, args: readonly number[]): (() => number) => {
  const [a, b, c, d, e, g, h, i, j] = args as readonly [number, number, number, ...number[]]
  if (args.length === 3) return () => f(a, b, c)
  if (args.length === 4) return () => f(a, b, c, d!)
  if (args.length === 5) return () => f(a, b, c, d!, e!)
  if (args.length === 9) return () => f(a, b, c, d!, e!, g!, h!, i!, j!)
  throw new Error(`There is no kernel of ${args.length} arguments.`)
}

/** Runs a step: its loss, or null if it or a parameter is not finite. */
type Step = () => number | null

const callEach = ({ kernels }: Library, dtype: FloatDType, calls: readonly Call[]): Step => {
  const bound = calls.map(({ kernel, args }) => bind(kernels[`${kernel}_${dtype}`]!, args))
  const last = bound.length - 1
  const lossAt = calls.findIndex(({ kernel }) => kernel === 'softmaxCrossEntropy')
  return () => {
    for (let i = 0; i < lossAt; i++) bound[i]!()
    const loss = bound[lossAt]!()
    for (let i = lossAt + 1; i < last; i++) bound[i]!()
    return bound[last]!() !== 0 && Number.isFinite(loss) ? loss : null
  }
}

/** The numbers of a tape: ten for each call. */
export const tapeOf = (calls: readonly Call[]): readonly number[] =>
  calls.flatMap(({ kernel, args }) => {
    const entry = [kernelNames.indexOf(kernel), ...args]
    return [...entry, ...new Array<number>(10 - entry.length).fill(0)]
  })

const playTape = (
  { kernels, memory }: Library,
  dtype: FloatDType,
  calls: readonly Call[],
  at: number,
): Step => {
  const numbers = tapeOf(calls)
  const place = new Float64Array(memory.buffer, at, numbers.length + calls.length)
  place.set(numbers)
  const results = at + numbers.length * 8
  const play = kernels[`play_${dtype}`]!
  const lossAt = numbers.length + calls.findIndex(({ kernel }) => kernel === 'softmaxCrossEntropy')
  const last = place.length - 1
  return () => {
    play(at, calls.length, results)
    const loss = place[lossAt]!
    return place[last] !== 0 && Number.isFinite(loss) ? loss : null
  }
}

/** The bytes of a tape with its results. */
const tapeBytes = (calls: readonly Call[]): number => calls.length * 88

/** Training from the job's start. The module is the kernels', compiled. */
export const trainingRun = (
  module: WasmModule,
  problem: Classifier,
  job: LoadedJob,
  calling: Calling,
): Run => {
  const { dtype } = job
  const probe = planStep(problem, dtype, 0)
  const library = instantiate(module, probe.bytes + 2 * tapeBytes(probe.calls[0]) + 256)
  const { memory, base } = library
  const plan = planStep(problem, dtype, base)
  const { buffer } = memory
  const [even] = plan.params
  for (const [name, { elements }] of Object.entries(job.params))
    new classOf[dtype](buffer, even[name]!, elements.length).set(elements)
  const tapeAt = Math.ceil((base + plan.bytes) / 64) * 64
  const steps = plan.calls.map((calls, i) =>
    calling === 'each'
      ? callEach(library, dtype, calls)
      : playTape(library, dtype, calls, tapeAt + i * tapeBytes(calls)),
  )
  const [count, rows, width] = problem.inputs.shape as readonly [number, number, number]
  const slices = <A extends Float32Array | Float64Array | Int32Array>(elements: A, size: number) =>
    Array.from({ length: count }, (_, i) => elements.subarray(i * size, (i + 1) * size))
  const inputs = slices(job.inputs!.elements, rows * width)
  const labels = slices(job.targets!.elements, rows)
  const inputPlace = new classOf[dtype](buffer, plan.inputs, rows * width)
  const labelPlace = new Int32Array(buffer, plan.labels, rows)
  let step = 0
  // Parameters that are not finite are in the other place: those before the step are still there.
  const take = (): number => {
    inputPlace.set(inputs[step % count]!)
    labelPlace.set(labels[step % count]!)
    const loss = steps[step % 2]!()
    if (loss === null) throw new Error(`Step ${step} was not finite.`)
    step++
    return loss
  }
  return {
    losses: wanted => Array.from({ length: wanted }, take),
    advance: wanted => {
      for (let i = 0; i < wanted; i++) take()
    },
  }
}
