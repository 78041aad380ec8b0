/**
 * Code for attention to what has come of a cache: scores, their softmax, and the sum of values, for each query by itself. A position for
 * which there is no room ends the run, and the number of its equation is what the run returns.
 *
 * @module
 */
import { type Features, type Lanes, lanesOf } from '../../plan/lanes.ts'
import type { PrefixSizes } from '../../primitive/product/prefixAttention.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { emitters, splat, vectorOp } from '../math/math.ts'
import { transposeVectors } from '../matmul/pack.ts'
import { acrossLanes } from './reduce.ts'

/** Sizes and addresses. The features of a head fill whole vectors. */
export interface PrefixSpec extends PrefixSizes {
  readonly dtype: Lanes
  readonly queries: number
  readonly keys: number
  readonly values: number
  readonly position: { readonly address: number; readonly isByte: boolean }
  readonly to: number
  readonly scratch: number
}

/** The bytes that the weights of a query need, whole vectors and more. */
export const prefixScratchBytes = (dtype: Lanes, capacity: number): number =>
  (Math.ceil(capacity / 4) + 1) * 4 * (dtype === 'f32' ? 4 : 8)

/** So many vectors of values are added up at a time. */
const mostSums = 8

/** So many values are added one after the other. */
const blockLength = 256

/** Leaves the position of the first query. */
export const loadPosition = (f: FunctionBuilder, { position }: PrefixSpec): void => {
  f.address(0).memory(position.isByte ? 'i32.load8_u' : 'i32.load', position.address)
}

/** Emits the end of the run where there is no room for the positions. */
export const emitPrefixCheck = (f: FunctionBuilder, spec: PrefixSpec, failure: number): void => {
  loadPosition(f, spec)
  f.i32(spec.capacity - spec.time + 1)
    .op('i32.ge_u')
    .if(() => {
      f.i32(failure).op('return')
    })
}

/** Some of the groups of heads that share keys, those of all examples, and where their weights go behind the scratch memory's beginning. */
export interface SomeGroups {
  readonly from: Local
  readonly to: Local
  readonly scratchOffset: Local
}

/** Emits the attention of all queries, or of those of some groups. */
export const emitPrefixAttention = (
  f: FunctionBuilder,
  spec: PrefixSpec,
  features: Features,
  part?: SomeGroups,
): void => {
  const { batch, heads, time, size, groups, capacity, dtype, scratch } = spec
  const width = dtype === 'f32' ? 4 : 8
  const lanes = lanesOf(dtype)
  const [row, vectors] = [size * width, size / lanes]
  const store = dtype === 'f32' ? 'f32.store' : 'f64.store'
  const [query, cache, target, count, j, at, weight, end, left] = [
    f.local('address'),
    f.local('address'),
    f.local('address'),
    f.local('i32'),
    f.local('i32'),
    f.local('address'),
    f.local('address'),
    f.local('address'),
    f.local('i32'),
  ] as const
  const base = f.local('address')
  if (part === undefined) f.address(0).set(base)
  else f.get(part.scratchOffset).set(base)
  /** Adds the product of the two vectors on the stack to a sum. */
  const addProduct = (total: Local): void => {
    if (features.relaxed) f.get(total).op(vectorOp(dtype, 'relaxed_madd'))
    else f.op(vectorOp(dtype, 'mul')).get(total).op(vectorOp(dtype, 'add'))
    f.set(total)
  }

  /** The scores of some keys that follow each other, next to each other. */
  const scores = (some: number): void => {
    const sums = Array.from({ length: lanes }, () => f.local('v128'))
    const q = f.local('v128')
    for (const total of sums) splat(f, dtype, 0).set(total)
    for (let v = 0; v < vectors; v++) {
      f.get(query)
        .memory('v128.load', spec.queries + 16 * v)
        .set(q)
      sums.slice(0, some).forEach((total, i) => {
        f.get(q)
          .get(at)
          .memory('v128.load', spec.keys + i * row + 16 * v)
        addProduct(total)
      })
    }
    const [first, ...others] = sums as [Local, ...Local[]]
    f.get(weight)
    if (some === 1) {
      acrossLanes(f, dtype, 'sum', first)
      f.memory(store, scratch)
    } else {
      transposeVectors(f, dtype, sums)
      f.get(first)
      for (const other of others) f.get(other).op(vectorOp(dtype, 'add'))
      f.memory('v128.store', scratch)
    }
    f.release(...sums, q)
  }

  /** Visits the weights vector by vector; behind the last there are others that do not count. */
  const eachVector = (visit: () => void): void => {
    f.get(base).set(weight)
    f.loop(() => {
      visit()
      f.advance(weight, 16)
      f.get(weight).get(end).op('address.lt_s').branchIf(0)
    })
  }

  const [largest, total] = [f.local('v128'), f.local('v128')] as const
  /** Of a NaN it takes the other number; its exponential is NaN all the same. */
  const takeLarger = (scoresAt: Local): void => {
    f.get(largest).get(scoresAt).memory('v128.load', scratch).op(vectorOp(dtype, 'pmax')).set(largest)
  }
  const attend = (): void => {
    // Scores, by as many keys as a vector has lanes, and then one by one
    splat(f, dtype, Number.NEGATIVE_INFINITY).set(largest)
    f.get(cache).set(at).get(base).set(weight)
    f.get(count)
      .i32(lanes)
      .op('i32.div_u')
      .tee(j)
      .if(() => {
        f.loop(() => {
          scores(lanes)
          takeLarger(weight)
          f.advance(at, lanes * row)
          f.advance(weight, 16)
          f.get(j).i32(1).op('i32.sub').tee(j).branchIf(0)
        })
      })
    f.get(count)
      .i32(lanes)
      .op('i32.rem_u')
      .tee(j)
      .if(() => {
        // What fills the last vector has no weight.
        f.get(weight).set(end).get(weight)
        splat(f, dtype, Number.NEGATIVE_INFINITY).memory('v128.store', scratch)
        f.loop(() => {
          scores(1)
          f.advance(at, row)
          f.advance(weight, width)
          f.get(j).i32(1).op('i32.sub').tee(j).branchIf(0)
        })
        takeLarger(end)
      })
    f.get(weight).set(end)
    acrossLanes(f, dtype, 'max', largest)
    f.op(vectorOp(dtype, 'splat')).set(largest)
    splat(f, dtype, 0).set(total)
    eachVector(() => {
      f.get(weight).get(weight).memory('v128.load', scratch).get(largest).op(vectorOp(dtype, 'sub'))
      emitters.exp(f, dtype, features)
      const e = f.local('v128')
      f.tee(e).memory('v128.store', scratch)
      f.get(total).get(e).op(vectorOp(dtype, 'add')).set(total)
      f.release(e)
    })
    acrossLanes(f, dtype, 'sum', total)
    f.op(vectorOp(dtype, 'splat')).set(total)
    // Sums of values, so many vectors at a time
    for (let from = 0; from < vectors; from += mostSums) {
      const some = { length: Math.min(mostSums, vectors - from) }
      const [sums, wholes] = [
        Array.from(some, () => f.local('v128')),
        Array.from(some, () => f.local('v128')),
      ]
      const w = f.local('v128')
      for (const each of wholes) splat(f, dtype, 0).set(each)
      f.get(cache).set(at).get(base).set(weight).get(count).set(j)
      // In blocks: one after the other, thousands would lose digits.
      f.loop(() => {
        for (const each of sums) splat(f, dtype, 0).set(each)
        f.get(j).i32(blockLength).get(j).i32(blockLength).op('i32.lt_s', 'select').set(left)
        f.get(j).get(left).op('i32.sub').set(j)
        f.loop(() => {
          f.get(weight)
            .memory(dtype === 'f32' ? 'v128.load32_splat' : 'v128.load64_splat', scratch)
            .set(w)
          sums.forEach((each, i) => {
            f.get(w)
              .get(at)
              .memory('v128.load', spec.values + 16 * (from + i))
            addProduct(each)
          })
          f.advance(at, row)
          f.advance(weight, width)
          f.get(left).i32(1).op('i32.sub').tee(left).branchIf(0)
        })
        wholes.forEach((each, i) => {
          f.get(each)
            .get(sums[i] as Local)
            .op(vectorOp(dtype, 'add'))
            .set(each)
        })
        f.get(j).branchIf(0)
      })
      wholes.forEach((each, i) => {
        f.get(target)
          .get(each)
          .get(total)
          .op(vectorOp(dtype, 'div'))
          .memory('v128.store', spec.to + 16 * (from + i))
      })
      f.release(...sums, ...wholes, w)
    }
  }

  const first = f.local('i32')
  loadPosition(f, spec)
  f.set(first)
  const perGroup = (heads / groups) * time * row
  if (part === undefined) f.address(0).set(query).address(0).set(cache)
  else {
    f.get(part.from).op('address.extend_i32_u').address(perGroup).op('address.mul').set(query)
    f.get(part.from)
      .op('address.extend_i32_u')
      .address(capacity * row)
      .op('address.mul')
      .set(cache)
  }
  f.get(query).set(target)
  const [group, head, t] = [f.local('i32'), f.local('i32'), f.local('i32')] as const
  f.for(group, part?.from ?? 0, part?.to ?? batch * groups, 1, () => {
    f.for(head, 0, heads / groups, 1, () => {
      f.for(t, 0, time, 1, () => {
        f.get(first).get(t).op('i32.add').i32(1).op('i32.add').set(count)
        attend()
        f.advance(query, row)
        f.advance(target, row)
      })
    })
    f.advance(cache, capacity * row)
  })
  f.release(
    base,
    query,
    cache,
    target,
    count,
    j,
    at,
    weight,
    end,
    left,
    largest,
    total,
    first,
    group,
    head,
    t,
  )
}
