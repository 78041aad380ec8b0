/**
 * The arguments of the functions that read and write safetensors.
 *
 * @module
 */
import { anyText, recordOf } from '../codec/contract.ts'
import type { Argument } from '../tensor/contract/argument.ts'
import { needs } from '../tensor/contract/index.ts'
import { isOwn } from './ownMetadata.ts'

/** Texts by name. */
export const metadata: Argument = recordOf(anyText, "texts by name, as { licence: 'MIT' },")

/** Texts by name, of which none is the library's own. */
export const modelMetadata: Argument = needs.described(
  "texts by name, as { trained: '20 epochs' },",
  x => metadata.holds(x) && !Object.keys(x as object).some(isOwn),
  x => (metadata.holds(x) ? "Names that begin with 'pullback.' are the library's own." : undefined),
)
