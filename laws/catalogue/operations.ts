/**
 * Every export of `op` with its laws: which primitive it applies, in which order and with which options. An operation
 * without laws does not compile.
 *
 * @module
 */
import type { op } from '../../src/index.ts'
import { alongAxisCatalogue } from './alongAxis.ts'
import { composedElementwise } from './composedElementwise.ts'
import { einsum } from './einsum.ts'
import { elementwiseCatalogue } from './elementwise.ts'
import type { Entries } from './entry.ts'
import { fourierCatalogue } from './fourier.ts'
import { linearAlgebraCatalogue } from './linearAlgebra.ts'
import { movementCatalogue } from './movement.ts'
import { placementCatalogue } from './placement.ts'
import { primitiveReductionCatalogue } from './primitiveReductions.ts'
import { productCatalogue } from './products.ts'
import { reductionCatalogue } from './reductions.ts'

/** Every operation's laws. */
export const operationCatalogue: Entries<typeof op> = {
  ...movementCatalogue,
  ...composedElementwise,
  ...reductionCatalogue,
  einsum,
  ...fourierCatalogue,
  ...linearAlgebraCatalogue,
  ...elementwiseCatalogue,
  ...alongAxisCatalogue,
  ...placementCatalogue,
  ...productCatalogue,
  ...primitiveReductionCatalogue,
}
