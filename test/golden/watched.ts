/** Values that remember what of them was looked at, so that no part of a case is passed over. */

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === 'object' && x !== null && !Array.isArray(x) && !('data' in x && 'shape' in x)

const leavesOf = (x: unknown, path: string): readonly string[] =>
  isRecord(x) ? Object.entries(x).flatMap(([key, child]) => leavesOf(child, `${path}.${key}`)) : [path]

/** What is said about a case, and not by it. */
const remarks: ReadonlySet<string> = new Set(['.name', '.formula', '.source'])

/**
 * The same value, and a function that tells which of its parts, arrays and settings no test has read so far.
 */
export const watched = <T>(value: T): readonly [value: T, unread: () => readonly string[]] => {
  const seen = new Set<string>()
  const watch = (x: unknown, path: string): unknown =>
    isRecord(x)
      ? new Proxy(x, {
          get: (target, key) => {
            if (typeof key === 'symbol' || !Object.hasOwn(target, key)) return Reflect.get(target, key)
            const own = `${path}.${key}`
            seen.add(own)
            return watch(target[key], own)
          },
        })
      : x
  return [
    watch(value, '') as T,
    () => leavesOf(value, '').filter(path => !remarks.has(path) && !seen.has(path)),
  ]
}
