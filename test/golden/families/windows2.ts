/** Layers of windows whose cases name the layer, and whose other settings go by this library's names or by PyTorch's. */
import {
  type AnyLayer,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  conv1d,
  conv2d,
  conv3d,
  globalAvgPool1d,
  globalAvgPool2d,
  globalAvgPool3d,
  globalMaxPool1d,
  globalMaxPool2d,
  globalMaxPool3d,
  maxPool1d,
  maxPool2d,
  maxPool3d,
} from '../../../src/index.ts'
import { only } from '../family.ts'
import type { Case } from '../golden.ts'
import { type CaseMap, ofLayer } from '../smoothCase.ts'
import { kernelAndBias } from './convolutions.ts'

type Make = (...given: never[]) => AnyLayer

/** A setting by the first of its names that a case has. */
const setting = ({ config }: Case, ...names: readonly string[]): unknown =>
  config[names.find(name => config[name] !== undefined) as string]

/** A list of one number as that number. */
const plain = (size: unknown): unknown => (Array.isArray(size) && size.length === 1 ? size[0] : size)

/** The settings that a case has, under this library's names. */
const options = (one: Case, names: { readonly [name: string]: readonly string[] }): never =>
  Object.fromEntries(
    Object.entries(names)
      .map(([name, others]) => [name, plain(setting(one, name, ...others))])
      .filter(([, value]) => value !== undefined && value !== null),
  ) as never

/** What PyTorch's layers can do and these cannot: it has to be switched off. */
const requireUsual = (one: Case, usual: { readonly [name: string]: unknown }): void => {
  for (const [name, value] of Object.entries(usual))
    if (one.config[name] !== undefined) only(name, one.config[name], value)
}

const sizeOf = (one: Case): never =>
  plain(setting(one, 'size', 'kernel_size', 'kernelSize', 'kernel')) as never

const pooling =
  (make: Make) =>
  (one: Case): CaseMap => {
    requireUsual(one, { ceil_mode: false, ceilMode: false, return_indices: false, divisor_override: null })
    const given = options(one, {
      stride: [],
      padding: [],
      dilation: [],
      countIncludePad: ['count_include_pad'],
    })
    return ofLayer(make(sizeOf(one), given))
  }

const adaptive =
  (make: Make) =>
  (one: Case): CaseMap =>
    ofLayer(make(plain(setting(one, 'size', 'output_size', 'outputSize')) as never))

const whole = (make: Make) => (): CaseMap => ofLayer(make())

const shapeOf = (one: Case, name: string): readonly number[] => one.params[name]!.shape

const convolution =
  (make: Make) =>
  (one: Case): CaseMap => {
    requireUsual(one, { padding_mode: 'zeros', paddingMode: 'zeros' })
    const [outputs, inGroup, ...kernel] = shapeOf(one, 'weight')
    const groups = (one.config.groups ?? 1) as number
    const inputs = (inGroup as number) * groups
    // Sizes that a case names are those of its arrays.
    const named = [
      setting(one, 'inputs', 'in_channels'),
      setting(one, 'outputs', 'out_channels'),
      sizeOf(one) as unknown,
    ]
    const own = [inputs, outputs, typeof named[2] === 'number' ? kernel[0] : kernel]
    named.forEach((value, i) => {
      if (value !== undefined) only('size of the kernel', value, own[i])
    })
    const given = {
      ...(options(one, { stride: [], padding: [], dilation: [], groups: [] }) as object),
      bias: (setting(one, 'bias') ?? one.params.bias !== undefined) as boolean,
    }
    const layer = make(inputs as never, outputs as never, plain(kernel) as never, given as never)
    return ofLayer(layer, { params: kernelAndBias })
  }

export const windows2: { readonly [name: string]: (one: Case) => CaseMap } = {
  conv1d: convolution(conv1d as Make),
  conv2d: convolution(conv2d as Make),
  conv3d: convolution(conv3d as Make),
  maxPool1d: pooling(maxPool1d as Make),
  maxPool2d: pooling(maxPool2d as Make),
  maxPool3d: pooling(maxPool3d as Make),
  avgPool1d: pooling(avgPool1d as Make),
  avgPool2d: pooling(avgPool2d as Make),
  avgPool3d: pooling(avgPool3d as Make),
  adaptiveAvgPool1d: adaptive(adaptiveAvgPool1d as Make),
  adaptiveAvgPool2d: adaptive(adaptiveAvgPool2d as Make),
  adaptiveAvgPool3d: adaptive(adaptiveAvgPool3d as Make),
  globalAvgPool1d: whole(globalAvgPool1d),
  globalAvgPool2d: whole(globalAvgPool2d),
  globalAvgPool3d: whole(globalAvgPool3d),
  globalMaxPool1d: whole(globalMaxPool1d),
  globalMaxPool2d: whole(globalMaxPool2d),
  globalMaxPool3d: whole(globalMaxPool3d),
}
