import { test } from 'vitest'
import { lawSetsOf } from '../../laws/catalogue/entry.ts'
import { smoothCatalogue } from '../../laws/catalogue/smooth.ts'
import { registerLaws } from '../../laws/index.ts'

// A set that speaks of several exports runs once.
for (const set of new Set(lawSetsOf(smoothCatalogue).map(([, each]) => each))) registerLaws(set, test)
