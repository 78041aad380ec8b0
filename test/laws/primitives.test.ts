import { describe, expect, test } from 'vitest'
import type { Entry } from '../../laws/catalogue/entry.ts'
import { lawSetsOf } from '../../laws/catalogue/entry.ts'
import { operationCatalogue } from '../../laws/catalogue/operations.ts'
import { primitiveCatalogue } from '../../laws/catalogue/primitives.ts'
import { allLaws, registerLaws } from '../../laws/index.ts'
import { refusalLaws } from '../../laws/primitive/refusals.ts'
import { structuralTransposeLaws } from '../../laws/primitive/transposes.ts'
import { conventionLaws } from '../../laws/smooth/conventions.ts'
import { primitives } from '../../src/primitive/table.ts'

test('every primitive has laws', () => {
  expect(Object.keys(primitiveCatalogue).sort()).toEqual(Object.keys(primitives).sort())
  for (const [name, entry] of Object.entries<Entry>(primitiveCatalogue)) {
    const laws = 'laws' in entry ? entry.laws().flatMap(allLaws) : []
    expect(laws.length, name).toBeGreaterThan(10)
  }
})

describe('primitives', () => {
  for (const [, set] of lawSetsOf(primitiveCatalogue)) registerLaws(set, test)
})

describe('operations', () => {
  for (const [, set] of lawSetsOf(operationCatalogue)) registerLaws(set, test)
})

describe('refusals', () => registerLaws(refusalLaws, test))

describe('structure and conventions', () => {
  registerLaws(structuralTransposeLaws, test)
  registerLaws(conventionLaws(), test)
})
