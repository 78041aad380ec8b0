/**
 * One text for each JSON value, and its hash.
 *
 * @module
 */
import { createHash } from 'node:crypto'

/** A value that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

/** JSON without spaces and with sorted keys: equal values have equal texts, in whatever order they were written. */
export const canonical = (value: Json): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonical).join(',')}]`
  const fields = Object.keys(value)
    .sort()
    .map(key => `${JSON.stringify(key)}:${canonical(value[key] as Json)}`)
  return `{${fields.join(',')}}`
}

/** The SHA-256 of a value's canonical text, in hexadecimals. */
export const hashOf = (value: Json): string => createHash('sha256').update(canonical(value)).digest('hex')
