/**
 * The digits as images, those to train on and those to test with.
 *
 * @module
 */
import { op, type Tensor } from 'pullback'
import type { Digits } from '../digits/data.ts'
import { enlarged, type Images } from './finetune.ts'

const rows = ({ inputs, targets }: Digits, from: number, count: number): Images => ({
  inputs: enlarged(op.slice([from, 0], [count, 64])(inputs) as Tensor<[number, 64]>),
  targets: op.slice([from], [count])(targets),
})

/** The last 297 are for testing. */
export const splitDigits = (digits: Digits): { readonly train: Images; readonly test: Images } => {
  const count = digits.targets.shape[0] - 297
  return { train: rows(digits, 0, count), test: rows(digits, count, 297) }
}
