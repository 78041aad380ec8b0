import { describe, test } from 'vitest'
import { csvLaws, longRowLaws } from '../../laws/codec/csv.ts'
import { fieldLaws } from '../../laws/codec/fields.ts'
import { fittingLaws } from '../../laws/codec/fitting.ts'
import { formatErrorLaws } from '../../laws/codec/formatErrors.ts'
import { headerLaws } from '../../laws/codec/headers.ts'
import { idxLaws } from '../../laws/codec/idx.ts'
import { largeArchiveLaws } from '../../laws/codec/largeNpz.ts'
import { npyLaws } from '../../laws/codec/npy.ts'
import { npzLaws, npzNameLaws } from '../../laws/codec/npz.ts'
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
