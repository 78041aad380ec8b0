/**
 * The arguments of the functions that read and write files.
 *
 * @module
 */
import { byteCount, patternEntries, recordOf } from '../codec/contract.ts'
import type { Argument } from '../tensor/contract/argument.ts'
import { needs, showValue } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'

/** A path; an empty one is that of no file, which reading and writing tell. */
export const path: Argument = needs.described(
  'the path of a file, a text,',
  x => typeof x === 'string',
  x => (Object.prototype.toString.call(x) === '[object URL]' ? 'Use fileURLToPath(url).' : undefined),
)

const lengths: Readonly<Record<string, number>> = { md5: 32, sha256: 64 }

const digitsOf = (x: unknown): readonly [algorithm: string, digits: unknown] | null => {
  const entries = typeof x === 'object' && x !== null ? Object.entries(x) : []
  const [algorithm, digits] = entries[0] ?? []
  return entries.length === 1 && algorithm !== undefined && Object.hasOwn(lengths, algorithm)
    ? [algorithm, digits]
    : null
}

/** The digest that a file has to have. */
export const checksum: Argument = {
  asks: name => `a ${name}, as { md5: '…' } or { sha256: '…' }`,
  holds: x => {
    const [algorithm = '', digits] = digitsOf(x) ?? []
    return typeof digits === 'string' && digits.length === lengths[algorithm] && /^[0-9a-f]*$/i.test(digits)
  },
  error: (of, name, x) => {
    const found = digitsOf(x)
    return new ArgumentError(
      found === null
        ? `${of} needs a ${name}, as { md5: '…' } or { sha256: '…' }, but was given ${showValue(x)}.`
        : `${of} needs ${lengths[found[0]]} hexadecimal digits for ${found[0]}, but was given ${showValue(found[1])}.`,
    )
  },
}

/** The entries of what is allowed of a file. */
export const fileEntries = {
  maxBytes: needs.optional(byteCount),
  checksum: needs.optional(checksum),
} as const

/** What is wanted of a file of one array. */
export const arrayFileOptions: Argument = needs.options({ ...patternEntries, ...fileEntries })

/** The files of a data set, by name. */
export const sources: Argument = {
  ...recordOf(
    needs.givenOptions({ path, ...patternEntries }),
    'files by name, as { inputs: { path, dtype, shape } }, at least one,',
  ),
}

/** As long as a timer can wait, in milliseconds. */
const longestPause = 2 ** 31 - 1

/** How a file is downloaded. */
export const downloadOptions: Argument = needs.givenOptions({
  ...fileEntries,
  urls: needs.listOf(
    needs.described(
      'an address, as a text,',
      x => typeof x === 'string',
      () => 'Write it out: url.href.',
    ),
    'addresses, as texts and at least one,',
    1,
  ),
  attempts: needs.optional(
    needs.described(
      'a number of attempts, an integer > 0,',
      x => Number.isSafeInteger(x) && (x as number) > 0,
    ),
  ),
  timeout: needs.optional(
    needs.described(
      `milliseconds, above 0 and up to ${longestPause},`,
      x => typeof x === 'number' && x > 0 && x <= longestPause,
    ),
  ),
  onProgress: needs.optional(needs.fn),
})

/** How the `blas` engine is made; threads are looked at where they are counted. */
export const blasOptions: Argument = needs.options({
  library: needs.text,
  measurements: needs.list,
  threads: needs.anything,
  load: needs.fn,
})
