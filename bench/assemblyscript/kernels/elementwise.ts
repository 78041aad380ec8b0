/**
 * Kernels that go from element to element. They write whole vectors: what lies behind a buffer is overwritten.
 *
 * @module
 */
import { exp } from './exp'
import { madd } from './lanes'

/** `y = 1 / (1 + e⁻ˣ)`. */
export function sigmoid<T>(x: usize, y: usize, size: i32): void {
  const one = v128.splat<T>(<T>1)
  for (let i: usize = 0, end = <usize>size * sizeof<T>(); i < end; i += 16)
    v128.store(y + i, v128.div<T>(one, v128.add<T>(one, exp<T>(v128.neg<T>(v128.load(x + i))))))
}

/** `dx = dy · y · (1 - y)`. */
export function sigmoidPullback<T>(dy: usize, y: usize, dx: usize, size: i32): void {
  const one = v128.splat<T>(<T>1)
  for (let i: usize = 0, end = <usize>size * sizeof<T>(); i < end; i += 16) {
    const value = v128.load(y + i)
    const slope = v128.mul<T>(value, v128.sub<T>(one, value))
    v128.store(dx + i, v128.mul<T>(v128.load(dy + i), slope))
  }
}

/** `y = x`, or `slope · x` below 0. */
export function leakyRelu<T>(x: usize, y: usize, size: i32, slope: f64): void {
  const zero = v128.splat<T>(<T>0)
  const factor = v128.splat<T>(<T>slope)
  for (let i: usize = 0, end = <usize>size * sizeof<T>(); i < end; i += 16) {
    const value = v128.load(x + i)
    v128.store(y + i, v128.bitselect(value, v128.mul<T>(value, factor), v128.gt<T>(value, zero)))
  }
}

/** `dx = dy`, or `slope · dy` where `y` is not positive. */
export function leakyReluPullback<T>(dy: usize, y: usize, dx: usize, size: i32, slope: f64): void {
  const zero = v128.splat<T>(<T>0)
  const factor = v128.splat<T>(<T>slope)
  for (let i: usize = 0, end = <usize>size * sizeof<T>(); i < end; i += 16) {
    const value = v128.load(dy + i)
    const positive = v128.gt<T>(v128.load(y + i), zero)
    v128.store(dx + i, v128.bitselect(value, v128.mul<T>(value, factor), positive))
  }
}

/** `next = p - rate · g`; whether all of it is finite. */
export function descend<T>(p: usize, g: usize, next: usize, size: i32, rate: f64): bool {
  const factor = v128.splat<T>(<T>-rate)
  const zero = v128.splat<T>(<T>0)
  // 0 · x is NaN for what is not finite, and NaN stays NaN in a sum.
  let watch = zero
  for (let i: usize = 0, end = <usize>size * sizeof<T>(); i < end; i += 16) {
    const value = madd<T>(v128.load(g + i), factor, v128.load(p + i))
    v128.store(next + i, value)
    watch = madd<T>(value, zero, watch)
  }
  return !v128.any_true(v128.ne<T>(watch, watch))
}
