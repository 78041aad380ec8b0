/**
 * Functions that ONNX has a word for in f32: engines have these in f32 alone, so that in f64 they are opened.
 *
 * @module
 */
import { type Lowering, repeating } from './lowering.ts'

/** The operation of ONNX of this name for singles. */
export interface SingleWord {
  readonly single: Lowering<unknown>
}

const word = (operation: string): SingleWord => ({
  single: repeating(({ emit, operands }) => emit.each(operation, operands)),
})

export const singleWords = {
  acos: word('Acos'),
  acosh: word('Acosh'),
  asin: word('Asin'),
  asinh: word('Asinh'),
  atan: word('Atan'),
  atanh: word('Atanh'),
  cosh: word('Cosh'),
  erf: word('Erf'),
  sinh: word('Sinh'),
  softsign: word('Softsign'),
}
