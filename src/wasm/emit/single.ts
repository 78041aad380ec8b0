/**
 * Code for equations that are not part of a loop: products, reductions, taking rows by index, moving elements.
 *
 * @module
 */

import { lanesOf } from '../../plan/lanes.ts'
import type { Layout } from '../../plan/layout.ts'
import { type Kernel, kernel, type LoweredBy, type Lowering, loweringOf } from '../../plan/lowering.ts'
import { movementOf } from '../../plan/movement.ts'
import { drawOf, groupsOf } from '../../plan/randomDraw.ts'
import { convolveShape, factorsOf, hasLanes, isEmpty, matmulSizes, reduceExtents } from '../../plan/sizes.ts'
import type { DynamicUpdateSliceOptions } from '../../primitive/block/dynamicSlice.ts'
import {
  abstractOf,
  type Equation,
  firstResult,
  type Program,
  type Ref,
} from '../../primitive/core/program.ts'
import type { GatherOptions } from '../../primitive/movement/gather.ts'
import type { SumOptions } from '../../primitive/reduction/broadcast.ts'
import type { WindowOptions } from '../../primitive/window/argmaxWindows.ts'
import { extentOf } from '../../primitive/window/sliding.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { FunctionBuilder } from '../binary/assembler.ts'
import { features } from '../host/features.ts'
import { emitMatmul, matmulScratchBytes } from '../matmul/matmul.ts'
import { emitArgmax, emitConversion, emitIntegers } from './alone.ts'
import { emitArgmaxWindows } from './argmaxWindows.ts'
import { convolveScratchBytes, emitConvolve } from './convolve.ts'
import { emitCopy } from './copy.ts'
import { type BlockSpec, emitDynamicSlice, emitDynamicUpdateSlice } from './dynamicSlice.ts'
import { emitGather, emitScatterAdd, type GatherSpec, scatterScratchBytes } from './gather.ts'
import { emitPrefixAttention, emitPrefixCheck, prefixScratchBytes } from './prefixAttention.ts'
import { prefixSpecOf } from './prefixAttentionChunk.ts'
import { emitRandom } from './random.ts'
import { emitReduce } from './reduce.ts'
import { isShort } from './windowRuns.ts'

/** Emits an equation, or the reason why its kernel has to do. */
export type Code = ((f: FunctionBuilder) => void) | Kernel

/** An equation in a program, and where everything lies. */
interface Site {
  readonly program: Program
  readonly layout: Layout
  /** The number of the equation among all of the module. */
  readonly number: number
  readonly ref: Ref
  readonly equation: Equation
}

/** The most scratch memory that an equation on its own needs. */
export const scratchBytesOf = (program: Program): number =>
  program.equations.reduce((most, equation, i) => {
    const ref = firstResult(program) + i
    const how = loweringOf(equation)
    switch (how.by) {
      case 'scatter': {
        const sizes = gatherSizes(program, ref, ref)
        return sizes === null ? most : Math.max(most, scatterScratchBytes(sizes))
      }
      case 'product':
        return Math.max(most, matmulScratchBytes(matmulSizes(program, equation)))
      case 'convolution':
        if (isEmpty(program, equation)) return most
        return Math.max(most, convolveScratchBytes(convolveShape(program, ref, how.gives)))
      case 'prefixAttention': {
        const { dtype, operands } = equation
        const capacity = abstractOf(program, operands[1] as Ref).shape[2] as number
        return hasLanes(dtype) ? Math.max(most, prefixScratchBytes(dtype, capacity)) : most
      }
      default:
        return most
    }
  }, 0)

/** The sizes of a gather or scatter, from or to rows of a table; `null` if there is no code for it. */
const gatherSizes = (
  program: Program,
  ref: Ref,
  table: Ref,
): Omit<GatherSpec, 'indices' | 'rows' | 'taken'> | null => {
  const { operands, options, dtype } = program.equations[ref - firstResult(program)] as Equation
  const { shape } = abstractOf(program, table)
  const { batchDims } = options as GatherOptions
  const index = abstractOf(program, operands[1] as Ref)
  if (!hasLanes(dtype) || index.dtype !== 'i32') return null
  return {
    dtype,
    batches: sizeOf(index.shape.slice(0, batchDims)),
    perBatch: sizeOf(index.shape.slice(batchDims)),
    size: shape[batchDims] as number,
    width: sizeOf(shape.slice(batchDims + 1)),
  }
}

const gathering = (
  { program, layout, ref, equation }: Site,
  [table, taken]: readonly [Ref, Ref],
  emit: (spec: GatherSpec) => (f: FunctionBuilder) => void,
): Code => {
  const sizes = gatherSizes(program, ref, table)
  if (sizes === null) return kernel('rows are taken by code for floats and indices of i32 only')
  const { addressOf } = layout
  const indices = addressOf(equation.operands[1] as Ref)
  return emit({ ...sizes, indices, rows: addressOf(table), taken: addressOf(taken) })
}

/** A block of a tensor, where it begins, and where the whole and the block lie. */
const blockSpec = ({ program, layout, equation }: Site, whole: Ref, start: Ref, block: Ref): BlockSpec => {
  const { batchDims } = equation.options as DynamicUpdateSliceOptions
  const { shape, dtype } = abstractOf(program, whole)
  return {
    bytes: dtype === 'f64' ? 8 : 4,
    examples: sizeOf(shape.slice(0, batchDims)),
    shape: shape.slice(batchDims),
    sizes: abstractOf(program, block).shape.slice(batchDims),
    start: { address: layout.addressOf(start), isByte: abstractOf(program, start).dtype === 'u8' },
    whole: layout.addressOf(whole),
    block: layout.addressOf(block),
  }
}

const bytesOnly = kernel('copies have code for elements of 4 and 8 bytes only')

const drawing = ({ program, layout, ref, equation }: Site): Code => {
  const draw = drawOf(program, layout.isStored, equation)
  if (draw === null)
    return kernel('the random words are in memory: they are given, or something else reads them, too')
  const places = { key: layout.addressOf(draw.from), to: layout.addressOf(ref) }
  return f => emitRandom(f, { ...draw, ...places }, 0, groupsOf(draw))
}

const moving = ({ program, layout, ref, equation }: Site): Code => {
  const { primitive, options, operands, shape, dtype } = equation
  if (dtype === 'u8') return bytesOnly
  const shapes = operands.map(operand => abstractOf(program, operand).shape)
  const name = primitive.name as LoweredBy<'movement' | 'broadcast'>
  const { zeros, copies } = movementOf(name, options, shapes, shape)
  const bytes = dtype === 'f64' ? 8 : 4
  const to = layout.addressOf(ref)
  return f => {
    if (zeros)
      f.address(to)
        .i32(0)
        .address(sizeOf(shape) * bytes)
        .fill()
    for (const { operand, block } of copies) {
      const from = layout.addressOf(operands[operand] as Ref)
      emitCopy(f, { ...block, bytes, from: from + block.fromOffset * bytes, to: to + block.toOffset * bytes })
    }
  }
}

/** Outside of loops there is code for sums and products of integers, and for floats that become others, element by element. */
const alone = ({ program, layout, ref, equation }: Site): Code => {
  const { primitive, operands, shape, dtype } = equation
  const [first, second] = operands as readonly [Ref, Ref]
  const { addressOf } = layout
  const { name } = primitive
  const count = sizeOf(shape)
  if (dtype === 'i32' && (name === 'add' || name === 'sub' || name === 'mul')) {
    const places = { x: addressOf(first), y: addressOf(second), to: addressOf(ref) }
    return f => emitIntegers(f, name, count, places)
  }
  const from = abstractOf(program, first).dtype
  if (name !== 'convert' || !hasLanes(from))
    return kernel('loops compute floats; of integers they only make floats and masks, sums and products')
  if (!hasLanes(dtype)) return kernel('floats become integers by no code')
  const [source, target] = [
    { dtype: from, address: addressOf(first) },
    { dtype, address: addressOf(ref) },
  ]
  return f => emitConversion(f, count, source, target)
}

type Codes = {
  readonly [By in Lowering['by']]: (site: Site, how: Extract<Lowering, { readonly by: By }>) => Code
}

/** Code for each way of lowering. One that is missing does not compile. */
const codes: Codes = {
  elementwise: alone,
  comparison: () => kernel('loops compare floats and integers of i32, not bytes'),
  product: ({ program, layout, ref, equation }) => {
    const [a, b, c] = [...equation.operands, ref].map(layout.addressOf) as [number, number, number]
    return f =>
      emitMatmul(f, { ...matmulSizes(program, equation), a, b, c, scratch: layout.scratch }, features())
  },
  convolution: ({ program, layout, ref, equation }, { gives }) => {
    const factors = factorsOf(gives, equation.operands as readonly [Ref, Ref], ref)
    const [x, w, y] = [factors.x, factors.w, factors.y].map(layout.addressOf) as [number, number, number]
    return f =>
      emitConvolve(f, { ...convolveShape(program, ref, gives), x, w, y, scratch: layout.scratch }, features())
  },
  reduction: ({ program, layout, ref, equation }, { of }) => {
    const { operands, options, dtype } = equation
    const [first] = operands as readonly [Ref]
    const extents = reduceExtents(abstractOf(program, first), (options as SumOptions).axes)
    if (extents === null) return kernel('the axes lie apart: code reduces axes that lie together')
    if (!hasLanes(dtype)) return kernel('code reduces floats, not integers')
    return f => emitReduce(f, dtype, of, extents, layout.addressOf(first), layout.addressOf(ref))
  },
  argmax: ({ program, layout, ref, equation }) => {
    const [first] = equation.operands as readonly [Ref]
    const { shape, dtype } = abstractOf(program, first)
    if (!hasLanes(dtype)) return kernel('code looks for the largest of floats, not of integers')
    const places = { from: layout.addressOf(first), to: layout.addressOf(ref) }
    const columns = shape.at(-1) as number
    return f => emitArgmax(f, dtype, { rows: sizeOf(shape) / columns, columns, ...places })
  },
  windows: ({ program, layout, ref, equation }) => {
    const { operands, options, shape } = equation
    const [first] = operands as readonly [Ref]
    const { size, strides, padding } = options as WindowOptions
    const { shape: images, dtype } = abstractOf(program, first)
    const geometry = { image: extentOf(images), windows: extentOf(shape), size, strides, padding }
    if (!hasLanes(dtype)) return kernel('code looks for the largest of floats, not of integers')
    if (!isShort(geometry)) return kernel('code that names each element of these windows would be too long')
    const planes = (images[0] as number) * (images[1] as number)
    const places = { from: layout.addressOf(first), to: layout.addressOf(ref) }
    return f => emitArgmaxWindows(f, { ...geometry, dtype, planes, ...places })
  },
  gather: site =>
    gathering(
      site,
      [site.equation.operands[0] as Ref, site.ref],
      spec => f => emitGather(f, spec, site.number + 1),
    ),
  scatter: site =>
    gathering(
      site,
      [site.ref, site.equation.operands[0] as Ref],
      spec => f => emitScatterAdd(f, spec, site.number + 1, site.layout.scratch),
    ),
  dynamicSlice: site => {
    const { dtype, operands } = site.equation
    const [x, start] = operands as readonly [Ref, Ref]
    if (dtype === 'u8') return bytesOnly
    return f => emitDynamicSlice(f, blockSpec(site, x, start, site.ref), site.number + 1)
  },
  dynamicUpdateSlice: site => {
    const { dtype, operands } = site.equation
    const [x, block, start] = operands as readonly [Ref, Ref, Ref]
    if (dtype === 'u8') return bytesOnly
    const spec = { ...blockSpec(site, x, start, block), to: site.layout.addressOf(site.ref) }
    return f => emitDynamicUpdateSlice(f, spec, site.number + 1)
  },
  prefixAttention: ({ program, layout, number, ref }) => {
    const spec = prefixSpecOf(program, layout, ref - firstResult(program))
    if (spec === null || spec.size % lanesOf(spec.dtype) !== 0)
      return kernel('code computes attention to a cache where the features of a head fill whole vectors')
    return f => {
      emitPrefixCheck(f, spec, number + 1)
      emitPrefixAttention(f, spec, features())
    }
  },
  movement: moving,
  broadcast: moving,
  words: drawing,
  uniforms: drawing,
  alias: () => kernel('the operand is there already under another shape'),
  result: () => kernel('what an operation with bodies gives is there already'),
  loop: () => kernel('an operand or a result of the loop has no elements'),
  while: () => kernel('an operand of the loop has no elements'),
  cond: () => kernel('an operand or a result of the choice has no elements'),
  kernel: (_, how) => how,
}

/**
 * The code of an equation on its own, or the reason why its kernel has to do. `number` is what it is called among all equations of
 * the module, those in loops included.
 */
export const codeOf = (program: Program, layout: Layout, position: number, number = position): Code => {
  const equation = program.equations[position] as Equation
  if (isEmpty(program, equation)) return kernel('an operand or the result has no elements')
  const how = loweringOf(equation)
  const code = codes[how.by] as (site: Site, how: Lowering) => Code
  return code({ program, layout, number, ref: firstResult(program) + position, equation }, how)
}
