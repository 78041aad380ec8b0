type Anything = (...given: unknown[]) => unknown

const isNamespace = (x: unknown): x is object => Object.prototype.toString.call(x) === '[object Module]'

/** Classes are called with new only. */
export const isClass = (name: string): boolean => /(?:^|\.)[A-Z]\w*$/.test(name)

/** All functions that a module exports, by name, those of its namespaces as well. */
export const functionsOf = (
  prefix: string,
  exported: object,
): readonly (readonly [name: string, f: Anything])[] =>
  Object.entries(exported).flatMap(([name, x]) =>
    isNamespace(x)
      ? functionsOf(`${prefix}${name}.`, x)
      : typeof x === 'function' && !isClass(name)
        ? [[`${prefix}${name}`, x as Anything] as const]
        : [],
  )
