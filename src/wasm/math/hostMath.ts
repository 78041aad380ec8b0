/**
 * Functions of the host's `Math` that modules call where vectors cannot answer: sines and cosines of very large angles.
 *
 * A module that computes sines or cosines imports both, before anything else, so that their numbers are known where code is emitted.
 *
 * @module
 */
import { bodiesOf } from '../../primitive/control/controls.ts'
import type { Program } from '../../primitive/core/program.ts'
import type { ImportedFunction } from '../binary/module.ts'

/** The functions, as `host` gives them to a module. */
export const hostMath = { sin: Math.sin, cos: Math.cos } as const

/** Their numbers in a module that imports them. */
export const hostMathIndex = { sin: 0, cos: 1 } as const

/** How a module imports them. */
export const hostMathImports: readonly ImportedFunction[] = Object.keys(hostMathIndex).map(name => ({
  name,
  parameters: ['f64'],
  results: ['f64'],
}))

/** What the code of a program imports of them. */
export const hostMathOf = (program: Program): readonly ImportedFunction[] =>
  usesHostMath(program) ? hostMathImports : []

const usesHostMath = ({ equations }: Program): boolean =>
  equations.some(
    equation =>
      equation.primitive.name in hostMathIndex || Object.values(bodiesOf(equation)).some(usesHostMath),
  )
