import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { type AnyTensor, accuracy, fromValues, type Tensor, toValues } from 'pullback'
import { showDataError } from 'pullback/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Digits, loadDigits } from '../../examples/digits/data.ts'
import { type DigitsSplit, prepare } from '../../examples/digits/prepare.ts'

// What scikit-learn 1.9.1 gives for the notebook's lines, on NumPy 2.4.6: SHA-256 of the arrays' bytes.
const scikitLearn = {
  trainInputs: 'dfb8fa37f0ba71561a038f725e1157fbabb9397b9651fbdcd54d15b743c67265',
  testInputs: '0b717b647dc3e53411a3ffd08a98324dfba9df5ba1705702230a968e9dbe874f',
  trainTargets: 'd96d45d39398ccaf1ad872adce5c6d8e8d7b68072980fe955bf48c7704fc3785',
  testTargets: '3d0f1d1429118a78f705b24880ced7e3c1943aad98676ce62fce809b6cf62096',
}

const digestOf = (x: AnyTensor): string => {
  const { buffer, byteOffset, byteLength } = toValues(x)
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex')
}

describe('the digits are prepared as in the notebook', () => {
  let digits: Digits
  let split: DigitsSplit
  beforeAll(async () => {
    const loaded = await loadDigits(join(import.meta.dirname, '../../examples/data/digits.csv.gz'))()
    if (isLeft(loaded)) throw new Error(showDataError(loaded.left))
    digits = loaded.right
    split = prepare(digits)
  })

  test('with the shapes and element types that it prints', () => {
    const { train, test: unseen } = split
    expect([train.inputs.shape, unseen.inputs.shape, train.targets.shape]).toEqual([
      [1527, 64],
      [270, 64],
      [1527],
    ])
    expect([train.inputs.dtype, train.targets.dtype]).toEqual(['f32', 'i32'])
  })

  test("bit for bit as scikit-learn's train_test_split and StandardScaler", () => {
    expect({
      trainInputs: digestOf(split.train.inputs),
      testInputs: digestOf(split.test.inputs),
      trainTargets: digestOf(split.train.targets),
      testTargets: digestOf(split.test.targets),
    }).toEqual(scikitLearn)
  })

  test('in f64 with the same float32 features', () => {
    const wide = prepare(digits, 'f64')
    expect(wide.train.inputs.dtype).toBe('f64')
    expect(Array.from(toValues(wide.train.inputs))).toEqual(Array.from(toValues(split.train.inputs)))
    expect(Array.from(toValues(wide.test.inputs))).toEqual(Array.from(toValues(split.test.inputs)))
  })

  test('so that always saying 5 has the accuracies that it prints for its untrained network', () => {
    const always = (digit: number, { targets }: Digits): number => {
      const rows = targets.shape[0]
      const scores = Array.from({ length: rows * 10 }, (_, i) => (i % 10 === digit ? 1 : 0))
      return accuracy(targets)(fromValues([rows, 10], scores) as Tensor<[number, number]>)
    }
    expect(always(5, split.train)).toBe(0.09888670595939751)
    expect(always(5, split.test).toFixed(3)).toBe('0.115')
  })

  test('and keeps the scanned test images beside', () => {
    const [scanned, standardised] = [toValues(split.pixels), toValues(split.test.inputs)]
    expect(scanned.length).toBe(standardised.length)
    expect(Array.from(scanned).every(pixel => Number.isInteger(pixel) && pixel >= 0 && pixel <= 16)).toBe(
      true,
    )
    for (const column of [3, 27, 60]) {
      const at = (i: number): readonly [number, number] => [
        scanned[i * 64 + column]!,
        standardised[i * 64 + column]!,
      ]
      const ordered = Array.from({ length: 270 }, (_, i) => at(i)).toSorted(([a], [b]) => a - b)
      expect(ordered.every(([, z], i) => i === 0 || z >= ordered[i - 1]![1])).toBe(true)
    }
  })
})
