/**
 * The lowering of each primitive to nodes of ONNX: a primitive that is missing here does not compile.
 *
 * @module
 */

import type { OpenedName } from '../../exchange/opened/openings.ts'
import type { ControlName } from '../../primitive/control/controls.ts'
import type { Primitive } from '../../primitive/core/primitive.ts'
import type { PrimitiveName, primitives } from '../../primitive/table.ts'
import { elementwise } from './elementwise.ts'
import { fouriers } from './fourier.ts'
import { indexing } from './indexing.ts'
import type { Lowering } from './lowering.ts'
import { movement } from './movement.ts'
import { type SingleWord, singleWords } from './opened.ts'
import { order } from './order.ts'
import { products } from './product.ts'
import { random } from './random.ts'
import { reductions } from './reduction.ts'

type OptionsOf<N extends PrimitiveName> = (typeof primitives)[N] extends Primitive<infer O> ? O : never

/** A primitive is lowered; or opened into simpler ones, or in f64 only; or it has bodies, or is a result of one that has. */
export type Lowered<N extends PrimitiveName> =
  | Lowering<OptionsOf<N>>
  | (N extends OpenedName ? 'opened' | SingleWord : never)
  | (N extends ControlName ? 'control' : never)
  | (N extends 'result' ? 'result' : never)

/** The lowering of every primitive. */
export const lowerings: { readonly [N in PrimitiveName]: Lowered<N> } = {
  ...elementwise,
  ...fouriers,
  ...indexing,
  ...movement,
  ...order,
  ...products,
  ...random,
  ...reductions,
  ...singleWords,
  cholesky: 'opened',
  cond: 'control',
  cumArgmax: 'opened',
  cumProd: 'opened',
  determinant: 'opened',
  digamma: 'opened',
  divideByGaps: 'opened',
  erfc: 'opened',
  erfinv: 'opened',
  gammaQuantile: 'opened',
  hypot: 'opened',
  lgamma: 'opened',
  linearRecurrence: 'opened',
  log10: 'opened',
  log2: 'opened',
  logCumSumExp: 'opened',
  logit: 'opened',
  loop: 'control',
  poissonQuantile: 'opened',
  polygamma: 'opened',
  prefixAttention: 'opened',
  qr: 'opened',
  result: 'result',
  solve: 'opened',
  symmetricEigen: 'opened',
  triangularSolve: 'opened',
  truncatedNormalQuantile: 'opened',
  while: 'control',
}
