/**
 * Requirements on arguments.
 *
 * @module
 */
export { choice, smooth } from './functions.ts'
export {
  ascending,
  count,
  decay,
  finite,
  integerBetween,
  learningRate,
  nonNegative,
  number,
  paddings,
  positive,
  positiveInteger,
  probability,
  rate,
  size,
  sizes,
  step,
  volumePaddings,
  volumeSizes,
} from './numbers.ts'
export {
  anything,
  boolean,
  described,
  either,
  entriesOf,
  fn,
  givenOptions,
  list,
  listOf,
  oneOf,
  optional,
  options,
  record,
  text,
} from './plain.ts'
export { axes, axis, dtype, fans, floatDType, numbers, perAxis, shape } from './shapes.ts'
export {
  floats,
  integers,
  key,
  leftPair,
  pair,
  paramsAndInput,
  rightPair,
  tensor,
  tensorPair,
  tensors,
} from './tensors.ts'
export { context, engine, layer, model, objective, optimiser, program, randomState, run } from './things.ts'
