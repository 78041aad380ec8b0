import { expect, test } from 'vitest'
import * as pullback from '../../src/index.ts'
import * as numpy from '../../src/numpy/index.ts'
import { functionsOf } from './exports.ts'
import { fuzz } from './fuzz.ts'

const functions = [...functionsOf('', pullback), ...functionsOf('numpy.', numpy)]

test('there are functions to call', () => {
  expect(functions.length).toBeGreaterThan(300)
})

// Whatever is exported is called, also what is exported tomorrow.
test.each(functions)('%s refuses junk with a sentence', async (name, f) => {
  expect(await fuzz(name, f, { pairs: 20, later: 4, seed: 10 })).toEqual([])
})
