/**
 * Code for one share of the random numbers that an equation draws.
 *
 * @module
 */
import { type Equation, firstResult, type Program } from '../program/program.ts'
import type { FunctionBuilder, Local } from './assembler.ts'
import type { Division } from './division.ts'
import { type Draw, drawOf } from './draw.ts'
import { emitRandom, groupsOf } from './emitRandom.ts'
import type { Layout } from './layout.ts'
import { shareBounds } from './oneShare.ts'

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
