/**
 * Every primitive with its laws. A primitive without a specification does not compile.
 *
 * @module
 */
import { type PrimitiveName, primitives } from '../src/primitive/table.ts'
import type { Entries, Entry } from './catalogueEntry.ts'
import { elementwise } from './primitive/elementwise.ts'
import { indexing } from './primitive/indexing.ts'
import { primitiveLaws, primitiveLawsElsewhere } from './primitive/laws.ts'
import { randomness } from './primitive/randomness.ts'
import { sliding } from './primitive/sliding.ts'
import type { Specifications } from './primitive/specification.ts'
import { structural } from './primitive/structural.ts'

/** What each primitive is to satisfy. */
export const specifications: Specifications<PrimitiveName> = {
  ...elementwise,
  ...structural,
  ...indexing,
  ...randomness,
  ...sliding,
}

const entryOf = (name: PrimitiveName): Entry => ({
  laws: () => {
    const [primitive, specification] = [primitives[name] as never, specifications[name] as never]
    return [primitiveLaws(primitive, specification), ...primitiveLawsElsewhere(primitive, specification)]
  },
})

/** The laws of each primitive. */
export const primitiveCatalogue = Object.fromEntries(
  (Object.keys(primitives) as PrimitiveName[]).map(name => [name, entryOf(name)]),
) as Entries<typeof primitives>
