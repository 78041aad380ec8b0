/**
 * Comparing losses: contestants that take the same steps from the same start see the same losses.
 *
 * @module
 */
import type { FloatDType } from 'pullback'

/** The losses that a contestant saw. */
export interface Seen {
  readonly name: string
  readonly losses: readonly number[]
}

/** Where the losses of a contestant first leave those of the first contestant. */
export interface Disagreement {
  readonly name: string
  readonly oracle: string
  readonly step: number
  readonly loss: number
  readonly wanted: number
}

// Room for another order of summation; a few hundred steps in f32 add up.
const tolerances: { readonly [D in FloatDType]: { readonly absolute: number; readonly relative: number } } = {
  f64: { absolute: 1e-10, relative: 1e-9 },
  f32: { absolute: 1e-4, relative: 1e-4 },
}

/** All who saw other losses than the first one did. */
export const disagreements = (
  dtype: FloatDType,
  [oracle, ...others]: readonly Seen[],
): readonly Disagreement[] => {
  if (oracle === undefined) return []
  const { absolute, relative } = tolerances[dtype]
  return others.flatMap(({ name, losses }) => {
    const step = oracle.losses.findIndex(
      (wanted, i) => !(Math.abs(losses[i]! - wanted) <= absolute + relative * Math.abs(wanted)),
    )
    return step === -1
      ? []
      : [{ name, oracle: oracle.name, step, loss: losses[step]!, wanted: oracle.losses[step]! }]
  })
}

/** A disagreement as a sentence. */
export const showDisagreement = ({ name, oracle, step, loss, wanted }: Disagreement): string =>
  `${name} has loss ${loss} at step ${step}, but ${oracle} has ${wanted}: one of them computes something else.`
