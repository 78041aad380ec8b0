/**
 * Layers for modules of PyTorch.
 *
 * @module
 */
import {
  type AnyLayer,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  batchNorm,
  compose,
  conv1d,
  conv2d,
  conv3d,
  convTranspose2d,
  crossAttention,
  dense,
  dropout,
  elu,
  embedding,
  fanout,
  flatten,
  gelu,
  glu,
  groupNorm,
  gru,
  gruCell,
  hardtanh,
  identity,
  initialiser,
  instanceNorm,
  label,
  layer,
  layerNorm,
  leakyRelu,
  learnedPositions,
  linear,
  logSoftmax,
  lstm,
  lstmCell,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  mish,
  op,
  prelu,
  relu,
  rmsNorm,
  rnn,
  rnnCell,
  selfAttention,
  selu,
  sigmoid,
  silu,
  smooth,
  softmax,
  softplus,
  type Tensor,
  tanh,
  transformerDecoderBlock,
  transformerEncoderBlock,
  zeros,
} from 'pullback'
import type { TorchModule, Value } from './repr.ts'

/** What modules do not print of themselves. */
export interface Unprinted {
  readonly heads: number
  readonly norm: 'before' | 'after'
  readonly activation: 'relu' | 'gelu'
  readonly causal: boolean
  readonly countIncludePad: boolean
}

/** What is known besides the module: the shapes in its state_dict, and how many axes each of its inputs has. */
export interface Known {
  readonly shapes: { readonly [name: string]: readonly number[] }
  readonly inputs: readonly number[]
  readonly unprinted: Unprinted
}

/** A layer for a module, with the names of its own that it needs. */
export interface Built {
  readonly layer: AnyLayer
  readonly names: { readonly [name: string]: string }
}

type Make = (module: TorchModule, known: Known, path: string) => AnyLayer | Built

// The types of layers are for those who know what they put together.
type Loose = (...given: readonly unknown[]) => AnyLayer
const loose = (f: unknown): Loose => f as Loose

const join = (...parts: readonly string[]): string => parts.filter(part => part !== '').join('.')

const as =
  <T extends Value>(kind: string) =>
  (value: Value | undefined, otherwise: T): T => {
    if (value === undefined) return otherwise
    if (typeof value !== kind) throw new Error(`${JSON.stringify(value)} is not a ${kind}`)
    return value as T
  }
const number = as<number>('number')
const boolean = as<boolean>('boolean')
const at = ({ positional }: TorchModule, i: number): number => number(positional[i], Number.NaN)
const epsilonOf = ({ named }: TorchModule): number => number(named.eps ?? undefined, 2 ** -52)
const last = <T>(xs: readonly T[]): T => xs.at(-1) as T

/** Convolutions with so many axes of places. */
const convolution =
  (factory: unknown, axes: number): Make =>
  module => {
    const { named } = module
    const kernel = named.kernel_size as readonly number[]
    const dilation = (named.dilation ?? Array(axes).fill(1)) as readonly number[]
    if (named.padding_mode !== undefined)
      throw new Error(`there is no padding_mode ${named.padding_mode} here`)
    const padding =
      named.padding === 'same'
        ? kernel.map((k, i) => ((dilation[i] as number) * (k - 1)) / 2)
        : named.padding === 'valid'
          ? undefined
          : (named.padding as readonly number[] | undefined)
    const alone = (xs: readonly number[] | undefined) => (axes === 1 ? xs?.[0] : xs)
    const options = {
      stride: alone(named.stride as readonly number[]),
      padding: alone(padding),
      dilation: alone(dilation),
      outputPadding: alone(named.output_padding as readonly number[] | undefined),
      groups: named.groups,
      bias: named.bias,
    }
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
    return loose(factory)(at(module, 0), at(module, 1), alone(kernel), given)
  }

const poolOptions = ({ named, positional }: TorchModule) => {
  if (named.ceil_mode === true) throw new Error('there is no ceil_mode here')
  const size = named.kernel_size ?? positional[0]
  const alone = (x: Value | undefined): Value | undefined => (Array.isArray(x) && x.length === 1 ? x[0] : x)
  return [alone(size), alone(named.stride ?? size), alone(named.padding ?? 0), alone(named.dilation)] as const
}

const maxPool =
  (factory: unknown): Make =>
  module => {
    const [size, stride, padding, dilation] = poolOptions(module)
    return loose(factory)(size, { stride, padding, ...(dilation === undefined ? {} : { dilation }) })
  }

const avgPool =
  (factory: unknown): Make =>
  (module, { unprinted: { countIncludePad } }) => {
    const [size, stride, padding] = poolOptions(module)
    return loose(factory)(size, { stride, padding, countIncludePad })
  }

const adaptive =
  (factory: unknown): Make =>
  ({ named, positional }) =>
    loose(factory)(named.output_size ?? positional[0])

const unlike = (f: (x: Tensor) => Tensor, name: string): AnyLayer =>
  layer.fromSmooth(name, smooth.lift(f)) as AnyLayer

/** nn.RNN and its like, with all their layers. */
const recurrent =
  (factory: unknown): Make =>
  ({ named, positional }) => {
    const [inputs, hidden] = positional as readonly number[]
    const both = boolean(named.bidirectional, false)
    const options = { direction: both ? 'both' : 'forward', bias: boolean(named.bias, true) }
    const width = (n: number): number => (n === 0 ? (inputs as number) : (hidden as number) * (both ? 2 : 1))
    const layers = Array.from({ length: number(named.num_layers, 1) }, (_, n) =>
      loose(factory)(width(n), hidden, options),
    )
    const one = layers.length === 1 ? (layers[0] as AnyLayer) : loose(compose)(...layers)
    if (boolean(named.batch_first, false)) return one
    const turned = unlike(x => op.transpose([1, 0, 2])(x) as Tensor, 'batch second')
    return { layer: loose(compose)(turned, one, turned), names: { '1': '' } }
  }

type Weighted = { readonly weight: Tensor<[number]> }

/** With one slope, or one for each channel of [batch, channels, ...]. */
const sloped = (n: number) =>
  smooth.lift(([{ weight }, x]: readonly [Weighted, Tensor]) => {
    const beside = x.shape.map((_, axis) => (axis === 1 ? n : 1))
    const slope = op.broadcast(x.shape)(op.reshape(n === 1 ? x.shape.map(() => 1) : beside)(weight) as Tensor)
    return op.select(op.greater(x, zeros(x.shape, x.dtype)), x, op.mul(slope as Tensor, x)) as Tensor
  })

/** A weight for each feature, and no bias. */
const weighted = (sizes: readonly number[]): AnyLayer =>
  layer.parametric({
    name: 'weighted',
    params: { weight: [initialiser.constant(1), sizes] },
    run: (params: Weighted, x: Tensor) =>
      smooth.lift(
        ([{ weight }, y]: readonly [Weighted, Tensor]) =>
          op.mul(op.broadcast(y.shape)(weight) as Tensor, y) as Tensor,
      )([params, x]) as never,
  }) as AnyLayer

/** nn.PReLU of anything but vectors. */
const channelPrelu = (n: number): AnyLayer =>
  layer.parametric({
    name: `prelu(${n}) of channels`,
    params: { weight: [initialiser.constant(0.25), [n]] },
    run: (params: Weighted, x: Tensor) => sloped(n)([params, x]) as never,
  }) as AnyLayer

const attention: Make = ({ children }, { shapes, inputs, unprinted }, path) => {
  const output = (children.find(([name]) => name === 'out_proj') as readonly [string, TorchModule])[1]
  const width = number(output.named.out_features, Number.NaN)
  const options = { bias: boolean(output.named.bias, true) }
  if (inputs.length === 1)
    return loose(selfAttention)(width, unprinted.heads, { ...options, causal: unprinted.causal })
  const memory = shapes[join(path, 'k_proj_weight')]?.[1] ?? width
  return loose(crossAttention)(width, unprinted.heads, memory, options)
}

const partOf = ({ children }: TorchModule, name: string): TorchModule =>
  (children.find(each => each[0] === name) as readonly [string, TorchModule])[1]

const activations = { relu, gelu }

const blockOptions = (module: TorchModule, { unprinted }: Known) => ({
  hidden: number(partOf(module, 'linear1').named.out_features, Number.NaN),
  norm: unprinted.norm,
  activation: activations[unprinted.activation],
  causal: unprinted.causal,
  epsilon: epsilonOf(partOf(module, 'norm1')),
})

const widthOf = (module: TorchModule): number =>
  number(partOf(module, 'linear1').named.in_features, Number.NaN)

const built = (given: AnyLayer | Built): Built => ('layer' in given ? given : { layer: given, names: {} })

const below = (prefix: string, names: Built['names']): Built['names'] =>
  Object.fromEntries(Object.entries(names).map(([from, to]) => [join(prefix, from), join(prefix, to)]))

/** Children one after the other: by their positions, or by their names. */
const inTurn: Make = ({ children }, known, path) => {
  const all = children.map(([name, child]) => [name, layerOf(child, known, join(path, name))] as const)
  const isByPosition = all.every(([name], i) => name === String(i))
  const labelled = all.map(([name, each]) => (isByPosition ? each.layer : label(name)(each.layer as never)))
  return {
    layer: loose(compose)(...labelled),
    names: Object.assign({}, ...all.map(([name, { names }]) => below(name, names))),
  }
}

/** What a residual network is made of: two convolutions with norms, and a shortcut. */
const bottleneck: Make = (module, known, path) => {
  const child = (name: string): AnyLayer =>
    label(name)(layerOf(partOf(module, name), known, join(path, name)).layer as never)
  const through = ['conv1', 'bn1', null, 'conv2', 'bn2'].map(name => (name === null ? relu() : child(name)))
  return {
    layer: loose(compose)(
      loose(fanout)(loose(compose)(...through), child('downsample')),
      layer.fromSmooth('add', (pair: readonly [Tensor, Tensor]) => smooth.add(pair)) as AnyLayer,
      relu(),
    ),
    names: { '0.0': '', '0': '' },
  }
}

const lastTime = unlike(
  x =>
    op.reshape([x.shape[0]!, x.shape[2]!])(
      op.slice([0, x.shape[1]! - 1, 0], [x.shape[0]!, 1, x.shape[2]!])(x),
    ) as Tensor,
  'last time',
)

const tagger: Make = (module, known, path) => {
  const child = (name: string): AnyLayer =>
    label(name)(layerOf(partOf(module, name), known, join(path, name)).layer as never)
  return loose(compose)(child('rnn'), lastTime, child('head'))
}

/** Its head is the embedding's table, which is put behind it where it is run. */
const speaker: Make = (module, known, path) => {
  const blocks = layerOf(partOf(module, 'blocks'), known, join(path, 'blocks')).layer
  const sizes = partOf(module, 'position').positional
  return loose(compose)(
    label('embed')(layerOf(partOf(module, 'embed'), known, path).layer as never),
    label('position')(loose(learnedPositions)(...sizes) as never),
    label('blocks')(blocks as never),
    label('norm')(layerOf(partOf(module, 'norm'), known, path).layer as never),
  )
}

const affineOf = ({ named }: TorchModule): boolean => boolean(named.affine ?? named.elementwise_affine, true)

const batchNormOf: Make = module => {
  if (module.named.track_running_stats === false) throw new Error('a batchNorm has running statistics here')
  return loose(batchNorm)(at(module, 0), { epsilon: epsilonOf(module), affine: affineOf(module) })
}

const instanceNormOf: Make = module => {
  if (!boolean(module.named.affine, false) || module.named.track_running_stats === true)
    throw new Error('an instanceNorm has a scale and no running statistics here')
  return instanceNorm(at(module, 0), { epsilon: epsilonOf(module) })
}

const lastAxisOnly = ({ type, named }: TorchModule, { inputs }: Known): void => {
  if (named.dim !== undefined && named.dim !== -1 && named.dim !== (inputs[0] as number) - 1)
    throw new Error(`${type} is of the last axis here`)
}

const makers: { readonly [type: string]: Make } = {
  Linear: ({ named }) => loose(named.bias === false ? linear : dense)(named.in_features, named.out_features),
  Conv1d: convolution(conv1d, 1),
  Conv2d: convolution(conv2d, 2),
  Conv3d: convolution(conv3d, 3),
  ConvTranspose2d: convolution(convTranspose2d, 2),
  BatchNorm1d: batchNormOf,
  BatchNorm2d: batchNormOf,
  BatchNorm3d: batchNormOf,
  InstanceNorm1d: instanceNormOf,
  InstanceNorm2d: instanceNormOf,
  InstanceNorm3d: instanceNormOf,
  LayerNorm: module => {
    const sizes = module.positional[0] as readonly number[]
    const size = sizes.length === 1 ? sizes[0] : sizes
    const affine = affineOf(module)
    if (affine && module.named.bias === false) {
      const plain = loose(layerNorm)(size, { epsilon: epsilonOf(module), affine: false })
      return { layer: loose(compose)(plain, weighted(sizes)), names: { '1': '' } }
    }
    return loose(layerNorm)(size, { epsilon: epsilonOf(module), affine })
  },
  GroupNorm: module => loose(groupNorm)(at(module, 0), at(module, 1), { epsilon: epsilonOf(module) }),
  RMSNorm: module => rmsNorm(last(module.positional[0] as readonly number[]), { epsilon: epsilonOf(module) }),
  Embedding: module =>
    loose(embedding)(
      at(module, 0),
      at(module, 1),
      module.named.padding_idx === undefined ? {} : { padding: module.named.padding_idx },
    ),
  PReLU: ({ named }, { inputs }) => {
    const n = number(named.num_parameters, 1)
    return n > 1 && inputs[0] === 2 ? prelu(n) : channelPrelu(n)
  },
  ReLU: () => relu(),
  ReLU6: () => hardtanh(0, 6),
  Tanh: () => tanh(),
  Sigmoid: () => sigmoid(),
  LeakyReLU: ({ named }) => leakyRelu(number(named.negative_slope, 0.01)),
  ELU: ({ named }) => elu(number(named.alpha, 1)),
  SELU: () => selu(),
  GELU: ({ named }) => gelu(named.approximate === 'tanh' ? { approximate: 'tanh' } : {}),
  SiLU: () => silu(),
  Mish: () => mish(),
  Softplus: ({ named }) => softplus(number(named.beta, 1)),
  Hardtanh: ({ named }) => hardtanh(number(named.min_val, -1), number(named.max_val, 1)),
  LogSoftmax: (module, known) => {
    lastAxisOnly(module, known)
    return logSoftmax()
  },
  Softmax: (module, known) => {
    lastAxisOnly(module, known)
    return softmax()
  },
  GLU: (module, known) => {
    lastAxisOnly(module, known)
    return glu()
  },
  Identity: () => identity(),
  Dropout: ({ named }) => dropout(number(named.p, 0.5)),
  Dropout1d: ({ named }) => dropout(number(named.p, 0.5)),
  Dropout2d: ({ named }) => dropout(number(named.p, 0.5)),
  Flatten: () => flatten(),
  MaxPool1d: maxPool(maxPool1d),
  MaxPool2d: maxPool(maxPool2d),
  MaxPool3d: maxPool(maxPool3d),
  AvgPool1d: avgPool(avgPool1d),
  AvgPool2d: avgPool(avgPool2d),
  AvgPool3d: avgPool(avgPool3d),
  AdaptiveAvgPool1d: adaptive(adaptiveAvgPool1d),
  AdaptiveAvgPool2d: adaptive(adaptiveAvgPool2d),
  AdaptiveAvgPool3d: adaptive(adaptiveAvgPool3d),
  RNN: recurrent(rnn),
  LSTM: recurrent(lstm),
  GRU: recurrent(gru),
  RNNCell: module => loose(rnnCell)(...module.positional, { bias: boolean(module.named.bias, true) }),
  LSTMCell: module => loose(lstmCell)(...module.positional, { bias: boolean(module.named.bias, true) }),
  GRUCell: module => loose(gruCell)(...module.positional, { bias: boolean(module.named.bias, true) }),
  MultiheadAttention: attention,
  TransformerEncoderLayer: (module, known) =>
    loose(transformerEncoderBlock)(widthOf(module), known.unprinted.heads, blockOptions(module, known)),
  TransformerDecoderLayer: (module, known) =>
    loose(transformerDecoderBlock)(
      widthOf(module),
      known.unprinted.heads,
      widthOf(module),
      blockOptions(module, known),
    ),
  Bottleneck: bottleneck,
  Tagger: tagger,
  Speaker: speaker,
}

/** The layer for a module: of what is not known, its children one after the other. */
export const layerOf = (module: TorchModule, known: Known, path: string): Built => {
  const maker = makers[module.type] ?? (module.children.length > 0 ? inTurn : undefined)
  if (maker === undefined) throw new Error(`there is no layer here for ${module.type}`)
  return built(maker(module, known, path))
}

/** Whether a module is, or has inside, one of which this holds. */
export const has = (module: TorchModule, holds: (module: TorchModule) => boolean): boolean =>
  holds(module) || module.children.some(([, child]) => has(child, holds))
