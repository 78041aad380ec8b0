/**
 * The lowering of each primitive to operations of StableHLO: a primitive that is missing here does not compile.
 *
 * @module
 */

import type { OpenedName } from '../../exchange/opened/openings.ts'
import type { ControlName } from '../../primitive/control/controls.ts'
import type { Primitive } from '../../primitive/core/primitive.ts'
import type { PrimitiveName, primitives } from '../../primitive/table.ts'
import { elementwise } from './elementwise.ts'
import { indexing } from './indexing.ts'
import { linearAlgebra } from './linearAlgebra.ts'
import type { Lowering } from './lowering.ts'
import { movement } from './movement.ts'
import { order } from './order.ts'
import { products } from './product.ts'
import { random } from './random.ts'
import { reductions } from './reduction.ts'

type OptionsOf<N extends PrimitiveName> = (typeof primitives)[N] extends Primitive<infer O> ? O : never

/** A primitive is lowered; or opened into simpler ones; or it has bodies, or is one of the results of one that has. */
export type Lowered<N extends PrimitiveName> =
  | Lowering<OptionsOf<N>>
  | (N extends OpenedName ? 'opened' : never)
  | (N extends ControlName ? 'control' : never)
  | (N extends 'result' ? 'result' : never)

/** The lowering of every primitive. */
export const lowerings: { readonly [N in PrimitiveName]: Lowered<N> } = {
  ...elementwise,
  ...movement,
  ...reductions,
  ...products,
  ...indexing,
  ...order,
  ...random,
  ...linearAlgebra,
  acos: 'opened',
  acosh: 'opened',
  asin: 'opened',
  asinh: 'opened',
  atan: 'opened',
  atanh: 'opened',
  cond: 'control',
  cosh: 'opened',
  cumArgmax: 'opened',
  cumProd: 'opened',
  cumSum: 'opened',
  determinant: 'opened',
  digamma: 'opened',
  divideByGaps: 'opened',
  erf: 'opened',
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
  sinh: 'opened',
  softsign: 'opened',
  solve: 'opened',
  symmetricEigen: 'opened',
  truncatedNormalQuantile: 'opened',
  while: 'control',
}
