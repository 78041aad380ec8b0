/**
 * The rules of each operation with bodies. One without does not compile.
 *
 * @module
 */

import type { ControlName, controls } from '../../primitive/control/controls.ts'
import type { Control } from '../../primitive/core/control.ts'
import { condRule } from './condRule.ts'
import { loopRule } from './loopRule.ts'
import type { Rule } from './rule.ts'
import { whileRule } from './whileRule.ts'

type OptionsOf<N extends ControlName> = Parameters<(typeof controls)[N]['bodies']>[0]

const rules: { readonly [N in ControlName]: Rule<OptionsOf<N>> } = {
  loop: loopRule,
  cond: condRule,
  while: whileRule,
}

/** The rule of an operation with bodies: the record holds each one's own options. */
export const ruleOf = <O>({ name }: Control<O>): Rule<O> =>
  rules[name as ControlName] as Rule<never> as Rule<O>
