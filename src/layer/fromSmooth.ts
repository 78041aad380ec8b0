/**
 * Layers without parameters, from a smooth map.
 *
 * @module
 */
import type { Elementwise } from '../smooth/map/polymorphic.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type Empty, empty, type Tree } from '../tensor/tree.ts'
import type { Context } from './context.ts'
import { actingOnPositions } from './inParts.ts'
import type { Layer } from './layer.ts'
import { withParams } from './parametric.ts'
import type { Same } from './type/typeFunction.ts'

/**
 * A layer without parameters from a smooth map, which is also given what it is run for, with a key in training.
 *
 * @example
 * import { layer, smooth, type Tensor } from 'pullback'
 * const total = layer.fromSmooth('total', (x: Tensor<[number, 3]>) => smooth.sum(x))
 *
 * @category Layers
 * @since 0.1.0
 */
export const fromSmooth = takes(
  'fromSmooth',
  { name: needs.text, f: needs.smooth },
  () => fromSmoothUnchecked,
)

const fromSmoothUnchecked = <A, B>(
  name: string,
  f: (a: A, context: Context) => ReturnType<Smooth<A, B>>,
): Layer<A, B, Empty> =>
  withoutParams(name, f as (input: A, context: Context) => readonly [Tree, (db: never) => Tree], 'anything')

/**
 * A layer without parameters from a smooth map that keeps every shape, such as an activation: `compose` passes the shape
 * through it.
 *
 * @example
 * import { compose, dense, layer, smooth } from 'pullback'
 * const sine = () => layer.elementwise('sine', smooth.sin)
 * const siren = compose(dense(2, 64), sine(), dense(64, 3))
 *
 * @category Layers
 * @since 0.1.0
 */
export const elementwise = takes(
  'elementwise',
  { name: needs.text, f: needs.smooth },
  () => elementwiseUnchecked,
)

const elementwiseUnchecked = (name: string, f: Elementwise): Layer<Tensor, Same, Empty> =>
  positionwise(name, f as (x: Tensor) => ReturnType<Smooth<Tensor, Tensor>>)

/** What `fromSmooth` does, for factories whose output type is a type function: what `f` gives is not checked. */
export const withoutParams = <A, B>(
  name: string,
  f: (input: A, context: Context) => readonly [Tree, (db: never) => Tree],
  of: 'tensor' | 'anything' = 'tensor',
): Layer<A, B, Empty> =>
  withParams(
    name,
    {},
    (_, a: A, context) => {
      const [value, pullback] = f(a, context)
      return [value, db => [empty, pullback(db)]]
    },
    of,
  )

/** The same for a layer that acts on each position of a sequence by itself. */
export const positionwise: typeof withoutParams = (...given) => actingOnPositions(withoutParams(...given))
