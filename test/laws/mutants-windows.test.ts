// Wrong convolutions, pooling and norms by channel, each of which a named law must kill.

import { describe } from 'vitest'
import { type LawSet, layerLaws } from '../../laws/index.ts'
import { conv2dLaws } from '../../laws/layer/convolution/convolution.ts'
import { conv3dLaws } from '../../laws/layer/convolution/volumes.ts'
import { batchNormLaws, groupNormLaws, instanceNormLaws } from '../../laws/layer/normalisation/channels.ts'
import {
  avgPool2dLaws,
  globalMaxPool2dLaws,
  maxPool2dLaws,
  upsampleLaws,
} from '../../laws/layer/pooling/pooling.ts'
import { avgPool1dLaws, maxPool3dLaws } from '../../laws/layer/pooling/sliding.ts'
import { forget, type TreeLayer } from '../../laws/layer/same.ts'
import { primitiveLaws } from '../../laws/primitive/laws.ts'
import { specifications } from '../../laws/primitive/specifications.ts'
import {
  avgPool1d,
  avgPool2d,
  batchNorm,
  conv2d,
  conv3d,
  globalAvgPool2d,
  globalMaxPool2d,
  groupNorm,
  type layer,
  maxPool2d,
  maxPool3d,
  op,
  type Tensor,
  type tree,
  upsample,
  zerosLike,
} from '../../src/index.ts'
import type { Primitive } from '../../src/primitive/core/primitive.ts'
import { primitives } from '../../src/primitive/table.ts'
import { type Mutant, testMutants } from './mutant.ts'
import { repull, rerun } from './wrongLayer.ts'

const held = <Name extends keyof typeof primitives>(
  name: Name,
  change: (original: Primitive<never>) => Partial<Primitive<never>> = () => ({}),
): LawSet => {
  const original = primitives[name]
  return primitiveLaws({ ...original, ...change(original) }, specifications[name] as never)
}

/** The kernel of a primitive on options of another kind. */
const otherwise =
  (change: (options: { readonly [name: string]: unknown }) => object) =>
  ({ kernel }: Primitive<never>): Partial<Primitive<never>> => ({
    kernel: (inputs, output, options) => kernel(inputs, output, change(options) as never),
  })

const swapped = ([a, b]: readonly [number, number]): readonly [number, number] => [b, a]

const windows: readonly Mutant[] = [
  {
    name: 'a convolution that takes one stride for the other',
    mutant: held(
      'convolve',
      otherwise(options => ({ ...options, strides: swapped(options.strides as never) })),
    ),
    twin: held('convolve'),
    killedBy: ['V1'],
  },
  {
    name: 'a convolution that forgets to pad',
    mutant: held(
      'convolve',
      otherwise(options => ({ ...options, padding: [0, 0] })),
    ),
    twin: held('convolve'),
    killedBy: ['V1'],
  },
  {
    name: 'a convolution that pulls back to its kernel turned round',
    mutant: held('convolve', ({ partials }) => ({
      partials: (inputs, output, options) => {
        const [x, w] = partials(inputs, output, options)
        const turn = (dw: Tensor): Tensor => {
          const [o, c, height, width] = dw.shape as readonly [number, number, number, number]
          const rows = Array.from({ length: height * width }, (_, i) =>
            op.slice([0, 0, height * width - 1 - i], [o, c, 1])(op.reshape([o, c, height * width])(dw)),
          )
          return op.reshape(dw.shape)(op.concat(2)(...rows)) as Tensor
        }
        return [x!, { ...w!, transpose: dy => turn(w!.transpose(dy) as Tensor) }]
      },
    })),
    twin: held('convolve'),
    killedBy: ['18', '29'],
  },
  {
    name: 'a transposed convolution whose tangents ignore the kernel',
    mutant: held('convolveTransposed', ({ partials }) => ({
      partials: (inputs, output, options) => {
        const [y, w] = partials(inputs, output, options)
        return [y!, { ...w!, apply: () => zerosLike(output) }]
      },
    })),
    twin: held('convolveTransposed'),
    killedBy: ['18'],
  },
  {
    name: 'a gradient of the kernel that leaves a group out',
    mutant: held('convolveKernel', ({ kernel }) => ({
      kernel: (inputs, output, options) => {
        kernel(inputs, output, options)
        const { groups } = options
        if (groups > 1) output.elements.fill(0, output.elements.length / groups)
      },
    })),
    twin: held('convolveKernel'),
    killedBy: ['V1'],
  },
  {
    name: 'places of the largest that begin with the padding',
    mutant: held(
      'argmaxWindows',
      otherwise(options => ({ ...options, padding: [0, 0] })),
    ),
    twin: held('argmaxWindows'),
    killedBy: ['V1'],
  },
]

const small = [3, 2, 3, 3] as const
const convolution = forget(conv2d(2, 2, 2))
const ofConvolution = (layer: TreeLayer): LawSet => layerLaws(layer, { input: small })
const scaled = (factor: number) => (d: tree.Tree) => op.scale(factor)(d as Tensor) as tree.Tree

const layers: readonly Mutant[] = [
  {
    name: 'a convolution whose bias gets the mean of the cotangents',
    mutant: ofConvolution(
      repull(convolution, own => dy => {
        const [dp, dx] = own(dy)
        const { w, b } = dp as { readonly w: tree.Tree; readonly b: tree.Tree }
        return [{ w, b: scaled(1 / 4)(b) } as tree.Tree, dx]
      }),
    ),
    twin: ofConvolution(convolution),
    killedBy: ['18', '19'],
  },
  {
    name: 'a convolution that dilates instead of striding',
    mutant: conv2dLaws((inputs, outputs, kernel, { stride, dilation, ...options }) =>
      forget(
        conv2d(inputs, outputs, kernel, {
          ...options,
          dilation: stride ?? 1,
          stride: dilation ?? 1,
        }),
      ),
    ),
    twin: conv2dLaws(),
    killedBy: ['W3', 'W5'],
  },
  {
    name: 'a convolution that puts all padding in front',
    mutant: conv2dLaws((inputs, outputs, kernel, { padding, ...options }) => {
      const plain = forget(conv2d(inputs, outputs, kernel, options))
      if (padding === undefined) return plain
      const [down, across] = padding as readonly [number, number]
      return rerun(
        plain,
        own => (p, x, state, context) =>
          own(p, op.pad([0, 0, 2 * down, 2 * across], [0, 0, 0, 0])(x as never) as never, state, context),
      )
    }),
    twin: conv2dLaws(),
    killedBy: ['W4'],
  },
  {
    name: 'maximum pooling that shares the cotangent of a window among all',
    mutant: maxPool2dLaws((size, options) =>
      repull(forget(maxPool2d(size, options)), (_, __, x, ___, context) => dy => [
        {},
        forget(avgPool2d(size, options)).run({}, x, {}, context)[1](dy)[1],
      ]),
    ),
    twin: maxPool2dLaws(),
    killedBy: ['24'],
  },
  {
    name: 'maximum pooling that counts padding as zeros',
    mutant: maxPool2dLaws((size, { padding = 0, ...options }) =>
      rerun(forget(maxPool2d(size, options)), own => (p, x, state, context) => {
        const around = [0, 0, padding as number, padding as number]
        return own(p, op.pad(around, around)(x as never) as never, state, context)
      }),
    ),
    twin: maxPool2dLaws(),
    killedBy: ['W9'],
  },
  {
    name: 'average pooling that always divides by the whole window',
    mutant: avgPool2dLaws((size, options) => forget(avgPool2d(size, { ...options, countIncludePad: true }))),
    twin: avgPool2dLaws(),
    killedBy: ['W11'],
  },
  {
    name: 'average pooling that gives each element the whole cotangent',
    mutant: avgPool2dLaws((size, options) =>
      repull(forget(avgPool2d(size, options)), own => dy => [{}, scaled(size * size)(own(dy)[1])]),
    ),
    twin: avgPool2dLaws(),
    killedBy: ['35e'],
  },
  {
    name: 'maximum pooling of volumes that prefers the last plane',
    mutant: maxPool3dLaws((size, options) =>
      rerun(forget(maxPool3d(size, options)), own => (p, x, state, context) => {
        const turned = (y: tree.Tree): tree.Tree => {
          const volumes = y as Tensor
          const [batch, channels, depth, ...plane] = volumes.shape as readonly [
            number,
            number,
            number,
            ...number[],
          ]
          const planes = Array.from({ length: depth }, (_, i) =>
            op.slice([0, 0, depth - 1 - i, 0, 0], [batch, channels, 1, ...plane])(volumes),
          )
          return op.concat(2)(...planes) as tree.Tree
        }
        // Windows from the end are those from the beginning where none is left out.
        if (options.stride?.[0] !== 1) return own(p, x, state, context)
        const [y, pullback] = own(p, turned(x), state, context)
        return [turned(y), dy => [{}, turned(pullback(turned(dy))[1])], state]
      }),
    ),
    twin: maxPool3dLaws(),
    killedBy: ['W22'],
  },
  {
    name: 'average pooling of sequences that always divides by the whole window',
    mutant: avgPool1dLaws((size, options) => forget(avgPool1d(size, { ...options, countIncludePad: true }))),
    twin: avgPool1dLaws(),
    killedBy: ['W23'],
  },
  {
    name: 'a convolution of volumes that dilates planes only',
    mutant: conv3dLaws((inputs, outputs, kernel, { dilation, ...options }) =>
      forget(
        conv3d(inputs, outputs, kernel, {
          ...(options as Readonly<Record<never, never>>),
          dilation: [1, ...(dilation as readonly [number, number, number]).slice(1)] as never,
        }),
      ),
    ),
    twin: conv3dLaws(),
    killedBy: ['W26'],
  },
  {
    name: 'a largest element of each channel that is the mean',
    mutant: globalMaxPool2dLaws(forget(globalAvgPool2d())),
    twin: globalMaxPool2dLaws(),
    killedBy: ['W16'],
    survives: ['W17'],
  },
  {
    name: 'a largest element whose cotangent goes to the end of the first row',
    mutant: globalMaxPool2dLaws(
      repull(forget(globalMaxPool2d()), (_, __, x) => dy => {
        const [batch, channels, height, width] = (x as layer.Images).shape
        const one = op.reshape([batch, channels, 1, 1])(dy as never) as Tensor
        return [{}, op.pad([0, 0, 0, width - 1], [0, 0, height - 1, 0])(one)]
      }),
    ),
    twin: globalMaxPool2dLaws(),
    killedBy: ['W17'],
    survives: ['W16', '35e'],
  },
  {
    name: 'up-sampling that repeats rows as often as columns should be',
    mutant: upsampleLaws(([down, across]) =>
      rerun(forget(upsample([across, down])), own => (p, x, state, context) => {
        const [y, pullback] = own(p, x, state, context)
        const shape = [2, 2, 5 * down, 4 * across]
        return [op.reshape(shape)(y as never) as never, pullback, state]
      }),
    ),
    twin: upsampleLaws(),
    killedBy: ['W15'],
  },
  {
    name: 'a batch norm that takes its statistics for constants in the pullback',
    mutant: batchNormLaws((n, options) =>
      repull(forget(batchNorm(n, { ...options, affine: false })), (_, __, ___, ____, _____) => dy => [
        {},
        dy,
      ]),
    ),
    twin: batchNormLaws(),
    killedBy: ['35b'],
  },
  {
    name: 'a batch norm whose running variance is the biased one',
    mutant: batchNormLaws((n, options) =>
      rerun(forget(batchNorm(n, { ...options, affine: false })), own => (p, x, state, context) => {
        const [y, pullback, next] = own(p, x, state, context)
        const { mean, variance } = next as { readonly mean: Tensor; readonly variance: Tensor }
        return [y, pullback, { mean, variance: op.scale(17 / 18)(variance) }]
      }),
    ),
    twin: batchNormLaws(),
    killedBy: ['38d'],
  },
  {
    name: 'an instance norm over all channels',
    mutant: instanceNormLaws((n, options) => forget(groupNorm(1, n, options))),
    twin: instanceNormLaws(),
    killedBy: ['35w'],
  },
  {
    name: 'a group norm over all channels',
    mutant: groupNormLaws((_, n, options) => forget(groupNorm(1, n, options))),
    twin: groupNormLaws(),
    killedBy: ['35g', '35h', '35i'],
  },
]

describe('windows', () => testMutants(windows))
describe('layers of images', () => testMutants(layers))
