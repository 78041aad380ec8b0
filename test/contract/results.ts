import * as pullback from 'pullback'
import type { Example } from './examples/example.ts'

type Anything = (...given: unknown[]) => unknown

/** A function that a call gave, and what it is rightly given, where that is known. */
export interface Found {
  readonly name: string
  readonly f: Anything
  readonly right: readonly unknown[] | null
}

const seed = pullback.key(3)
const params = { w: pullback.ones([2, 2]) }
const batch = { inputs: pullback.ones([2, 3]), targets: pullback.tensor([0, 1], 'i32') }
const context = pullback.training(seed)

const { isTensor, isTrivial, tree } = pullback

const isObject = (x: unknown): x is Readonly<Record<string, unknown>> => typeof x === 'object' && x !== null

/** What is a value rather than a thing with methods, and what is walked nowhere else. */
const isOpaque = (x: object): boolean =>
  isTensor(x) ||
  isTrivial(x) ||
  ArrayBuffer.isView(x) ||
  x instanceof ArrayBuffer ||
  x instanceof Promise ||
  x instanceof Map

const has = (x: unknown, ...methods: readonly string[]): x is Readonly<Record<string, Anything>> =>
  isObject(x) && methods.every(method => typeof x[method] === 'function')

const generators = [function* () {}, async function* () {}].map(
  each => Object.getPrototypeOf(each).prototype as object,
)

/** What belongs to the language and not to the library. */
const isLanguage = (x: object): boolean =>
  x === Object.prototype || x === Array.prototype || generators.includes(x)

/** The names of what a value and its class have, without what every object has. */
const namesOf = (x: object): readonly string[] => {
  const names: (string | symbol)[] = []
  for (let o: object | null = x; o !== null && !isLanguage(o); o = Object.getPrototypeOf(o))
    names.push(...Reflect.ownKeys(o))
  return [...new Set(names)].filter(
    (name): name is string => typeof name === 'string' && name !== 'constructor',
  )
}

const cotangentOf = (value: unknown): unknown =>
  tree.map((x: pullback.AnyTensor) => (x.kind === 'float' ? pullback.onesLike(x) : pullback.trivial))(
    value as never,
  )

const isTree = (x: unknown): boolean => {
  try {
    return tree.leaves(x).length > 0
  } catch {
    return false
  }
}

/** A value and its pullback, as smooth maps, runs and losses give them. */
const isOutcome = (x: unknown): x is readonly [unknown, Anything] =>
  Array.isArray(x) && x.length >= 2 && typeof x[1] === 'function' && isTree(x[0])

/** What the methods of the things of this library are rightly given. */
const rightOf = (x: unknown, method: string, input: unknown): readonly unknown[] | null => {
  if (has(x, 'init', 'update', 'rates')) {
    if (method === 'init') return [params]
    if (method === 'rates') return [0]
    if (method === 'update') return [params, x.init!(params), params, x.rates!(0)]
  }
  if (has(x, 'init', 'run')) {
    const model = x.init!(seed, 'f32') as pullback.Model<unknown, unknown>
    if (method === 'init') return [seed, 'f32']
    if (method === 'run') return [model.params, input ?? batch, model.state, context]
  }
  if (has(x, 'advance', 'state') && method === 'advance') return [() => pullback.ones([2])]
  return null
}

const deepest = 4

/** All functions in a value, and in what those give that are rightly called. */
const functionsIn = (name: string, x: unknown, input: unknown, depth: number): readonly Found[] => {
  if (depth === 0 || !isObject(x) || isOpaque(x)) return []
  if (isOutcome(x)) return calling(`${name}[1]`, x[1], [cotangentOf(x[0])], input, depth)
  return namesOf(x).flatMap(method => {
    const value = x[method]
    if (typeof value !== 'function') return functionsIn(`${name}.${method}`, value, input, depth - 1)
    const bound: Anything = (...given) => (value as Anything).apply(x, given)
    return calling(`${name}.${method}`, bound, rightOf(x, method, input), input, depth)
  })
}

const calling = (
  name: string,
  f: Anything,
  right: readonly unknown[] | null,
  input: unknown,
  depth: number,
): readonly Found[] => {
  const own: Found = { name, f, right }
  if (right === null) return [own]
  const result = f(...right)
  if (typeof result === 'function') return [own, { name: `${name}()`, f: result as Anything, right: null }]
  return [own, ...functionsIn(`${name}()`, result, input, depth - 1)]
}

/** What an example makes, call by call, and the functions in it. */
export const foundIn = async (
  name: string,
  make: Anything,
  { calls, input }: Example,
): Promise<readonly Found[]> => {
  const found: Found[] = []
  let result: unknown = make
  for (const [i, given] of calls.entries()) {
    if (typeof result !== 'function') break
    // The first is called with junk as an export.
    if (i > 0) found.push({ name: `${name}${'()'.repeat(i)}`, f: result as Anything, right: given })
    result = (result as Anything)(...given)
  }
  const last = `${name}${'()'.repeat(calls.length)}`
  if (typeof result === 'function') return [...found, { name: last, f: result as Anything, right: null }]
  return [...found, ...functionsIn(last, result, input, deepest), ...(await reportedBy(last, result, input))]
}

/** The functions in the first of what comes later. */
const reportedBy = async (name: string, x: unknown, input: unknown): Promise<readonly Found[]> => {
  if (x instanceof Promise) return functionsIn(`(await ${name})`, await x, input, deepest)
  if (!isObject(x) || isOpaque(x) || Array.isArray(x)) return []
  const several = x as Partial<AsyncIterable<unknown> & Iterable<unknown>>
  if (several[Symbol.asyncIterator] === undefined && several[Symbol.iterator] === undefined) return []
  for await (const first of several as AsyncIterable<unknown>)
    return functionsIn(`${name}.first`, first, input, deepest)
  return []
}
