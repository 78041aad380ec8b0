/**
 * The laws of engines: to be run on a new one. The specification is the reference engine, which runs every operation
 * by its own kernel.
 *
 * @module
 */
import type { Engine, FloatDType } from '../../src/index.ts'
import { type PrimitiveName, primitives } from '../../src/primitive/table.ts'
import { needs, takes } from '../../src/tensor/contract/index.ts'
import { type LawSet, lawSet } from '../law.ts'
import { sizeLaws } from '../program/sizes.ts'
import { trainingLaws } from './models.ts'
import { operationLaws } from './operations.ts'
import { carryLaws, programLaws } from './programs.ts'

/**
 * What there is to say of an engine besides the engine itself.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface EngineLawOptions {
  /**
   * How far a single operation may be from its kernel, in units in the last place of the result. Integers, and what is only moved,
   * taken or compared, have to be equal. Defaults to 4.
   */
  readonly maxUlp?: number
  /** The float types that it computes with. Integers, which masks, labels and indices are, it takes in any case. Defaults to both. */
  readonly floats?: readonly FloatDType[]
  /**
   * The operations that it declines, by their names: it has to refuse programs with one of them by an `EngineError`, as soon as it
   * is asked to prepare them, and all other laws leave them out. Defaults to none.
   */
  readonly declines?: readonly PrimitiveName[]
}

/** Every sample is several programs. */
const samples = 25

/**
 * The laws of an engine: every operation, with special values; random programs, run after run; equal bits; what is watched,
 * written, read, carried (also in place) and given away; refusals; and training of four small networks. Layers, losses and
 * optimisers one by one are held to the engines of the core by law 44.
 *
 * @throws ArgumentError if the engine or an option is none, with what it has to be.
 *
 * @example
 * import { type Engine, reference } from 'pullback'
 * import { checkLaws, engineLaws } from 'pullback/laws'
 * const mine: Engine = { name: 'mine', prepare: reference.prepare }
 * const failed = checkLaws(engineLaws(mine), { numRuns: 2 }).filter(report => !report.passed)
 * console.log(failed.map(report => report.message)) // []
 *
 * @category Laws
 * @since 0.1.0
 */
export const engineLaws = takes(
  'engineLaws',
  {
    engine: needs.engine,
    options: needs.options({
      maxUlp: needs.nonNegative,
      floats: needs.listOf(needs.floatDType, 'float types', 1),
      declines: needs.listOf(needs.oneOf(...Object.keys(primitives)), 'names of operations'),
    }),
  },
  () => lawsOf,
)

const lawsOf = (
  engine: Engine,
  { maxUlp = 4, floats = ['f32', 'f64'], declines = [] }: EngineLawOptions = {},
): LawSet => {
  const range = { floats, declines }
  return lawSet(
    `the ${engine.name} engine`,
    [
      ...operationLaws(engine, range, maxUlp),
      ...programLaws(engine, range),
      ...carryLaws(engine, range),
      ...trainingLaws(engine, range),
    ],
    // At sizes where code changes, which take operations of all kinds in both types.
    declines.length === 0 && floats.length === 2 ? [sizeLaws(engine)] : [],
    samples,
  )
}
