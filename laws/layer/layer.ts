/**
 * The laws of layers, to be run on a new one.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type Context,
  type Key,
  type Layer,
  type Shape,
  type smooth,
  smoothOf,
  training,
  tree,
} from '../../src/index.ts'
import { needs, takes } from '../../src/tensor/contract/index.ts'
import { familyOptions, inputArgument } from '../contract.ts'
import { type LawSet, lawSet } from '../law.ts'
import type { Stencil } from '../oracle/difference.ts'
import type { Family } from '../oracle/probe.ts'
import { samples } from '../samples.ts'
import { type SmoothFamilyOptions, smoothFamilyLaws } from '../smooth/smooth.ts'
import { batchLaws, emptyBatchLaws, isBatched, trainingBatchLaws } from './batch.ts'
import { contexts, inputsOf, paramsOf, statesOf } from './point.ts'
import { precisionLaws } from './precision.ts'
import { initLaws, stateLaws } from './state.ts'

/**
 * What there is to say of a layer besides the layer itself.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface LayerLawOptions<A> extends SmoothFamilyOptions {
  /** What it takes: a shape, or an arbitrary of inputs in f64. The first axis counts the examples, at best three or more. */
  readonly input: Shape | Arbitrary<A>
  /**
   * Whether the examples of a batch see each other: in training only, as in batch normalisation (`true`), or in evaluation
   * too (`'always'`). Law 30, and 31 with it, is then left out where it cannot hold.
   */
  readonly coupled?: boolean | 'always'
  /** Whether the first axis counts examples. By default it does if the tensors of the input share one. */
  readonly batched?: boolean
}

type Map<P, A> = smooth.Smooth<readonly [P, A], unknown>

// Layers on layers bend more sharply than single operations, so steps are smaller and cost digits.
const stencil = ({ kinky = false }: SmoothFamilyOptions): Partial<Stencil> =>
  kinky ? { tolerance: 1e-7 } : { step: 1e-4, tolerance: 1e-8 }

/** A layer as smooth maps: one and the same map wherever neither state nor key tells one from another. */
const mapsOf = <A, B, P, S>(layer: Layer<A, B, P, S>): ((state: S, context: Context) => Map<P, A>) => {
  const mapAt = (state: S, context: Context) => smoothOf(layer, state, context) as Map<P, A>
  let only: Map<P, A> | undefined
  return (state, context) => {
    if (context.mode === 'training' || tree.leaves(state).length > 0) return mapAt(state, context)
    only ??= mapAt(state, context)
    return only
  }
}

/** A layer as two families of smooth maps: by state in evaluation, by state and key in training. */
const familiesOf = <A, B, P, S>(
  layer: Layer<A, B, P, S>,
): ((state: S, context: Context) => Family<readonly [P, A], unknown>) => {
  const evaluated = ({ state }: { readonly state: S }) => smoothOf(layer, state) as Map<P, A>
  const trained = ({ state, key }: { readonly state: S; readonly key: Key }) =>
    smoothOf(layer, state, training(key)) as Map<P, A>
  return (state, context) =>
    context.mode === 'training'
      ? { of: trained, given: { state, key: context.key } }
      : { of: evaluated, given: { state } }
}

/**
 * The laws of a layer: those of the smooth map of parameters and input that it is, in both modes, and those of batches,
 * initialisation, state and precision.
 *
 * @example
 * import { dense } from 'pullback'
 * import { checkLaws, layerLaws } from 'pullback/laws'
 * const failed = checkLaws(layerLaws(dense(3, 2), { input: [4, 3] })).filter(report => !report.passed)
 *
 * @category Laws
 * @since 0.1.0
 */
export const layerLaws = takes(
  'layerLaws',
  {
    layer: needs.layer,
    options: needs.givenOptions({
      input: inputArgument,
      coupled: needs.optional(
        needs.described("true, false or 'always'", x => typeof x === 'boolean' || x === 'always'),
      ),
      batched: needs.optional(needs.boolean),
      ...familyOptions,
    }),
  },
  () =>
    <A, B, P, S>(
      layer: Layer<A, B, P, S>,
      { input, coupled = false, batched, ...options }: LayerLawOptions<A>,
    ): LawSet => {
      const inputs = inputsOf<A>(input, options.kinky)
      const params = paramsOf(layer, { onLattice: options.linear !== undefined })
      const [mapAt, familyAt] = [mapsOf(layer), familiesOf(layer)]
      const instances = fc
        .tuple(params, inputs, statesOf(layer, inputs), contexts)
        .map(([p, x, state, context]) => ({
          f: mapAt(state, context),
          x: [p, x] as const,
          options: { mode: context.mode },
          family: familyAt(state, context),
        }))
      const examples = batched ?? isBatched(fc.sample(inputs, { numRuns: 1, seed: 1 })[0])
      return lawSet(
        layer.name,
        [
          ...initLaws(layer),
          ...stateLaws(layer, inputs),
          ...precisionLaws(layer, inputs),
          ...(examples && coupled !== 'always' ? batchLaws(layer, inputs) : []),
          ...(examples && coupled === false
            ? [...trainingBatchLaws(layer, inputs), ...emptyBatchLaws(layer, inputs)]
            : []),
        ],
        [
          smoothFamilyLaws(layer.name, instances, {
            ...options,
            stencil: { ...stencil(options), ...options.stencil },
          }),
        ],
        samples.layer,
      )
    },
)
