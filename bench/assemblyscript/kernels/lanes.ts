/**
 * Vectors of f32 or f64. All buffers have room for one vector behind them: reading there is harmless, writing is up to the
 * kernel.
 *
 * @module
 */

/** How many elements a vector has. */
@inline
export function lanesOf<T>(): i32 {
  return 16 / sizeof<T>()
}

/** x · y + z, with one rounding or two. */
@inline
export function madd<T>(x: v128, y: v128, z: v128): v128 {
  return v128.relaxed_madd<T>(x, y, z)
}

/** Stores the first elements of a vector and no byte more. */
export function storeLanes<T>(to: usize, x: v128, count: i32): void {
  if (count >= lanesOf<T>()) v128.store(to, x)
  else if (sizeof<T>() == 8) v128.store_lane<u64>(to, x, 0)
  else {
    if (count >= 2) v128.store_lane<u64>(to, x, 0)
    if (count == 1) v128.store_lane<u32>(to, x, 0)
    if (count == 3) v128.store_lane<u32>(to, x, 2, 8)
  }
}

const masks = memory.data<u32>([-1, -1, -1, -1, 0, 0, 0, 0], 16)

/** Ones in the first lanes, zeros behind them. */
@inline
export function firstLanes<T>(count: i32): v128 {
  return v128.load(masks + 16 - min(count, lanesOf<T>()) * sizeof<T>())
}

/** The elements of a vector, added up. */
export function sumOfLanes<T>(x: v128): T {
  let sum = v128.extract_lane<T>(x, 0) + v128.extract_lane<T>(x, 1)
  if (sizeof<T>() == 4) sum += v128.extract_lane<T>(x, 2) + v128.extract_lane<T>(x, 3)
  return sum
}

/** The greatest element of a vector. */
export function maxOfLanes<T>(x: v128): T {
  let most = max(v128.extract_lane<T>(x, 0), v128.extract_lane<T>(x, 1))
  if (sizeof<T>() == 4) most = max(most, max(v128.extract_lane<T>(x, 2), v128.extract_lane<T>(x, 3)))
  return most
}
