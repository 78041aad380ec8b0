/**
 * The arguments of the functions that decode and encode.
 *
 * @module
 */
import { type Argument, type Arguments, needs, showValue } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { isTensor } from '../tensor/tensor.ts'
import { isGone, isTypedArray } from '../tensor/typedArray.ts'

/** What a value is, also one of another frame or window. */
const kindOf = (x: unknown): string => Object.prototype.toString.call(x).slice(8, -1)

/** The bytes of a file. */
export const bytes: Argument = {
  ...needs.described(
    'the bytes of a file, a Uint8Array,',
    x => ArrayBuffer.isView(x) && kindOf(x) === 'Uint8Array' && !isGone(x as Uint8Array),
    x =>
      kindOf(x) === 'ArrayBuffer' || kindOf(x) === 'SharedArrayBuffer'
        ? 'Wrap it: new Uint8Array(buffer).'
        : isTypedArray(x) && isGone(x)
          ? 'Its memory was transferred to another thread, or made smaller: copy it before.'
          : undefined,
  ),
  subject: true,
}

/** A text, which may be empty. */
export const anyText: Argument = needs.described('a text', x => typeof x === 'string')

/** Some texts, which may be empty. */
export const texts: Argument = needs.listOf(anyText, 'texts')

/** What text is decoded with, and what it would be encoded with. */
export const textCodec: Argument = needs.described(
  'an io-ts codec',
  x =>
    typeof x === 'object' &&
    x !== null &&
    ['decode', 'validate', 'encode', 'is'].every(name => typeof Reflect.get(x, name) === 'function'),
  () => 'Take finiteFromString, say, or make one by new t.Type(…).',
)

/** What rows are decoded with. */
const decoder: Argument = needs.described(
  'a decoder',
  x => typeof x === 'object' && x !== null && typeof Reflect.get(x, 'decode') === 'function',
  () => 'Make one of codecs: row(finiteFromString, …).',
)

/** A number of bytes; there may be no limit. */
export const byteCount: Argument = needs.described(
  'a number of bytes > 0',
  x => typeof x === 'number' && x > 0,
)

/** Sizes, where any will do for null. */
export const sizePattern: Argument = needs.listOf(
  needs.described('a size or null', x => x === null || (Number.isSafeInteger(x) && (x as number) >= 0)),
  'sizes, null where any will do,',
)

/** The entries of a pattern of arrays. */
export const patternEntries = {
  dtype: needs.optional(needs.dtype),
  shape: needs.optional(sizePattern),
} as const

/** What an array has to be. */
export const pattern: Argument = needs.givenOptions(patternEntries)

/** A record whose entries are all of one kind. */
export const recordOf = (entry: Argument, what: string): Argument => ({
  ...needs.described(
    what,
    x =>
      typeof x === 'object' &&
      x !== null &&
      !Array.isArray(x) &&
      !isTensor(x) &&
      Object.values(x).every(entry.holds),
  ),
})

/** What several arrays have to be. */
export const patterns: Argument = recordOf(
  pattern,
  'what each array has to be, as { name: { dtype, shape } },',
)

/** Tensors to write, by name. */
export const namedTensors: Argument = recordOf(needs.tensor, 'tensors by name, as { name: tensor },')

/** How an npz archive is written. */
export const writeOptions: Argument = needs.options({ compress: needs.boolean })

/** The entries of a table's description. */
export const tableEntries = {
  columns: needs.listOf(anyText, 'names', 1),
  row: decoder,
  header: needs.optional(needs.either(needs.boolean, needs.oneOf('byName'))),
  delimiter: needs.optional(
    needs.described(
      "one character, such as ';' or '\\t',",
      x => typeof x === 'string' && x.length === 1 && !'"\r\n\ufeff'.includes(x),
    ),
  ),
  comment: needs.optional(
    needs.described("how comments begin, such as '#',", x => typeof x === 'string' && !/["\r\n]/.test(x)),
  ),
  trim: needs.optional(needs.boolean),
  skipBlankLines: needs.optional(needs.boolean),
  skipRowsWith: needs.optional(texts),
} as const

/** What the entries of each case of an error are, by its tag. */
export type Cases<E extends { readonly _tag: string }> = {
  readonly [T in E['_tag']]: {
    readonly [Name in keyof Omit<Extract<E, { readonly _tag: T }>, '_tag'>]: Argument
  }
}

/** What a decoder gives on its left: one of some cases, with all that the case has. */
export const errorOf = (cases: Readonly<Record<string, Arguments>>, decoder: string): Argument => {
  const byTag = new Map(Object.entries(cases).map(([tag, entries]) => [tag, needs.record(entries)]))
  const caseOf = (x: unknown): Argument | undefined =>
    typeof x === 'object' && x !== null ? byTag.get(Reflect.get(x, '_tag') as string) : undefined
  return {
    ...needs.described(
      `an error of ${decoder}`,
      x => caseOf(x)?.holds(x) === true,
      () => 'Give it the left of what was decoded.',
    ),
    error: (of, name, x) =>
      caseOf(x)?.error?.(of, name, x) ??
      new ArgumentError(
        `${of} needs an error of ${decoder} for ${name}, but was given ${showValue(x)}. Give it the left of what was decoded.`,
      ),
    subject: true,
  }
}
