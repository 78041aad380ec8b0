/**
 * Paths as programs give them.
 *
 * @module
 */
import { ArgumentError } from '../tensor/error.ts'

/**
 * Requires that a path is a text.
 *
 * @throws ArgumentError that says what was given, and how to mend it.
 */
export const requirePath = (operation: string, path: unknown): void => {
  if (typeof path === 'string') return
  const isUrl = Object.prototype.toString.call(path) === '[object URL]'
  throw new ArgumentError(
    `${operation} takes the path of a file as a text, but was given ${isUrl ? 'a URL' : describe(path)}. ` +
      (isUrl ? 'Use fileURLToPath(url).' : "Write it as 'folder/file'."),
  )
}

const describe = (x: unknown): string => {
  if (typeof x === 'function') return 'a function'
  return typeof x === 'object' && x !== null ? Object.prototype.toString.call(x).slice(8, -1) : String(x)
}
