/**
 * Weights whose largest singular value is 1.
 *
 * @module
 */
import { div, mul } from '../../primitive/elementwise/arithmetic.ts'
import { maximum } from '../../primitive/elementwise/compare.ts'
import { sqrt } from '../../primitive/elementwise/elementary.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { transpose } from '../../primitive/movement/transpose.ts'
import { matmul, matmulTN } from '../../primitive/product/matmul.ts'
import { broadcast, otherAxes, sum } from '../../primitive/reduction/broadcast.ts'
import { normal } from '../../random/distribution/sample.ts'
import { foldIn, type Key } from '../../random/key.ts'
import { lift } from '../../smooth/derivative/lift.ts'
import type { Smooth } from '../../smooth/map/smooth.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { full } from '../../tensor/function/constructors.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { type AnyTensor, elementsOf, isConcrete, type Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty, type Tree } from '../../tensor/tree.ts'
import { inParts } from '../inParts.ts'
import {
  type AnyLayer,
  type InputOf,
  kind,
  type Layer,
  type OutputOf,
  type ParamsOf,
  parts,
  type StateOf,
} from '../layer.ts'
import { typed, type Untyped, untyped } from '../typed.ts'
import { within } from '../within.ts'
import { atWeights, changing, type IfWeight, isWeight, type UnitOptions, unitAxis } from './weights.ts'

/**
 * How the largest singular value is found.
 *
 * @category Combinators
 * @since 0.1.0
 */
export interface SpectralNormOptions extends UnitOptions {
  /**
   * How many steps of the power iteration each run in training takes, up to 1,000. Defaults to 1.
   *
   * @default 1
   */
  readonly iterations?: number
  /**
   * The least length that vectors are divided by, at most 1. Defaults to 1e-12.
   *
   * @default 1e-12
   */
  readonly epsilon?: number
}

/**
 * What the power iteration has found of a weight: the singular vectors of its largest singular value, of length 1.
 *
 * @category Combinators
 * @since 0.1.0
 */
export interface SingularVectors {
  /** [units] */
  readonly u: Tensor<[number]>
  /** [what each unit is made of] */
  readonly v: Tensor<[number]>
}

/**
 * Singular vectors in the place of each weight `w` of parameters, and nothing in the place of others.
 *
 * @category Combinators
 * @since 0.1.0
 */
export type VectorsOf<P> = [Tree] extends [P]
  ? Tree
  : P extends AnyTensor
    ? Empty
    : {
        readonly [K in keyof P]: K extends 'w'
          ? IfWeight<P[K], SingularVectors, VectorsOf<P[K]>>
          : VectorsOf<P[K]>
      }

/**
 * The state of a layer with a spectral norm: what was found of its weights, and its own.
 *
 * @category Combinators
 * @since 0.1.0
 */
export interface SpectralNormState<P, S> {
  readonly vectors: VectorsOf<P>
  readonly state: S
}

type Vectors = { readonly u: Tensor; readonly v: Tensor }
type Weighted = Vectors & { readonly w: Tensor }

/** A weight as a matrix with a row for each unit: its product with a vector, and that of its transpose. */
const asMatrix = (
  w: Tensor,
  axis: number,
): { readonly times: (v: Tensor) => Tensor; readonly transposed: (u: Tensor) => Tensor } => {
  const units = w.shape[axis] as number
  const rest = sizeOf(w.shape) / units
  const last = w.shape.length - 1
  const column = (x: Tensor) => reshape([x.shape[0] as number, 1])(x)
  const product =
    (f: (m: Tensor<[number, number]>, x: Tensor<[number, number]>) => Tensor, m: Tensor) =>
    (x: Tensor): Tensor => {
      const y = f(m as Tensor<[number, number]>, column(x))
      return reshape([y.shape[0] as number])(y)
    }
  if (axis === last) {
    const columns = reshape([rest, units])(w)
    return { times: product(matmulTN, columns), transposed: product(matmul, columns) }
  }
  const inFront = axis === 0 ? w : transpose([axis, ...otherAxes(last + 1, [axis])])(w)
  const rows = reshape([units, rest])(inFront as Tensor)
  return { times: product(matmul, rows), transposed: product(matmulTN, rows) }
}

const unitLength =
  (epsilon: number) =>
  (x: Tensor): Tensor => {
    const length = sqrt(sum()(mul(x, x)) as Tensor)
    return div(x, broadcast(x.shape)(maximum(length, full([], epsilon, x.dtype) as Tensor)))
  }

/** Steps of the power iteration: `u ← w v / ‖w v‖` and `v ← wᵀ u / ‖wᵀ u‖`. */
const iterated = ({ w, u, v }: Weighted, axis: number, count: number, epsilon: number): Vectors => {
  const { times, transposed } = asMatrix(w, axis)
  const toUnit = unitLength(epsilon)
  let found: Vectors = { u, v }
  for (let i = 0; i < count; i++) {
    const next = toUnit(times(found.v))
    found = { u: next, v: toUnit(transposed(next)) }
  }
  return found
}

/** `w / uᵀ w v`. */
const dividedBy = (w: Tensor, { u, v }: Vectors, axis: number): Tensor => {
  const largest = sum()(mul(u, asMatrix(w, axis).times(v))) as Tensor
  return div(w, broadcast(w.shape)(largest))
}

/** As many steps as PyTorch takes when a norm is made. */
const firstSteps = 15

/** A key of its own for the vectors, beside those that parts of layers draw from. */
const keyOfVectors = foldIn(2 ** 32 - 1)

const requireNotZero = (layer: string, w: Tensor): void => {
  if (isConcrete(w) && elementsOf(w).every(x => x === 0))
    throw new ArgumentError(
      `spectralNorm needs weights that are not zero, but a weight of ${layer} begins as zeros. Give it another initialiser.`,
    )
}

/**
 * The same layer with each weight divided by its largest singular value (Miyato, Kataoka, Koyama and Yoshida 2018, PyTorch's
 * `spectral_norm`): as a map between vectors it then stretches nothing, which keeps the slopes of a discriminator bounded. The value is
 * `uᵀ w v`, with vectors of the power iteration, `u ← w v / ‖w v‖` and `v ← wᵀ u / ‖wᵀ u‖`. They are state: a run in training moves
 * them on by `iterations` and uses what it found, and evaluation takes them as they are. They begin as random ones after 15 steps.
 *
 * Weights are all parameters of the layer that are called `w` and have two axes or more, those of layers inside of it too. Of a kernel it
 * is the norm of the matrix [outputs, all others], which bounds that of the convolution only up to a factor, as in the paper.
 *
 * The pullback is the derivative of what is computed: in training through the steps of the run too. Where they have found the singular
 * vectors, it is `(dw - ⟨dw, w / σ⟩ u vᵀ) / σ`, which PyTorch takes everywhere. A weight of zeros is divided by 0, and NaN.
 *
 * @throws ArgumentError when it is initialised, if the layer has no weights, or one begins as zeros.
 * @throws ShapeError when it is initialised, if a weight does not have the axis.
 *
 * @example
 * import { compose, conv2d, dense, flatten, leakyRelu, spectralNorm } from 'pullback'
 * const discriminator = spectralNorm()(compose(conv2d(1, 8, 3), leakyRelu(0.2), flatten(), dense(8 * 26 * 26, 1)))
 *
 * @category Combinators
 * @since 0.1.0
 */
export const spectralNorm = takes(
  'spectralNorm',
  [
    {
      options: needs.options({
        iterations: needs.integerBetween(1, 1000),
        epsilon: needs.described('a positive number up to 1', x => typeof x === 'number' && x > 0 && x <= 1),
        axis: needs.axis,
      }),
    },
    { layer: needs.layer },
  ],
  () => spectralNormUnchecked,
)

const spectralNormUnchecked =
  (options: SpectralNormOptions = {}) =>
  <L extends AnyLayer>(
    layer: L,
  ): Layer<InputOf<L>, OutputOf<L>, ParamsOf<L>, SpectralNormState<ParamsOf<L>, StateOf<L>>> =>
    typed(normed(options, untyped(layer)))

const normed = (options: SpectralNormOptions, layer: Untyped): Untyped => {
  const { iterations = 1, epsilon = 1e-12, ...units } = options
  const axisOf = (w: AnyTensor): number => unitAxis('spectralNorm', w, units)

  const beginning = (w: Tensor, from: Key): Tree => {
    requireNotZero(layer.name, w)
    const axis = axisOf(w)
    const count = w.shape[axis] as number
    const drawn = (length: number, i: number): Tensor =>
      normal([length], 0, 1, { dtype: w.dtype })(foldIn(i)(from)) as Tensor
    const [u, v] = [drawn(count, 0), drawn(sizeOf(w.shape) / count, 1)].map(unitLength(epsilon)) as [
      Tensor,
      Tensor,
    ]
    return { ...iterated({ w, u, v }, axis, firstSteps, epsilon) }
  }

  // One lifted map for each axis and number of steps, so that each is tried once.
  const maps = new Map<string, Smooth<Weighted, Tensor>>()
  const mapOf = (axis: number, count: number): Smooth<Weighted, Tensor> => {
    const name = `${axis} ${count}`
    const map =
      maps.get(name) ??
      lift((given: Weighted) => dividedBy(given.w, iterated(given, axis, count, epsilon), axis))
    maps.set(name, map)
    return map
  }
  const through = (count: number) =>
    changing((w, name, kept) => {
      if (!isWeight(w, name)) return null
      const axis = axisOf(w)
      const given: Weighted = { w, ...(kept as Vectors) }
      const found = iterated(given, axis, count, epsilon)
      return [
        dividedBy(w, found, axis),
        // Where it is a program, what was computed for the value is not computed again.
        dw => mapOf(axis, count)(given)[1](dw as Tensor).w,
        { u: found.u, v: found.v },
      ]
    })
  const [inTraining, inEvaluation] = [through(iterations), through(0)]

  return {
    name: `spectralNorm(${layer.name})`,
    [kind]: { is: 'normedWeights' },
    [parts]: caching => normed(options, inParts(layer, caching)),
    init: (key, dtype) => {
      const { params, state } = layer.init(key, dtype)
      const own = keyOfVectors(key)
      const vectors = atWeights(
        'spectralNorm',
        layer.name,
        params,
        (w, i) => beginning(w, foldIn(i)(own)),
        () => empty,
      )
      return { params, state: { vectors, state } }
    },
    run: (params, input, kept, context) => {
      const { vectors, state } = kept as { readonly vectors: Tree; readonly state: Tree }
      const [weights, pullWeights, next] = within('spectralNorm', () =>
        (context.mode === 'training' ? inTraining : inEvaluation)(params, vectors, ''),
      )
      const [value, pullback, after] = layer.run(weights, input, state, context)
      return [
        value,
        dy => {
          const [dw, dx] = pullback(dy)
          return [pullWeights(dw), dx]
        },
        { vectors: next, state: after },
      ]
    },
  }
}
