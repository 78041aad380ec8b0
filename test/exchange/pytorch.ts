/**
 * Modules of PyTorch: layers made from how they print themselves, with their weights, give their outputs and all gradients.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { isLeft } from 'fp-ts/lib/Either.js'
import {
  type AnyLayer,
  type AnyTensor,
  type Model,
  op,
  smoothOf,
  type Tensor,
  type Tree,
  toValues,
  zeros,
} from 'pullback'
import { fromPyTorch, type PyTorchNames, showPyTorchError, toPyTorch } from 'pullback/pytorch'
import { decodeSafetensors, type NamedTensors, showSafetensorsError } from 'pullback/safetensors'
import { expect } from 'vitest'
import type { ExchangeCase, Family } from './family.ts'
import { type Built, has, layerOf, type Unprinted } from './torch/layers.ts'
import { moduleOf, type TorchModule } from './torch/repr.ts'

type Untyped = Parameters<typeof smoothOf<Tree, Tree, Tree, Tree>>[0]

/** What a module computes: the value and the cotangents of parameters and inputs. */
type Computed = readonly [output: Tensor, pullback: (dy: Tensor) => readonly [dparams: Tree, dinput: Tree]]

const tensorsIn = (file: string): NamedTensors => {
  const decoded = decodeSafetensors(new Uint8Array(readFileSync(file)))
  if (isLeft(decoded)) throw new Error(showSafetensorsError(decoded.left))
  return decoded.right.tensors
}

/** How far numbers are apart beside the largest. */
const apart = (x: AnyTensor | undefined, y: AnyTensor): number => {
  if (x === undefined || x.shape.join() !== y.shape.join()) return Number.POSITIVE_INFINITY
  const [xs, ys] = [[...toValues(x)], [...toValues(y)]]
  const size = ys.reduce((most, value) => Math.max(most, Math.abs(value)), 1)
  return xs.reduce((most, value, i) => {
    const gap = Math.abs(value - (ys[i] as number)) / size
    return Number.isNaN(gap) ? Number.POSITIVE_INFINITY : Math.max(most, gap)
  }, 0)
}

const bound = 1e-9

/** What may be meant where modules do not print all that they are. */
const candidates = (module: TorchModule): readonly Unprinted[] => {
  const width = widthIn(module) ?? 1
  const hasBlocks = has(module, ({ type }) => /^Transformer(En|De)coderLayer$/.test(type))
  const hasPools = has(module, ({ type, named }) => /^AvgPool/.test(type) && named.padding !== 0)
  const all = {
    heads: Array.from({ length: Math.min(width, 16) }, (_, i) => i + 1).filter(n => width % n === 0),
    causal: width === 1 ? [false] : [false, true],
    norm: hasBlocks ? (['before', 'after'] as const) : (['before'] as const),
    activation: hasBlocks ? (['relu', 'gelu'] as const) : (['relu'] as const),
    countIncludePad: hasPools ? [true, false] : [true],
  }
  return all.heads.flatMap(heads =>
    all.causal.flatMap(causal =>
      all.norm.flatMap(norm =>
        all.activation.flatMap(activation =>
          all.countIncludePad.map(countIncludePad => ({ heads, causal, norm, activation, countIncludePad })),
        ),
      ),
    ),
  )
}

const widthIn = ({ type, named, children }: TorchModule): number | undefined =>
  type === 'NonDynamicallyQuantizableLinear'
    ? (named.out_features as number)
    : children.map(([, child]) => widthIn(child)).find(width => width !== undefined)

/** The first of what gives a tuple. */
const firstOf = (y: Tree): Tensor => (Array.isArray(y) ? (y[0] as Tensor) : (y as Tensor))

const restOf = (y: Tree): readonly Tree[] => (Array.isArray(y) ? y.slice(1) : [])

const ran = (layer: AnyLayer, { params, state }: Model<Tree, Tree>, input: Tree): Computed => {
  const [y, pullback] = smoothOf(layer as Untyped, state)([params, input]) as readonly [
    Tree,
    (dy: unknown) => unknown,
  ]
  const others = restOf(y).map(each => zeros((each as Tensor).shape, (each as Tensor).dtype))
  return [firstOf(y), dy => pullback(Array.isArray(y) ? [dy, ...others] : dy) as readonly [Tree, Tree]]
}

/** With the embedding's table as the head. */
const spoken = (layer: AnyLayer, model: Model<Tree, Tree>, input: Tree): Computed => {
  type Params = { readonly embed: { readonly w: Tensor<[number, number]> } }
  const { w } = (model.params as unknown as Params).embed
  const [h, pullback] = ran(layer, model, input)
  const [width, words] = [w.shape[1], w.shape[0]]
  const rows = (x: Tensor, columns: number) =>
    op.reshape(
      [-1, columns].map(n => (n < 0 ? x.shape.slice(0, -1).reduce((a, b) => a * b, 1) : n)) as [
        number,
        number,
      ],
    )(x)
  return [
    op.reshape([...h.shape.slice(0, -1), words])(
      op.matmul(rows(h, width), op.transpose()(w) as never),
    ) as Tensor,
    dy => {
      const dlogits = rows(dy, words)
      const dh = op.reshape(h.shape)(op.matmul(dlogits, w)) as Tensor
      const [dparams, dinput] = pullback(dh) as readonly [Params & Record<string, Tree>, Tree]
      const dw = op.matmul(op.transpose()(dlogits) as never, rows(h, width)) as typeof w
      return [{ ...dparams, embed: { w: op.add(dparams.embed.w, dw) } } as unknown as Tree, dinput]
    },
  ]
}

interface Trial extends Built {
  readonly options: PyTorchNames
  readonly model: Model<Tree, Tree>
  readonly computed: Computed
}

/** The wrapper of one module only adds a prefix. */
const unwrapped = (module: TorchModule): readonly [prefix: string, module: TorchModule] => {
  const [only] = module.children
  return module.children.length === 1 && only !== undefined && only[0] === 'm' ? only : ['', module]
}

const tried = (
  whole: TorchModule,
  state: NamedTensors,
  inputs: readonly AnyTensor[],
  unprinted: Unprinted,
): Trial => {
  const [prefix, module] = unwrapped(whole)
  const shapes = Object.fromEntries(Object.entries(state).map(([name, { shape }]) => [name, shape]))
  const known = { shapes, inputs: inputs.map(({ shape }) => shape.length), unprinted }
  const built = layerOf(module, known, prefix)
  const options = { ...(prefix === '' ? {} : { prefix }), names: built.names }
  const read = fromPyTorch(built.layer as Untyped, options)(state)
  if (isLeft(read)) throw new Error(showPyTorchError(read.left))
  const { model } = read.right
  const input = inputs.length === 1 ? (inputs[0] as Tree) : (inputs as readonly Tree[])
  const run = module.type === 'Speaker' ? spoken : ran
  return { ...built, options, model, computed: run(built.layer, model, input) }
}

const check = (printed: string, stateFile: string, ioFile: string): void => {
  const [state, io] = [tensorsIn(stateFile), tensorsIn(ioFile)]
  const module = moduleOf(printed)
  const inputs = Object.keys(io)
    .filter(name => name.startsWith('input.'))
    .toSorted((x, y) => Number(x.slice(6)) - Number(y.slice(6)))
    .map(name => io[name] as AnyTensor)
  const errors: number[] = []
  for (const unprinted of candidates(module)) {
    const trial = tried(module, state, inputs, unprinted)
    errors.push(apart(trial.computed[0], io.output as AnyTensor))
    if ((errors.at(-1) as number) > bound) continue
    expectGradients(trial, io)
    // Back again, exactly.
    expect(toPyTorch(trial.layer as Untyped, trial.options)(trial.model)).toEqual(state)
    return
  }
  throw new Error(`outputs are ${Math.min(...errors)} apart at least, for ${printed}`)
}

const expectGradients = ({ layer, options, model, computed }: Trial, io: NamedTensors): void => {
  const [dparams, dinput] = computed[1](io.cotangent as Tensor)
  const gradients = toPyTorch(layer as Untyped, options)({ params: dparams, state: model.state })
  const dinputs = (Array.isArray(dinput) ? dinput : [dinput]) as readonly AnyTensor[]
  const wanted = Object.keys(io).filter(name => name.startsWith('grad.'))
  const found = Object.fromEntries(
    wanted.map(name => {
      const [, i] = /^grad\.input\.(\d+)$/.exec(name) ?? []
      const given = i === undefined ? gradients[name.slice(5)] : dinputs[Number(i)]
      return [name, apart(given, io[name] as AnyTensor) <= bound]
    }),
  )
  expect(found).toEqual(Object.fromEntries(wanted.map(name => [name, true])))
}

/** The texts of index.json, by the paths of their files. */
const printedIn = (file: string): { readonly [name: string]: { readonly module?: string } } =>
  JSON.parse(readFileSync(file, 'utf8'))

export const pytorch: Family = {
  folder: 'pytorch',
  cases: (files, at) => {
    const names = files
      .filter(file => file.endsWith('.safetensors') && !file.endsWith('.io.safetensors'))
      .map(file => file.slice(0, -'.safetensors'.length))
      .filter(name => files.includes(`${name}.io.safetensors`))
    const printed = names.length === 0 ? {} : printedIn(at('../index.json'))
    return names.map((name): ExchangeCase => {
      const pair = [`${name}.safetensors`, `${name}.io.safetensors`] as const
      return {
        name,
        files: pair,
        isCheap: true,
        run: () => {
          const { module } = printed[`pytorch/${name}`] ?? {}
          if (module === undefined) throw new Error(`index.json does not print pytorch/${name}`)
          check(module, at(pair[0]), at(pair[1]))
        },
      }
    })
  },
}
