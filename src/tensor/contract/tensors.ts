/**
 * Arguments that are tensors, trees of tensors and keys.
 *
 * @module
 */
import { ArgumentError, type Path, showPath } from '../error.ts'
import { deepest, isRecord } from '../stranger.ts'
import { isTensor, tensorArgument } from '../tensor.ts'
import { isTrivial } from '../trivial.ts'
import { described } from './plain.ts'
import { showValue } from './showValue.ts'
import type { Argument } from './takes.ts'

const mend = (x: unknown): string | undefined => tensorArgument.mend?.(x, '')

/** A tensor of any kind, which the function is applied to. */
export const tensor = tensorArgument

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
}

/** The first place in what should be a tree of tensors where there is something else; `null` if there is none. */
const strangerIn = (x: unknown, path: Path): Path | null => {
  if (isTensor(x) || isTrivial(x)) return null
  if (typeof x !== 'object' || x === null || path.length > deepest) return path
  if (!Array.isArray(x) && !isRecord(x)) return path
  for (const [key, child] of Object.entries(x)) {
    const found = strangerIn(child, [...path, Array.isArray(x) ? Number(key) : key])
    if (found !== null) return found
  }
  return null
}

const at = (x: unknown, path: Path): unknown =>
  path.reduce((inner, key) => (inner as { readonly [key: string]: unknown })[key], x)

/** A tensor, or a tuple or record of such, which the function is applied to. */
export const tensors: Argument = {
  asks: name => `tensors for ${name}`,
  holds: x => strangerIn(x, []) === null,
  error: (of, name, x) => {
    let place = ''
    let given: unknown = x
    try {
      const path = strangerIn(x, []) ?? []
      if (path.length > deepest)
        return new ArgumentError(
          `${of} takes tensors for ${name}, but ${name} contains itself or is nested too deeply.`,
        )
      place = path.length === 0 ? '' : ` at ${showPath([name, ...path])}`
      given = at(x, path)
    } catch {}
    const how = mend(given)
    return new ArgumentError(
      `${of} needs tensors for ${name}, but was given ${showValue(given)}${place}.${how === undefined ? '' : ` ${how}`}`,
    )
  },
  subject: true,
}

/** The point where a layer is taken as a smooth map: a pair of parameters and input. */
export const paramsAndInput: Argument = {
  ...described('a pair [params, input]', x => Array.isArray(x) && x.length === 2 && tensors.holds(x)),
  subject: true,
}

const isPair = (x: unknown): x is readonly [unknown, unknown] => Array.isArray(x) && x.length === 2

const pairLike = (shown: string, fits: (x: readonly [unknown, unknown]) => boolean): Argument => ({
  ...described(`a pair ${shown}`, x => isPair(x) && fits(x) && tensors.holds(x)),
  subject: true,
})

/** A pair of tensors, or of tuples or records of such. */
export const pair = pairLike('[x, y]', () => true)

/** A pair of tensors. */
export const tensorPair = pairLike('[x, y] of tensors', both => both.every(isTensor))

/** A pair of which the first is a pair. */
export const leftPair = pairLike('[[x, y], z]', ([first]) => isPair(first))

/** A pair of which the second is a pair. */
export const rightPair = pairLike('[x, [y, z]]', ([, second]) => isPair(second))
