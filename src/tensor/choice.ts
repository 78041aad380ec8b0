/**
 * Choices of parameters by where they are in a model.
 *
 * @module
 */
import { list } from './contract/plain.ts'
import { takes } from './contract/takes.ts'
import type { Path } from './error.ts'

/** Chooses parameters by their path, such as `['hidden', 'w']`. */
export type Choice = (path: Path) => boolean

/** The weights of dense and linear layers: all parameters called `w`. */
export const weights: Choice = takes('weights', { path: { ...list, subject: true } }, () => weightsUnchecked)

const weightsUnchecked: Choice = path => path.at(-1) === 'w'

/** Every parameter. */
export const everything: Choice = takes('everything', { path: { ...list, subject: true } }, () => () => true)
