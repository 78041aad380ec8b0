import { describe, test } from 'vitest'
import { pinnedDefaults } from '../../laws/catalogue/defaults.ts'
import { defaultLaws } from '../../laws/defaults/default.ts'
import { operationDefaults } from '../../laws/defaults/operations.ts'
import { registerLaws } from '../../laws/index.ts'

// Nothing is drawn: more samples would be the same again.
describe('defaults', () => {
  for (const each of [...pinnedDefaults, ...operationDefaults])
    registerLaws(defaultLaws(each), test, { numRuns: 1 })
})
