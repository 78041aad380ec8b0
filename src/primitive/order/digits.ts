/**
 * Digits of 32-bit words, by which sorting moves what has them: counted once for all passes, and passes in which all have the same
 * digit left out.
 *
 * @see D. E. Knuth: "The Art of Computer Programming", volume 3, section 5.2.5
 * @module
 */

/** Where the digits lie, the lowest in front, and how many bits each has; what is below the lowest is not looked at. */
export interface Digits {
  readonly bits: number
  readonly shifts: readonly number[]
}

/** All of a word; one bit twice, which does no harm. */
export const wholeWord: Digits = { bits: 11, shifts: [0, 10, 21] }

/** The upper bits, which tell nearly all of a few thousand numbers apart. */
const upperBits: Digits = { bits: 11, shifts: [10, 21] }

/** The same in digits so short that counting them takes no longer than moving a hundred numbers. */
const shortDigits: Digits = { bits: 8, shifts: [8, 16, 24] }

/** Digits for so many words; up to `few` of them may be sorted by their upper bits and, where these agree, by comparing. */
export const digitsFor = (count: number, few: number): Digits =>
  count <= 2048 ? shortDigits : count <= few ? upperBits : wholeWord

/** A pass: a digit, and for each of its values where those that have it begin. */
export interface Pass {
  readonly shift: number
  readonly mask: number
  readonly starts: Uint32Array
}

/** The passes that move anything, by what was counted: for each digit the numbers of its values, one digit after the other. */
export const passesOf = (counts: Uint32Array, { bits, shifts }: Digits, count: number): readonly Pass[] =>
  shifts.flatMap((shift, i) => {
    const starts = counts.subarray(i << bits, (i + 1) << bits)
    let start = 0
    for (let value = 0; value < starts.length; value++) {
      const those = starts[value]!
      if (those === count) return []
      starts[value] = start
      start += those
    }
    return [{ shift, mask: starts.length - 1, starts }]
  })

/** Zeros to count digits in. */
export const countsFor = ({ bits, shifts }: Digits): Uint32Array => new Uint32Array(shifts.length << bits)

/**
 * Of floats, how many have the highest digit of the largest exponent, NaN among them: keys are in order, negative ones first, so that
 * those are its first and last values.
 */
export const largest = (counts: Uint32Array, { bits, shifts }: Digits): number => {
  const first = (shifts.length - 1) << bits
  const last = counts.length
  let those = 0
  // As many values as have all bits of an exponent of eight: a digit has one of the sign, then at most eight of these.
  const each = 1 << Math.max(0, bits - 9)
  for (let i = 0; i < each; i++) those += counts[first + i]! + counts[last - 1 - i]!
  return those
}

/** How many places each number may be moved on average before sorting by all digits is faster. */
export const patience = 8
