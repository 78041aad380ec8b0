import { expect, test } from 'vitest'
import { pinnedDefaults } from '../../laws/catalogue/defaults.ts'
import type { Pinned } from '../../laws/defaults/default.ts'
import { type Default, defaultsFound, wordsAbout } from './found.ts'
import { heldElsewhere } from './heldElsewhere.ts'

const placeOf = ({ at }: Pinned, name: string): string => {
  const place = typeof at === 'string' ? at : (at[name] as string)
  return place.split(' ').length === 3 ? place : `${place} ${name}`
}

/** Defaults inside of a room, which its functions give each other. */
const unspoken: Readonly<Record<string, string>> = {
  'src/layer/parametric.ts withParams of': 'whose function an error names',
  'src/layer/fromSmooth.ts withoutParams of': 'whose function an error names',
  'src/layer/shape/exampleAxes.ts exampleOf most': 'no bound',
  'src/layer/window/sizes.ts sizesAlong least': 'a size is 1 at least',
  'src/layer/shape/slice.ts requireRange start': 'an empty range is the whole axis',
  'src/layer/shape/slice.ts requireRange step': 'an empty range is the whole axis',
  'src/layer/shape/slice.ts findRange start': 'an empty range is the whole axis',
  'src/layer/shape/slice.ts findRange step': 'an empty range is the whole axis',
  'src/node/contract.ts checksum algorithm': 'a part of what is given',
  'src/train/stepper.ts fresh what': 'a word of an error',
}

const rooms = [
  'data',
  'initialiser',
  'layer',
  'loss',
  'metric',
  'numpy',
  'optimiser',
  'random',
  'schedule',
  'train',
]
const found = defaultsFound(rooms)

test('every default of the sources is in the table, or is held elsewhere for a reason', () => {
  const held = new Set([
    ...pinnedDefaults.flatMap(pinned => Object.keys(pinned.defaults).map(name => placeOf(pinned, name))),
    ...Object.keys(heldElsewhere),
  ])
  // Inside of a room, what a function is given by its own room alone is not a default of users.
  const own = found.filter(
    ({ file, of }) => of !== '' && !/nonFinite\.ts|stepper\.ts|diagnose\.ts/.test(file),
  )
  const places = own.map(({ file, of, name }) => `${file.slice('src/'.length)} ${of} ${name}`)
  expect(places.filter(place => !held.has(place))).toEqual([])
  expect([...held].filter(place => !places.includes(place))).toEqual([])
})

/** What a default is in numbers or words, where it is plain. */
const plainOf = ({ text }: Default): number | string | null => {
  if (/^'.*'$/.test(text)) return text.slice(1, -1)
  const value = Number(text.replaceAll('_', ''))
  return Number.isNaN(value) ? null : value
}

const numbersIn = (words: string): readonly number[] =>
  Array.from(words.matchAll(/-?\d[\d,_]*(?:\.\d+)?(?:e[-+]?\d+)?/g), ([n]) =>
    Number(n.replaceAll(/[,_]/g, '')),
  )

/** Whether a word is named: in quotes, or by itself, where it is none that every sentence has. */
const says = (text: string, word: string): boolean =>
  new RegExp(word.length < 3 ? `[\`']${word}[\`']` : `(?<![a-z])${word}(?![a-z])`).test(text)

const documented = [...defaultsFound([...rooms, 'node'])].filter(
  each =>
    each.of !== '' &&
    plainOf(each) !== null &&
    !Object.hasOwn(unspoken, `${each.file} ${each.of} ${each.name}`),
)

test.each(documented.map(each => [`${each.of} ${each.name} = ${each.text}`, each] as const))(
  'the docstring says %s',
  (_, each) => {
    const [plain, words] = [plainOf(each), wordsAbout(each)]
    const told = words.filter(text =>
      typeof plain === 'number' ? numbersIn(text).includes(plain) : says(text, plain as string),
    )
    expect(told.length, words.join('\n') || 'There is no docstring.').toBeGreaterThan(0)
  },
)
