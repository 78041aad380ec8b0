/**
 * Needs as they are documented, and the questions and advice that they are stated with.
 *
 * @module
 */
import { type AnyTensor, isTensor, isTrivial } from '../../src/index.ts'
import type { Argument } from '../../src/tensor/contract/index.ts'

/** A need as it is documented. */
export interface Stated {
  readonly argument: Argument
  readonly asks: (name: string) => string
  readonly takes: (x: unknown) => boolean
  /** What is said after what was given; nothing where nothing is known. */
  readonly mend?: (x: unknown) => string | undefined
}

export const largest = 536870912

export const isNumber = (x: unknown): x is number => typeof x === 'number'
export const isWhole = (x: unknown): x is number =>
  isNumber(x) && Math.abs(x) <= Number.MAX_SAFE_INTEGER && x % 1 === 0
export const isObject = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === 'object' && x !== null
export const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
  isObject(x) && !Array.isArray(x)
export const ofKind = (x: unknown, ...dtypes: readonly string[]): x is AnyTensor =>
  isTensor(x) && dtypes.includes(x.dtype)
export const hasMethods = (x: unknown, ...names: readonly string[]): boolean =>
  isObject(x) && names.every(name => typeof x[name] === 'function')
export const isKey = (x: unknown): boolean => isObject(x) && isTensor(x.bits)
export const isPair = (x: unknown): x is readonly [unknown, unknown] => Array.isArray(x) && x.length === 2

/** Whether a value is a tensor, or a tuple or record of such. */
export const isTree = (x: unknown): boolean => {
  if (isTensor(x) || isTrivial(x)) return true
  if (Array.isArray(x)) return Array.from(x).every(isTree)
  const isPlainRecord = isObject(x) && [Object.prototype, null].includes(Object.getPrototypeOf(x))
  return isPlainRecord && Object.values(x).every(isTree)
}

export const asNumber = (x: unknown): string | undefined =>
  typeof x === 'string' && x.trim() !== '' && Number.isFinite(Number(x))
    ? `Give a number: ${Number(x)}.`
    : undefined

export const asTensor = (x: unknown): string | undefined => {
  if (isNumber(x)) return `Make a tensor: scalar(${x}).`
  if (Array.isArray(x) || ArrayBuffer.isView(x)) return 'Make a tensor: tensor(…).'
  return typeof x === 'function' ? 'Call it if it makes a tensor.' : undefined
}

export const numeric = (
  argument: Argument,
  asks: (name: string) => string,
  fits: (x: number) => boolean,
): Stated => ({ argument, asks, takes: x => isNumber(x) && fits(x), mend: asNumber })

export const plain = (
  argument: Argument,
  what: string,
  takes: Stated['takes'],
  mend?: Stated['mend'],
): Stated => ({
  argument,
  asks: name => `${what} for ${name}`,
  takes,
  ...(mend === undefined ? {} : { mend }),
})

export const thing = (
  argument: Argument,
  what: string,
  makes: string,
  otherwise: string,
  takes: Stated['takes'],
): Stated =>
  plain(argument, what, takes, x =>
    typeof x === 'function'
      ? `Call it if it makes ${makes}${x.name === '' ? '' : `: ${x.name}(…)`}.`
      : otherwise,
  )

export const isCallable = (x: unknown): boolean => typeof x === 'function' && !String(x).startsWith('class')

export const otherKind = (wanted: string) => (x: unknown) =>
  isTensor(x) ? `It is one of ${x.dtype}: convert it with op.convert('${wanted}').` : asTensor(x)

export const sizes =
  (fits: (x: unknown) => boolean, axes = 2) =>
  (x: unknown) =>
    fits(x) || (Array.isArray(x) && x.length === axes && Array.from(x).every(fits))
