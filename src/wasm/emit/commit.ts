/**
 * Code that puts what a run gave into the places that the next one reads from.
 *
 * @module
 */

import type { Layout } from '../../plan/layout.ts'
import { bytesOf } from '../../primitive/core/primitive.ts'
import { abstractOf, type Program, type Ref } from '../../primitive/core/program.ts'
import { type AddressType, FunctionBuilder } from '../binary/assembler.ts'

/** Up to so many bytes vectors are copied one by one, which begins sooner than the host's own way. */
const few = 8192

/** A function that does all of a layout's moves. Every place has room for whole vectors, and no move reads what another wrote. */
export const emitCommit = (
  program: Program,
  { moves, addressOf }: Layout,
  addresses: AddressType,
): FunctionBuilder => {
  const f = new FunctionBuilder([], [], addresses)
  for (const { output, input } of moves) {
    const bytes = Math.ceil(bytesOf(abstractOf(program, input)) / 16) * 16
    const [from, to] = [addressOf(program.outputs[output] as Ref), addressOf(input)]
    if (bytes > few) {
      f.address(to).address(from).address(bytes).copy()
      continue
    }
    const at = f.local('address')
    const copy = (offset: number): void => {
      f.get(at)
        .get(at)
        .memory('v128.load', from + offset)
        .memory('v128.store', to + offset)
    }
    const unrolled = Math.floor(bytes / 64) * 64
    f.for(at, 0, unrolled, 64, () => {
      for (let offset = 0; offset < 64; offset += 16) copy(offset)
    })
    f.address(0).set(at)
    for (let offset = unrolled; offset < bytes; offset += 16) copy(offset)
    f.release(at)
  }
  return f
}
