/**
 * Code for one chunk of the random numbers that an equation draws.
 *
 * @module
 */

import type { Layout } from '../../plan/layout.ts'
import type { Partition } from '../../plan/partition.ts'
import { type Draw, drawOf, groupsOf } from '../../plan/randomDraw.ts'
import { type Equation, firstResult, type Program } from '../../primitive/core/program.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { chunkBounds } from './chunk.ts'
import { emitRandom } from './random.ts'

/** Emits the chunk whose number a local holds. */
export const emitDrawChunk = (
  f: FunctionBuilder,
  program: Program,
  layout: Layout,
  equation: number,
  partition: Partition,
  index: Local,
): void => {
  const draw = drawOf(program, layout.isStored, program.equations[equation] as Equation) as Draw
  const [from, to] = chunkBounds(f, index, partition.size, groupsOf(draw))
  const places = { key: layout.addressOf(draw.from), to: layout.addressOf(firstResult(program) + equation) }
  emitRandom(f, { ...draw, ...places }, from, to)
  f.release(from, to)
}
