/**
 * Code for one share of the random numbers that an equation draws.
 *
 * @module
 */
import { groupsOf } from '../../plan/randomDraw.ts'
import { type Equation, firstResult, type Program } from '../../program/program.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import type { Division } from '../../plan/partition.ts'
import { type Draw, drawOf } from '../../plan/randomDraw.ts'
import { emitRandom } from './random.ts'
import type { Layout } from '../../plan/layout.ts'
import { shareBounds } from './chunk.ts'

/** Emits the share whose number a local holds. */
export const emitDrawShare = (
  f: FunctionBuilder,
  program: Program,
  layout: Layout,
  equation: number,
  division: Division,
  index: Local,
): void => {
  const draw = drawOf(program, layout.isStored, program.equations[equation] as Equation) as Draw
  const [from, to] = shareBounds(f, index, division.size, groupsOf(draw))
  const places = { key: layout.addressOf(draw.from), to: layout.addressOf(firstResult(program) + equation) }
  emitRandom(f, { ...draw, ...places }, from, to)
  f.release(from, to)
}
