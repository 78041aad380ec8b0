/**
 * MNIST as the network takes it.
 *
 * @module
 */
import { type FloatDType, type Integers, op, type Tensor } from 'pullback'
import type { ImageSet, Images } from '../images.ts'
import { consecutive } from '../mnist/data.ts'

/** Images with pixels from 0 to 1, and the digits they show. */
export interface Digits {
  readonly inputs: Tensor<[number, 28, 28]>
  readonly targets: Integers<[number]>
}

/** Both parts. */
export interface DigitParts {
  readonly train: Digits
  readonly test: Digits
}

const digitsOf = ({ images, labels }: Images, dtype: FloatDType): Digits => ({
  inputs: op.scale(1 / 255)(op.convert(dtype)(images) as Tensor<[number, 28, 28]>),
  targets: op.convert('i32')(labels),
})

/** Both parts in an element type; of each only the first images, if it has to be short. */
export const prepare = ({ train, test }: ImageSet, dtype: FloatDType, short: boolean): DigitParts => ({
  train: digitsOf(short ? consecutive(train, 0, 6400) : train, dtype),
  test: digitsOf(short ? consecutive(test, 0, 1000) : test, dtype),
})

/** Some digits in a row, or fewer at the end. */
export const slice = ({ inputs, targets }: Digits, from: number, most: number): Digits => {
  const count = Math.min(most, targets.shape[0] - from)
  return {
    inputs: op.slice<number, [number, 28, 28]>([from, 0, 0], [count, 28, 28])(inputs as Tensor),
    targets: op.slice<number, [number]>([from], [count])(targets as Integers),
  }
}
