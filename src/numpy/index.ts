/**
 * pullback/numpy: the numbers that NumPy's legacy `RandomState` draws, so that a run that began in Python begins here with the
 * same ones. A state is a value, and drawing is an action of fp-ts' `State`: `RandomState => [drawn, next RandomState]`.
 *
 * @module
 */
export { type ChoiceOptions, choice } from './choice.ts'
export { normal, standardNormal } from './normal.ts'
export { permutation, shuffle } from './permutation.ts'
export { randint } from './randint.ts'
export { type RandomState, RandomStateCodec, randomState } from './randomState.ts'
export { type SplitIndices, trainTestSplit } from './trainTestSplit.ts'
export { randomSample, uniform } from './uniform.ts'
