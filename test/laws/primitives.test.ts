import { describe, expect, test } from 'vitest'
import type { Entry } from '../../laws/catalogueEntry.ts'
import { lawSetsOf } from '../../laws/catalogueEntry.ts'
import { operationCatalogue } from '../../laws/catalogueOperations.ts'
import { primitiveCatalogue } from '../../laws/cataloguePrimitives.ts'
import { conventionLaws } from '../../laws/conventions.ts'
import { allLaws, registerLaws } from '../../laws/index.ts'
import { structuralTransposeLaws } from '../../laws/transposes.ts'
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

describe('structure and conventions', () => {
  registerLaws(structuralTransposeLaws, test)
  registerLaws(conventionLaws(), test)
})
