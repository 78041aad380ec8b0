/**
 * Code for blocks that begin at a place that is computed. A block that is not within the whole ends the run, and the number of its
 * equation is what the run returns.
 *
 * @module
 */
import { type Shape, sizeOf, stridesOf } from '../../tensor/shape.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { emitCopy } from './copy.ts'

/** Sizes and addresses of blocks in tensors: `examples` of them, each with a start of its own. */
export interface BlockSpec {
  /** The size of an element: 4 or 8. */
  readonly bytes: 4 | 8
  readonly examples: number
  readonly shape: Shape
  readonly sizes: Shape
  readonly start: { readonly address: number; readonly isByte: boolean }
  readonly whole: number
  readonly block: number
}

/** Visits each example: leaves in locals the offsets in bytes of its block in the whole, and of its place among the blocks. */
const eachBlock = (
  f: FunctionBuilder,
  { bytes, examples, shape, sizes, start }: BlockSpec,
  failure: number,
  visit: (inWhole: Local, inBlocks: Local) => void,
): void => {
  const strides = stridesOf(shape)
  const [example, at, first, inWhole, inBlocks, one] = [
    f.local('i32'),
    f.local('address'),
    f.local('address'),
    f.local('address'),
    f.local('address'),
    f.local('i32'),
  ] as const
  const width = start.isByte ? 1 : 4
  f.address(0).set(at).address(0).set(first).address(0).set(inBlocks)
  f.for(example, 0, examples, 1, () => {
    f.get(first).set(inWhole)
    shape.forEach((n, axis) => {
      f.get(at).memory(start.isByte ? 'i32.load8_u' : 'i32.load', start.address + axis * width)
      f.tee(one)
        .i32(n - (sizes[axis] as number) + 1)
        .op('i32.ge_u')
      f.if(() => {
        f.i32(failure).op('return')
      })
      f.get(one)
        .op('address.extend_i32_u')
        .address((strides[axis] as number) * bytes)
        .op('address.mul')
        .get(inWhole)
        .op('address.add')
        .set(inWhole)
    })
    visit(inWhole, inBlocks)
    f.advance(at, shape.length * width)
    f.advance(first, sizeOf(shape) * bytes)
    f.advance(inBlocks, sizeOf(sizes) * bytes)
  })
  f.release(example, at, first, inWhole, inBlocks, one)
}

/** Emits `block = whole[start…]`. */
export const emitDynamicSlice = (f: FunctionBuilder, spec: BlockSpec, failure: number): void => {
  const { bytes, shape, sizes, whole, block } = spec
  eachBlock(f, spec, failure, (inWhole, inBlocks) => {
    emitCopy(f, {
      ...{ bytes, shape: sizes, from: whole, fromStrides: stridesOf(shape) },
      ...{ to: block, toStrides: stridesOf(sizes), moving: { from: inWhole, to: inBlocks } },
    })
  })
}

/** Emits `to = whole`, unless that is there already, and `to[start…] = block`. */
export const emitDynamicUpdateSlice = (
  f: FunctionBuilder,
  spec: BlockSpec & { readonly to: number },
  failure: number,
): void => {
  const { bytes, examples, shape, sizes, whole, block, to } = spec
  if (to !== whole)
    f.address(to)
      .address(whole)
      .address(examples * sizeOf(shape) * bytes)
      .copy()
  // In place, nothing may be written before all starts are found to be right: what fails is run again by its kernel, which says why.
  if (to === whole && examples > 1) eachBlock(f, spec, failure, () => {})
  eachBlock(f, spec, failure, (inWhole, inBlocks) => {
    emitCopy(f, {
      ...{ bytes, shape: sizes, from: block, fromStrides: stridesOf(sizes) },
      ...{ to, toStrides: stridesOf(shape), moving: { from: inBlocks, to: inWhole } },
    })
  })
}
