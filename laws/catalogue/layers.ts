/**
 * Every layer and combinator of layers with its laws.
 *
 * @module
 */
import {
  augmentOnes,
  compose,
  dense,
  type Empty,
  initialiser,
  layer,
  linear,
  op,
  smooth,
  type Tensor,
  training,
} from '../../src/index.ts'
import { keys, tensors } from '../arbitraries.ts'
import { summed } from '../close.ts'
import { law, lawSet } from '../law.ts'
import { layerLaws } from '../layer/layer.ts'
import { meaningLaws } from '../layer/meaning.ts'
import { runsOf } from '../layer/point.ts'
import { forget } from '../layer/same.ts'
import { useLaws } from '../layer/use.ts'
import { activationCatalogue } from './activations.ts'
import { combinatorCatalogue } from './combinators.ts'
import type { Entry } from './entry.ts'
import { exampleCatalogue } from './examples.ts'
import { gateCatalogue } from './gates.ts'
import { layerMeanings } from './meanings.ts'
import { normCatalogue } from './norms.ts'
import { sequenceCatalogue } from './sequences.ts'
import { windowCatalogue } from './windows.ts'

const matrix = [4, 3] as const
const gain = () =>
  layer.parametric({
    name: 'gain(3)',
    params: { g: [initialiser.constant(1), [3]] },
    run: ({ g }: { readonly g: Tensor<[3]> }, x: Tensor<[number, 3]>) => {
      const spread = op.broadcast(x.shape)(g) as Tensor<[number, 3]>
      return [op.mul(spread, x), dy => [{ g: op.sum([0])(op.mul(dy, x)) as Tensor<[3]> }, op.mul(dy, spread)]]
    },
  })

/** `x` minus a running mean of what was seen in training. */
const centred = () =>
  layer.stateful({
    name: 'centred(3)',
    params: {},
    state: { mean: [initialiser.normal(0, 1), [3]] },
    run: (_: Empty, x: Tensor<[number, 3]>, { mean }: { readonly mean: Tensor<[3]> }, { mode }) => {
      const batch = op.scale(1 / x.shape[0])(op.sum([0])(x) as Tensor<[3]>)
      const next = mode === 'training' ? op.add(op.scale(0.5)(mean), op.scale(0.5)(batch)) : mean
      return [op.sub(x, op.broadcast(x.shape)(mean) as Tensor<[number, 3]>), dy => [{}, dy], { mean: next }]
    },
  })

const handedOn = lawSet('layer.stateful, its state', [
  law(
    'P6',
    'a layer hands on the state that its run gives',
    [runsOf(forget(centred()), tensors([4, 3])), keys],
    ({ params, input, state }, k) => {
      const [, , next] = forget(centred()).run(params, input, state, training(k))
      const { mean } = state as { readonly mean: Tensor }
      return summed(16)(next, { mean: op.scale(0.5)(op.add(mean, op.mean([0])(input as Tensor) as Tensor)) })
    },
  ),
])

/** How layers are written: the namespace `layer`. */
export const customLayerCatalogue = {
  fromSmooth: {
    laws: () => [
      layerMeanings.fromSmooth(),
      layerLaws(layer.fromSmooth('sine', smooth.sin as smooth.Smooth<Tensor, Tensor>), { input: matrix }),
    ],
  },
  elementwise: {
    laws: () => [
      layerMeanings.elementwise(),
      layerLaws(layer.elementwise('sine', smooth.sin), { input: matrix }),
    ],
  },
  stateful: {
    laws: () => [layerLaws(centred(), { input: matrix }), handedOn],
  },
  parametric: {
    laws: () => [
      meaningLaws<{ readonly g: Tensor<[3]> }, Tensor<[4, 3]>>(
        'layer.parametric',
        gain(),
        matrix,
        ({ g }, x) => op.mul(op.broadcast(x.shape)(g) as Tensor<[4, 3]>, x),
      ),
      layerLaws(gain(), { input: matrix, linear: 'each' }),
    ],
  },
  positionwise: {
    laws: () => [
      layerMeanings.positionwise(),
      layerLaws(layer.positionwise(layer.elementwise('sine', smooth.sin)), { input: matrix }),
    ],
  },
  needs: { reason: 'what arguments have to be; tested in test/contract' },
  takes: { reason: 'refuses arguments, and differentiates nothing; tested in test/contract' },
} as const satisfies Readonly<Record<string, Entry>>

const linearCatalogue = {
  dense: {
    laws: () => [
      layerMeanings.dense(),
      layerLaws(dense(3, 2), { input: matrix, linear: 'each' }),
      layerLaws(dense(1, 4), { input: [3, 2, 1] }),
    ],
  },
  linear: {
    laws: () => [
      layerMeanings.linear(),
      layerLaws(linear(3, 2), { input: matrix, linear: 'each' }),
      layerLaws(linear(2, 3), { input: [3, 1, 2] }),
      layerLaws(compose(augmentOnes(), linear(4, 2)), { input: matrix }),
    ],
  },
  init: { laws: () => [useLaws] },
  predict: { laws: () => [useLaws] },
  predictWithState: { laws: () => [useLaws] },
  smoothOf: { laws: () => [useLaws] },
  evaluation: { reason: 'the name of a mode' },
  training: { reason: 'a mode with its key' },
} as const satisfies Readonly<Record<string, Entry>>

/** Layers by their families, which have a file of tests each. */
export const layerFamilies = {
  activations: activationCatalogue,
  combinators: combinatorCatalogue,
  linear: { ...linearCatalogue, ...gateCatalogue },
  norms: normCatalogue,
  sequences: sequenceCatalogue,
  shapes: exampleCatalogue,
  windows: windowCatalogue,
  written: customLayerCatalogue,
} as const

/** Layers by the names that they are exported under. */
export const layerCatalogue = {
  ...activationCatalogue,
  ...combinatorCatalogue,
  ...gateCatalogue,
  ...linearCatalogue,
  ...normCatalogue,
  ...sequenceCatalogue,
  ...exampleCatalogue,
  ...windowCatalogue,
}
