/**
 * A training step of a classifier, planned once: where everything lies, and which kernel is called with what.
 *
 * @module
 */
import type { FloatDType } from 'pullback'
import type { Activation, Classifier } from '../start/problem.ts'

/** Kernels in the order of their numbers on a tape. */
export const kernelNames = [
  'matmul',
  'addRow',
  'sumRows',
  'sigmoid',
  'sigmoidPullback',
  'leakyRelu',
  'leakyReluPullback',
  'softmaxCrossEntropy',
  'descend',
] as const

/** A call of a kernel. */
export interface Call {
  readonly kernel: (typeof kernelNames)[number]
  readonly args: readonly number[]
}

/** A step: its calls, and where the data goes. */
export interface StepPlan {
  /** Bytes from the base on. */
  readonly bytes: number
  /** The parameters by name, in each of two places: a step reads one and writes the other. */
  readonly params: readonly [Places, Places]
  readonly inputs: number
  readonly labels: number
  /** The step from the first place to the second, and back. */
  readonly calls: readonly [readonly Call[], readonly Call[]]
}

/** Addresses by name. */
export type Places = Readonly<Record<string, number>>

/** Kernels read, and some write, a vector behind a buffer. */
const room = (bytes: number): number => Math.ceil(bytes / 64) * 64 + 64

/** Buffers one after the other from an address on; the last place is where they end. */
export const placeBuffers = (
  base: number,
  sizes: Readonly<Record<string, number>>,
): { readonly at: Places; readonly end: number } => {
  let end = Math.ceil(base / 64) * 64
  const at = Object.fromEntries(
    Object.entries(sizes).map(([name, bytes]) => {
      const address = end
      end += room(bytes)
      return [name, address]
    }),
  )
  return { at, end }
}

const bytesOf = { f32: 4, f64: 8 } as const

const prefixed = (prefix: string, sizes: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(sizes).map(([name, bytes]) => [`${prefix}.${name}`, bytes]))

const only = (at: Places, prefix: string): Places =>
  Object.fromEntries(
    Object.entries(at)
      .filter(([name]) => name.startsWith(`${prefix}.`))
      .map(([name, address]) => [name.slice(prefix.length + 1), address]),
  )

const slope = 0.01

const activate = (activation: Activation | null, x: number, y: number, size: number): Call => {
  if (activation === 'sigmoid') return { kernel: 'sigmoid', args: [x, y, size] }
  if (activation === 'leakyRelu') return { kernel: 'leakyRelu', args: [x, y, size, slope] }
  throw new Error(`There are no kernels for ${activation}.`)
}

const pullBack = (activation: Activation | null, dy: number, y: number, dx: number, size: number): Call =>
  activation === 'sigmoid'
    ? { kernel: 'sigmoidPullback', args: [dy, y, dx, size] }
    : { kernel: 'leakyReluPullback', args: [dy, y, dx, size, slope] }

/** Plans the step of a classifier, in the memory from `base` on. */
export const planStep = (
  { params, inputs, activation, rate, l2 }: Classifier,
  dtype: FloatDType,
  base: number,
): StepPlan => {
  if (l2 !== 0) throw new Error('There are no kernels for an L2 penalty.')
  const size = bytesOf[dtype]
  const rows = inputs.shape[1]!
  const weights = Object.keys(params).filter(name => name.startsWith('w'))
  const widths = [inputs.shape[2]!, ...weights.map(name => params[name]!.shape[1]!)]
  const depth = weights.length
  const paramBytes = Object.fromEntries(
    Object.entries(params).map(([name, { values }]) => [name, values.length * size]),
  )
  const hidden = Object.fromEntries(
    widths
      .slice(1)
      .flatMap((width, i) =>
        [`z${i + 1}`, `y${i + 1}`, `dz${i + 1}`, `dy${i + 1}`].map(name => [name, rows * width * size]),
      ),
  )
  const { at, end } = placeBuffers(base, {
    ...prefixed('even', paramBytes),
    ...prefixed('odd', paramBytes),
    ...prefixed('gradient', paramBytes),
    y0: rows * widths[0]! * size,
    labels: rows * 4,
    ...hidden,
    scratch: Math.max(...weights.map(name => paramBytes[name]!)) + 32 * Math.max(...widths, rows),
  })
  const [even, odd, gradient] = [only(at, 'even'), only(at, 'odd'), only(at, 'gradient')]
  const first = Object.keys(params)[0]!
  const total = Object.values(paramBytes).reduce((sum, bytes) => sum + room(bytes), 0) / size
  const x = (name: string, layer: number): number => at[`${name}${layer}`]!

  const callsFrom = (now: Places, next: Places): readonly Call[] => {
    const layers = Array.from({ length: depth }, (_, i) => i + 1)
    const forward = layers.flatMap((layer): readonly Call[] => {
      const [k, n] = [widths[layer - 1]!, widths[layer]!]
      return [
        {
          kernel: 'matmul',
          args: [x('y', layer - 1), now[`w${layer}`]!, x('z', layer), rows, n, k, 0, 0, at.scratch!],
        },
        { kernel: 'addRow', args: [x('z', layer), now[`b${layer}`]!, rows, n] },
        ...(layer < depth ? [activate(activation, x('z', layer), x('y', layer), rows * n)] : []),
      ]
    })
    const backward = layers.toReversed().flatMap((layer): readonly Call[] => {
      const [k, n] = [widths[layer - 1]!, widths[layer]!]
      const [dz, dy] = [x('dz', layer), at[`dy${layer - 1}`]!]
      return [
        {
          kernel: 'matmul',
          args: [x('y', layer - 1), dz, gradient[`w${layer}`]!, k, n, rows, 1, 0, at.scratch!],
        },
        { kernel: 'sumRows', args: [dz, gradient[`b${layer}`]!, rows, n] },
        ...(layer === 1
          ? []
          : [
              {
                kernel: 'matmul' as const,
                args: [dz, now[`w${layer}`]!, dy, rows, k, n, 0, 1, at.scratch!],
              },
              pullBack(activation, dy, x('y', layer - 1), x('dz', layer - 1), rows * k),
            ]),
      ]
    })
    return [
      ...forward,
      {
        kernel: 'softmaxCrossEntropy',
        args: [x('z', depth), at.labels!, x('dz', depth), rows, widths[depth]!],
      },
      ...backward,
      { kernel: 'descend', args: [now[first]!, gradient[first]!, next[first]!, total, rate] },
    ]
  }
  return {
    bytes: end - base,
    params: [even, odd],
    inputs: at.y0!,
    labels: at.labels!,
    calls: [callsFrom(even, odd), callsFrom(odd, even)],
  }
}
