/**
 * Random words of a key, bit for bit those of programs here, and the floats that they become.
 *
 * @module
 */
import type { BitsOptions } from '../../primitive/random/bits.ts'
import { parity, rotations } from '../../primitive/random/threefry.ts'
import type { Uniform01Options } from '../../primitive/random/uniform01.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { Emitter } from '../text/emitter.ts'
import type { Element, Type, Value } from '../text/type.ts'
import { type Lowering, strict } from './lowering.ts'

/** Words as unsigned numbers, or back. */
const recast = (emit: Emitter, x: Value, element: Element): Value =>
  emit.op('bitcast_convert', [x], { shape: x.shape, element })

const rotated = (emit: Emitter, x: Value, by: number): Value =>
  emit.each(
    'or',
    emit.each('shift_left', x, emit.number(by, x)),
    emit.each('shift_right_logical', x, emit.number(32 - by, x)),
  )

/** One number of a vector, in each place of a type. */
const everywhere = (emit: Emitter, x: Value, i: number, { shape }: Type): Value =>
  emit.broadcast(emit.reshape(emit.slice(x, [i], [1]), []), shape, [])

/** The images of the counters `(first + i, domain)`, two words each. */
const threefry = (
  emit: Emitter,
  [key, first, domain]: readonly [key: Value, first: Value, domain: Value],
  blocks: number,
): Value => {
  const type: Type = { shape: [blocks], element: 'ui32' }
  const words = recast(emit, key, 'ui32')
  const [k0, k1] = [everywhere(emit, words, 0, type), everywhere(emit, words, 1, type)]
  const k2 = emit.each('xor', emit.each('xor', k0, k1), emit.number(parity, type))
  const schedule = [k0, k1, k2]
  const counters = emit.each('add', emit.iota(type, 0), emit.broadcast(first, type.shape, []))
  let a = emit.each('add', counters, k0)
  let b = emit.each('add', emit.broadcast(domain, type.shape, []), k1)
  for (let round = 0; round < 20; round++) {
    a = emit.each('add', a, b)
    b = emit.each('xor', rotated(emit, b, rotations[round & 7] as number), a)
    if ((round & 3) !== 3) continue
    const injection = (round >> 2) + 1
    a = emit.each('add', a, schedule[injection % 3] as Value)
    const next = emit.each('add', schedule[(injection + 1) % 3] as Value, emit.number(injection, type))
    b = emit.each('add', b, next)
  }
  const columns = [a, b].map(it => emit.reshape(it, [blocks, 1]))
  return emit.op('concatenate', columns, { shape: [blocks, 2], element: 'ui32' }, { dimension: '1 : i64' })
}

const bits: Lowering<BitsOptions> = strict(({ emit, operands: [key], options, result }) => {
  const count = sizeOf(result.shape)
  const blocks = Math.ceil(count / 2)
  const word: Type = { shape: [], element: 'ui32' }
  const operands = [
    key as Value,
    emit.number(options.offset >>> 0, word),
    emit.number(options.domain >>> 0, word),
  ]
  // The algorithm is long: it is written once for each number of words.
  const [words] = emit.call('threefry', String(count), operands, (inside, args) => {
    const [own, first, domain] = args as readonly [Value, Value, Value]
    const all = inside.reshape(threefry(inside, [own, first, domain], blocks), [2 * blocks])
    return [recast(inside, inside.slice(all, [0], [count]), 'i32')]
  })
  return emit.reshape(words as Value, result.shape)
})

const uniform01: Lowering<Uniform01Options> = strict(
  ({ emit, operands: [given], options: { dtype }, result }) => {
    const pairs = recast(emit, given as Value, 'ui32')
    const word = (i: 0 | 1): Value => {
      const start = pairs.shape.map((_, axis) => (axis === pairs.shape.length - 1 ? i : 0))
      return emit.reshape(emit.slice(pairs, start, pairs.shape.with(-1, 1)), result.shape)
    }
    const highest = (i: 0 | 1, by: number): Value => {
      const one = word(i)
      return emit.convert(emit.each('shift_right_logical', one, emit.number(by, one)), dtype)
    }
    const times = (x: Value, factor: number): Value => emit.each('multiply', x, emit.number(factor, x))
    if (dtype === 'f32') return times(highest(0, 8), 2 ** -24)
    return times(emit.each('add', times(highest(0, 5), 2 ** 26), highest(1, 6)), 2 ** -53)
  },
)

export const random = { bits, uniform01 }
