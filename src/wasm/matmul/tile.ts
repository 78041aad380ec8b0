/**
 * The micro-kernel of matrix products: a tile of sums held in registers while a loop runs along the depth.
 *
 * @module
 */
import { type Features, type Lanes, lanesOf } from '../../plan/lanes.ts'
import { chainsOf } from '../../plan/matmulTile.ts'
import type { FunctionBuilder, Local, Memory } from '../binary/assembler.ts'
import { splat, vectorOp } from '../math/vector.ts'
import { address, type Cursor, inPieces, load, past } from './cursor.ts'

/**
 * The vectors that one operand brings to each step: `count` loads `stride` bytes apart, `step` bytes further each time. Only
 * the first `only` elements of each count, if it says so: the others are taken for zeros.
 */
export interface Side {
  readonly load: Memory
  readonly from: Cursor
  readonly count: number
  readonly stride: number
  readonly step: number
  readonly only?: number
}

/** Sums in registers: one vector for each pair of a left and a right vector. */
export type Sums = readonly (readonly Local[])[]

/** Locals for the sums of a tile. */
export const takeSums = (f: FunctionBuilder, rows: number, columns: number): Sums =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => f.local('v128')))

/** Gives the locals of a tile back. */
export const releaseSums = (f: FunctionBuilder, sums: Sums): void => f.release(...sums.flat())

const loadAt = (
  f: FunctionBuilder,
  dtype: Lanes,
  side: Side,
  index: number,
  step: number,
): FunctionBuilder => {
  load(f, side.load, past(side.from, index * side.stride + step * side.step))
  const { only } = side
  if (only === undefined) return f
  const kept = only * (16 / lanesOf(dtype))
  return f.v128(Array.from({ length: 16 }, (_, i) => (i < kept ? 255 : 0))).op('v128.and')
}

/** What a tile multiplies and where it adds. */
export interface Tile {
  readonly dtype: Lanes
  readonly features: Features
  readonly left: Side
  readonly right: Side
  readonly sums: Sums
}

/**
 * Adds the products of one step to the sums, or begins them. The shorter side stays in registers while the other passes: with
 * 6 by 2 sums that is 15 registers, all that V8 has on x64.
 */
const emitStep = (f: FunctionBuilder, tile: Tile, step: number, begins: boolean): void => {
  const { dtype, features, left, right, sums } = tile
  const leftStays = left.count < right.count
  const [staying, passing] = leftStays ? [left, right] : [right, left]
  const kept = Array.from({ length: staying.count }, (_, i) => {
    const local = f.local('v128')
    loadAt(f, dtype, staying, i, step).set(local)
    return local
  })
  const loaded = f.local('v128')
  for (let i = 0; i < passing.count; i++) {
    loadAt(f, dtype, passing, i, step).set(loaded)
    kept.forEach((local, j) => {
      const sum = (leftStays ? sums[j]?.[i] : sums[i]?.[j]) as Local
      f.get(loaded).get(local)
      if (begins) f.op(vectorOp(dtype, 'mul'))
      else if (features.relaxed) f.get(sum).op(vectorOp(dtype, 'relaxed_madd'))
      else f.op(vectorOp(dtype, 'mul')).get(sum).op(vectorOp(dtype, 'add'))
      f.set(sum)
    })
  }
  f.release(loaded, ...kept)
}

/** How products are added up: whether to what the sums hold already, and in how short a piece of code. */
export interface Adding {
  readonly onto: 'nothing' | 'sums'
  readonly short: boolean
}

/**
 * Adds up the products of some steps. The sums of a small tile are split into sets, added together at the end, so that no
 * addition waits for the one before it.
 */
export const emitProducts = (
  f: FunctionBuilder,
  tile: Tile,
  steps: number,
  { onto, short }: Adding,
): void => {
  const { dtype, features, left, right, sums } = tile
  const products = left.count * right.count
  const chains = Math.max(1, Math.min(chainsOf([left.count, right.count], features), steps >> 1))
  const unroll = Math.max(chains, short ? 2 : products >= 9 ? 4 : 8)
  const looped = steps >= 2 * unroll
  const sets = [sums, ...Array.from({ length: chains - 1 }, () => takeSums(f, left.count, right.count))]
  const given = (set: Sums): boolean => set === sums && onto === 'sums'
  // Without a loop the first product of each sum needs no zero to be added to.
  const begun = new Set(sets.filter(set => looped || given(set)))
  if (looped) for (const sum of sets.filter(set => !given(set)).flat(2)) splat(f, dtype, 0).set(sum)
  const run = (count: number) => (a: Cursor, b: Cursor) => {
    const moved = { ...tile, left: { ...left, from: a }, right: { ...right, from: b } }
    for (let step = 0; step < count; step++) {
      const set = sets[step % chains] as Sums
      emitStep(f, { ...moved, sums: set }, step, !begun.has(set))
      begun.add(set)
    }
  }
  const from = [left.from, right.from] as const
  if (looped) inPieces(f, steps, unroll, from, [left.step * unroll, right.step * unroll], run)
  else run(steps)(...from)
  for (const set of sets.slice(1)) {
    set.flat().forEach((extra, i) => {
      const sum = sums.flat()[i] as Local
      f.get(sum).get(extra).op(vectorOp(dtype, 'add')).set(sum)
    })
    releaseSums(f, set)
  }
}

/** Stores the first `lanes` elements of a vector and no byte more. */
export const storeLanes = (
  f: FunctionBuilder,
  dtype: Lanes,
  value: Local,
  to: Cursor,
  lanes: number,
): void => {
  if (lanes >= lanesOf(dtype)) {
    address(f, to).get(value).memory('v128.store', to.offset)
    return
  }
  const pair = dtype === 'f64' || lanes >= 2
  if (pair) address(f, to).get(value).storeLane('v128.store64_lane', 0, to.offset)
  if (dtype === 'f32' && lanes % 2 === 1)
    address(f, to)
      .get(value)
      .storeLane('v128.store32_lane', lanes - 1, to.offset + 4 * (lanes - 1))
}
