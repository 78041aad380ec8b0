/**
 * Laws by name for layers of any types: those who write a layer know its types, and laws do not.
 *
 * @module
 */
import type { AnyLayer } from '../../../src/index.ts'
import { type Arguments, needs, takes } from '../../../src/tensor/contract/index.ts'
import { combinatorArgument, maker } from '../../contract.ts'
import type { LawSet } from '../../law.ts'
import { forget, type TreeLayer } from '../../layer/same.ts'

// Those who write a layer know its types, and laws do not.

/** Laws of layers made from arguments, for layers of any types. */
export const ofMaker = <Args extends readonly unknown[], More extends readonly unknown[]>(
  name: string,
  laws: (make?: (...args: Args) => TreeLayer, ...more: More) => LawSet,
  more: Arguments = {},
): ((make?: (...args: Args) => AnyLayer, ...more: More) => LawSet) =>
  takes(
    name,
    { make: maker, ...more },
    () =>
      (make, ...others) =>
        laws(make === undefined ? undefined : (...args) => forget(make(...args)), ...others),
  )

/** Laws of combinators of one layer, which take their configuration first, for layers of any types. */
export const ofCombinator = <Args extends readonly unknown[]>(
  name: string,
  laws: (combinator?: (...args: Args) => (layer: TreeLayer) => TreeLayer) => LawSet,
): ((combinator?: (...args: Args) => (layer: TreeLayer) => AnyLayer) => LawSet) =>
  takes(
    name,
    { combinator: combinatorArgument },
    () => combinator =>
      laws(
        combinator === undefined
          ? undefined
          : (...args) =>
              layer =>
                forget(combinator(...args)(layer)),
      ),
  )

/** Laws of one layer, for layers of any types. */
export const ofLayer = <More extends readonly unknown[]>(
  name: string,
  laws: (layer?: TreeLayer, ...more: More) => LawSet,
  more: Arguments = {},
): ((layer?: AnyLayer, ...more: More) => LawSet) =>
  takes(
    name,
    { layer: needs.optional(needs.layer), ...more },
    () =>
      (layer, ...others) =>
        laws(layer === undefined ? undefined : forget(layer), ...others),
  )
