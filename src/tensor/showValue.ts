/**
 * A short description of a given value. It can be anything, so showing it must neither fail nor take long: of long texts and large
 * collections the beginning is shown, and what throws when it is looked at is said to.
 *
 * @module
 */

const longestText = 40
const mostNames = 5

const shortened = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText)}…` : text

const showText = (text: string): string =>
  `'${shortened(text).replaceAll('\n', '\\n')}' (a string${text.length > longestText ? ` of ${text.length} characters` : ''})`

const showFunction = (name: unknown): string =>
  typeof name === 'string' && name !== '' ? `the function ${shortened(name)}` : 'a function without a name'

const nameOfClass = (x: object): string | undefined => {
  const made: unknown = Object.getPrototypeOf(x)?.constructor?.name
  return typeof made === 'string' && made !== '' && made !== 'Object' ? shortened(made) : undefined
}

const showRecord = (x: object): string => {
  const names = Object.keys(x)
  const shown = names.slice(0, mostNames).map(shortened).join(', ')
  return names.length === 0
    ? 'an empty object'
    : `an object with ${shown}${names.length > mostNames ? `, … (${names.length} entries)` : ''}`
}

const showObject = (x: object): string => {
  const { shape, dtype } = x as { readonly shape?: unknown; readonly dtype?: unknown }
  if (Array.isArray(shape) && typeof dtype === 'string')
    return `a tensor of shape [${shortened(shape.slice(0, 8).map(String).join(', '))}]`
  if (Array.isArray(x)) return x.length === 0 ? 'an empty array' : `an array of ${x.length}`
  if (ArrayBuffer.isView(x) && 'length' in x) return `${nameOfClass(x) ?? 'a view'} of ${x.length}`
  const made = nameOfClass(x)
  if (made !== undefined) return `an instance of ${made}`
  return showRecord(x)
}

/** A value in a few words, such as `3`, `'64' (a string)`, `an array of 2` or `the function dense`. */
export const showValue = (x: unknown): string => {
  switch (typeof x) {
    case 'string':
      return showText(x)
    case 'bigint':
      return `${shortened(String(x))}n (a bigint)`
    case 'symbol':
      return 'a symbol'
    case 'number':
      return Object.is(x, -0) ? '-0' : String(x)
    case 'boolean':
    case 'undefined':
      return String(x)
    default:
  }
  if (x === null) return 'null'
  try {
    return typeof x === 'function' ? showFunction(x.name) : showObject(x as object)
  } catch {
    return 'an object that cannot be looked at'
  }
}
