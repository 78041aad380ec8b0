import { describe, test } from 'vitest'
import { fittingLaws, formatErrorLaws, headerLaws, idxLaws, npyLaws } from '../../laws/codec/arrays.ts'
import { npzLaws, npzNameLaws } from '../../laws/codec/archives.ts'
import { registerLaws } from '../../laws/index.ts'

for (const set of [npyLaws, idxLaws, headerLaws, fittingLaws, formatErrorLaws, npzLaws, npzNameLaws])
  describe(set.name, () => registerLaws(set, test))
