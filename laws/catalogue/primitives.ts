/**
 * Every primitive with its laws. A primitive without a specification does not compile.
 *
 * @module
 */
import { type PrimitiveName, primitives } from '../../src/primitive/table.ts'
import { primitiveLaws, primitiveLawsElsewhere } from '../primitive/laws.ts'
import { specifications } from '../primitive/specifications.ts'
import type { Entries, Entry } from './entry.ts'

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
