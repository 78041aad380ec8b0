/**
 * Equations that only move elements: slices, paddings, concatenations, transposes and stored broadcasts are all copies of a block
 * from some strides to others.
 *
 * @module
 */

import type { ConcatOptions } from '../primitive/movement/concat.ts'
import type { PadOptions, SliceOptions } from '../primitive/movement/pad.ts'
import type { TransposeOptions } from '../primitive/movement/transpose.ts'
import type { BroadcastOptions } from '../primitive/reduction/broadcast.ts'
import { type Shape, stridesOf } from '../tensor/shape.ts'
import type { LoweredBy } from './lowering.ts'

/** A block that is copied from one place and strides (in elements) to others. */
export interface Block {
  readonly shape: Shape
  readonly fromStrides: readonly number[]
  readonly toStrides: readonly number[]
  readonly fromOffset: number
  readonly toOffset: number
}

/** What is copied of which operand, and whether zeros come first. */
export interface Movement {
  readonly copies: readonly { readonly operand: number; readonly block: Block }[]
  readonly zeros: boolean
}

type Move<O = never> = (options: O, inputs: readonly Shape[], output: Shape) => Movement

const offsetOf = (start: readonly number[], strides: readonly number[]): number =>
  start.reduce((offset, n, axis) => offset + n * (strides[axis] as number), 0)

const single = (block: Block, zeros = false): Movement => ({ copies: [{ operand: 0, block }], zeros })

const movements: { readonly [N in LoweredBy<'movement' | 'broadcast'>]: Move } = {
  slice: ({ start }: SliceOptions, [x], output) => {
    const fromStrides = stridesOf(x as Shape)
    const fromOffset = offsetOf(start, fromStrides)
    return single({ shape: output, fromStrides, toStrides: stridesOf(output), fromOffset, toOffset: 0 })
  },
  pad: ({ before }: PadOptions, [x], output) => {
    const [fromStrides, toStrides] = [stridesOf(x as Shape), stridesOf(output)]
    const toOffset = offsetOf(before, toStrides)
    return single({ shape: x as Shape, fromStrides, toStrides, fromOffset: 0, toOffset }, true)
  },
  transpose: ({ axes }: TransposeOptions, [x], output) => {
    const strides = stridesOf(x as Shape)
    const fromStrides = axes.map(axis => strides[axis] as number)
    return single({ shape: output, fromStrides, toStrides: stridesOf(output), fromOffset: 0, toOffset: 0 })
  },
  broadcast: ({ axes }: BroadcastOptions, [x], output) => {
    const strides = stridesOf(x as Shape)
    const fromStrides = output.map((_, axis) =>
      axes.includes(axis) ? (strides[axes.indexOf(axis)] as number) : 0,
    )
    return single({ shape: output, fromStrides, toStrides: stridesOf(output), fromOffset: 0, toOffset: 0 })
  },
  concat: ({ axis }: ConcatOptions, inputs, output) => {
    const toStrides = stridesOf(output)
    let done = 0
    const copies = inputs.map((shape, operand) => {
      const toOffset = done * (toStrides[axis] as number)
      done += shape[axis] as number
      return { operand, block: { shape, fromStrides: stridesOf(shape), toStrides, fromOffset: 0, toOffset } }
    })
    return { copies, zeros: false }
  },
}

/** The copies that an equation which only moves elements amounts to. */
export const movementOf = (
  name: LoweredBy<'movement' | 'broadcast'>,
  options: unknown,
  inputs: readonly Shape[],
  output: Shape,
): Movement => (movements[name] as Move<unknown>)(options, inputs, output)
