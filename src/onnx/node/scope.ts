/**
 * Names and what they stand for: while a graph is read, definitions; while it runs, values. A subgraph sees the names around it.
 *
 * @module
 */

/** Names in a graph, and around it. A map, as a name may be `__proto__`. */
export interface Scope<T> {
  readonly find: (name: string) => T | undefined
  readonly set: (name: string, it: T) => void
  /** Whether the name is in this scope itself. */
  readonly owns: (name: string) => boolean
}

/** An empty scope inside another. */
export const scopeIn = <T>(around: Scope<T> | null): Scope<T> => {
  const own = new Map<string, T>()
  return {
    find: name => own.get(name) ?? around?.find(name),
    set: (name, it) => void own.set(name, it),
    owns: name => own.has(name),
  }
}
