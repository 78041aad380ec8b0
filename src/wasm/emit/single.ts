/**
 * Code for equations that are no part of a loop: products, reductions, picking by index, moving elements.
 *
 * @module
 */
import { convolutions, convolveShape, factorsOf, hasLanes, isEmpty, matmulSizes } from '../../plan/sizes.ts'
import { reduceExtents } from '../../plan/sizes.ts'
import { groupsOf } from '../../plan/randomDraw.ts'
import type { Gives } from '../../plan/convolution.ts'
import { abstractOf, type Equation, firstResult, type Program, type Ref } from '../../program/program.ts'
import type { WindowOptions } from '../../primitive/argmaxWindows.ts'
import { extentOf } from '../../primitive/sliding.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { FunctionBuilder } from '../binary/assembler.ts'
import { drawOf } from '../../plan/randomDraw.ts'
import { emitArgmaxWindows } from './argmaxWindows.ts'
import { convolveScratchBytes, emitConvolve } from './convolve.ts'
import { emitCopy, movementOf } from './copy.ts'
import { emitGather, emitScatterAdd, type GatherSpec, scatterScratchBytes } from './gather.ts'
import { emitRandom } from './random.ts'
import { emitReduce } from './reduce.ts'
import { features } from '../host/features.ts'
import type { Layout } from '../../plan/layout.ts'
import { emitMatmul, type MatmulSpec, matmulScratchBytes } from '../matmul/matmul.ts'
import { isShort } from './windowRuns.ts'

/** The most scratch memory that a product or convolution of the program needs. */
export const scratchBytesOf = (program: Program): number =>
  program.equations.reduce((most, equation, i) => {
    const { name } = equation.primitive
    const gives = convolutions[name]
    if (name === 'scatterAdd') {
      const sizes = gatherSizes(program, firstResult(program) + i)
      return sizes === null ? most : Math.max(most, scatterScratchBytes(sizes))
    }
    if (name === 'matmul') return Math.max(most, matmulScratchBytes(matmulSizes(program, equation)))
    if (gives === undefined || isEmpty(program, equation)) return most
    return Math.max(most, convolveScratchBytes(convolveShape(program, firstResult(program) + i, gives)))
  }, 0)

/** The sizes of a gather or scatter; `null` if there is no code for it. */
const gatherSizes = (program: Program, ref: Ref): Omit<GatherSpec, 'indices' | 'rows' | 'picked'> | null => {
  const { primitive, operands, options, dtype } = program.equations[ref - firstResult(program)] as Equation
  const [first, indices] = operands as readonly [Ref, Ref]
  const isGather = primitive.name === 'gather'
  const table = abstractOf(program, isGather ? first : ref).shape
  const { batchDims } = options as { readonly batchDims: number }
  const index = abstractOf(program, indices)
  if (!hasLanes(dtype) || index.dtype !== 'i32') return null
  return {
    dtype,
    batches: sizeOf(index.shape.slice(0, batchDims)),
    perBatch: sizeOf(index.shape.slice(batchDims)),
    size: table[batchDims] as number,
    width: sizeOf(table.slice(batchDims + 1)),
  }
}

const gatherSpec = (program: Program, layout: Layout, ref: Ref): GatherSpec | null => {
  const { primitive, operands } = program.equations[ref - firstResult(program)] as Equation
  const [first, indices] = operands as readonly [Ref, Ref]
  const [rows, picked] = primitive.name === 'gather' ? [first, ref] : [ref, first]
  const sizes = gatherSizes(program, ref)
  return (
    sizes && {
      ...sizes,
      indices: layout.addressOf(indices),
      rows: layout.addressOf(rows),
      picked: layout.addressOf(picked),
    }
  )
}

/** Emits an equation on its own; false if it has to run as its kernel. */
export const emitSingle = (
  f: FunctionBuilder,
  program: Program,
  layout: Layout,
  equation: number,
): boolean => {
  const ref = firstResult(program) + equation
  const it = program.equations[equation] as Equation
  const { primitive, options, operands, dtype } = it
  if (isEmpty(program, it)) return false
  const [first] = operands as readonly [Ref]
  switch (primitive.name) {
    case 'matmul': {
      const [a, b] = operands as readonly [Ref, Ref]
      const spec: MatmulSpec = {
        ...matmulSizes(program, it),
        a: layout.addressOf(a),
        b: layout.addressOf(b),
        c: layout.addressOf(ref),
        scratch: layout.scratch,
      }
      emitMatmul(f, spec, features())
      return true
    }
    case 'sum':
    case 'max': {
      const extents = reduceExtents(
        abstractOf(program, first),
        (options as { readonly axes: readonly number[] }).axes,
      )
      if (extents === null || !hasLanes(dtype)) return false
      emitReduce(f, dtype, primitive.name, extents, layout.addressOf(first), layout.addressOf(ref))
      return true
    }
    case 'convolve':
    case 'convolveTransposed':
    case 'convolveKernel': {
      const gives = convolutions[primitive.name] as Gives
      const { x, w, y } = factorsOf(gives, operands as readonly [Ref, Ref], ref)
      emitConvolve(
        f,
        {
          ...convolveShape(program, ref, gives),
          x: layout.addressOf(x),
          w: layout.addressOf(w),
          y: layout.addressOf(y),
          scratch: layout.scratch,
        },
        features(),
      )
      return true
    }
    case 'argmaxWindows': {
      const { size, strides, padding } = options as WindowOptions
      const images = abstractOf(program, first)
      const geometry = { image: extentOf(images.shape), windows: extentOf(it.shape), size, strides, padding }
      if (!hasLanes(images.dtype) || !isShort(geometry)) return false
      emitArgmaxWindows(f, {
        ...geometry,
        dtype: images.dtype,
        planes: (images.shape[0] as number) * (images.shape[1] as number),
        from: layout.addressOf(first),
        to: layout.addressOf(ref),
      })
      return true
    }
    case 'gather':
    case 'scatterAdd': {
      const spec = gatherSpec(program, layout, ref)
      if (spec === null) return false
      if (primitive.name === 'gather') emitGather(f, spec, equation + 1)
      else emitScatterAdd(f, spec, equation + 1, layout.scratch)
      return true
    }
    case 'bits':
    case 'unit': {
      const draw = drawOf(program, layout.isStored, it)
      if (draw === null) return false
      const places = { key: layout.addressOf(draw.from), to: layout.addressOf(ref) }
      emitRandom(f, { ...draw, ...places }, 0, groupsOf(draw))
      return true
    }
    case 'convert': {
      const from = abstractOf(program, first)
      if (sizeOf(it.shape) !== 1 || !hasLanes(from.dtype) || !hasLanes(dtype)) return false
      f.i32(0)
        .i32(0)
        .memory(from.dtype === 'f32' ? 'f32.load' : 'f64.load', layout.addressOf(first))
      if (from.dtype !== dtype) f.op(dtype === 'f32' ? 'f32.demote_f64' : 'f64.promote_f32')
      f.memory(dtype === 'f32' ? 'f32.store' : 'f64.store', layout.addressOf(ref))
      return true
    }
    default:
      return emitMovement(f, program, layout, ref)
  }
}

/** Emits an equation that only moves elements; false if it does more. */
const emitMovement = (f: FunctionBuilder, program: Program, layout: Layout, ref: Ref): boolean => {
  const { primitive, options, operands, shape, dtype } = program.equations[
    ref - firstResult(program)
  ] as Equation
  const shapes = operands.map(operand => abstractOf(program, operand).shape)
  const movement = movementOf(primitive.name, options, shapes, shape)
  if (movement === null || dtype === 'u8') return false
  const bytes = dtype === 'f64' ? 8 : 4
  const to = layout.addressOf(ref)
  if (movement.zeros)
    f.i32(to)
      .i32(0)
      .i32(sizeOf(shape) * bytes)
      .fill()
  for (const { operand, spec } of movement.copies) {
    const from = layout.addressOf(operands[operand] as Ref)
    emitCopy(f, { ...spec, bytes, from: from + spec.fromOffset * bytes, to: to + spec.toOffset * bytes })
  }
  return true
}
