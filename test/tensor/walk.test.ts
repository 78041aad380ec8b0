import { expect, test } from 'vitest'
import { deepest } from '../../src/tensor/stranger.ts'
import { isWithin, strangerIn } from '../../src/tensor/walk.ts'

const isNumber = (x: unknown): boolean => typeof x === 'number'

const nested = (depth: number): unknown => {
  let x: unknown = 1
  for (let i = 0; i < depth; i++) x = [x]
  return x
}

test('a walk ends where everything ends in what it may', () => {
  expect(strangerIn(isNumber, { a: [1, 2], b: { c: 3 } })).toBeNull()
  expect(strangerIn(isNumber, {})).toBeNull()
})

test('it names the first place of what does not belong there', () => {
  expect(strangerIn(isNumber, { a: [1, 'x'], b: null })).toEqual({
    path: ['a', 1],
    value: 'x',
    isEndless: false,
  })
})

test('a hole in an array is a place', () => {
  expect(isWithin(isNumber, new Array(2))).toBe(false)
  expect(strangerIn(isNumber, { a: new Array(2) })?.path).toEqual(['a', 0])
})

test('it goes as deep as trees may be, and no deeper', () => {
  expect(isWithin(isNumber, nested(deepest))).toBe(true)
  const self: { x?: unknown } = {}
  self.x = self
  for (const endless of [self, nested(20_000)]) expect(strangerIn(isNumber, endless)?.isEndless).toBe(true)
})
