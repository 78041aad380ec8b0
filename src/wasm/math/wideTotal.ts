/**
 * Sums of f32 that stay right however many terms there are: so many vectors are added up in f32, and each such block in f64.
 *
 * One after the other in f32, a million terms of one size lose three digits, since what is added is small beside the sum. A
 * block loses at most half a unit in the last place for each of its terms, and the sum in f64 next to nothing: the error of the
 * whole is below 10⁻⁶ of Σ |x|, at the cost of five instructions a block.
 *
 * @see N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 4.2 (blocked summation)
 * @module
 */
import type { FunctionBuilder, Local } from '../binary/assembler.ts'

/** How many vectors are added up in f32 before they go into a sum in f64. */
export const blockLength = 16

/** How many rows of columns are: twice as many, since what is done after each block costs more there. */
export const rowBlock = 2 * blockLength

/** A sum of vectors of f32: their lower and upper halves in f64. */
export interface WideTotal {
  readonly low: Local
  readonly high: Local
}

const swapHalves = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]
const lowerHalves = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]

/** A sum in two locals. */
export const takeWide = (f: FunctionBuilder): WideTotal => ({ low: f.local('v128'), high: f.local('v128') })

/** Gives the locals back. */
export const releaseWide = (f: FunctionBuilder, { low, high }: WideTotal): void => f.release(low, high)

/** Sets the sum to 0. */
export const clearWide = (f: FunctionBuilder, { low, high }: WideTotal): void => {
  f.f64(0).op('f64x2.splat').tee(low).set(high)
}

/** Leaves the lower, or the upper, half of a vector in f64. */
export const promoteHalf = (f: FunctionBuilder, vector: Local, half: 'low' | 'high'): void => {
  f.get(vector)
  if (half === 'high') f.get(vector).shuffle(swapHalves)
  f.op('f64x2.promote_low_f32x4')
}

/** Adds a vector of f32 to the sum. */
export const addToWide = (f: FunctionBuilder, { low, high }: WideTotal, vector: Local): void => {
  f.get(low)
  promoteHalf(f, vector, 'low')
  f.op('f64x2.add').set(low)
  f.get(high)
  promoteHalf(f, vector, 'high')
  f.op('f64x2.add').set(high)
}

/** Leaves the sums of the lanes as a vector of f32: the lower and the upper half are on the stack as what loads them. */
export const demoteHalves = (f: FunctionBuilder, low: () => void, high: () => void): void => {
  low()
  f.op('f32x4.demote_f64x2_zero')
  high()
  f.op('f32x4.demote_f64x2_zero').shuffle(lowerHalves)
}

/** Leaves the sum of each lane as a vector of f32. */
export const wideLanes = (f: FunctionBuilder, { low, high }: WideTotal): void =>
  demoteHalves(
    f,
    () => f.get(low),
    () => f.get(high),
  )

/** Leaves the sum of all lanes as one f32. */
export const wideNumber = (f: FunctionBuilder, { low, high }: WideTotal): void => {
  f.get(low).get(high).op('f64x2.add').set(low)
  f.get(low).lane('f64x2.extract_lane', 0).get(low).lane('f64x2.extract_lane', 1)
  f.op('f64.add', 'f32.demote_f64')
}
