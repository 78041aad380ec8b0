import { describe, test } from 'vitest'
import { fittingLaws, formatErrorLaws, headerLaws, idxLaws, npyLaws } from '../../laws/codec/arrays.ts'
import { largeArchiveLaws, npzLaws, npzNameLaws } from '../../laws/codec/archives.ts'
import { csvLaws, fieldLaws, longRowLaws } from '../../laws/codec/tables.ts'
import { registerLaws } from '../../laws/index.ts'

for (const set of [
  npyLaws,
  idxLaws,
  headerLaws,
  fittingLaws,
  formatErrorLaws,
  npzLaws,
  npzNameLaws,
  largeArchiveLaws,
  csvLaws,
  fieldLaws,
  longRowLaws,
])
  describe(set.name, () => registerLaws(set, test))
