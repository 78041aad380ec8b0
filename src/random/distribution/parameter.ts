/**
 * Parameters of distributions: numbers, or tensors that are repeated to the shape of the samples and that samples are differentiable in.
 *
 * @module
 */
import { add, div, mul } from '../../primitive/elementwise/arithmetic.ts'
import { scale, shift } from '../../primitive/elementwise/scale.ts'
import { broadcast } from '../../primitive/reduction/broadcast.ts'
import { needs, showValue } from '../../tensor/contract/index.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import { ArgumentError, DTypeError, ShapeError } from '../../tensor/error.ts'
import { full } from '../../tensor/function/constructors.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import { elementsOf, isConcrete, isTensor, type Tensor } from '../../tensor/tensor.ts'

/**
 * A parameter of a distribution: a number for all samples, or a tensor that is repeated to their shape by the usual rule (aligned at
 * the last axes, of which those of size 1 are repeated).
 *
 * @category Random numbers
 * @since 0.1.0
 */
export type Parameter = number | Tensor

/** How many elements the last axis of a shape has, as far as the compiler knows. */
export type Last<C extends Shape> = C extends readonly [...Shape, infer D extends number] ? D : number

/** What a contract asks of a parameter. */
export const parameterNeed = needs.either(needs.number, needs.tensor)

/** Which numbers a parameter may be, and how an error calls them. */
export interface Range {
  readonly words: string
  readonly holds: (x: number) => boolean
}

/** Finite numbers. */
export const finite: Range = { words: 'finite', holds: Number.isFinite }

/** Positive finite numbers. */
export const positive: Range = { words: 'positive and finite', holds: x => x > 0 && Number.isFinite(x) }

/** Finite numbers that are not negative. */
export const nonNegative: Range = {
  words: 'finite and not negative',
  holds: x => x >= 0 && Number.isFinite(x),
}

/** Numbers and infinities. */
export const notNaN: Range = { words: 'a number', holds: x => !Number.isNaN(x) }

/** The element type of samples: the one asked for, or that of the parameters, or f32. */
export const dtypeOfSamples = (
  of: string,
  dtype: FloatDType | undefined,
  parameters: Readonly<Record<string, Parameter>>,
): FloatDType => {
  let known = dtype
  for (const [name, value] of Object.entries(parameters)) {
    if (!isTensor(value)) continue
    if (value.kind !== 'float')
      throw new DTypeError(
        `${of} needs a number or a tensor of floats for ${name}, but was given one of ${value.dtype}.`,
      )
    if (known !== undefined && value.dtype !== known)
      throw new DTypeError(
        `${of} draws samples of ${known}, but was given ${name} in ${value.dtype}: convert it with op.convert('${known}').`,
      )
    known = value.dtype as FloatDType
  }
  return known ?? 'f32'
}

const aligns = (of: Shape, to: Shape): boolean => {
  const missing = to.length - of.length
  return missing >= 0 && of.every((size, axis) => size === 1 || size === to[axis + missing])
}

/** Requires a parameter that can be repeated to the samples' shape and, where its numbers are there, of a range. */
export const requireParameter = (
  of: string,
  name: string,
  value: Parameter,
  { words, holds }: Range,
  shape: Shape,
): void => {
  if (!isTensor(value)) {
    if (!holds(value))
      throw new ArgumentError(`${of} needs ${name} to be ${words}, but was given ${showValue(value)}.`)
    return
  }
  if (!aligns(value.shape, shape))
    throw new ShapeError(
      `${of} cannot repeat ${name} of shape ${showShape(value.shape)} to samples of shape ${showShape(shape)}: sizes of axes, ` +
        'from the last one on, have to be equal or 1.',
      [value.shape, shape],
    )
  if (!isConcrete(value)) return
  const elements = elementsOf(value)
  for (let i = 0; i < elements.length; i++)
    if (!holds(elements[i]!))
      throw new ArgumentError(
        `${of} needs ${name} to be ${words}, but was given ${elements[i]} at position ${i}.`,
      )
}

/** A parameter for each sample. */
export const spreadTo = <S extends Shape>(shape: S, dtype: FloatDType, value: Parameter): Tensor<S> =>
  (typeof value === 'number' ? full(shape, value, dtype) : broadcast(shape)(value)) as Tensor<S>

/** `x` times a parameter. */
export const times =
  (by: Parameter) =>
  <S extends Shape>(x: Tensor<S>): Tensor<S> =>
    typeof by === 'number' ? scale(by)(x) : mul(x, spreadTo<S>(x.shape as S, 'f32', by))

/** `x` over a parameter. */
export const over =
  (by: Parameter) =>
  <S extends Shape>(x: Tensor<S>): Tensor<S> =>
    div(x, spreadTo<S>(x.shape as S, x.dtype, by))

/** `x` and a parameter. */
export const plus =
  (by: Parameter) =>
  <S extends Shape>(x: Tensor<S>): Tensor<S> =>
    typeof by === 'number' ? shift(by)(x) : add(x, spreadTo<S>(x.shape as S, 'f32', by))
