import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  type AnyLayer,
  compile,
  conv1d,
  conv2d,
  convTranspose2d,
  dense,
  evaluation,
  fromValues,
  init,
  initialiser,
  item,
  key,
  l2Penalty,
  lstm,
  op,
  parallel,
  relu,
  smoothOf,
  spectralNorm,
  type Tensor,
  toValues,
  training,
  tree,
  weightNorm,
} from '../../src/index.ts'
import { named } from '../engines.ts'

interface Stored {
  readonly shape: readonly number[]
  readonly data: readonly number[]
}
interface Run {
  readonly axis: number
  readonly b: Stored
  readonly x: Stored
  readonly y: Stored
  readonly dy: Stored
  readonly dx: Stored
  readonly gradients: { readonly [name: string]: Stored }
}
interface WeightNormed extends Run {
  readonly g: Stored
  readonly v: Stored
}
interface SpectralNormed extends Run {
  readonly steps: number
  readonly w: Stored
  readonly before: { readonly u: Stored; readonly v: Stored }
  readonly after: { readonly u: Stored; readonly v: Stored }
  readonly trained: Stored
}

/** What PyTorch gives; normedWeights.py beside it made the file, which says by which version. */
const stored = JSON.parse(readFileSync(join(import.meta.dirname, 'normedWeights.json'), 'utf8')) as {
  readonly source: string
  readonly weightNorm: { readonly [layer: string]: WeightNormed }
  readonly spectralNorm: { readonly [layer: string]: readonly SpectralNormed[] }
}

const layers: { readonly [name: string]: () => AnyLayer } = {
  dense: () => dense(3, 2),
  conv1d: () => conv1d(2, 3, 2),
  conv2d: () => conv2d(2, 3, [2, 1]),
  convTranspose2d: () => convTranspose2d(2, 3, 2),
}

const read = ({ shape, data }: Stored): Tensor => fromValues(shape, data, 'f64') as Tensor
/** A weight in the layout of the library: that of a dense layer is [inputs, outputs]. */
const turned = (name: string, w: Tensor): Tensor =>
  name === 'dense' ? (op.transpose([1, 0])(w as never) as Tensor) : w
const flat = (x: Tensor): Tensor =>
  op.reshape([x.shape.reduce((n, size) => n * size, 1)])(x as never) as Tensor
const axisOf = (name: string, axis: number) => (name === 'convTranspose2d' ? { axis } : {})

const expectNear = (got: unknown, want: Stored, what: string): void => {
  const x = got as Tensor
  expect(x.shape, what).toEqual(want.shape)
  for (const [i, value] of Array.from(toValues(x)).entries())
    expect(value, what).toBeCloseTo(want.data[i]!, 10)
}

type Both = (
  params: unknown,
  x: unknown,
  state: unknown,
  dy: unknown,
) => readonly [y: Tensor, dp: { readonly w: never; readonly b: Tensor }, dx: Tensor]

/** Value and gradients of a layer, evaluated and compiled for each engine. */
const ways = (layer: AnyLayer): readonly (readonly [name: string, both: Both])[] => {
  const both = ((params: never, x: never, state: never, dy: never) => {
    const [y, pullback] = smoothOf(layer as never, state, evaluation)([params, x] as never)
    const [dp, dx] = pullback(dy) as readonly [never, never]
    return [y, dp, dx]
  }) as unknown as Both
  return [
    ['evaluated', both],
    ...named.map(engine => [engine.name, compile(both as never, { engine }) as unknown as Both] as const),
  ]
}

describe.each(Object.keys(layers))('normalised weights of %s are those of PyTorch', name => {
  const own = (layers[name] as () => AnyLayer)()

  test('weightNorm, with gradients, on every engine', () => {
    const it = stored.weightNorm[name] as WeightNormed
    const layer = weightNorm(axisOf(name, it.axis))(own)
    const params = { w: { g: flat(read(it.g)), v: turned(name, read(it.v)) }, b: read(it.b) }
    for (const [way, both] of ways(layer)) {
      const [y, dp, dx] = both(params, read(it.x), init(layer)(key(0)).state, read(it.dy))
      const { g, v } = dp.w as { readonly g: Tensor; readonly v: Tensor }
      const { gradients } = it
      const dg = gradients['parametrizations.weight.original0'] as Stored
      expectNear(y, it.y, way)
      expectNear(dx, it.dx, way)
      expectNear(dp.b, gradients.bias as Stored, way)
      expectNear(g, { ...dg, shape: [dg.data.length] }, way)
      expectNear(turned(name, v), gradients['parametrizations.weight.original1'] as Stored, way)
    }
  })

  test.each([1, 3])('spectralNorm of %i steps, with gradients, on every engine', steps => {
    const it = stored.spectralNorm[name]?.find(one => one.steps === steps) as SpectralNormed
    const layer = spectralNorm({ iterations: steps, ...axisOf(name, it.axis) })(own)
    const params = { w: turned(name, read(it.w)), b: read(it.b) }
    const vectors = ({ u, v }: SpectralNormed['before']) => ({
      vectors: { w: { u: read(u), v: read(v) }, b: {} },
      state: {},
    })
    const run = (p: never, x: never, state: never) => {
      const [y, , next] = layer.run(p, x, state, training(key(0)))
      return [y, next]
    }
    const runs = [run, ...named.map(engine => compile(run as never, { engine }) as unknown as typeof run)]
    for (const one of runs) {
      const [trained, next] = one(params as never, read(it.x) as never, vectors(it.before) as never)
      const { u, v } = (next as ReturnType<typeof vectors>).vectors.w
      expectNear(trained, it.trained, 'in training')
      expectNear(u, it.after.u, 'u')
      expectNear(v, it.after.v, 'v')
    }
    for (const [way, both] of ways(layer)) {
      const [y, dp, dx] = both(params, read(it.x), vectors(it.after), read(it.dy))
      expectNear(y, it.y, way)
      expectNear(dx, it.dx, way)
      expectNear(dp.b, it.gradients.bias as Stored, way)
      expectNear(turned(name, dp.w), it.gradients['parametrizations.weight.original'] as Stored, way)
    }
  })
})

describe('which weights are normalised', () => {
  test('all of a whole layer, by their names, and nothing else', () => {
    const whole = parallel(conv2d(1, 2, 2), relu(), lstm(3, 2))
    const { params, state } = init(spectralNorm()(whole))(key(0))
    expect(tree.entries(state).map(({ path }) => path.join('.'))).toEqual([
      ...['vectors.0.w.u', 'vectors.0.w.v'],
      ...['vectors.2.input.w.u', 'vectors.2.input.w.v', 'vectors.2.hidden.w.u', 'vectors.2.hidden.w.v'],
    ])
    expect(params).toEqual(init(whole)(key(0)).params)
    const normed = init(weightNorm()(whole))(key(0)).params
    const sizes: readonly [2, number] = [normed[0].w.g.shape[0], normed[2].input.w.g.shape[0]]
    expect(sizes).toEqual([2, 8])
    expect(normed[2].hidden.b.shape).toEqual([8])
  })

  test('a penalty on weights is one on their lengths, and begins as that of the layer itself', () => {
    const layer = dense(3, 2)
    const penalty = l2Penalty(0.5)
    const [own, normed] = [layer, weightNorm()(layer)].map(
      of => init(of as typeof layer, { dtype: 'f64' })(key(3)).params,
    )
    expect(item(penalty(normed)[0])).toBeCloseTo(item(penalty(own)[0]), 12)
  })

  test.each([
    ['weightNorm', weightNorm],
    ['spectralNorm', spectralNorm],
  ])('%s says what there is none of', (name, norm) => {
    expect(() => init((norm as typeof weightNorm)()(relu()))(key(0))).toThrow(
      `${name} found no weights in relu: `,
    )
    expect(() => init((norm as typeof weightNorm)({ axis: 2 })(dense(3, 2)))(key(0))).toThrow(
      `${name} counts units along axis 2, but there is a weight of shape [3, 2].`,
    )
    expect(() => init((norm as typeof weightNorm)()(dense(3, 2, { w: initialiser.zeros })))(key(0))).toThrow(
      'begins as zeros',
    )
  })

  test('evaluation leaves the vectors alone, and the gradient in training is that of PyTorch once they are found', () => {
    const layer = spectralNorm({ iterations: 200 })(dense(3, 2))
    const { params, state } = init(layer, { dtype: 'f64' })(key(4))
    const x = fromValues([2, 3], [1, 2, -1, 0.5, 0, 3], 'f64') as Tensor<[number, 3]>
    const [, , found] = layer.run(params, x, state, training(key(0)))
    const [, , same] = layer.run(params, x, found, evaluation)
    expect(same).toBe(same)
    expect(same).toEqual(found)
    const dy = fromValues([2, 2], [1, -1, 2, 0.5], 'f64')
    const of = (context: typeof evaluation) =>
      (layer.run(params, x, found, context)[1](dy)[0] as unknown as typeof params).w
    const [trained, evaluated] = [of(training(key(0))), of(evaluation)].map(w => Array.from(toValues(w)))
    for (const [i, dw] of (trained as number[]).entries()) expect(dw).toBeCloseTo(evaluated![i]!, 10)
  })
})
