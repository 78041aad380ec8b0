/**
 * Types of the inputs and outputs of layers in sequence: of those that are listed, and of those that are in a list of which
 * only running tells how long it is.
 *
 * @module
 */
import type { AnyTensor } from '../../tensor/tensor.ts'
import type { InputOf, OutputOf } from '../layer.ts'
import type { OfList, Readable, Same, Then } from '../type/typeFunction.ts'

/** What the first layer takes; of a list, what any of its layers takes. */
export type InputOfAll<Ls extends readonly unknown[]> = Ls extends readonly [infer L, ...unknown[]]
  ? InputOf<L>
  : [InputOf<Ls[number]>] extends [never]
    ? AnyTensor
    : InputOf<Ls[number]>

/** What all layers together give. */
export type OutputOfAll<Ls extends readonly unknown[]> = Readable<Folded<Ls, Same>, InputOfAll<Ls>>

type Folded<Ls extends readonly unknown[], F> = Ls extends readonly [infer L, ...infer R]
  ? Folded<R, Then<F, OutputOf<L>>>
  : number extends Ls['length']
    ? Ls extends readonly [...infer R, infer L]
      ? Then<Folded<R, F>, OutputOf<L>>
      : Then<F, OfList<OutputOf<Ls[number]>>>
    : F
