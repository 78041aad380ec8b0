import { NonFiniteError, PullbackError } from '../../src/index.ts'
import { elementsOf, isConcrete, isTensor } from '../../src/tensor/tensor.ts'
import { Hostile, junk } from './junk.ts'

/** What went wrong in one call. */
export interface Finding {
  readonly call: string
  readonly what: string
}

type Anything = (...given: unknown[]) => unknown

const kinds = Object.keys(junk)

/** A random number generator (mulberry32), so that the same calls are made each time. */
const generator = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Whether an error is one that a caller can read: the library's own, or one of the junk itself. */
export const isInWords = (error: unknown): boolean => {
  if (error instanceof Hostile) return true
  if (!(error instanceof PullbackError || error instanceof NonFiniteError)) return false
  return error.message.length < 2000 && !/\[object |,,| ,/.test(error.message)
}

export const describeError = (error: unknown): string =>
  error instanceof Error
    ? `${error.name}: ${error.message.slice(0, 160)}${(error.stack ?? '').split('\n').slice(1, 3).join(' ')}`
    : `threw ${typeof error}`

const spoilt = /\b(?:NaN|undefined|null|\[object)\b/

/** Functions of a part of the numbers: NaN elsewhere is right. */
const ofSome = /^op\.(acos|acosh|asin|atanh|erfinv|logit|log2|log10|pow|remainder|rsqrt)\b/

/** What is wrong with a result: a name made of junk, or NaN that no NaN was given for. */
export const wrongIn = (result: unknown, kindsGiven: readonly string[], name: string): string | null => {
  try {
    if (isTensor(result) && isConcrete(result)) {
      const excused = ofSome.test(name) || kindsGiven.some(kind => /NaN|infinity|largest/i.test(kind))
      return !excused && elementsOf(result).some(x => Number.isNaN(x)) ? 'a result of NaN' : null
    }
    if (
      typeof result === 'number' &&
      Number.isNaN(result) &&
      !kindsGiven.some(kind => /NaN|infinity|largest/i.test(kind))
    )
      return 'the result NaN'
    if (typeof result === 'object' && result !== null && 'name' in result && 'run' in result) {
      const name: unknown = (result as { name: unknown }).name
      if (typeof name !== 'string' || spoilt.test(name)) return `the name ${String(name).slice(0, 60)}`
    }
  } catch {
    return null
  }
  return null
}

const isRevoked = (x: object): boolean => {
  try {
    Object.getPrototypeOf(x)
    return false
  } catch {
    return true
  }
}

export const settled = async (result: unknown): Promise<unknown> => {
  if (typeof result !== 'object' || result === null) return null
  try {
    if (isRevoked(result)) return null
    if (result instanceof Promise) await result
    else if (Symbol.asyncIterator in result) {
      const iterator = (result as AsyncIterable<unknown>)[Symbol.asyncIterator]()
      await iterator.next()
      await iterator.return?.()
    } else if (Symbol.iterator in result && !Array.isArray(result) && !ArrayBuffer.isView(result))
      for (const _ of result as Iterable<unknown>) break
  } catch (error) {
    return error
  }
  return null
}

/** How much is tried. */
export interface Effort {
  /** Calls with two and with three arguments drawn at random. */
  readonly pairs: number
  /** Junk given to each function that a call gives. */
  readonly later: number
  readonly seed: number
}

const cpuSince = (start: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

/** Calls a function with junk, and what it gives with junk again; what went wrong. */
export const fuzz = async (
  name: string,
  f: Anything,
  { pairs, later, seed }: Effort,
  half: readonly (readonly unknown[])[] = [],
  skipped: readonly string[] = [],
): Promise<readonly Finding[]> => {
  const random = generator([...name].reduce((hash, c) => (hash * 31 + c.charCodeAt(0)) | 0, seed))
  const own = skipped.length === 0 ? kinds : kinds.filter(kind => !skipped.includes(kind))
  const draw = (): string => own[Math.floor(random() * own.length)] as string
  const findings: Finding[] = []

  const attempt = async (
    label: string,
    g: Anything,
    given: readonly (string | { readonly value: unknown })[],
    depth: number,
  ) => {
    const labels = given.map(kind => (typeof kind === 'string' ? kind : '✓'))
    const call = `${label}(${labels.join(', ')})`
    const values = given.map(kind => (typeof kind === 'string' ? junk[kind]!() : kind.value))
    const start = process.cpuUsage()
    let result: unknown
    try {
      result = g(...values)
    } catch (error) {
      if (!isInWords(error)) findings.push({ call, what: describeError(error) })
    }
    const failure = await settled(result)
    if (failure !== null && !isInWords(failure))
      findings.push({ call, what: `later ${describeError(failure)}` })
    const seconds = cpuSince(start)
    if (seconds > 1) findings.push({ call, what: `took ${seconds.toFixed(1)} s` })
    const wrong = wrongIn(result, [...labels, label], name)
    if (wrong !== null) findings.push({ call, what: wrong })
    if (typeof result === 'function' && depth > 0 && !values.includes(result))
      for (let i = 0; i < later; i++)
        await attempt(call, result as Anything, i === 0 ? [] : [draw()], depth - 1)
  }

  await attempt(name, f, [], 2)
  for (const kind of own) await attempt(name, f, [kind], 2)
  for (let i = 0; i < pairs; i++) await attempt(name, f, [draw(), draw()], 2)
  for (let i = 0; i < pairs; i++) await attempt(name, f, [draw(), draw(), draw()], 2)
  for (const example of half)
    for (let place = 0; place < example.length; place++)
      for (const kind of own)
        await attempt(
          name,
          f,
          example.map((value, i) => (i === place ? kind : { value })),
          1,
        )
  return findings
}
