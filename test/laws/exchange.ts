/**
 * Exchange of exports for wrong ones while laws look at them.
 */

/** A function as plain JavaScript sees it: it takes anything, and what it gives can be called again. */
export type Loose = (...given: readonly Loosely[]) => Loosely
export type Loosely = Loose & { readonly [name: string]: Loosely }

type Anything = (...given: readonly unknown[]) => unknown
type Exports = Readonly<Record<string, unknown>>

/** What stands in the place of an export, by its name: `op.add`. */
const wrong = new Map<string, unknown>()

const isNamespace = (x: unknown): x is Exports => Object.prototype.toString.call(x) === '[object Module]'

const isClass = (x: Anything): boolean => /^class\b/.test(Function.prototype.toString.call(x))

const isRecord = (x: unknown): x is Exports =>
  typeof x === 'object' && x !== null && Object.values(x).some(each => typeof each === 'function')

/** What stands there otherwise. */
const rightOnes = new Map<string, unknown>()

/** The export itself, in whose place another stands. */
export const rightOne = (name: string): Loosely => rightOnes.get(name) as Loosely

/** An export that is itself, unless another stands in its place when it is used. */
const standIn = (name: string, right: unknown): unknown => {
  rightOnes.set(name, right)
  if (typeof right === 'function')
    return isClass(right as Anything)
      ? right
      : new Proxy(right as Anything, {
          apply: (_, self, given) => Reflect.apply((wrong.get(name) ?? right) as Anything, self, given),
        })
  if (!isRecord(right)) return right
  const method = (key: string, own: Anything): Anything =>
    function (this: unknown, ...given) {
      return Reflect.apply(((wrong.get(name) as Exports | undefined)?.[key] ?? own) as Anything, this, given)
    }
  return Object.fromEntries(
    Object.entries(right).map(([key, own]) => [
      key,
      typeof own === 'function' ? method(key, own as Anything) : own,
    ]),
  )
}

/** Engines are known by what they are. */
const kept = new Set(['reference', 'wasm', 'auto'])

/** A module of which each export can be exchanged. */
export const exchangeable = (module: object, prefix = ''): Exports =>
  Object.fromEntries(
    Object.entries(module).map(([name, x]) => [
      name,
      isNamespace(x)
        ? exchangeable(x, `${name}.`)
        : kept.has(`${prefix}${name}`)
          ? x
          : standIn(`${prefix}${name}`, x),
    ]),
  )

/** Runs something while another stands in the place of an export. */
export const exchanged = <T>(name: string, by: unknown, run: () => T): T => {
  wrong.set(name, by)
  try {
    return run()
  } finally {
    wrong.delete(name)
  }
}
