/**
 * Common parts of convolutions of one, two and three dimensions and their transposes: options, parameters, and the way to run.
 *
 * @module
 */

import { zeros } from '../../initialiser/constant.ts'
import { glorotUniform } from '../../initialiser/glorot.ts'
import type { Initialiser } from '../../initialiser/initialiser.ts'
import { add } from '../../primitive/elementwise/arithmetic.ts'
import type { Pair, PerAxis, Sliding } from '../../primitive/window/sliding.ts'
import { needs } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Layer } from '../layer.ts'
import { overChannels, sumOfChannels } from '../normalisation/channels.ts'
import { ofKind } from '../ofKind.ts'
import { withParams } from '../parametric.ts'
import { typed } from '../typed.ts'
import { type Rank, showSizes, sizesAlong } from '../window/sizes.ts'

/**
 * Options of all convolutions, besides sizes, and how their parameters begin.
 *
 * @category Convolution
 * @since 0.1.0
 */
export interface KernelOptions {
  /**
   * Into how many groups the channels fall, each of which sees its own inputs only. Defaults to 1.
   *
   * @default 1
   */
  readonly groups?: number
  /**
   * Whether a bias is added to each output channel. Defaults to true.
   *
   * @default true
   */
  readonly bias?: boolean
  /**
   * Defaults to Glorot's uniform initialiser.
   *
   * @default initialiser.glorotUniform
   */
  readonly w?: Initialiser
  /**
   * Defaults to zeros.
   *
   * @default initialiser.zeros
   */
  readonly b?: Initialiser
}

/** What every convolution requires of its `KernelOptions`. */
export const kernelNeeds = {
  groups: needs.size,
  bias: needs.boolean,
  w: needs.fn,
  b: needs.fn,
} as const

/**
 * The parameters of a convolution: a kernel and, by default, a bias for each output channel.
 *
 * @category Convolution
 * @since 0.1.0
 */
export type KernelParams<W extends Shape, O extends number, Options> = Options extends {
  readonly bias: false
}
  ? { readonly w: Tensor<W> }
  : KernelAndBias<W, O>

/**
 * A kernel of shape `W` and a bias for each of `O` output channels.
 *
 * @category Convolution
 * @since 0.1.0
 */
export interface KernelAndBias<W extends Shape, O extends number> {
  readonly w: Tensor<W>
  readonly b: Tensor<[O]>
}

/** Requires groups that divide the channels of both sides. */
export const requireGroups = (layer: string, inputs: number, outputs: number, groups: number): void => {
  for (const [which, channels] of [
    ['inputs', inputs],
    ['outputs', outputs],
  ] as const)
    if (channels % groups !== 0)
      throw new ArgumentError(
        `${layer} needs groups that divide its channels, but ${groups} groups do not divide ${channels} ${which}.`,
      )
}

/** How a kernel slides along each axis, of sizes that are positive integers and a padding that may be 0. */
export const slidingOf = <P extends PerAxis = Pair>(
  layer: string,
  rank: Rank,
  stride: number | PerAxis,
  padding: number | PerAxis,
  dilation: number | PerAxis,
): Sliding<P> => ({
  strides: sizesAlong(layer, rank, 'stride', stride) as P,
  padding: sizesAlong(layer, rank, 'padding', padding, 0) as P,
  dilations: sizesAlong(layer, rank, 'dilation', dilation) as P,
})

/** A product with a kernel, linear in both, and its pullback to kernel and input. */
type WithKernel = (
  x: Tensor,
  w: Tensor,
) => readonly [value: Tensor, pullback: (dy: Tensor) => readonly [dw: Tensor, dx: Tensor]]

/** A layer with a kernel and perhaps a bias. */
export const withKernel = <A, B, P>(
  name: string,
  kernel: Shape,
  outputs: number,
  { bias = true, w = glorotUniform, b = zeros }: KernelOptions,
  run: WithKernel,
): Layer<A, B, P> =>
  typed(
    ofKind(
      { is: 'convolution' },
      withParams(
        name,
        bias ? { w: [w, kernel], b: [b, [outputs]] } : { w: [w, kernel] },
        (params: { readonly w: Tensor; readonly b?: Tensor }, x: Tensor) => {
          const [y, pullback] = run(x, params.w)
          if (params.b === undefined)
            return [
              y,
              (dy: Tensor) => {
                const [dw, dx] = pullback(dy)
                return [{ w: dw }, dx]
              },
            ]
          return [
            add(y, overChannels(y.shape)(params.b)),
            (dy: Tensor) => {
              const [dw, dx] = pullback(dy)
              return [{ w: dw, b: sumOfChannels(dy) }, dx]
            },
          ]
        },
      ),
    ),
  )

/** What of the options a name shows: what is not as usual. */
export const showOptions = (
  options: { readonly [name: string]: PerAxis | number },
  usual: { readonly [name: string]: PerAxis | number },
): string =>
  Object.entries(options)
    .map(([name, value]) => [name, shown(value), shown(usual[name] ?? 0)])
    .flatMap(([name, given, otherwise]) => (given === otherwise ? [] : [`, ${name} ${given}`]))
    .join('')

const shown = (value: PerAxis | number): string => (typeof value === 'number' ? `${value}` : showSizes(value))
