import { describe, expect, test } from 'vitest'
import { lawSetsOf } from '../../laws/catalogue/entry.ts'
import { tensorCatalogue } from '../../laws/catalogue/tensors.ts'
import { treeCatalogue } from '../../laws/catalogue/tree.ts'
import { allLaws, arbitrary, registerLaws, treeLaws } from '../../laws/index.ts'

// A set that speaks of several exports runs once.
describe('tensors', () => {
  for (const set of new Set(lawSetsOf(tensorCatalogue).map(([, each]) => each))) registerLaws(set, test)
})

test('every law of trees holds a function on trees', () => {
  const held = lawSetsOf(treeCatalogue).flatMap(([, set]) => allLaws(set).map(({ id }) => id))
  const all = allLaws(treeLaws('trees', arbitrary.trees())).map(({ id }) => id)
  expect([...new Set(held)].sort()).toEqual(all.sort())
})
