import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as pullback from 'pullback'
import { type AnyTensor, type FloatDType, fromValues, smoothOf, tensor, tree } from 'pullback'
import { describe, expect, test } from 'vitest'
import type * as allLayers from '../../src/layer/index.ts'
import { inChunks } from '../engines.ts'
import { cases, runBy } from './engines.ts'
import { expectSame, listOf } from './same.ts'

interface Row {
  readonly inputs: readonly string[]
  readonly params: { readonly [path: string]: string }
  readonly f32: readonly string[]
  readonly f64: readonly string[]
}

/** What PyTorch gives; layers.py beside it made the file, which says which version and how a line is read. */
const stored = JSON.parse(readFileSync(join(import.meta.dirname, 'layers.json'), 'utf8')) as {
  readonly source: string
  /** For each float type numbers, what they become where they are kept, and where they are dropped. */
  readonly dropout: Readonly<Record<FloatDType, readonly [numbers: string, kept: string, dropped: string]>>
  readonly rows: { readonly [name: string]: Row }
}

type Inputs = (...xs: never[]) => unknown
interface Variant {
  readonly layer: unknown
  /** The input, of the tensors that the file has. Defaults to the one tensor. */
  readonly input?: Inputs
  readonly mode?: 'training'
}
/** A layer's variants, by what is behind its name in the file; or where it is tried, or why not. */
type Entry = { readonly [options: string]: Variant } | { readonly elsewhere: string }

const alone = (layer: unknown): Entry => ({ '': { layer } })
const activation = { elsewhere: 'test/special/special.test.ts' }
const layers = { elsewhere: 'runs its layers, and moves or adds what they give' }
const none = { elsewhere: 'is not a layer' }
const asImages = { elsewhere: 'is that of images which have the same numbers, law W24' }
const mask = (...rows: readonly (readonly number[])[]): AnyTensor =>
  tensor(
    rows.map(row => [...row]),
    'i32',
  )
const together: Inputs = (...xs) => xs

/** Every export of the layers' room: one without an entry does not compile. */
const entries: { readonly [Name in keyof typeof allLayers]: Entry } = {
  ...{ elu: activation, gelu: activation, hardtanh: activation, leakyRelu: activation, mish: activation },
  ...{ relu: activation, selu: activation, sigmoid: activation, silu: activation, softplus: activation },
  tanh: activation,
  ...{
    checkpointed: layers,
    compose: layers,
    concat: layers,
    fanout: layers,
    frozen: layers,
    identity: layers,
  },
  ...{
    label: layers,
    parallel: layers,
    reparametrise: layers,
    repeat: layers,
    residual: layers,
    tap: layers,
  },
  ...{
    cached: layers,
    tied: layers,
    spectralNorm: layers,
    weightNorm: layers,
    scan: { elsewhere: 'runs its cell, as rnn, lstm and gru do' },
  },
  ...{ evaluation: none, init: none, predict: none, predictWithState: none, smoothOf: none, training: none },
  ...{ dropout: { elsewhere: 'below' }, dropPath: { elsewhere: 'below' } },

  maxPool2d: {
    '(2)': { layer: pullback.maxPool2d(2) },
    '(3), stride 2, padding 1': { layer: pullback.maxPool2d(3, { stride: 2, padding: 1 }) },
    '(2), stride 1, padding 1, dilation 2': {
      layer: pullback.maxPool2d(2, { stride: 1, padding: 1, dilation: 2 }),
    },
  },
  avgPool2d: {
    '(2)': { layer: pullback.avgPool2d(2) },
    '(3), stride 2, padding 1': { layer: pullback.avgPool2d(3, { stride: 2, padding: 1 }) },
    '(3), stride 2, padding 1, without it': {
      layer: pullback.avgPool2d(3, { stride: 2, padding: 1, countIncludePad: false }),
    },
  },
  maxPool1d: {
    '(3), stride 2, padding 1': { layer: pullback.maxPool1d(3, { stride: 2, padding: 1 }) },
  },
  maxPool3d: { '(2), padding 1': { layer: pullback.maxPool3d(2, { padding: 1 }) } },
  avgPool1d: {
    '(3), stride 2, padding 1': { layer: pullback.avgPool1d(3, { stride: 2, padding: 1 }) },
  },
  avgPool3d: {
    '(2), padding 1, without it': { layer: pullback.avgPool3d(2, { padding: 1, countIncludePad: false }) },
  },
  adaptiveAvgPool1d: { '(2)': { layer: pullback.adaptiveAvgPool1d(2) } },
  adaptiveAvgPool3d: { '(2, 1, 2)': { layer: pullback.adaptiveAvgPool3d([2, 1, 2]) } },
  ...{ globalAvgPool1d: asImages, globalAvgPool3d: asImages },
  ...{ globalMaxPool1d: asImages, globalMaxPool3d: asImages },
  adaptiveAvgPool2d: {
    '(2)': { layer: pullback.adaptiveAvgPool2d(2) },
    '(3, 2)': { layer: pullback.adaptiveAvgPool2d([3, 2]) },
  },
  globalAvgPool2d: alone(pullback.globalAvgPool2d()),
  globalMaxPool2d: alone(pullback.globalMaxPool2d()),
  upsample: { '(2)': { layer: pullback.upsample(2) } },

  conv1d: alone(pullback.conv1d(2, 2, 2)),
  conv2d: {
    '': { layer: pullback.conv2d(1, 2, 2) },
    ', stride 2, dilation 2, groups 2': {
      layer: pullback.conv2d(2, 2, 2, { stride: 2, dilation: 2, groups: 2 }),
    },
    ', padding 1': { layer: pullback.conv2d(2, 1, 3, { padding: 1 }) },
  },
  conv3d: {
    ', stride 2, groups 2': { layer: pullback.conv3d(2, 2, [2, 2, 1], { stride: 2, groups: 2 }) },
  },
  convTranspose2d: { ', stride 2': { layer: pullback.convTranspose2d(2, 1, 2, { stride: 2 }) } },

  dense: alone(pullback.dense(3, 2)),
  linear: alone(pullback.linear(3, 2)),
  augmentOnes: alone(pullback.augmentOnes()),
  embedding: {
    '': { layer: pullback.embedding(4, 2), input: () => mask([0, 1, 3], [1, 1, 0]) },
    ', padding 1': {
      layer: pullback.embedding(4, 2, { padding: 1 }),
      input: () => mask([0, 1, 3], [1, 1, 0]),
    },
  },
  prelu: alone(pullback.prelu(3)),
  glu: {
    '': { layer: pullback.glu() },
    ', of channels, gelu': { layer: pullback.glu({ axis: 0, activation: pullback.gelu }) },
  },
  swiGlu: alone(pullback.swiGlu(2, 3)),
  softmax: alone(pullback.softmax()),
  logSoftmax: alone(pullback.logSoftmax()),

  batchNorm: {
    ', training': { layer: pullback.batchNorm(3), mode: 'training' },
    ', evaluation': { layer: pullback.batchNorm(3) },
  },
  layerNorm: alone(pullback.layerNorm(3)),
  instanceNorm: { elsewhere: 'is a groupNorm with as many groups as channels, law 35w' },
  groupNorm: alone(pullback.groupNorm(2, 4)),
  rmsNorm: alone(pullback.rmsNorm(3)),
  meanOnlyBatchNorm: { ', training': { layer: pullback.meanOnlyBatchNorm(3), mode: 'training' } },

  selfAttention: {
    '': { layer: pullback.selfAttention(4, 2) },
    ', causal': { layer: pullback.selfAttention(2, 1, { causal: true }) },
    ', shared keys': { layer: pullback.selfAttention(4, 2, { keyValueHeads: 1 }) },
    ', padding': {
      layer: pullback.selfAttention(2, 1, { padding: true }),
      input: x => [x, mask([1, 1, 0], [0, 0, 0], [0, 1, 1])],
    },
  },
  crossAttention: {
    '': { layer: pullback.crossAttention(2, 1, 3), input: together },
    ', padding': {
      layer: pullback.crossAttention(2, 1, 3, { padding: true }),
      input: (x, memory) => [x, memory, mask([1, 0, 1], [0, 0, 0])],
    },
  },
  transformerEncoderBlock: alone(pullback.transformerEncoderBlock(2, 1, { hidden: 3 })),
  transformerDecoderBlock: {
    '': { layer: pullback.transformerDecoderBlock(2, 1, 3, { hidden: 3 }), input: together },
  },
  mixtureOfExperts: alone(pullback.mixtureOfExperts(2, 3)(pullback.dense(2, 2))),
  sinusoidalPositions: alone(pullback.sinusoidalPositions(4)),
  learnedPositions: alone(pullback.learnedPositions(3, 2)),
  rotaryPositions: alone(pullback.rotaryPositions(4)),

  rnnCell: { '': { layer: pullback.rnnCell(2, 2), input: together } },
  gruCell: { '': { layer: pullback.gruCell(2, 2), input: together } },
  lstmCell: { '': { layer: pullback.lstmCell(2, 2), input: ((x, h, c) => [x, [h, c]]) as Inputs } },
  rnn: {
    '': { layer: pullback.rnn(2, 2) },
    ', both ways': { layer: pullback.rnn(2, 2, { direction: 'both' }) },
  },
  gru: alone(pullback.gru(2, 2)),
  lstm: alone(pullback.lstm(2, 2)),

  pad: alone(
    pullback.pad(
      [
        [1, 0],
        [0, 1],
      ],
      { value: Number.NEGATIVE_INFINITY },
    ),
  ),
  slice: alone(pullback.slice([[1], [0, undefined, 2]])),
  transpose: alone(pullback.transpose([1, 0])),
  reshape: alone(pullback.reshape([2, 2])),
  flatten: alone(pullback.flatten()),
  concatenate: { '': { layer: pullback.concatenate(), input: together } },
}

const variants = Object.entries(entries).flatMap(([name, entry]) =>
  'elsewhere' in entry
    ? []
    : Object.entries(entry).map(([options, variant]) => [`${name}${options}`, variant as Variant] as const),
)

/** Where the large input of a run is, if its square is what overflows. */
const largeAt = (what: string): number | undefined => {
  const [leaf, place, number] = what.split(' ') as [string, string, string]
  return leaf === '0' && Math.abs(Number(number)) > 1e30 ? Number(place) : undefined
}

/** An output: the values, the gradient of the input, or that of the first parameter. */
type Output = (typeof outputs)[number]
const outputs = ['y', 'dx', 'dscale'] as const

/**
 * What is otherwise than in PyTorch. Where the square of an input overflows, PyTorch divides by ∞, and all that is normalised with it
 * becomes 0 (but in layerNorm, and groupNorm of f32), or adds up f32 in f64. Here it is NaN, which can be seen.
 */
const spoilt: { readonly [name: string]: (at: number, output: Output, i: number) => boolean } = {
  'batchNorm, training': (at, output, i) => (output === 'dscale' ? i : i % 3) === at % 3,
  groupNorm: (at, output, i) =>
    output === 'dscale'
      ? Math.floor(i / 2) === Math.floor((at % 8) / 4)
      : Math.floor(i / 4) === Math.floor(at / 4),
  rmsNorm: (at, output, i) => output === 'dscale' || Math.floor(i / 3) === Math.floor(at / 3),
}

const numbers = (words: string): readonly number[] => words.split(' ').map(Number)
const given = (text: string): readonly [shape: readonly number[], values: readonly number[]] => {
  const [shape, values] = text.split(' | ') as [string, string]
  return [numbers(shape), numbers(values)]
}

type Both = readonly [y: AnyTensor, pullback: (dy: AnyTensor) => readonly [unknown, AnyTensor]]

/** A tree of records, from its leaves by their paths. */
const nested = (leaves: readonly (readonly [path: string, leaf: AnyTensor])[]): tree.Tree => {
  const root: { [name: string]: unknown } = {}
  for (const [path, leaf] of leaves) {
    const names = path.split('.')
    const last = names.pop() as string
    let at = root
    for (const name of names) {
      at[name] ??= {}
      at = at[name] as typeof root
    }
    at[last] = leaf
  }
  return root as tree.Tree
}

/** What every output is given on the way back. */
const cotangents = (ys: tree.Tree): tree.Tree =>
  tree.map((y: AnyTensor) =>
    fromValues(
      y.shape,
      Array.from({ length: y.shape.reduce((n, size) => n * size, 1) }, (_, i) => ((i % 3) + 1) / 2),
      y.dtype as FloatDType,
    ),
  )(ys)

test('every row of the file is tried', () => {
  expect(variants.map(([name]) => name).sort()).toEqual(Object.keys(stored.rows).sort())
})

// Steps in chunks are tried with operations, losses and rows; layers are made of them.
const whole = cases.filter(([, , engine]) => engine !== inChunks)

describe.each(whole)('layers of special values, %s, %s', (_, dtype, engine) => {
  test.each(variants)('%s and its gradients are those of PyTorch', (name, { layer, input, mode }) => {
    const row = stored.rows[name] as Row
    const paths = Object.keys(row.params)
    const inputs = row.inputs.map(given)
    const all = [...inputs, ...paths.map(path => given(row.params[path] as string))]
    const { state } = pullback.init(layer as never, { dtype })(pullback.key(0)) as never as { state: never }
    const context = mode === 'training' ? pullback.training(pullback.key(0)) : pullback.evaluation
    const f = (...leaves: readonly AnyTensor[]): readonly AnyTensor[] => {
      const [xs, ps] = [leaves.slice(0, inputs.length), leaves.slice(inputs.length)]
      const params = nested(ps.map((p, i) => [paths[i] as string, p]))
      const taken = input === undefined ? xs[0] : input(...(xs as never[]))
      const [y, pull] = smoothOf(layer as never, state, context)([params, taken] as never) as never as [
        tree.Tree,
        (dy: tree.Tree) => readonly [tree.Tree, tree.Tree],
      ]
      const [dparams, dinput] = pull(cotangents(y))
      const byPath = new Map(tree.entries(dparams).map(({ path, leaf }) => [path.join('.'), leaf]))
      return [
        ...tree.tensors(y),
        ...tree.tensors(dinput),
        ...paths.map(path => byPath.get(path) as AnyTensor),
      ]
    }
    const run = runBy(engine, f)
    for (const line of row[dtype]) {
      const [what, ...wanted] = line.split(' | ') as [string, ...string[]]
      const [leaf, place, number] = what.split(' ') as [string, string, string]
      const changed = paths.includes(leaf) ? inputs.length + paths.indexOf(leaf) : Number(leaf)
      const leaves = all.map(([shape, values], i) =>
        fromValues(shape, i === changed ? values.with(Number(place), Number(number)) : values, dtype),
      )
      const got = run(...leaves).map(listOf)
      expect(got).toHaveLength(wanted.length)
      const large = largeAt(what)
      got.forEach((list, at) => {
        const output = outputs[at]
        const isSpoilt = (i: number): boolean =>
          large !== undefined && output !== undefined && (spoilt[name]?.(large, output, i) ?? false)
        const want = numbers(wanted[at] as string).map((w, i) => (isSpoilt(i) ? Number.NaN : w))
        expectSame(dtype, list, want, `${name}: ${what}, output ${at}`, 4, 16)
      })
    }
  })

  test('dropout and dropPath make of numbers that are kept, and of those that are dropped, what PyTorch does', () => {
    const [values, kept, dropped] = stored.dropout[dtype].map(numbers) as [number[], number[], number[]]
    const seen = new Set<number>()
    for (const layer of [pullback.dropout(0.5), pullback.dropPath(0.5)])
      for (const seed of [0, 1, 2, 3]) {
        const context = pullback.training(pullback.key(seed))
        const f = (x: AnyTensor): readonly AnyTensor[] => {
          const [y, pull] = smoothOf(layer as never, {}, context)([{}, x] as never) as never as Both
          return [y, pull(x)[1]]
        }
        const run = runBy(engine, f)
        const [mask] = run(fromValues([values.length], Array(values.length).fill(1), dtype)).map(listOf)
        const want = values.map((_, i) => (mask?.[i] === 0 ? dropped : kept)[i] as number)
        for (const got of run(fromValues([values.length], values, dtype)).map(listOf))
          expectSame(dtype, got, want, layer.name)
        for (const m of mask as readonly number[]) seen.add(m)
      }
    expect(seen).toEqual(new Set([0, 2]))
  })
})
