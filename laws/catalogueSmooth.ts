/**
 * Every export of `smooth` with its laws. A smooth map without laws does not compile.
 *
 * @module
 */
import type { smooth } from '../src/index.ts'
import type { Entries } from './catalogueEntry.ts'
import { smoothDerivativeCatalogue } from './catalogueSmoothDerivatives.ts'
import { smoothOperationCatalogue } from './catalogueSmoothOperations.ts'
import { smoothStructureCatalogue } from './catalogueSmoothStructure.ts'

/** The laws of every export, or the reason why it has none of its own. */
export const smoothCatalogue: Entries<typeof smooth> = {
  ...smoothOperationCatalogue,
  ...smoothStructureCatalogue,
  ...smoothDerivativeCatalogue,
}
