/**
 * Layers that give what they take, as `residual`, `repeat` and `tied` need them.
 *
 * @module
 */
import type { Fits, Words } from '../../tensor/fits.ts'
import type { InputOf, OutputOf } from '../layer.ts'
import type { Apply } from '../type/typeFunction.ts'

/** The layer itself if it gives what it takes, else a sentence that says what it takes and gives. */
export type Endo<L, By extends string> =
  Fits<Apply<OutputOf<L>, InputOf<L>>, InputOf<L>> extends true
    ? L
    : `${By} needs a layer that gives what it takes, but this one takes ${Words<InputOf<L>>} and gives ${Words<Apply<OutputOf<L>, InputOf<L>>>}`
