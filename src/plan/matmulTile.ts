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

const longest = 12

/** One step along the inner axis, limited by loads or by multiply-adds, which fill the core the better the more there are. */
const cyclesOfStep = (tile: Tile, features: Features): number => {
  const [left, right] = tile
  return Math.max(2 / chainsOf(tile, features) + 0.35 * left * right, 0.55 * (left + right))
}

/** Of all tiles, in a table: a first step is to be ready soon, and asks for them thousands of times. */
const tabulated = (features: Features): Float64Array =>
  Float64Array.from({ length: (longest + 1) ** 2 }, (_, i) =>
    cyclesOfStep([Math.floor(i / (longest + 1)), i % (longest + 1)], features),
  )

const tables = { relaxed: tabulated({ relaxed: true }), plain: tabulated({ relaxed: false }) }

const stepCycles = ([left, right]: Tile, { relaxed }: Features): number =>
  tables[relaxed ? 'relaxed' : 'plain'][left * (longest + 1) + right] as number

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

/** Whole tiles, those that are cut off at the right and below, and the one at the corner. */
const totalCost = (extent: Tile, tile: Tile, cost: TileCost, features: Features): number => {
  const [rows, columns] = [Math.floor(extent[0] / tile[0]), Math.floor(extent[1] / tile[1])]
  const [low, thin] = [extent[0] % tile[0], extent[1] % tile[1]]
  const of = (times: number, size: Tile): number => (times === 0 ? 0 : times * cost(size, features))
  return (
    of(rows * columns, tile) +
    of(thin === 0 ? 0 : rows, [tile[0], thin]) +
    of(low === 0 ? 0 : columns, [low, tile[1]]) +
    of(low === 0 || thin === 0 ? 0 : 1, [low, thin])
  )
}

const sizes = Array.from({ length: longest }, (_, i) => i + 1)

const tilesThatFit = (features: Features): readonly Tile[] =>
  sizes
    .flatMap(left => sizes.map((right): Tile => [left, right]))
    .filter(tile => chainsOf(tile, features) > 0)

const fitting = { relaxed: tilesThatFit({ relaxed: true }), plain: tilesThatFit({ relaxed: false }) }

/** A tile and the cycles that a whole product takes with it. */
export interface TileChoice {
  readonly tile: Tile
  readonly cycles: number
}

/** The cheapest tile of at most `most` rows for a product of `extent` vectors on the left and right. */
export const cheapestTile = (extent: Tile, cost: TileCost, features: Features, most = longest): TileChoice =>
  fitting[features.relaxed ? 'relaxed' : 'plain']
    .filter(tile => tile[0] <= Math.min(extent[0], most) && tile[1] <= extent[1])
    .map(tile => ({ tile, cycles: totalCost(extent, tile, cost, features) }))
    .reduce((best, choice) => (choice.cycles <= best.cycles ? choice : best))
