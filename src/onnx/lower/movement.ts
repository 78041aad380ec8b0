/**
 * Elements in other places: of masks they give masks.
 *
 * @module
 */
import type { ConcatOptions } from '../../primitive/movement/concat.ts'
import type { PadOptions, SliceOptions } from '../../primitive/movement/pad.ts'
import type { ReshapeOptions } from '../../primitive/movement/reshape.ts'
import type { TransposeOptions } from '../../primitive/movement/transpose.ts'
import type { BroadcastOptions } from '../../primitive/reduction/broadcast.ts'
import { type Lowering, strict, truthful } from './lowering.ts'
import type { Value } from './value.ts'

/** Nothing is repeated here: the axes are put where they belong, and operations on each element do the rest. */
const broadcast: Lowering<BroadcastOptions> = truthful(({ emit, operands: [given], options, result }) => {
  const x = given as Value
  const rank = result.shape.length
  const type = { shape: result.shape, extents: result.extents, element: x.element }
  if (x.held.length === 0) return { ...type, name: x.name, held: [] }
  const { axes } = options
  const order = axes.map((_, i) => i).toSorted((i, j) => (axes[i] as number) - (axes[j] as number))
  const turned = emit.transpose(x, order)
  // Leading axes that only repeat are not there, and stay so.
  const mapped = order.map(i => axes[i] as number).slice(axes.length - turned.held.length)
  const [first] = mapped as [number]
  const behind = range(first, rank)
  const missing = behind.filter(axis => !mapped.includes(axis)).map(axis => axis - first)
  if (missing.length === 0) return { ...type, name: turned.name, held: turned.held }
  const held = behind.map(axis => turned.held[mapped.indexOf(axis)] ?? 1)
  return emit.ops('Unsqueeze', [turned, emit.ints(missing)], [type], {}, [held])[0] as Value
})

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, i) => from + i)

const concat: Lowering<ConcatOptions> = truthful(({ emit, operands, options, result }) => {
  const parts = operands.every(it => it.element === 'bool') ? operands : operands.map(it => emit.bytes(it))
  const { element } = parts[0] as Value
  const whole = parts.map(it => emit.full(it))
  return emit.op('Concat', whole, { ...result, element }, { axis: options.axis })
})

const pad: Lowering<PadOptions> = strict(({ emit, operands: [x], options: { before, after }, result }) => {
  const axes = before.flatMap((n, axis) => (n === 0 && after[axis] === 0 ? [] : [axis]))
  if (axes.length === 0) return x as Value
  const pads = emit.ints([...before, ...after])
  return emit.op('Pad', [x as Value, pads, emit.like(x as Value, 0)], result)
})

/** What keeps two sides apart in programs of ours does not matter to a file. */
const reshape: Lowering<ReshapeOptions> = truthful(({ emit, operands: [x], result }) =>
  emit.reshape(x as Value, result.shape, result.extents),
)

const slice: Lowering<SliceOptions> = truthful(({ emit, operands: [x], options: { start, sizes }, result }) =>
  emit.slice(x as Value, start, sizes, result.extents),
)

const transpose: Lowering<TransposeOptions> = truthful(({ emit, operands: [given], options, result }) => {
  const x = given as Value
  if (x.held.length === 0) return { ...result, element: x.element, name: x.name, held: [] }
  return emit.transpose(x, options.axes)
})

export const movement = { broadcast, concat, pad, reshape, slice, transpose }
