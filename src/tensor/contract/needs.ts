/**
 * What arguments can have to be.
 *
 * @module
 */
export {
  count,
  decay,
  finite,
  integerBetween,
  nonNegative,
  number,
  positive,
  positiveInteger,
  probability,
  rate,
  size,
} from './numbers.ts'
export {
  anything,
  boolean,
  described,
  either,
  fn,
  givenOptions,
  listOf,
  oneOf,
  optional,
  optionalFn,
  options,
  record,
  text,
} from './plain.ts'
export { axes, axis, dtype, floatDType, shape } from './shapes.ts'
export { floats, integers, key, tensor } from './tensors.ts'
export { context, engine, layer, model, objective, optimiser } from './things.ts'
