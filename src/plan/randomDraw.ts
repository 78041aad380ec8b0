/**
 * Equations that draw random numbers from a key: words, or floats whose words nothing else reads and no memory holds.
 *
 * @module
 */

import { type Equation, firstResult, type Program, type Ref } from '../primitive/core/program.ts'
import type { BitsOptions } from '../primitive/random/bits.ts'
import type { Uniform01Options } from '../primitive/random/uniform01.ts'
import { sizeOf } from '../tensor/shape.ts'
import type { Lanes } from './lanes.ts'
import { loweringOf } from './lowering.ts'

/** Blocks of two words that a group has: one in each lane. */
export const blocksOfGroup = 4

/** What is drawn: pairs of words, a pair a number if they are to be floats. */
export interface Drawn {
  readonly gives: 'words' | Lanes
  /** The words or floats in all. */
  readonly count: number
  readonly domain: number
  readonly offset: number
}

/** What is drawn, and the key. */
export interface Draw extends Drawn {
  readonly from: Ref
}

/** Groups in all, the last of which may be in part behind the end. */
export const groupsOf = ({ gives, count }: Pick<Drawn, 'gives' | 'count'>): number =>
  Math.ceil(count / (gives === 'words' ? 2 * blocksOfGroup : blocksOfGroup))

/** About how many cycles a group takes. */
export const cyclesOfGroup = 56

/** What an equation draws, or null if it draws nothing; it is asked whether words are kept in memory. */
export const drawOf = (program: Program, isKept: (ref: Ref) => boolean, equation: Equation): Draw | null => {
  const { by } = loweringOf(equation)
  const { operands, shape, options } = equation
  const [operand] = operands as readonly [Ref]
  const count = sizeOf(shape)
  if (count === 0) return null
  if (by === 'words') {
    const { domain, offset } = options as BitsOptions
    return { gives: 'words', count, domain, offset, from: operand }
  }
  const words = program.equations[operand - firstResult(program)]
  if (by !== 'uniforms' || words === undefined || loweringOf(words).by !== 'words' || isKept(operand))
    return null
  const { domain, offset } = words.options as BitsOptions
  return {
    ...{ gives: (options as Uniform01Options).dtype, count, domain, offset },
    from: words.operands[0] as Ref,
  }
}
