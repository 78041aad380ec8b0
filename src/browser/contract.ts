/**
 * The arguments of the functions for browsers.
 *
 * @module
 */
import { needs } from '../tensor/contract/index.ts'

/** A file or other bytes of the browser's. */
export const blob = {
  ...needs.described(
    'a Blob or a File',
    x =>
      typeof x === 'object' &&
      x !== null &&
      typeof Reflect.get(x, 'size') === 'number' &&
      ['slice', 'arrayBuffer'].every(name => typeof Reflect.get(x, name) === 'function'),
    x => (typeof x === 'string' ? 'Of an address: await (await fetch(address)).blob().' : undefined),
  ),
}

/** The name of a file, folder or database. */
export const fileName = needs.described(
  "a name without '/' and '\\\\', such as 'digits',",
  x => typeof x === 'string' && x !== '' && x !== '.' && x !== '..' && !/[/\\]/.test(x),
)
