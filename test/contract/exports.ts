type Anything = (...given: unknown[]) => unknown
type Named = readonly (readonly [name: string, f: Anything])[]

const isNamespace = (x: unknown): x is object => Object.prototype.toString.call(x) === '[object Module]'

/** Classes are called with new only. */
const isClass = (x: Anything): boolean => /^class\b/.test(Function.prototype.toString.call(x))

/** What fast-check made: its methods are fast-check's. */
const isForeign = (x: object): boolean => 'canShrinkWithoutContext' in x

/** The names of what a value and its class have, without what every object has. */
const namesOf = (x: object): readonly string[] => {
  const names: (string | symbol)[] = []
  for (let o: object | null = x; o !== null && o !== Object.prototype; o = Object.getPrototypeOf(o))
    names.push(...Reflect.ownKeys(o))
  return [...new Set(names)].filter(name => typeof name === 'string' && name !== 'constructor') as string[]
}

/** The methods of a record or of an instance, and of the records in it. */
const methodsOf = (prefix: string, x: object, depth: number): Named =>
  namesOf(x).flatMap(name => {
    const value: unknown = (x as { readonly [name: string]: unknown })[name]
    if (typeof value === 'function')
      return [[`${prefix}.${name}`, (...given) => value.apply(x, given)]] as Named
    return depth > 0 && typeof value === 'object' && value !== null
      ? methodsOf(`${prefix}.${name}`, value, depth - 1)
      : []
  })

const callable = (name: string, f: Anything): Named =>
  isClass(f)
    ? [[`new ${name}`, (...given) => Reflect.construct(f, given) as unknown]]
    : [[name, f], ...methodsOf(name, { ...f }, 0)]

/**
 * All functions that a module exports, by name: those of its namespaces, classes, which are called with new, and the methods of what
 * it exports as well.
 */
export const functionsOf = (prefix: string, exported: object): Named =>
  Object.entries(exported).flatMap(([name, x]) => {
    if (isNamespace(x)) return functionsOf(`${prefix}${name}.`, x)
    if (typeof x === 'function') return callable(`${prefix}${name}`, x as Anything)
    return typeof x === 'object' && x !== null && !isForeign(x) ? methodsOf(`${prefix}${name}`, x, 1) : []
  })
