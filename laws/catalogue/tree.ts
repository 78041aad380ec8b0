/**
 * Every export of `tree` with its laws. A function on trees without laws does not compile.
 *
 * @module
 */
import type { tree } from '../../src/index.ts'
import { trees } from '../arbitraries.ts'
import { allLaws, lawSet } from '../law.ts'
import { treeLaws } from '../tensor/tree.ts'
import type { Entries, Entry } from './entry.ts'

/** Those of the laws of trees that hold one function, by their ids. */
const held = (name: string, ...ids: readonly [string, ...string[]]): Entry => ({
  laws: () => [
    lawSet(
      `tree.${name}`,
      allLaws(treeLaws('trees', trees())).filter(({ id }) => ids.includes(id)),
    ),
  ],
})

export const treeCatalogue: Entries<typeof tree> = {
  count: held('count', 'T10', 'T12'),
  empty: held('empty', 'T12'),
  entries: held('entries', 'T8'),
  isFloat: held('isFloat', 'T10'),
  isLeaf: held('isLeaf', 'T10', 'T12'),
  leaves: held('leaves', 'T1', 'T6', 'T8'),
  map: held('map', 'T1', 'T2', 'T3', 'T11'),
  paths: held('paths', 'T8', 'T9'),
  reduce: held('reduce', 'T8'),
  restore: held('restore', 'T13', 'T14'),
  showMismatches: held('showMismatches', 'T14'),
  tensors: held('tensors', 'T10'),
  transferable: held('transferable', 'T13'),
  withLeaves: held('withLeaves', 'T6', 'T7'),
  zipWith: held('zipWith', 'T4', 'T5', 'T11'),
}
