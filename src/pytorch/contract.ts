/**
 * The arguments of the functions that read and write states of PyTorch.
 *
 * @module
 */
import { recordOf } from '../codec/contract.ts'
import { type Argument, needs } from '../tensor/contract/index.ts'

const someNames = needs.either(
  needs.described('a name', x => typeof x === 'string'),
  needs.listOf(needs.text, 'names', 1),
)

/** What tensors are called. */
export const namesOptions = {
  prefix: needs.text,
  names: needs.either(recordOf(someNames, "names by names, as { '0': 'encoder' },"), needs.fn),
} as const

/** A text that may be the name of a tensor. */
export const order: Argument = needs.listOf(needs.text, 'names')
