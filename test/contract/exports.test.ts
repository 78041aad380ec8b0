import { expect, test } from 'vitest'
import * as pullback from '../../src/index.ts'
import * as numpy from '../../src/numpy/index.ts'
import { fuzz } from './fuzz.ts'

type Anything = (...given: unknown[]) => unknown

const isNamespace = (x: unknown): x is object => Object.prototype.toString.call(x) === '[object Module]'

const isClass = (name: string): boolean => /^[A-Z]/.test(name)

const functionsOf = (prefix: string, exported: object): readonly (readonly [string, Anything])[] =>
  Object.entries(exported).flatMap(([name, x]) =>
    isNamespace(x)
      ? functionsOf(`${prefix}${name}.`, x)
      : typeof x === 'function' && !isClass(name)
        ? [[`${prefix}${name}`, x as Anything] as const]
        : [],
  )

const functions = [...functionsOf('', pullback), ...functionsOf('numpy.', numpy)]

test('there are functions to call', () => {
  expect(functions.length).toBeGreaterThan(300)
})

// Whatever is exported is called, also what is exported tomorrow.
test.each(functions)('%s refuses junk in words', async (name, f) => {
  expect(await fuzz(name, f, { pairs: 20, later: 4, seed: 10 })).toEqual([])
})
