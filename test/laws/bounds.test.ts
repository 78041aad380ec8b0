import * as pullback from 'pullback'
import * as numpy from 'pullback/numpy'
import { describe, expect, test } from 'vitest'
import { registerLaws } from '../../laws/index.ts'
import { boundLaws, hasBounds, type Place } from '../../laws/tensor/bounds.ts'
import type { Example } from '../contract/examples/example.ts'
import { examples } from '../contract/examples/index.ts'
import { replaced, sitesOf } from '../contract/sites.ts'

type Anything = (...given: unknown[]) => unknown

const modules = { ...pullback, '': pullback, numpy } as unknown as Readonly<
  Record<string, Readonly<Record<string, Anything>>>
>

const placesOf = (f: Anything, { calls, loose = [] }: Example): readonly Place[] =>
  sitesOf(calls)
    .filter(({ path, value }) => path.length >= 2 && typeof value === 'number')
    .map(({ path }) => ({
      at: path.join('.'),
      call: (value: number) =>
        (replaced(calls, path, () => value) as readonly (readonly unknown[])[]).reduce<unknown>(
          (g, given) => (typeof g === 'function' ? (g as Anything)(...given) : g),
          f,
        ),
    }))
    .filter(place => !loose.some(each => place.at.startsWith(each)) && hasBounds(place))

const all = Object.entries(examples).flatMap(([namespace, of]) =>
  Object.entries<Example>(of).map(([name, example]) => ({
    name: namespace === '' ? name : `${namespace}.${name}`,
    places: placesOf(modules[namespace]![name]!, example),
  })),
)

describe('what a sentence says of a number holds at its ends', () => {
  test('most numbers have a sentence with bounds', () => {
    expect(all.reduce((count, { places }) => count + places.length, 0)).toBeGreaterThan(250)
  })

  // Nothing is drawn: more samples would be the same again.
  for (const { name, places } of all)
    if (places.length > 0) registerLaws(boundLaws(name, places), test, { numRuns: 1 })
})
