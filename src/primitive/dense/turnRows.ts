/**
 * Code for rotations of neighbouring rows, one after the other from the last pair to the first: each row is read and written once.
 *
 * @module
 */
import { FunctionBuilder, type Local } from '../../wasm/binary/assembler.ts'

/** Vectors that are turned together. */
const wide = 4

/**
 * For `i` from `last - 1` down to `first`, rows `i` and `i + 1` become `c x - s y` and `s x + c y`, where `c` and `s` stand at `2 i` and
 * `2 i + 1` behind `turns`. Rows are `row` elements apart and `n` long, a multiple of 8; there is at least one.
 */
export const turnRows = (): FunctionBuilder => {
  const f = new FunctionBuilder(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'])
  const [rows, row, first, last, turns, n] = [0, 1, 2, 3, 4, 5].map(i => f.parameter(i)) as [
    ...[Local, Local, Local],
    ...[Local, Local, Local],
  ]
  for (const each of [rows, row, turns]) f.get(each).i32(3).op('i32.shl').set(each)
  const [start, left, at, turn, count] = [0, 0, 0, 0, 0].map(() => f.local('i32')) as [
    ...[Local, Local, Local],
    ...[Local, Local],
  ]
  const running = Array.from({ length: wide }, () => f.local('v128'))
  const [c, s, x] = [f.local('v128'), f.local('v128'), f.local('v128')]
  f.get(n).set(left).get(rows).set(start)
  f.loop(() => {
    f.get(last).get(row).op('i32.mul').get(start).op('i32.add').set(at)
    f.get(last).i32(1).op('i32.sub').i32(4).op('i32.shl').get(turns).op('i32.add').set(turn)
    f.get(last).get(first).op('i32.sub').set(count)
    for (const [j, y] of running.entries())
      f.get(at)
        .memory('v128.load', 16 * j)
        .set(y)
    f.loop(() => {
      f.get(turn).memory('v128.load64_splat', 0).set(c)
      f.get(turn).memory('v128.load64_splat', 8).set(s)
      f.get(at).get(row).op('i32.sub').set(at)
      for (const [j, y] of running.entries()) {
        f.get(at)
          .memory('v128.load', 16 * j)
          .set(x)
        // The row behind, which is done then.
        f.get(at).get(row).op('i32.add')
        f.get(s).get(x).op('f64x2.mul').get(c).get(y).op('f64x2.mul', 'f64x2.add')
        f.memory('v128.store', 16 * j)
        f.get(c).get(x).op('f64x2.mul').get(s).get(y).op('f64x2.mul', 'f64x2.sub').set(y)
      }
      f.get(turn).i32(16).op('i32.sub').set(turn)
      f.get(count).i32(1).op('i32.sub').tee(count).branchIf(0)
    })
    for (const [j, y] of running.entries())
      f.get(at)
        .get(y)
        .memory('v128.store', 16 * j)
    f.get(start)
      .i32(16 * wide)
      .op('i32.add')
      .set(start)
    f.get(left)
      .i32(2 * wide)
      .op('i32.sub')
      .tee(left)
      .branchIf(0)
  })
  return f
}
