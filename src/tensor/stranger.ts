/**
 * A value found where a tensor, a tuple or a record is expected: what it is called, and what to do instead.
 *
 * @module
 */
import { isTensor } from './tensor.ts'
import { isTrivial } from './trivial.ts'

/** A value that is the same whenever it is written: no tensor, but no container either. */
export type Plain = number | string | boolean | bigint | null | undefined

/** Whether a value is plain. */
export const isPlain = (x: unknown): x is Plain =>
  x === null || (typeof x !== 'object' && typeof x !== 'function' && typeof x !== 'symbol')

/** Whether a value is an array; a proxy that has been revoked is nothing of which anything can be asked. */
export const isList = (x: unknown): x is readonly unknown[] => {
  try {
    return Array.isArray(x)
  } catch {
    return false
  }
}

/** The prototype of an object; a proxy that has been revoked has none. */
export const prototypeOf = (x: object): unknown => {
  try {
    return Object.getPrototypeOf(x)
  } catch {
    return undefined
  }
}

/** Whether a value is a record of anything: an object without a class, also one of another realm. */
export const isRecord = (x: unknown): x is { readonly [key: string]: unknown } => {
  if (typeof x !== 'object' || x === null || isList(x)) return false
  const prototype: unknown = prototypeOf(x)
  if (prototype === Object.prototype || prototype === null) return true
  // The prototype of another realm's records: it has none itself, and makes them.
  if (typeof prototype !== 'object') return false
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty')
}

/** How deep trees may be nested, deeper than any model: what goes on so far contains itself. */
export const deepest = 1000

const article = (name: string): string => (/^[aeiou]/i.test(name) ? `an ${name}` : `a ${name}`)

const classOf = (x: object): string => {
  const name: unknown = (x as { readonly constructor?: { readonly name?: unknown } }).constructor?.name
  return typeof name === 'string' && name !== '' ? name : 'object of a class without a name'
}

const described = (x: unknown): string => {
  if (isTensor(x)) return `${x.dtype}[${x.shape.join(', ')}]`
  if (isTrivial(x)) return 'the trivial cotangent'
  if (isList(x)) return `a tuple of ${x.length}`
  if (isRecord(x))
    return Object.keys(x).length === 0 ? 'an empty record' : `a record { ${Object.keys(x).join(', ')} }`
  switch (typeof x) {
    case 'number':
      return `the number ${Object.is(x, -0) ? '-0' : x}`
    case 'bigint':
      return `the integer ${x}n`
    case 'string':
      return `the text ${JSON.stringify(x.length > 40 ? `${x.slice(0, 40)}…` : x)}`
    case 'function':
      return x.name === '' ? 'a function' : `the function ${x.name}`
    case 'symbol':
      return 'a symbol'
    case 'object':
      return x === null ? 'null' : x instanceof Promise ? 'a promise' : article(classOf(x))
    default:
      return String(x)
  }
}

/** The description of a value: `f32[2, 3]`, `a record { a, b }`, `the number 3`. */
export const describe = (x: unknown): string => {
  try {
    return described(x)
  } catch {
    return 'an object that cannot be looked at'
  }
}

const mendOfSeen = (x: unknown): string => {
  if (typeof x === 'function')
    return 'Of a smooth map, which gives a value and a pullback, take smooth.value(f).'
  if (x instanceof Promise) return 'A function of tensors is not async: await the promise first.'
  if (ArrayBuffer.isView(x)) return 'Make a tensor of it: tensor(…) or fromElements(shape, …).'
  if (typeof x === 'number') return 'Make a tensor of numbers: tensor(…).'
  if (isPlain(x)) return 'A tree ends in tensors.'
  return 'A tree is made of tensors, tuples and plain records: put the tensors into one of those.'
}

/** What to do instead of giving a value where trees of tensors are taken. */
export const mendOf = (x: unknown): string => {
  try {
    return mendOfSeen(x)
  } catch {
    return 'A tree ends in tensors.'
  }
}
