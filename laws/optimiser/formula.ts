/**
 * Optimisers against their formulas: each rule written once more from its paper, in plain numbers, for one parameter.
 *
 * @module
 */
import { type AnyOptimiser, toValues, tree } from '../../src/index.ts'
import { norm, summed } from '../close.ts'
import { type Law, law } from '../law.ts'
import { decays, gradientRuns, rates, runOf, someParams } from './run.ts'

/** What rules are tried with. */
export interface Constants {
  readonly rate: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

/** For constants, a parameter's next value from its gradient, its value and the step counted from 1; it remembers. */
export type Rule = (constants: Constants) => (g: number, p: number, t: number) => number

/** All numbers of a tree, in order. */
export const numbersIn = (x: unknown): readonly number[] =>
  tree.tensors(x).flatMap(leaf => Array.from(toValues(leaf)))

const byHand = (
  rule: Rule,
  constants: Constants,
  params: unknown,
  gs: readonly unknown[],
): readonly number[] => {
  const gradients = gs.map(numbersIn)
  return numbersIn(params).map((start, i) => {
    const next = rule(constants)
    return gradients.reduce((p, g, step) => next(g[i] as number, p, step + 1), start)
  })
}

/** The law that an optimiser does what its rule says. */
export const formulaLaw = (
  id: string,
  statement: string,
  make: (constants: Constants) => AnyOptimiser,
  rule: Rule,
): Law =>
  law(id, statement, [someParams, gradientRuns, rates, decays, decays], (params, gs, rate, beta1, beta2) => {
    const constants = { rate, beta1, beta2, epsilon: 0.125 }
    const last = runOf(make(constants), params, gs).params.at(-1)
    return summed(64, undefined, norm(params))(numbersIn(last), byHand(rule, constants, params, gs))
  })
