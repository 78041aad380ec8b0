/**
 * Random words of a key, bit for bit those of programs here, and the floats that they become.
 *
 * @module
 */
import type { BitsOptions } from '../../primitive/random/bits.ts'
import { parity, rotations } from '../../primitive/random/threefry.ts'
import type { Uniform01Options } from '../../primitive/random/uniform01.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { Emitter } from './emitter.ts'
import { type Lowering, strict } from './lowering.ts'
import type { Type, Value } from './value.ts'

/** Sums of words wrap around in i32; shifts are those of words without a sign. */
const rotated = (emit: Emitter, x: Value, by: number): Value => {
  const word = emit.cast(x, 'u32')
  const shifted = (n: number, direction: string): Value =>
    emit.each('BitShift', [word, emit.like(word, n)], 'u32', { direction })
  return emit.cast(emit.each('BitwiseOr', [shifted(by, 'LEFT'), shifted(32 - by, 'RIGHT')]), 'i32')
}

/** The images of the counters `(first + i, domain)`, two words each. */
const threefry = (emit: Emitter, key: Value, { domain, offset }: BitsOptions, blocks: number): Value => {
  const part = (i: number): Value => emit.slice(key, [i], [1])
  const sum = (x: Value, y: Value): Value => emit.each('Add', [x, y])
  const either = (x: Value, y: Value): Value => emit.each('BitwiseXor', [x, y])
  const [k0, k1] = [part(0), part(1)]
  const k2 = either(either(k0, k1), emit.like(k0, parity | 0))
  const schedule = [k0, k1, k2]
  const counters = sum(emit.range(blocks, null, 'i32'), emit.like(k0, offset | 0))
  let a: Value = sum(counters, k0)
  let b: Value = sum(k1, emit.like(k0, domain | 0))
  for (let round = 0; round < 20; round++) {
    a = sum(a, b)
    b = either(rotated(emit, b, rotations[round & 7] as number), a)
    if ((round & 3) !== 3) continue
    const injection = (round >> 2) + 1
    a = sum(a, schedule[injection % 3] as Value)
    b = sum(b, sum(schedule[(injection + 1) % 3] as Value, emit.like(k0, injection)))
  }
  const type: Type = { shape: [blocks, 2], extents: [null, null], element: 'i32' }
  const columns = [a, b].map(it => emit.reshape({ ...it, shape: [blocks], extents: [null] }, [blocks, 1]))
  return emit.op('Concat', columns, type, { axis: 1 })
}

const bits: Lowering<BitsOptions> = strict(({ emit, operands: [key], options, result }) => {
  if (result.extents.some(extent => extent !== null))
    throw new ArgumentError(
      'A function of any batch size draws random numbers, as many as there are examples. Export it for one batch size, or draw outside of it.',
    )
  const count = sizeOf(result.shape)
  const blocks = Math.ceil(count / 2)
  const all = emit.reshape(threefry(emit, key as Value, options, blocks), [2 * blocks])
  return emit.reshape(emit.slice(all, [0], [count]), result.shape)
})

const uniform01: Lowering<Uniform01Options> = strict(
  ({ emit, operands: [given], options: { dtype }, result }) => {
    const pairs = given as Value
    const last = pairs.shape.length - 1
    const highest = (i: 0 | 1, by: number): Value => {
      const start = pairs.shape.map((_, axis) => (axis === last ? i : 0))
      const one = emit.slice(pairs, start, pairs.shape.with(-1, 1), pairs.extents.with(-1, null))
      const word = emit.cast(emit.reshape(one, result.shape, result.extents), 'u32')
      return emit.cast(
        emit.each('BitShift', [word, emit.like(word, by)], 'u32', { direction: 'RIGHT' }),
        dtype,
      )
    }
    const times = (x: Value, factor: number): Value => emit.each('Mul', [x, emit.like(x, factor)])
    if (dtype === 'f32') return times(highest(0, 8), 2 ** -24)
    return times(emit.each('Add', [times(highest(0, 5), 2 ** 26), highest(1, 6)]), 2 ** -53)
  },
)

export const random = { bits, uniform01 }
