/**
 * Numbers of tensors in other files, which are named by paths within the model's folder.
 *
 * @module
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { TensorMessage } from '../file/messages.ts'

/**
 * The files beside a model, by the paths that it names them by.
 *
 * @category Models from files
 * @since 0.1.0
 */
export type ExternalFiles = { readonly [location: string]: Uint8Array }

const isOutside = (location: string): boolean =>
  location === '' ||
  /^([/\\]|[a-zA-Z]:|[a-zA-Z][a-zA-Z0-9+.-]*:)/.test(location) ||
  location.split(/[/\\]/).some(part => part === '..') ||
  location.includes('\0')

/** Where a tensor's numbers are. */
export interface ExternalPlace {
  readonly location: string
  readonly offset: number
  readonly length: number | undefined
}

/** A count in text, as the format has it. */
const countOf = (text: string | undefined): number | undefined | null =>
  text === undefined ? undefined : /^\d{1,15}$/.test(text) ? Number(text) : null

/** Where the numbers of a tensor are, if they are in another file. */
export const externalPlace = (tensor: TensorMessage): Either<string, ExternalPlace | null> => {
  if (tensor.data_location === undefined || tensor.data_location === 0)
    return tensor.external_data.length === 0
      ? right(null)
      : left('it names a file, but says that they are here')
  if (tensor.data_location !== 1) return left(`their place is ${tensor.data_location}, which is none`)
  const entries = new Map<string, string>()
  for (const { key = '', value = '' } of tensor.external_data) {
    if (entries.has(key)) return left(`'${key}' is there twice`)
    entries.set(key, value)
  }
  const location = entries.get('location')
  if (location === undefined) return left('no file is named')
  if (isOutside(location))
    return left(`'${location}' is not a path within the folder of the model. Only files there are read`)
  const [offset, length] = [countOf(entries.get('offset')), countOf(entries.get('length'))]
  if (offset === null || length === null) return left('offset and length have to be numbers of bytes')
  if (tensor.raw_data !== undefined) return left('there are numbers in the model too, but one place is right')
  return right({ location, offset: offset ?? 0, length })
}

/** The bytes of a place, in the files that were given. */
export const externalBytes = (
  { location, offset, length }: ExternalPlace,
  files: ExternalFiles,
): Either<string, Uint8Array> => {
  if (!Object.hasOwn(files, location))
    return left(
      `'${location}' was not given. Read the model by readOnnx of pullback/node, or give { external: { '${location}': bytes } }`,
    )
  const bytes = files[location]!
  const end = length === undefined ? bytes.length : offset + length
  if (offset > bytes.length || end > bytes.length)
    return left(`'${location}' has ${bytes.length} bytes, but bytes ${offset} to ${end} are wanted`)
  return right(bytes.subarray(offset, end))
}
