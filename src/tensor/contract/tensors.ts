/**
 * Arguments that are tensors, trees of tensors and keys.
 *
 * @module
 */
import { ArgumentError, type Path, showPath } from '../error.ts'
import { showValue } from '../showValue.ts'
import { isList } from '../stranger.ts'
import { isTensor } from '../tensor.ts'
import { isTrivial } from '../trivial.ts'
import { isWithin, type Stranger, strangerIn } from '../walk.ts'
import { type Argument, guarded } from './argument.ts'
import { described } from './plain.ts'

/**
 * A tensor of any kind, which the function is applied to.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const tensor: Argument = guarded({
  ...described('a tensor', isTensor, x =>
    typeof x === 'number'
      ? `Make a tensor: scalar(${x}).`
      : Array.isArray(x) || ArrayBuffer.isView(x)
        ? 'Make a tensor: tensor(…).'
        : typeof x === 'function'
          ? 'Call it if it makes a tensor.'
          : undefined,
  ),
  holds: isTensor,
  subject: true,
})

const mend = (x: unknown): string | undefined => tensor.mend?.(x, '')

/**
 * A tensor of floats, which the function is applied to.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const floats: Argument = guarded({
  ...described(
    'a tensor of floats',
    x => isTensor(x) && x.kind === 'float',
    x => (isTensor(x) ? `It is one of ${x.dtype}: convert it with op.convert('f32').` : mend(x)),
  ),
  subject: true,
})

/**
 * A tensor of integers, which the function is applied to.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const integers: Argument = guarded({
  ...described(
    'a tensor of integers',
    x => isTensor(x) && x.kind === 'integer',
    x => (isTensor(x) ? `It is one of ${x.dtype}: convert it with op.convert('i32').` : mend(x)),
  ),
  subject: true,
})

/**
 * A key.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const key: Argument = guarded({
  ...described(
    'a key',
    x => typeof x === 'object' && x !== null && isTensor((x as { readonly bits?: unknown }).bits),
    x => (typeof x === 'number' ? `Make a key of the seed: key(${x}).` : 'Make a key: key(0).'),
  ),
  particular: true,
})

const isEnd = (x: unknown): boolean => isTensor(x) || isTrivial(x)

const isNumber = (x: unknown): boolean => typeof x === 'number'

/** Of a number in a nested array of numbers, the whole array: that is what should be a tensor. */
const wholeArray = (x: unknown, { path, value }: Stranger): readonly [path: Path, value: unknown] => {
  if (!isNumber(value)) return [path, value]
  let inner: unknown = x
  for (let depth = 0; depth < path.length; depth++) {
    if (isList(inner) && isWithin(isNumber, inner)) return [path.slice(0, depth), inner]
    inner = (inner as { readonly [key: string | number]: unknown })[path[depth] as string | number]
  }
  return [path, value]
}

/**
 * A tensor, or a tuple or record of such, which the function is applied to.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const tensors: Argument = guarded({
  asks: name => `tensors for ${name}`,
  holds: x => isWithin(isEnd, x),
  error: (of, name, x) => {
    let place = ''
    let given: unknown = x
    try {
      const stranger = strangerIn(isEnd, x)
      if (stranger?.isEndless)
        return new ArgumentError(
          `${of} takes tensors for ${name}, but ${name} contains itself or is nested too deeply.`,
        )
      if (stranger !== null) {
        const [path, value] = wholeArray(x, stranger)
        place = path.length === 0 ? '' : ` at ${showPath([name, ...path])}`
        given = value
      }
    } catch {}
    const how = mend(given)
    return new ArgumentError(
      `${of} needs tensors for ${name}, but was given ${showValue(given)}${place}.${how === undefined ? '' : ` ${how}`}`,
    )
  },
  subject: true,
})

/**
 * The point where a layer is taken as a smooth map: a pair of parameters and input.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const paramsAndInput: Argument = guarded({
  ...described('a pair [params, input]', x => Array.isArray(x) && x.length === 2 && tensors.holds(x)),
  subject: true,
})

const isPair = (x: unknown): x is readonly [unknown, unknown] => Array.isArray(x) && x.length === 2

const pairLike = (shown: string, fits: (x: readonly [unknown, unknown]) => boolean): Argument =>
  guarded({
    ...described(`a pair ${shown}`, x => isPair(x) && fits(x) && tensors.holds(x)),
    subject: true,
  })

/**
 * A pair of tensors, or of tuples or records of such.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const pair = pairLike('[x, y]', () => true)

/**
 * A pair of tensors.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const tensorPair = pairLike('[x, y] of tensors', both => both.every(isTensor))

/**
 * A pair of which the first is a pair.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const leftPair = pairLike('[[x, y], z]', ([first]) => isPair(first))

/**
 * A pair of which the second is a pair.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const rightPair = pairLike('[x, [y, z]]', ([, second]) => isPair(second))
