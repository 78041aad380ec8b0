/**
 * What runs laws takes sets of laws: whoever gives something else from plain JavaScript is told.
 *
 * @module
 */
import { type Argument, needs } from '../src/tensor/contract/index.ts'

const laws = needs.listOf(
  needs.record({ id: needs.text, statement: needs.text, arbitraries: needs.list, check: needs.fn }),
  'laws',
)

/** How deep sets may be in sets, deeper than any are. */
const deepest = 100

const isSet = (x: unknown, depth: number): boolean => {
  if (depth > deepest || typeof x !== 'object' || x === null) return false
  const set = x as { readonly name?: unknown; readonly laws?: unknown; readonly parents?: unknown }
  return (
    typeof set.name === 'string' &&
    laws.holds(set.laws) &&
    Array.isArray(set.parents) &&
    set.parents.every(parent => isSet(parent, depth + 1))
  )
}

/** A set of laws. */
export const lawSet: Argument = needs.described(
  'a set of laws',
  x => isSet(x, 0),
  x =>
    typeof x === 'function'
      ? 'Call it if it makes laws.'
      : 'Sets are made by functions such as layerLaws(layer, { input: [4, 3] }), or by lawSet(name, laws).',
)

/** How laws are run. */
export const checkOptions: Argument = needs.options({ seed: needs.finite, numRuns: needs.positiveInteger })
