/** The record of what tests reached. */

/** A function of a file: from its first character to its last. */
export interface Place {
  readonly file: string
  readonly start: number
  readonly end: number
}

/** What a test file reached: outside its tests, and in each of them. Sets of places, as bits in base64. */
export interface Reached {
  /** Of the test file's text. */
  readonly hash: string
  readonly outside: string
  readonly tests: readonly {
    readonly name: string
    readonly milliseconds: number
    /** Whether it fails without a fault: it says nothing, then. */
    readonly failed: boolean
    readonly places: string
  }[]
}

/** A test file, as far as a fault is concerned. */
export interface Reaching {
  readonly file: string
  /** Whether one of its tests calls the function, or else only what runs as the file is loaded. */
  readonly within: boolean
  /** The tests that do not. */
  readonly skipped: readonly string[]
  readonly seconds: number
}

/** No source has more functions than this. */
export const mostPlaces = 2 ** 14

export const bitsOf = (text: string): Uint8Array => Buffer.from(text, 'base64')

export const hasBit = (bits: Uint8Array, i: number): boolean => ((bits[i >> 3] ?? 0) & (1 << (i & 7))) !== 0

/** The innermost function around a piece of a file, or -1 for what runs as the file is loaded. */
export const placeOf = (places: readonly Place[], file: string, start: number, end: number): number => {
  let found = -1
  for (const [i, place] of places.entries())
    if (place.file === file && place.start <= start && end <= place.end)
      if (found === -1 || place.start >= (places[found] as Place).start) found = i
  return found
}
