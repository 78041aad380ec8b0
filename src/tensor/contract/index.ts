/**
 * Contracts of functions: what their arguments have to be, and the errors for those that are not.
 *
 * @module
 */
export { checkedPulling, checkedSmooth, checkedThing, requireGivenTree, trusted } from './gives.ts'
export * as needs from './needs.ts'
export { showValue } from './showValue.ts'
export {
  type Argument,
  type Arguments,
  argumentsOf,
  callsOf,
  holds,
  requireArgument,
  takes,
} from './takes.ts'
