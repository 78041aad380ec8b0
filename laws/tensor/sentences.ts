/**
 * Sentences of contracts: what is said of a value that does not fit, and how it is compared.
 *
 * @module
 */
import fc from 'fast-check'
import { misfit } from '../../src/tensor/contract/argument.ts'
import { type Argument, holds as fits, showValue } from '../../src/tensor/contract/index.ts'
import { every, holds } from '../close.ts'
import type { Verdict } from '../law.ts'
import { refusedSaying } from '../oracle/refusal.ts'
import type { Stated } from './need.ts'

export const names = fc.stringMatching(/^[a-z]{1,6}$/)
export const whole = fc.integer({ min: -3, max: 12 })

/** What is said of a value that does not fit. */
export const sentence = (of: string, name: string, { asks, mend }: Stated, x: unknown): string => {
  const how = mend?.(x)
  return `${of} needs ${asks(name)}, but was given ${showValue(x)}.${how === undefined ? '' : ` ${how}`}`
}

/** The same words, or what was said. */
export const says = (said: string, words: string): Verdict => holds(said === words, said, words)
export const said = (argument: Argument, x: unknown, of = 'law', name = 'x'): string =>
  misfit(of, name, argument, x).message

/** A value that is taken, or refused with these words. */
export const refusedWith = (argument: Argument, x: unknown, words: string): Verdict =>
  every(holds(!fits(argument, x), x, 'refused'), says(said(argument, x), words))
export const taken = (argument: Argument, ...all: readonly unknown[]): Verdict =>
  every(...all.map(x => holds(fits(argument, x), x, 'taken')))

/** What is said of a whole number of the wrong kind among others. */
export const shownSizes = (sizes: readonly unknown[]): string =>
  `[${sizes.slice(0, 8).map(String).join(', ')}${sizes.length > 8 ? ', …' : ''}]`

export const refuses = (words: string, run: () => unknown): Verdict =>
  refusedSaying('ArgumentError', words, run)
