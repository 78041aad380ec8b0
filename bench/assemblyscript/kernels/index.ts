/**
 * The exports of the module: each kernel for f32 and f64. All addresses are in bytes, all sizes in elements.
 *
 * @module
 */
import * as elementwise from './elementwise'
import * as products from './matmul'
import * as rows from './rows'
import * as losses from './softmaxCrossEntropy'
import { play } from './tape'

/** Where the memory begins that is not the module's own. */
export function heapBase(): usize {
  return __heap_base
}

export function matmul_f32(
  a: usize, b: usize, c: usize, m: i32, n: i32, k: i32,
  transposeA: bool, transposeB: bool, scratch: usize,
): void {
  products.matmul<f32>(a, b, c, m, n, k, transposeA, transposeB, scratch)
}
export function addRow_f32(x: usize, row: usize, count: i32, columns: i32): void {
  rows.addRow<f32>(x, row, count, columns)
}
export function sumRows_f32(x: usize, sum: usize, count: i32, columns: i32): void {
  rows.sumRows<f32>(x, sum, count, columns)
}
export function sigmoid_f32(x: usize, y: usize, size: i32): void {
  elementwise.sigmoid<f32>(x, y, size)
}
export function sigmoidPullback_f32(dy: usize, y: usize, dx: usize, size: i32): void {
  elementwise.sigmoidPullback<f32>(dy, y, dx, size)
}
export function leakyRelu_f32(x: usize, y: usize, size: i32, slope: f64): void {
  elementwise.leakyRelu<f32>(x, y, size, slope)
}
export function leakyReluPullback_f32(dy: usize, y: usize, dx: usize, size: i32, slope: f64): void {
  elementwise.leakyReluPullback<f32>(dy, y, dx, size, slope)
}
export function softmaxCrossEntropy_f32(z: usize, labels: usize, dz: usize, count: i32, columns: i32): f64 {
  return losses.softmaxCrossEntropy<f32>(z, labels, dz, count, columns)
}
export function descend_f32(p: usize, g: usize, next: usize, size: i32, rate: f64): bool {
  return elementwise.descend<f32>(p, g, next, size, rate)
}
export function play_f32(tape: usize, count: i32, results: usize): void {
  play<f32>(tape, count, results)
}

export function matmul_f64(
  a: usize, b: usize, c: usize, m: i32, n: i32, k: i32,
  transposeA: bool, transposeB: bool, scratch: usize,
): void {
  products.matmul<f64>(a, b, c, m, n, k, transposeA, transposeB, scratch)
}
export function addRow_f64(x: usize, row: usize, count: i32, columns: i32): void {
  rows.addRow<f64>(x, row, count, columns)
}
export function sumRows_f64(x: usize, sum: usize, count: i32, columns: i32): void {
  rows.sumRows<f64>(x, sum, count, columns)
}
export function sigmoid_f64(x: usize, y: usize, size: i32): void {
  elementwise.sigmoid<f64>(x, y, size)
}
export function sigmoidPullback_f64(dy: usize, y: usize, dx: usize, size: i32): void {
  elementwise.sigmoidPullback<f64>(dy, y, dx, size)
}
export function leakyRelu_f64(x: usize, y: usize, size: i32, slope: f64): void {
  elementwise.leakyRelu<f64>(x, y, size, slope)
}
export function leakyReluPullback_f64(dy: usize, y: usize, dx: usize, size: i32, slope: f64): void {
  elementwise.leakyReluPullback<f64>(dy, y, dx, size, slope)
}
export function softmaxCrossEntropy_f64(z: usize, labels: usize, dz: usize, count: i32, columns: i32): f64 {
  return losses.softmaxCrossEntropy<f64>(z, labels, dz, count, columns)
}
export function descend_f64(p: usize, g: usize, next: usize, size: i32, rate: f64): bool {
  return elementwise.descend<f64>(p, g, next, size, rate)
}
export function play_f64(tape: usize, count: i32, results: usize): void {
  play<f64>(tape, count, results)
}
