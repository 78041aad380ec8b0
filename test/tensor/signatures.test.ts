import { expect, test } from 'vitest'
import { signatureOf } from '../../src/tensor/form.ts'

test('forms distinguish -0 from 0, as static arguments have to', () => {
  expect(signatureOf(-0)).not.toBe(signatureOf(0))
  expect(signatureOf([-0])).not.toBe(signatureOf([0]))
})
