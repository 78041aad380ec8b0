/**
 * Filters of parameters by where they are in a model.
 *
 * @module
 */
import { list } from '../contract/plain.ts'
import { takes } from '../contract/takes.ts'
import type { Path } from '../error.ts'

/**
 * A filter of parameters by their path, such as `['hidden', 'w']`: those for which it gives true.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type ParamFilter = (path: Path) => boolean

/**
 * The weights of dense and linear layers: all parameters called `w`, and of weights that are directions and lengths (`weightNorm`) the
 * lengths, `w.g`, whose squares add up to those of the weight.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const weights: ParamFilter = takes(
  'weights',
  { path: { ...list, subject: true } },
  () => weightsUnchecked,
)

const weightsUnchecked: ParamFilter = path =>
  path.at(-1) === 'w' || (path.at(-1) === 'g' && path.at(-2) === 'w')

/**
 * Every parameter.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const allParams: ParamFilter = takes(
  'allParams',
  { path: { ...list, subject: true } },
  () => () => true,
)
