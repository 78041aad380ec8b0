import * as pullback from 'pullback'
import * as numpy from 'pullback/numpy'
import { describe, expect, test } from 'vitest'
import type { Example } from './examples/example.ts'
import { examples } from './examples/index.ts'
import { replaced, type Site, sitesOf } from './sites.ts'

type Anything = (...given: unknown[]) => unknown

const modules = { ...pullback, '': pullback, numpy } as unknown as Readonly<
  Record<string, Readonly<Record<string, Anything>>>
>

/** Numbers that a sentence says are taken, and others that it says are not. */
interface Bounds {
  readonly taken: readonly number[]
  readonly refused: readonly number[]
}

const number = '(-?\\d+(?:\\.\\d+)?(?:\\^\\d+)?(?: - 1)?)'

/** A number as sentences write it: 0.5, 10000, 2^53 - 1. */
const read = (text: string): number => {
  const [power, less] = text.split(' - ')
  const [base, exponent] = (power as string).split('^').map(Number)
  return (base as number) ** (exponent ?? 1) - Number(less ?? 0)
}

/** Sentences of several numbers at once, of which it is open which one a bound is of. */
const ofSeveral = /low < high|ascending order|each axis|\band a (?:finite )?deviation\b/
const just = 2 ** -20

/** Larger numbers, of steps say, are not tried: that would take as long as they say. */
const longEnough = 10_000

/** What sentences mean by the bounds that they tell, the most special first. */
const phrases: readonly (readonly [RegExp, (from: number, to: number) => Bounds])[] = [
  [
    new RegExp(`integers? from ${number} to ${number}`),
    (from, to) => ({ taken: [from, to], refused: [from - 1, to + 1, from + 0.5] }),
  ],
  [/integers? from 0 on|non-negative integer/, () => ({ taken: [0, 1], refused: [-1, 0.5] })],
  [/positive integer/, () => ({ taken: [1, 2], refused: [0, -1, 1.5] })],
  [
    new RegExp(`from ${number} up to, not including, ${number}`),
    (from, to) => ({ taken: [from, to - just], refused: [from - just, to] }),
  ],
  [
    new RegExp(`from ${number} to ${number}`),
    (from, to) => ({ taken: [from, to], refused: [from - just, to + just] }),
  ],
  [
    new RegExp(`between ${number} and ${number}`),
    (from, to) => ({ taken: [from + just, to - just], refused: [from, to] }),
  ],
  [new RegExp(`>= ${number}`), from => ({ taken: [from, from + 1], refused: [from - 1] })],
  [new RegExp(`> ${number}`), from => ({ taken: [from + 1], refused: [from, from - 1] })],
  [
    /positive and finite|finite and positive/,
    () => ({ taken: [1], refused: [0, -1, Number.POSITIVE_INFINITY] }),
  ],
  [/finite and not negative/, () => ({ taken: [0, 1], refused: [-1, Number.POSITIVE_INFINITY] })],
]

const boundsIn = (sentence: string): Bounds | null => {
  if (ofSeveral.test(sentence)) return null
  for (const [phrase, bounds] of phrases) {
    const match = phrase.exec(sentence)
    if (match !== null) return bounds(read(match[1] ?? '0'), read(match[2] ?? '0'))
  }
  return null
}

/** The sentence up to what was given, if a call is refused. */
const refusal = (f: Anything, calls: readonly (readonly unknown[])[]): string | null => {
  try {
    calls.reduce<unknown>((g, given) => (typeof g === 'function' ? (g as Anything)(...given) : g), f)
    return null
  } catch (error) {
    const [sentence, given] = String((error as Error).message).split(', but ')
    return given === undefined ? null : (sentence as string)
  }
}

interface Asked {
  readonly place: string
  readonly sentence: string
  readonly bounds: Bounds
  readonly refusedAt: (value: number) => boolean
}

const asked = (f: Anything, { calls, loose = [] }: Example, { path }: Site): Asked | null => {
  const place = path.join('.')
  if (loose.some(each => place.startsWith(each))) return null
  const at = (value: number) =>
    refusal(f, replaced(calls, path, () => value) as readonly (readonly unknown[])[])
  const sentence = at(Number.NaN)
  const bounds = sentence === null ? null : boundsIn(sentence)
  return sentence === null || bounds === null
    ? null
    : { place, sentence, bounds, refusedAt: value => at(value) === sentence }
}

const all = Object.entries(examples).flatMap(([namespace, of]) =>
  Object.entries<Example>(of).map(([name, example]) => {
    const f = modules[namespace]![name]!
    const numbers = sitesOf(example.calls).filter(
      ({ path, value }) => path.length >= 2 && typeof value === 'number',
    )
    return {
      name: namespace === '' ? name : `${namespace}.${name}`,
      places: numbers.flatMap(site => asked(f, example, site) ?? []),
    }
  }),
)

describe('what a sentence says of a number holds at its ends', () => {
  test('most numbers have a sentence with bounds', () => {
    expect(all.reduce((count, { places }) => count + places.length, 0)).toBeGreaterThan(250)
  })

  test.each(all.filter(({ places }) => places.length > 0))('$name', ({ places }) => {
    for (const { place, sentence, bounds, refusedAt } of places) {
      for (const value of bounds.taken.filter(each => Math.abs(each) <= longEnough))
        expect(refusedAt(value), `${value} at ${place}, of which is said: ${sentence}`).toBe(false)
      for (const value of bounds.refused)
        expect(refusedAt(value), `${value} at ${place}, of which is said: ${sentence}`).toBe(true)
    }
  })
})
