/**
 * Random operations on tensors, each with a bound for the size of its result and for how far rounding may take two engines apart.
 *
 * @module
 */

import type { AnyTensor } from '../../src/index.ts'
import { bind } from '../../src/primitive/core/bind.ts'
import type { Primitive } from '../../src/primitive/core/primitive.ts'
import { type PrimitiveName, primitives } from '../../src/primitive/table.ts'
import type { Shape } from '../../src/tensor/shape.ts'
import { shuffled, subset, type Tape } from './tape.ts'

export const sizeOf = (shape: Shape): number => shape.reduce((n, m) => n * m, 1)
const epsilon = { f32: 2 ** -23, f64: 2 ** -52, i32: 0, u8: 0 }

/** A value in the making: no element is larger than `most`, and two engines differ by no more than `error`. */
export interface Bounded {
  readonly x: AnyTensor
  readonly most: number
  readonly error: number
}

export const apply = (name: PrimitiveName, options: object, ...inputs: readonly AnyTensor[]): AnyTensor =>
  bind(primitives[name] as Primitive as Primitive<unknown>, options, inputs)

const rounded = (x: AnyTensor, most: number, error: number, exact = false): Bounded => ({
  x,
  most,
  error: exact && error === 0 ? 0 : error + 8 * epsilon[x.dtype] * most,
})
export const isExact = ({ error }: Bounded): boolean => error === 0

export const unary = (tape: Tape, { x, most, error }: Bounded): Bounded => {
  const exact = { x, most, error }
  switch (tape.below(8)) {
    case 0:
      return { ...exact, x: apply('neg', {}, x) }
    case 1:
      return { ...exact, x: apply('abs', {}, x) }
    case 2:
      return error === 0 ? { x: apply('sign', {}, x), most: 1, error } : exact
    case 3: {
      const constant = tape.of([-1, 2, 3, 0, -0, 1])
      return rounded(apply('scale', { constant }, x), 3 * most, 3 * error, true)
    }
    case 4: {
      const constant = tape.of([1, -2, 0])
      return rounded(apply('shift', { constant }, x), most + 2, error, true)
    }
    case 5: {
      if (most > 5) return rounded(apply('tanh', {}, x), 1, error)
      return rounded(apply(tape.of(['exp', 'expm1'] as const), {}, x), Math.exp(most), Math.exp(most) * error)
    }
    case 6: {
      const positive = apply('shift', { constant: 1 }, apply('abs', {}, x))
      return rounded(apply(tape.of(['log', 'sqrt', 'log1p'] as const), {}, positive), most + 2, error)
    }
    default:
      return rounded(apply(tape.of(['tanh', 'sigmoid', 'erf', 'sin', 'cos'] as const), {}, x), 1, error)
  }
}

export const binary = (tape: Tape, a: Bounded, b: Bounded): Bounded => {
  switch (tape.below(7)) {
    case 0:
      return rounded(apply('add', {}, a.x, b.x), a.most + b.most, a.error + b.error, true)
    case 1:
      return rounded(apply('sub', {}, a.x, b.x), a.most + b.most, a.error + b.error, true)
    case 2:
      return rounded(
        apply('mul', {}, a.x, b.x),
        a.most * b.most,
        a.most * b.error + b.most * a.error + a.error * b.error,
        true,
      )
    case 3:
    case 4:
      return {
        x: apply(tape.of(['maximum', 'minimum'] as const), {}, a.x, b.x),
        most: Math.max(a.most, b.most),
        error: Math.max(a.error, b.error),
      }
    case 5: {
      const positive = apply('shift', { constant: 1 }, apply('abs', {}, b.x))
      return rounded(apply('div', {}, a.x, positive), a.most, a.error + a.most * b.error)
    }
    default: {
      if (!isExact(a) || !isExact(b)) return a
      const type = tape.of([a.x.dtype, a.x.dtype, 'f32', 'f64', 'i32'] as const)
      const [x, y] = [a.x, b.x].map(each =>
        type === each.dtype ? each : apply('convert', { dtype: type }, each),
      ) as [AnyTensor, AnyTensor]
      const mask = apply(tape.of(['greater', 'greaterEqual', 'equal'] as const), {}, x, y)
      return tape.below(2) === 0
        ? { x: apply('select', {}, mask, a.x, b.x), most: Math.max(a.most, b.most), error: 0 }
        : { x: apply('convert', { dtype: a.x.dtype }, mask), most: 1, error: 0 }
    }
  }
}

export const reduced = (tape: Tape, { x, most, error }: Bounded, axes: readonly number[]): Bounded => {
  const count = sizeOf(axes.map(axis => x.shape[axis] as number))
  return count === 0 || tape.below(3) > 0
    ? rounded(apply('sum', { axes }, x), count * most, count * error, true)
    : { x: apply('max', { axes }, x), most, error }
}

/** A value that is smaller than another one, broadcast to its shape in one of all the ways there are. */
export const broadcast = (tape: Tape, a: Bounded): Bounded => {
  const axes = subset(tape, a.x.shape.length)
  const small = reduced(tape, a, axes)
  const kept = a.x.shape.map((_, axis) => axis).filter(axis => !axes.includes(axis))
  const order = tape.below(4) === 0 ? shuffled(tape, kept.length) : kept.map((_, i) => i)
  const x = apply('transpose', { axes: order }, small.x)
  return {
    ...small,
    x: apply('broadcast', { shape: a.x.shape, axes: order.map(i => kept[i] as number) }, x),
  }
}

export const moved = (tape: Tape, { x, most, error }: Bounded): Bounded => {
  const { shape } = x
  const is = (y: AnyTensor): Bounded => ({ x: y, most, error })
  switch (tape.below(7)) {
    case 0:
      return is(apply('transpose', { axes: shuffled(tape, shape.length) }, x))
    case 1: {
      const flat = apply('reshape', { shape: [sizeOf(shape)] }, x)
      const split = shape.length > 1 ? [sizeOf(shape.slice(0, 2)), ...shape.slice(2)] : [1, ...shape, 1]
      return is(apply('reshape', { shape: tape.of([split, shape, [...shape].reverse()]) }, flat))
    }
    case 2: {
      const start = shape.map(n => tape.below(n + 1))
      return is(apply('slice', { start, sizes: shape.map((n, i) => tape.below(n - start[i]! + 1)) }, x))
    }
    case 3: {
      const counts = () => shape.map(() => tape.below(3))
      return is(apply('pad', { before: counts(), after: counts() }, x))
    }
    case 4:
      return shape.length === 0 ? is(x) : is(apply('concat', { axis: tape.below(shape.length) }, x, x, x))
    case 5:
      return is(
        apply('broadcast', { shape: [tape.of([1, 3, 4]), ...shape], axes: shape.map((_, i) => i + 1) }, x),
      )
    default:
      return is(
        apply('broadcast', { shape: [...shape, tape.of([1, 2, 5])], axes: shape.map((_, i) => i) }, x),
      )
  }
}

/** A block, one smaller than the whole along each axis, from where indices say, and perhaps put to where others say. */
const block = (tape: Tape, { x, most, error }: Bounded, indices: readonly AnyTensor[]): Bounded => {
  const rank = x.shape.length
  const lists = indices.filter(({ shape }) => shape.length === 1 && (shape[0] as number) >= rank)
  if (lists.length === 0 || x.shape.some(n => n < 2)) return { x, most, error }
  const start = (): AnyTensor => apply('slice', { start: [0], sizes: [rank] }, tape.of(lists))
  const sizes = x.shape.map(n => n - 1)
  const cut = apply('dynamicSlice', { sizes, batchDims: 0 }, x, start())
  if (tape.below(3) === 0) return { x: cut, most, error }
  return { x: apply('dynamicUpdateSlice', { batchDims: 0 }, x, cut, start()), most, error }
}

export const indexed = (tape: Tape, { x, most, error }: Bounded, indices: readonly AnyTensor[]): Bounded => {
  const [rows = 0, columns = 0] = x.shape
  const asked = tape.of(indices)
  const by = tape.below(4) === 0 ? apply('convert', { dtype: 'u8' }, asked) : asked
  const own = indices.find(({ shape }) => shape.length === 1 && shape[0] === rows)
  switch (tape.below(5)) {
    case 3:
    case 4:
      return block(tape, { x, most, error }, indices)
    case 0:
      return rows < 2 ? { x, most, error } : { x: apply('gather', { batchDims: 0 }, x, by), most, error }
    case 1:
      return own === undefined || columns < 2
        ? { x, most, error }
        : { x: apply('gather', { batchDims: 1 }, x, own), most, error }
    default:
      return own === undefined
        ? { x, most, error }
        : rounded(
            apply('scatterAdd', { batchDims: 0, size: 2 + tape.below(4) }, x, own),
            rows * most,
            rows * error,
            true,
          )
  }
}

export const product = (tape: Tape, { x, most, error }: Bounded): Bounded => {
  const [m, n] = [x.shape.at(-2), x.shape.at(-1)]
  if (m === undefined || n === undefined) return { x, most, error }
  const axes = x.shape.map((_, axis) => axis)
  const turned = apply('transpose', { axes: [...axes.slice(0, -2), axes.length - 1, axes.length - 2] }, x)
  const [a, b, transposeA, transposeB, k] = tape.of([
    [x, x, false, true, n],
    [x, x, true, false, m],
    [x, turned, false, false, n],
    [x, turned, true, true, m],
  ] as const)
  const [terms, total] = [Math.max(k, 1), k * most * most]
  return rounded(
    apply('matmul', { transposeA, transposeB }, a, b),
    total,
    2 * terms * most * error + terms * epsilon[x.dtype] * total,
    true,
  )
}

/** Channels of images convolved each with a corner of its own. */
export const convolved = (tape: Tape, { x, most, error }: Bounded): Bounded => {
  const [height = 0, width = 0] = x.shape.slice(-2)
  const channels = sizeOf(x.shape.slice(0, -2))
  if (x.shape.length < 2 || height * width * channels === 0) return { x, most, error }
  const size = [1 + tape.below(Math.min(height, 3)), 1 + tape.below(Math.min(width, 3))]
  const images = apply('reshape', { shape: [1, channels, height, width] }, x)
  const corners = apply('slice', { start: [0, 0, 0, 0], sizes: [1, channels, ...size] }, images)
  const kernel = apply('reshape', { shape: [channels, 1, ...size] }, corners)
  const pair = (least: number, count: number) => [least + tape.below(count), least + tape.below(count)]
  const options = { strides: pair(1, 2), padding: pair(0, 2), dilations: [1, 1], groups: channels }
  const [terms, total] = [sizeOf(size), sizeOf(size) * most * most]
  return rounded(
    apply('convolve', options, images, kernel),
    total,
    2 * terms * most * error + terms * epsilon[x.dtype] * total,
    true,
  )
}

export const converted = (tape: Tape, { x, most, error }: Bounded): Bounded => {
  const to = tape.of(['f32', 'f64', 'i32', 'u8'] as const)
  if (to === 'u8') {
    const small = apply('convert', { dtype: 'i32' }, apply('abs', {}, x))
    return error > 0 || most > 255
      ? { x, most, error }
      : { x: apply('convert', { dtype: x.dtype }, apply('convert', { dtype: 'u8' }, small)), most, error }
  }
  if (to !== 'i32')
    return rounded(apply('convert', { dtype: to }, x), most, error + epsilon.f32 * (error && most), true)
  return error > 0
    ? { x, most, error }
    : { x: apply('convert', { dtype: x.dtype }, apply('convert', { dtype: 'i32' }, x)), most, error }
}
