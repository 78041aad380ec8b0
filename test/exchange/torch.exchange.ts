import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import {
  type AnyLayer,
  type AnyTensor,
  adam,
  adamw,
  amsgrad,
  avgPool2d,
  batchNorm,
  compose,
  conv2d,
  convTranspose2d,
  crossAttention,
  dense,
  dropout,
  embedding,
  flatten,
  frozen,
  gelu,
  groupNorm,
  gru,
  init,
  key,
  type Layer,
  label,
  layerNorm,
  linear,
  lstm,
  momentum,
  nesterov,
  type Optimiser,
  op,
  predict,
  prelu,
  radam,
  random,
  relu,
  repeat,
  rmsNorm,
  selfAttention,
  smoothOf,
  type Tensor,
  type Tree,
  tanh,
  tensor,
  toValues,
  transformerDecoderBlock,
  transformerEncoderBlock,
  tree,
} from 'pullback'
import {
  fromPyTorch,
  optimiserFromPyTorch,
  optimiserToPyTorch,
  type PyTorchNames,
  showPyTorchError,
  toPyTorch,
} from 'pullback/pytorch'
import { decodeSafetensors, encodeSafetensors, type NamedTensors } from 'pullback/safetensors'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasTorch, runTorch } from './torch/python.ts'

// What is written here is loaded by PyTorch, with strict=True, and gives the same there; learning goes on there and here as it would.

type Untyped = Layer<Tree, Tree, Tree, Tree>

const folder = mkdtempSync(join(tmpdir(), 'pullback-torch-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, tensors: NamedTensors): void =>
  writeFileSync(join(folder, `${name}.safetensors`), encodeSafetensors()(tensors))

const read = (name: string): NamedTensors => {
  const decoded = decodeSafetensors(new Uint8Array(readFileSync(join(folder, `${name}.safetensors`))))
  if (isLeft(decoded)) throw new Error(decoded.left._tag)
  return decoded.right.tensors
}

const normal = (shape: readonly number[], seed: number): Tensor =>
  random.normal(shape, 0, 1, { dtype: 'f64' })(key(seed)) as Tensor
const words = tensor(
  [
    [0, 3, 6, 3],
    [1, 2, 5, 4],
  ],
  'i32',
)

interface Case {
  readonly name: string
  readonly layer: AnyLayer
  readonly module: string
  readonly inputs: readonly AnyTensor[]
  readonly options?: PyTorchNames
}

const cases: readonly Case[] = [
  {
    name: 'images',
    layer: compose(
      conv2d(4, 6, [3, 2], { groups: 2, padding: 1, bias: false }),
      batchNorm(6),
      relu(),
      convTranspose2d(6, 4, 3, { stride: 2, outputPadding: 1 }),
      groupNorm(2, 4),
      avgPool2d(3),
      flatten(),
      dense(64, 3),
      prelu(3),
    ) as never,
    module: `nn.Sequential(nn.Conv2d(4, 6, (3, 2), groups=2, padding=1, bias=False), nn.BatchNorm2d(6), nn.ReLU(),
      nn.ConvTranspose2d(6, 4, 3, stride=2, output_padding=1), nn.GroupNorm(2, 4), nn.AvgPool2d(3), nn.Flatten(), nn.Linear(64, 3), nn.PReLU(3))`,
    inputs: [normal([2, 4, 5, 5], 1)],
  },
  {
    name: 'frozen',
    layer: compose(frozen()(compose(dense(3, 4), batchNorm(4))), tanh(), linear(4, 2)),
    module:
      'nn.Sequential(nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)), nn.Tanh(), nn.Linear(4, 2, bias=False))',
    inputs: [normal([5, 3], 1)],
  },
  {
    name: 'words',
    layer: compose(embedding(7, 4), layerNorm(4), dropout(0.5), rmsNorm(4), gelu()),
    module:
      'nn.Sequential(nn.Embedding(7, 4), nn.LayerNorm(4), nn.Dropout(), nn.RMSNorm(4, eps=1e-6), nn.GELU())',
    inputs: [words],
  },
  {
    name: 'lstm',
    layer: compose(lstm(3, 4, { direction: 'both' }), lstm(8, 4, { direction: 'both' })),
    module: 'First(nn.LSTM(3, 4, 2, batch_first=True, bidirectional=True))',
    inputs: [normal([2, 6, 3], 1)],
    options: { prefix: 'm' },
  },
  {
    name: 'gru',
    layer: compose(gru(3, 4, { bias: false }), repeat(2)(gru(4, 4, { bias: false }))),
    module: 'First(nn.GRU(3, 4, 3, batch_first=True, bias=False))',
    inputs: [normal([2, 6, 3], 1)],
    // The copies are the layers 1 and 2 of the module.
    options: {
      prefix: 'm',
      names: (name: string) =>
        name.replace(
          /^(\d)\.(\w+_l)(\d)$/,
          (_: string, part: string, stem: string, n: string) => `${stem}${Number(part) + Number(n)}`,
        ),
    },
  },
  {
    name: 'attention',
    layer: crossAttention(8, 2, 6),
    module: 'Attend(nn.MultiheadAttention(8, 2, kdim=6, vdim=6, batch_first=True))',
    inputs: [normal([2, 4, 8], 1), normal([2, 5, 6], 2)],
    options: { prefix: 'm' },
  },
  {
    name: 'self',
    layer: selfAttention(8, 4),
    module: 'Attend(nn.MultiheadAttention(8, 4, batch_first=True))',
    inputs: [normal([2, 4, 8], 1)],
    options: { prefix: 'm' },
  },
  {
    name: 'encoder',
    layer: compose(
      label('layers')(repeat(3)(transformerEncoderBlock(8, 2, { hidden: 12 }))),
      label('norm')(layerNorm(8)),
    ),
    module:
      `nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 12, 0.0, F.gelu, batch_first=True, norm_first=True), 3,
      nn.LayerNorm(8), enable_nested_tensor=False)`.replace(/\n\s*/, ' '),
    inputs: [normal([2, 5, 8], 1)],
  },
  {
    name: 'decoder',
    layer: transformerDecoderBlock(8, 2, 8, { hidden: 12, norm: 'after', activation: relu, causal: false }),
    module: 'nn.TransformerDecoderLayer(8, 2, 12, 0.0, batch_first=True)',
    inputs: [normal([2, 4, 8], 1), normal([2, 5, 8], 2)],
  },
].map(each => ({ ...each, layer: each.layer as AnyLayer }))

/** A model none of whose numbers is 0 or 1. */
const modelOf = (layer: AnyLayer) => {
  const begun = init(layer as Untyped, { dtype: 'f64' })(key(0))
  const moved = tree.map((x: Tensor) => op.add(op.scale(0.5)(x), op.scale(0.1)(op.exp(normal(x.shape, 5)))))
  return { params: moved(begun.params) as Tree, state: moved(begun.state) as Tree }
}

const apart = (x: AnyTensor, y: AnyTensor): number => {
  expect(x.shape).toEqual(y.shape)
  const [xs, ys] = [[...toValues(x)], [...toValues(y)]]
  return xs.reduce((most, value, i) => Math.max(most, Math.abs(value - (ys[i] as number))), 0)
}

const net = compose(dense(3, 4), tanh(), dense(4, 2))
const optimisers = [
  [
    'adam',
    'lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.95))',
    adam(0.01, { beta1: 0.8, beta2: 0.95 }),
  ],
  ['adamw', 'lambda p: torch.optim.AdamW(p, lr=0.01)', adamw(0.01)],
  ['amsgrad', 'lambda p: torch.optim.Adam(p, lr=0.01, amsgrad=True)', amsgrad(0.01)],
  ['radam', 'lambda p: torch.optim.RAdam(p, lr=0.01)', radam(0.01)],
  ['momentum', 'lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9)', momentum(0.1, 0.9)],
  ['nesterov', 'lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True)', nesterov(0.1, 0.9)],
] as unknown as readonly (readonly [string, string, Optimiser<unknown, unknown>])[]

const data = { x: normal([6, 3], 7), y: normal([6, 2], 8) }

const modelIn = (name: string) => {
  const found = fromPyTorch(net)(read(name))
  if (isLeft(found)) throw new Error(showPyTorchError(found.left))
  return found.right.model
}

/** What PyTorch had after three steps. */
const begun = (name: string, optimiser: Optimiser<unknown, unknown>) => {
  const kept = optimiserFromPyTorch(optimiser, net)(read(`${name}.state`))
  if (isLeft(kept)) throw new Error(showPyTorchError(kept.left))
  // SGD does not count.
  return { model: modelIn(`${name}.before`), optimiser: kept.right.optimiser, step: kept.right.step ?? 3 }
}

/** One step of the mean of squares. */
const stepped = (optimiser: Optimiser<unknown, unknown>, from: ReturnType<typeof begun>) => {
  const { params, state } = from.model
  const [y, pullback] = smoothOf(net, state)([params, data.x as Tensor<[number, 3]>])
  const dy = op.scale(2 / 12)(op.sub(y as Tensor, data.y)) as typeof y
  const [gradients] = pullback(dy)
  const [updates, next] = optimiser.update(
    gradients as typeof params,
    from.optimiser,
    params,
    optimiser.rates(from.step),
  )
  const moved = tree.zipWith((p: Tensor, u: Tensor) => op.add(p, u))(params, updates)
  return { model: { params: moved, state }, optimiser: next, step: from.step + 1 }
}

describe.skipIf(!hasTorch)('PyTorch', () => {
  beforeAll(() => {
    for (const { name, layer, inputs, options } of cases) {
      write(name, toPyTorch(layer as Untyped, options)(modelOf(layer)))
      write(`${name}.inputs`, Object.fromEntries(inputs.map((x, i) => [String(i), x])))
    }
    writeFileSync(
      join(folder, 'cases.json'),
      JSON.stringify(cases.map(({ name, module }) => ({ name, module }))),
    )
    writeFileSync(
      join(folder, 'optimisers.json'),
      JSON.stringify(optimisers.map(([name, optimiser]) => ({ name, optimiser }))),
    )
    write('data', data)
    runTorch(folder)
    for (const [name, , optimiser] of optimisers) {
      const { model, ...kept } = stepped(optimiser, begun(name, optimiser))
      write(`${name}.ours`, toPyTorch(net)(model))
      write(`${name}.ours.state`, optimiserToPyTorch(optimiser, net)(kept))
    }
    runTorch(folder, 'again')
  })

  test.each(cases.map(each => [each.name, each] as const))('loads %s, and gives the same', (name, each) => {
    const input = each.inputs.length === 1 ? each.inputs[0] : each.inputs
    const y = predict(each.layer as Untyped, modelOf(each.layer))(input as Tree)
    const first = (Array.isArray(y) ? y[0] : y) as Tensor
    expect(apart(first, read(`${name}.output`).output as Tensor)).toBeLessThan(1e-12)
  })

  test.each(optimisers)('goes on with %s as here', (name, _, optimiser) => {
    const [one, after] = [stepped(optimiser, begun(name, optimiser)), read(`${name}.after`)]
    for (const [parameter, x] of Object.entries(toPyTorch(net)(one.model)))
      expect(apart(x, after[parameter] as Tensor)).toBeLessThan(1e-12)
    // And there, from what was written here.
    const [two, theirs] = [stepped(optimiser, one), read(`${name}.theirs`)]
    for (const [parameter, x] of Object.entries(toPyTorch(net)(two.model)))
      expect(apart(x, theirs[parameter] as Tensor)).toBeLessThan(1e-12)
  })
})
