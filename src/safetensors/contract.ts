/**
 * The arguments of the functions that read and write safetensors.
 *
 * @module
 */
import { anyText, recordOf } from '../codec/contract.ts'
import type { Argument } from '../tensor/contract/argument.ts'

/** Texts by name. */
export const metadata: Argument = recordOf(anyText, "texts by name, as { licence: 'MIT' },")
