/**
 * Code for operations with bodies, and where these read what they are given.
 *
 * @module
 */
import type { Layout } from '../../plan/layout.ts'
import { type ControlName, controlOf } from '../../primitive/control/controls.ts'
import type { Equation, Program, Ref, WhileOptions } from '../../primitive/core/program.ts'
import type { FunctionBuilder } from '../binary/assembler.ts'
import { emitCond } from './cond.ts'
import { emitLoop } from './loop.ts'
import { type BodyOutline, bodyLayout } from './outline.ts'
import { type BodySite, type ControlSite, equationAt } from './site.ts'
import { emitWhile } from './while.ts'

const nameOf = (equation: Equation): ControlName => controlOf(equation)?.name as ControlName

/** Which operand an input of a body is that lies elsewhere; `null` if it is one that another body has. */
const operandOfInput: {
  readonly [N in ControlName]: (input: Ref, equation: Equation) => number | null
} = {
  loop: input => input,
  // In front there is the predicate.
  cond: input => input + 1,
  while: (input, { options }) => (input < (options as WhileOptions).carries ? null : input),
}

/** Emits the bodies of an operation, each by `emit`, which gives the function that runs it. */
export const bodySites = (
  program: Program,
  layout: Layout,
  equation: number,
  outlines: readonly BodyOutline[],
  emit: (outline: BodyOutline, own: Layout, operandOf: (input: Ref) => Ref | null) => number,
): readonly BodySite[] => {
  const it = program.equations[equation] as Equation
  const operandOf = (input: Ref): Ref | null => {
    const operand = operandOfInput[nameOf(it)](input, it)
    return operand === null ? null : (it.operands[operand] as Ref)
  }
  const sites: BodySite[] = []
  for (const outline of outlines) {
    const own = bodyLayout(outline, layout.scratch, input => {
      const operand = operandOf(input)
      return operand === null ? (sites[0] as BodySite).layout.addressOf(input) : layout.addressOf(operand)
    })
    const saved = new Map(
      Array.from(outline.saved, ([output, at]) => [output, layout.scratch + outline.start + at]),
    )
    const call = emit(outline, own, input => (outline.isElsewhere(input) ? operandOf(input) : null))
    sites.push({ body: outline.program, layout: own, saved, call })
  }
  return sites
}

const emitters: { readonly [N in ControlName]: (f: FunctionBuilder, site: ControlSite) => void } = {
  loop: emitLoop,
  cond: emitCond,
  while: emitWhile,
}

/** Emits an operation with bodies around calls of them. */
export const emitControl = (f: FunctionBuilder, site: ControlSite): void => {
  emitters[nameOf(equationAt(site))](f, site)
}
