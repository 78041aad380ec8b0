import { expect, test } from 'vitest'
import { watched } from './watched.ts'

const one = {
  name: 'a case',
  config: { stride: [2, 2], bias: false },
  inputs: { x: { shape: [1], data: [0] } },
  grads: { params: {}, inputs: { x: { shape: [1], data: [0] } } },
}

test('what was not looked at is reported, down to single settings and arrays', () => {
  const [seen, unread] = watched(one)
  expect(unread()).toEqual(['.config.stride', '.config.bias', '.inputs.x', '.grads.inputs.x'])
  expect(seen.config.stride).toEqual([2, 2])
  expect(Object.values(seen.grads.inputs)).toEqual([{ shape: [1], data: [0] }])
  expect(unread()).toEqual(['.config.bias', '.inputs.x'])
})

test('the value is seen as it is', () => {
  const [seen] = watched(one)
  expect(seen).toEqual(one)
  expect({ ...seen.config }).toEqual(one.config)
})
