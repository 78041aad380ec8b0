/**
 * Refusals of operations by their sentences, and shapes to be refused.
 *
 * @module
 */
import fc from 'fast-check'
import { type AnyTensor, type DType, type Shape, zeros } from '../../../src/index.ts'
import { bind } from '../../../src/primitive/core/bind.ts'
import type { Primitive } from '../../../src/primitive/core/primitive.ts'
import { type PrimitiveName, primitives } from '../../../src/primitive/table.ts'
import type { Verdict } from '../../law.ts'
import { refusedSaying } from '../../oracle/refusal.ts'

export const apply =
  (name: PrimitiveName, options: object, ...inputs: readonly AnyTensor[]) =>
  (): AnyTensor =>
    bind(primitives[name] as Primitive as Primitive<unknown>, options, inputs)

export const of = (shape: Shape, dtype: DType = 'f32'): AnyTensor => zeros(shape, dtype) as AnyTensor
export const show = (shape: readonly unknown[]): string => `[${shape.join(', ')}]`

export const sizes = fc.integer({ min: 1, max: 4 })
export const shapes = fc.array(sizes, { minLength: 1, maxLength: 3 })
export const nearly = fc.constantFrom(-1, 0.5, Number.NaN)

export const refuses = (
  words: string,
  run: () => unknown,
  facts: Readonly<Record<string, unknown>> = {},
): Verdict => refusedSaying('ShapeError', words, run, facts)

export const unequal = (name: string, x: Shape, y: Shape, run: () => unknown): Verdict => {
  const axis = x.length === y.length ? x.findIndex((n, i) => n !== y[i]) : undefined
  const where =
    axis === undefined
      ? `their ranks are ${x.length} and ${y.length}`
      : `axis ${axis} is ${x[axis]} and ${y[axis]}`
  return refuses(
    `${name} needs two tensors of one shape, but was given ${show(x)} and ${show(y)}: ${where}. Nothing is broadcast silently: use op.broadcast.`,
    run,
    { shapes: [x, y], ...(axis === undefined ? {} : { axis }) },
  )
}

export const otherType = (name: string, run: () => unknown): Verdict =>
  refusedSaying(
    'DTypeError',
    `${name} needs one element type, but was given f32 and f64. Nothing is converted silently: use op.convert, or make data and parameters of one type ({ dtype: 'f64' } where parameters are made).`,
    run,
  )

export const notFloats = (name: string, shape: Shape, run: () => unknown): Verdict =>
  refusedSaying(
    'DTypeError',
    `${name} needs floats, but was given i32 of shape ${show(shape)}. Convert with op.convert('f32').`,
    run,
  )

export const notIntegers = (name: string, shape: Shape, run: () => unknown): Verdict =>
  refusedSaying(
    'DTypeError',
    `${name} needs integers, but was given f32 of shape ${show(shape)}. Convert with op.convert('i32').`,
    run,
  )
