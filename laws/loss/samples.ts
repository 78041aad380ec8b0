/**
 * Predictions and targets as matrices, and losses in plain numbers.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type Integers, type Loss, type Tensor, toValues } from '../../src/index.ts'
import { indices, tensors } from '../arbitraries.ts'
import { summed } from '../close.ts'

export type OnTensors = Loss<Tensor, Tensor>
export type Matrix = Tensor<[number, number]>

export const [batch, features] = [4, 3] as const
export const matrices = tensors([batch, features]) as Arbitrary<Tensor>
export const widths = fc.integer({ min: 1, max: 64 }).map(n => n / 16)
export const labels = indices([batch], features) as Arbitrary<Integers<[number]>>
export const close = summed(64, undefined, 1)

export const number = (x: Tensor): number => toValues(x)[0] as number
export const numbers = (x: Tensor): readonly number[] => Array.from(toValues(x))
export const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length
export const rowsIn = (x: Tensor): readonly (readonly number[])[] =>
  Array.from({ length: batch }, (_, i) => numbers(x).slice(i * features, (i + 1) * features))
