/**
 * A family of files that other frameworks made: a folder, and what has to hold of what is in it.
 *
 * @module
 */

/** One thing to try, and the files that it looks at. */
export interface ExchangeCase {
  readonly name: string
  /** Paths of the files, within the family's folder. */
  readonly files: readonly string[]
  /** Whether it takes so little time that `npm test` runs it as well. Defaults to false. */
  readonly isCheap?: boolean
  /** Throws, or fails as an expectation does, unless the files are what they should be. */
  readonly run: () => void | Promise<void>
}

/** What has to hold of the files in a folder. */
export interface Family {
  /** The folder within the exchange folder, such as `safetensors`. */
  readonly folder: string
  /** The cases for the files that there are, whichever they are; `files` are their paths within the folder, `at` makes one whole. */
  readonly cases: (files: readonly string[], at: (file: string) => string) => readonly ExchangeCase[]
}
