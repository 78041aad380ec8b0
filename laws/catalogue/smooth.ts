/**
 * Every export of `smooth` with its laws. A smooth map without laws does not compile.
 *
 * @module
 */
import type { smooth } from '../../src/index.ts'
import type { Entries } from './entry.ts'
import { smoothDerivativeCatalogue } from './smoothDerivatives.ts'
import { smoothOperationCatalogue } from './smoothOperations.ts'
import { smoothStructureCatalogue } from './smoothStructure.ts'

/** The laws of every export, or the reason why it has none of its own. */
export const smoothCatalogue: Entries<typeof smooth> = {
  ...smoothOperationCatalogue,
  ...smoothStructureCatalogue,
  ...smoothDerivativeCatalogue,
}
