/**
 * Estimates of what the tiles of a matrix product cost, in cycles of a core that starts two vector multiply-adds and two loads
 * in each: enough to rank tiles.
 *
 * Fitted to a product of 120 by 784 by 48 in f32, on a core (Zen 5) whose vectors of 4 lanes reach 66 GFLOP/s at best. Sums and
 * GFLOP/s: 6×2 63, 2×6 63, 3×2 in two sets 63, 2×2 in three sets 62, 5×2 59, 1×12 58, 3×3 57, 1×10 54, 4×2 54, 1×8 53, 1×4 in
 * three sets 50, 1×1 in four sets 31. Tiles that need a register more than there are spill and drop to half: 4×3 30, 3×4 30, and
 * 6×2 without fused multiply-add 31, where 5×2 has 58 and 3×3 60.
 *
 * @module
 */

/** A tile of sums: how many vectors the left and the right operand bring to each step. */
import { type Features, type Lanes, lanesOf } from './lanes.ts'
export type Tile = readonly [left: number, right: number]

/** The vector registers that V8 gives out on x64, where it keeps one for itself. */
const registers = 15

/** Registers beside the sums: the vectors that stay, one that passes and, without fused multiply-add, a product. */
const others = ([left, right]: Tile, { relaxed }: Features): number =>
  Math.min(left, right) + (relaxed ? 1 : 2)

/**
 * How many sets of sums a tile has, 0 if not even one fits: a few sums alone would wait for each addition to end before the next
 * of the same sum may start.
 */
export const chainsOf = (tile: Tile, features: Features): number =>
  Math.min(4, Math.floor(Math.min(12, registers - others(tile, features)) / (tile[0] * tile[1])))

/** One step along the inner axis, limited by loads or by multiply-adds, which fill the core the better the more there are. */
const stepCycles = (tile: Tile, features: Features): number => {
  const [left, right] = tile
  return Math.max(2 / chainsOf(tile, features) + 0.35 * left * right, 0.55 * (left + right))
}

/** What a whole tile costs. */
type TileCost = (tile: Tile, features: Features) => number

/** A tile whose vectors are stored as they are. */
export const wideCost =
  (k: number): TileCost =>
  (tile, features) =>
    k * stepCycles(tile, features) + 4 + tile[0] * tile[1] + (tile[0] + tile[1]) / 2

/** A tile whose vectors are each added up to one element; most of that goes on beside the sums of the next tile. */
export const deepCost = (k: number, dtype: Lanes): TileCost => {
  const lanes = lanesOf(dtype)
  const folding = dtype === 'f32' ? 2 : 1
  return (tile, features) =>
    Math.ceil(k / lanes) * stepCycles(tile, features) + 4 + tile[0] * Math.ceil(tile[1] / lanes) * folding
}

/** `total` in pieces of `size` and a rest: the sizes with how often each occurs. */
const pieces = (total: number, size: number): readonly (readonly [size: number, times: number])[] =>
  (
    [
      [size, Math.floor(total / size)],
      [total % size, 1],
    ] as const
  ).filter(([each, times]) => each * times > 0)

const totalCost = (extent: Tile, tile: Tile, cost: TileCost, features: Features): number =>
  pieces(extent[0], tile[0])
    .flatMap(([r, i]) => pieces(extent[1], tile[1]).map(([c, j]) => i * j * cost([r, c], features)))
    .reduce((x, y) => x + y, 0)

const sizes = Array.from({ length: 12 }, (_, i) => i + 1)

const allTiles: readonly Tile[] = sizes.flatMap(left => sizes.map(right => [left, right] as const))

/** A tile and the cycles that a whole product takes with it. */
export interface TileChoice {
  readonly tile: Tile
  readonly cycles: number
}

/** The cheapest tile of at most `most` rows for a product of `extent` vectors on the left and right. */
export const cheapestTile = (extent: Tile, cost: TileCost, features: Features, most = 12): TileChoice =>
  allTiles
    .filter(
      tile => tile[0] <= Math.min(extent[0], most) && tile[1] <= extent[1] && chainsOf(tile, features) > 0,
    )
    .map(tile => ({ tile, cycles: totalCost(extent, tile, cost, features) }))
    .reduce((best, choice) => (choice.cycles <= best.cycles ? choice : best))
