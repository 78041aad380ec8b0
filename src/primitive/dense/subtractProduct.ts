/**
 * Code for `c -= a b`, which blocked factorisations spend their time with: numbers of f64 by rows, with distances of their own.
 *
 * @module
 */
import { FunctionBuilder, type Local } from '../../wasm/binary/assembler.ts'

/** Distances in bytes, and where everything is. */
interface Places {
  readonly [name: string]: Local
}

/** The parameters, in order: numbers of elements, which the function makes bytes of, but for the counts. */
const names = ['c', 'a', 'b', 'm', 'n', 'k', 'rowC', 'rowA', 'stepA', 'rowB'] as const
const inBytes = ['c', 'a', 'b', 'rowC', 'rowA', 'stepA', 'rowB'] as const

const move = (f: FunctionBuilder, place: Local, by: Local | number): void => {
  f.get(place)
  if (typeof by === 'number') f.i32(by)
  else f.get(by)
  f.op('i32.add').set(place)
}

/** Repeats the body as long as at least so many are left of what is counted, which the body lowers. */
const whileAtLeast = (f: FunctionBuilder, left: Local, least: number, body: () => void): void => {
  f.block(() => {
    f.get(left).i32(least).op('i32.lt_s').branchIf(0)
    f.loop(() => {
      body()
      f.get(left).i32(least).op('i32.ge_s').branchIf(0)
    })
  })
}

/** `sum -= x y`, with one rounding where the host has it. */
const takeProduct = (f: FunctionBuilder, sum: Local, x: Local, y: Local, relaxed: boolean): void => {
  if (relaxed) f.get(x).get(y).get(sum).op('f64x2.relaxed_nmadd').set(sum)
  else f.get(sum).get(x).get(y).op('f64x2.mul', 'f64x2.sub').set(sum)
}

/** So many rows by so many vectors of `c` at a place, whose sums stay in registers while the depth passes. */
const tile = (
  f: FunctionBuilder,
  rows: number,
  vectors: number,
  at: { readonly c: Local; readonly a: Local; readonly b: Local },
  { k, rowC, rowA, stepA, rowB }: Places,
  relaxed: boolean,
): void => {
  const vectorsOf = (count: number): readonly Local[] => Array.from({ length: count }, () => f.local('v128'))
  const pointers = (): readonly Local[] => Array.from({ length: rows }, () => f.local('i32'))
  const sums = Array.from({ length: rows }, () => vectorsOf(vectors))
  const [targets, lefts, rights] = [pointers(), pointers(), vectorsOf(vectors)]
  const [left, right, depth] = [f.local('v128'), f.local('i32'), f.local('i32')]
  for (const [i, target] of targets.entries()) {
    if (i === 0) f.get(at.c).set(target).get(at.a).set(lefts[0]!)
    else {
      f.get(targets[i - 1]!)
        .get(rowC!)
        .op('i32.add')
        .set(target)
      f.get(lefts[i - 1]!)
        .get(rowA!)
        .op('i32.add')
        .set(lefts[i]!)
    }
    for (const [j, sum] of sums[i]!.entries())
      f.get(target)
        .memory('v128.load', 16 * j)
        .set(sum)
  }
  f.get(at.b).set(right).get(k!).set(depth)
  f.loop(() => {
    for (const [j, vector] of rights.entries())
      f.get(right)
        .memory('v128.load', 16 * j)
        .set(vector)
    for (const [i, row] of sums.entries()) {
      f.get(lefts[i]!).memory('v128.load64_splat').set(left)
      for (const [j, sum] of row.entries()) takeProduct(f, sum, left, rights[j]!, relaxed)
    }
    for (const pointer of lefts) move(f, pointer, stepA!)
    move(f, right, rowB!)
    f.get(depth).i32(1).op('i32.sub').tee(depth).branchIf(0)
  })
  for (const [i, target] of targets.entries())
    for (const [j, sum] of sums[i]!.entries())
      f.get(target)
        .get(sum)
        .memory('v128.store', 16 * j)
  f.release(...sums.flat(), ...targets, ...lefts, ...rights, left, right, depth)
}

/**
 * `c[i, j] -= Σ a[i, l] b[l, j]` for `m` by `n` by `k` elements, `n` a multiple of 4 and none of them 0. An element of `a` is `rowA` from
 * that of the next row and `stepA` from that of the next column.
 */
export const subtractProduct = (relaxed: boolean): FunctionBuilder => {
  const f = new FunctionBuilder(names.map(() => 'i32'))
  const p: Places = Object.fromEntries(names.map((name, i) => [name, f.parameter(i)]))
  for (const name of inBytes) f.get(p[name]!).i32(3).op('i32.shl').set(p[name]!)
  const [left, at] = [f.local('i32'), { c: f.local('i32'), a: f.local('i32'), b: f.local('i32') }]
  const [rows, start] = [f.local('i32'), f.local('i32')]
  const strip = (vectors: number): void => {
    f.get(start).get(p.c!).op('i32.add').set(at.c)
    f.get(start).get(p.b!).op('i32.add').set(at.b)
    f.get(p.a!).set(at.a).get(p.m!).set(rows)
    const tall = vectors === 2 ? 4 : 1
    for (const count of tall === 1 ? [1] : [tall, 1])
      whileAtLeast(f, rows, count, () => {
        tile(f, count, vectors, at, p, relaxed)
        for (let i = 0; i < count; i++) {
          move(f, at.c, p.rowC!)
          move(f, at.a, p.rowA!)
        }
        move(f, rows, -count)
      })
    move(f, start, 16 * vectors)
    move(f, left, -2 * vectors)
  }
  f.i32(0).set(start).get(p.n!).set(left)
  // Of a few rows only wide strips have sums enough to fill the core.
  f.get(p.m!)
    .i32(4)
    .op('i32.lt_s')
    .if(() => whileAtLeast(f, left, 16, () => strip(8)))
  whileAtLeast(f, left, 4, () => strip(2))
  return f
}
