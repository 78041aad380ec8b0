/**
 * Contracts of functions: what their arguments have to be, and the errors for those that are not.
 *
 * @module
 */

export { showValue } from '../showValue.ts'
export { type Argument, type Arguments, holds, requireArgument } from './argument.ts'
export { checkedCodec } from './codec.ts'
export { checkedPulling, checkedSmooth, checkedThing, requireGivenTree, trusted } from './gives.ts'
export { callable } from './methods.ts'
export * as needs from './needs.ts'
export { argumentsOf, callsOf, takes } from './takes.ts'
