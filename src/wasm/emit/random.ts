/**
 * Code for random words and for the floats that are made of them: Threefry-2x32 on four counters at a time.
 *
 * @see The primitive's own kernel, which says what is computed.
 * @module
 */

import { lanesOf } from '../../plan/lanes.ts'
import { blocksOfGroup, type Drawn, groupsOf } from '../../plan/randomDraw.ts'
import { parity, rotations } from '../../primitive/random/threefry.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { splat } from '../math/vector.ts'
import { storeLanes } from '../matmul/tile.ts'

/** What is drawn, with the addresses of the key and of the result. */
export interface RandomSpec extends Drawn {
  readonly key: number
  readonly to: number
}

/** Every lane the same word. */
const splatWord = (f: FunctionBuilder, word: number): FunctionBuilder =>
  f.constant([...new Uint8Array(Int32Array.from([word, word, word, word]).buffer)])

/** Bytes of two vectors, as four words of each of which the first of the pair has numbers 0 to 3. */
const words = (f: FunctionBuilder, x: Local, y: Local, order: readonly number[]): FunctionBuilder =>
  f
    .get(x)
    .get(y)
    .shuffle(order.flatMap(word => [0, 1, 2, 3].map(byte => 4 * word + byte)))

/** `(x >>> bits)` of each word. */
const shifted = (f: FunctionBuilder, x: Local, bits: number): FunctionBuilder =>
  f.get(x).i32(bits).op('i32x4.shr_u')

/** Emits groups from `from` up to `to`, by number. */
export const emitRandom = (
  f: FunctionBuilder,
  spec: RandomSpec,
  from: number | Local,
  to: number | Local,
): void => {
  const { gives, count, key } = spec
  const schedule = [f.local('v128'), f.local('v128'), f.local('v128')] as const
  const [group, at] = [f.local('i32'), f.local('address')] as const
  const [a, b, turned] = [f.local('v128'), f.local('v128'), f.local('v128')] as const
  f.address(0).memory('v128.load32_splat', key).set(schedule[0])
  f.address(0)
    .memory('v128.load32_splat', key + 4)
    .set(schedule[1])
  splatWord(f, parity).get(schedule[0]).op('v128.xor').get(schedule[1]).op('v128.xor').set(schedule[2])
  const inject = (x: Local, which: number, extra = 0): void => {
    f.get(x)
      .get(schedule[which % 3] as Local)
      .op('i32x4.add')
    if (extra > 0) splatWord(f, extra).op('i32x4.add')
    f.set(x)
  }

  /** Leaves a and b as the two words of each of four blocks. */
  const permute = (): void => {
    f.get(group).i32(blocksOfGroup).op('i32.mul').i32(spec.offset).op('i32.add', 'i32x4.splat')
    f.constant([...new Uint8Array(Int32Array.from([0, 1, 2, 3]).buffer)])
      .op('i32x4.add')
      .set(a)
    splatWord(f, spec.domain).set(b)
    inject(a, 0)
    inject(b, 1)
    for (let round = 0; round < 20; round++) {
      const bits = rotations[round % 8] as number
      f.get(a).get(b).op('i32x4.add').set(a)
      f.get(b).i32(bits).op('i32x4.shl')
      shifted(f, b, 32 - bits)
        .op('v128.or')
        .get(a)
        .op('v128.xor')
        .set(b)
      if (round % 4 === 3) {
        const injection = Math.floor(round / 4) + 1
        inject(a, injection)
        inject(b, injection + 1, injection)
      }
    }
  }

  /** The vectors of a group, each left on the stack in its turn. */
  const vectors: readonly (() => void)[] =
    gives === 'words'
      ? [() => words(f, a, b, [0, 4, 1, 5]), () => words(f, a, b, [2, 6, 3, 7])]
      : gives === 'f32'
        ? [() => splat(shifted(f, a, 8).op('f32x4.convert_i32x4_s'), 'f32', 2 ** -24).op('f32x4.mul')]
        : [0, 2].map(first => () => {
            const half = (x: Local, bits: number): void => {
              shifted(f, x, bits).set(turned)
              words(f, turned, turned, [first, first + 1, first, first]).op('f64x2.convert_low_i32x4_s')
            }
            half(a, 5)
            splat(f, 'f64', 2 ** 26).op('f64x2.mul')
            half(b, 6)
            f.op('f64x2.add')
            splat(f, 'f64', 2 ** -53).op('f64x2.mul')
          })
  const lanes = gives === 'words' ? 4 : lanesOf(gives)
  const store = (active: number): void => {
    f.get(group)
      .op('address.extend_i32_u')
      .address(16 * vectors.length)
      .op('address.mul')
      .set(at)
    vectors.forEach((leave, i) => {
      const left = Math.min(lanes, active - i * lanes)
      if (left <= 0) return
      leave()
      f.set(turned)
      storeLanes(f, gives === 'f64' ? 'f64' : 'f32', turned, { moving: at, offset: spec.to + 16 * i }, left)
    })
  }

  const [all, perGroup] = [groupsOf(spec), lanes * vectors.length]
  const rest = count - (all - 1) * perGroup
  f.for(group, from, to, 1, () => {
    permute()
    if (rest === perGroup) {
      store(perGroup)
      return
    }
    f.get(group)
      .i32(all - 1)
      .op('i32.eq')
    f.if(() => store(rest))
    f.get(group)
      .i32(all - 1)
      .op('i32.ne')
    f.if(() => store(perGroup))
  })
  f.release(...schedule, group, at, a, b, turned)
}
