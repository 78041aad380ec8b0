/**
 * Primitives that formats may have no word for, opened: each as a function of simpler ones, which a format writes in its place.
 *
 * @module
 */
import type { Primitive } from '../../primitive/core/primitive.ts'
import type { PrimitiveName, primitives } from '../../primitive/table.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { cumArgmax, cumProd, cumSum, linearRecurrence, logCumSumExp } from './cumulative.ts'
import {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  cosh,
  hypot,
  log2,
  log10,
  logit,
  sinh,
  softsign,
} from './elementary.ts'
import { erf, erfc, erfinv } from './errorFunction.ts'
import { digamma, lgamma, polygamma } from './gamma.ts'
import { gammaQuantile } from './gammaQuantile.ts'
import { determinant, divideByGaps, qr, solve } from './matrices.ts'
import { poissonQuantile } from './poissonQuantile.ts'
import { prefixAttention } from './prefixAttention.ts'
import { symmetricEigen } from './symmetricEigen.ts'
import { cholesky, triangularSolve } from './triangles.ts'
import { truncatedNormalQuantile } from './truncatedNormal.ts'

/** What a primitive with some options is, in simpler ones. */
export type Opening<O> = (options: O) => (...operands: never[]) => AnyTensor

type OptionsOf<N extends PrimitiveName> = (typeof primitives)[N] extends Primitive<infer O> ? O : never

const plain =
  (f: (...operands: never[]) => AnyTensor): Opening<unknown> =>
  () =>
    f

/** Every primitive that is opened. */
export const openings = {
  acos: plain(acos),
  acosh: plain(acosh),
  asin: plain(asin),
  asinh: plain(asinh),
  atan: plain(atan),
  atanh: plain(atanh),
  cholesky: plain(cholesky),
  cosh: plain(cosh),
  cumArgmax,
  cumProd,
  cumSum,
  determinant,
  digamma: plain(digamma),
  divideByGaps: plain(divideByGaps),
  erf: plain(erf),
  erfc: plain(erfc),
  erfinv: plain(erfinv),
  gammaQuantile,
  hypot: plain(hypot),
  lgamma: plain(lgamma),
  linearRecurrence,
  log10: plain(log10),
  log2: plain(log2),
  logCumSumExp,
  logit: plain(logit),
  poissonQuantile: plain(poissonQuantile),
  polygamma,
  prefixAttention: plain(prefixAttention),
  qr: plain(qr),
  sinh: plain(sinh),
  softsign: plain(softsign),
  solve,
  symmetricEigen,
  triangularSolve,
  truncatedNormalQuantile: plain(truncatedNormalQuantile),
} satisfies { readonly [N in PrimitiveName]?: Opening<OptionsOf<N>> }

/** The name of a primitive that can be opened. */
export type OpenedName = keyof typeof openings
