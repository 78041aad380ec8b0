/**
 * All examples, in the order of the notebooks.
 *
 * @module
 */
import { digits } from './digits/index.ts'
import { mnist } from './mnist/index.ts'
import { type Playable, playable } from './play.ts'

/** All examples. */
export const examples: readonly Playable[] = [playable(mnist), playable(digits)]
