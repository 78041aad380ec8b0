/**
 * The specification of every primitive. A primitive without one does not compile.
 *
 * @module
 */
import type { PrimitiveName } from '../../src/primitive/table.ts'
import { alongAnAxis } from './along.ts'
import { attending } from './attention.ts'
import { elementwise } from './elementwise.ts'
import { indexing } from './indexing.ts'
import { loops } from './loops.ts'
import { matrices } from './matrices.ts'
import { quantiles } from './quantiles.ts'
import { randomness } from './randomness.ts'
import { rareElementwise } from './rareElementwise.ts'
import { sliding } from './sliding.ts'
import type { Specifications } from './specification.ts'
import { structural } from './structural.ts'

/** What each primitive is to satisfy. */
export const specifications: Specifications<PrimitiveName> = {
  ...alongAnAxis,
  ...attending,
  ...elementwise,
  ...rareElementwise,
  ...structural,
  ...indexing,
  ...loops,
  ...quantiles,
  ...matrices,
  ...randomness,
  ...sliding,
}
