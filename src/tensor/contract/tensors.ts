/**
 * Arguments that are tensors, trees of tensors and keys.
 *
 * @module
 */
import { isTensor } from '../tensor.ts'
import { described } from './plain.ts'
import type { Argument } from './takes.ts'

const mend = (x: unknown): string | undefined =>
  typeof x === 'number'
    ? `Make a tensor: scalar(${x}).`
    : Array.isArray(x) || ArrayBuffer.isView(x)
      ? 'Make a tensor: tensor(…).'
      : typeof x === 'function'
        ? 'Call it if it makes a tensor.'
        : undefined

/** A tensor of any kind, which the function is applied to. */
export const tensor: Argument = { ...described('a tensor', isTensor, mend), subject: true }

/** A tensor of floats, which the function is applied to. */
export const floats: Argument = {
  ...described(
    'a tensor of floats',
    x => isTensor(x) && x.kind === 'float',
    x => (isTensor(x) ? `It is one of ${x.dtype}: convert it with op.convert('f32').` : mend(x)),
  ),
  subject: true,
}

/** A tensor of integers, which the function is applied to. */
export const integers: Argument = {
  ...described(
    'a tensor of integers',
    x => isTensor(x) && x.kind === 'integer',
    x => (isTensor(x) ? `It is one of ${x.dtype}: convert it with op.convert('i32').` : mend(x)),
  ),
  subject: true,
}

/** A key. */
export const key: Argument = {
  ...described(
    'a key',
    x => typeof x === 'object' && x !== null && isTensor((x as { readonly bits?: unknown }).bits),
    x => (typeof x === 'number' ? `Make a key of the seed: key(${x}).` : 'Make a key: key(0).'),
  ),
  subject: true,
}
