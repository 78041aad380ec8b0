/**
 * Laws of bounds: what a refusal says of a number holds at its ends.
 *
 * @module
 */
import fc from 'fast-check'
import { every, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'

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

/** A call that is right, but for one number: what becomes of it with another one there. */
export interface Place {
  readonly at: string
  readonly call: (value: number) => unknown
}

/** The sentence up to what was given, if a call is refused. */
const refusal = (call: () => unknown): string | null => {
  try {
    call()
    return null
  } catch (error) {
    const [sentence, given] = String((error as Error).message).split(', but ')
    return given === undefined ? null : (sentence as string)
  }
}

/** What is said of a place, if its sentence has bounds: NaN is refused everywhere. */
const saidOf = ({ call }: Place): readonly [sentence: string, bounds: Bounds] | null => {
  const sentence = refusal(() => call(Number.NaN))
  const bounds = sentence === null ? null : boundsIn(sentence)
  return sentence === null || bounds === null ? null : [sentence, bounds]
}

/** Whether a place has a sentence with bounds. */
export const hasBounds = (place: Place): boolean => saidOf(place) !== null

const keepsTo = (place: Place) => {
  const said = saidOf(place)
  if (said === null) return []
  const [sentence, { taken, refused }] = said
  const isRefused = (value: number): boolean => refusal(() => place.call(value)) === sentence
  return [
    ...taken
      .filter(value => Math.abs(value) <= longEnough)
      .map(value => holds(!isRefused(value), `${value} at ${place.at} is refused`, sentence)),
    ...refused.map(value => holds(isRefused(value), `${value} at ${place.at} is taken`, sentence)),
  ]
}

/** The laws of what a function says of the numbers in a call. They draw nothing: once is enough. */
export const boundLaws = (name: string, places: readonly Place[]): LawSet =>
  lawSet(
    `bounds of ${name}`,
    [
      law('U3', 'what a refusal says of a number holds at its ends', [fc.constant(places)], all =>
        every(holds(true, name, name), ...all.flatMap(keepsTo)),
      ),
    ],
    [],
    1,
  )
