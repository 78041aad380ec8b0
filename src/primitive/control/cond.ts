/**
 * A choice as one operation: of two bodies the one that a truth value says runs, and the other one does not.
 *
 * @module
 */
import { ShapeError } from '../../tensor/error.ts'
import { type Control, controlFrom } from '../core/control.ts'
import type { CondOptions, Equation } from '../core/program.ts'
import { laidOut } from '../core/result.ts'
import { outputForms, requireCount, requireForms, requireTruth, sameAbstract } from './body.ts'

export const Cond: Control<CondOptions> = controlFrom<CondOptions>({
  name: 'cond',
  requires: ({ onTrue, onFalse }, [predicate, ...operands]) => {
    requireTruth('cond', 'its predicate', predicate)
    for (const body of [onTrue, onFalse]) {
      requireCount('cond', body, operands.length)
      requireForms('cond', body.inputs, operands, 1)
    }
    const [ones, others] = [outputForms(onTrue), outputForms(onFalse)]
    if (ones.length !== others.length || !ones.every((one, i) => sameAbstract(one, others[i] as typeof one)))
      throw new ShapeError(
        'cond needs two bodies that give results of the same shapes and element types.',
        [ones, others].map(all => all.map(({ shape }) => shape)[0] ?? []),
      )
  },
  bodies: ({ onTrue, onFalse }) => ({ onTrue, onFalse }),
  results: ({ onTrue }) => laidOut(outputForms(onTrue)),
  asks: () => 1,
  course: ({ onTrue, onFalse }, [predicate, ...operands], on) => {
    const isTrue = on.viewOf(predicate as (typeof operands)[number]).elements[0] !== 0
    return on.run(isTrue ? onTrue : onFalse, operands)
  },
})

/** Whether an equation is a choice. */
export const isCond = ({ primitive }: Equation): boolean => (primitive as unknown) === Cond
