/**
 * Features shared out to heads.
 *
 * @module
 */
import { reshape } from '../../primitive/movement/reshape.ts'
import { transpose } from '../../primitive/movement/transpose.ts'
import { ArgumentError } from '../../tensor/error.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/** A tuple of `N` numbers; `null` unless N is a literal count below 1000. */
type Row<N extends number, Acc extends readonly 0[] = []> = number extends N
  ? null
  : `${N}` extends `-${string}` | `${string}.${string}` | `${string}e${string}`
    ? null
    : Acc['length'] extends N
      ? Acc
      : Acc['length'] extends 999
        ? null
        : Row<N, [...Acc, 0]>

/** How many are left of a row when another is taken out as often as it can be. */
type Left<T, B> = B extends readonly [0, ...0[]]
  ? T extends readonly [...B, ...infer R]
    ? Left<R, B>
    : T extends readonly 0[]
      ? T['length']
      : 0
  : 0

/** A number of heads that divides the width, else a sentence that says that it does not. */
export type Heads<E extends number, H extends number> =
  Left<Row<E>, Row<H>> extends 0
    ? H
    : `${E} features cannot be shared out to ${H} heads: ${Left<Row<E>, Row<H>> & number} are left over`

/** How often one row is in another. */
type Times<T, B, Acc extends readonly 0[] = []> = B extends readonly [0, ...0[]]
  ? T extends readonly [...B, ...infer R]
    ? Times<R, B, [...Acc, 0]>
    : T extends readonly 0[]
      ? Acc['length']
      : number
  : number

/** A number of heads of keys and values that divides that of the queries, else a sentence that says that it does not. */
export type KeyValueHeads<H extends number, G extends number> =
  Left<Row<H>, Row<G>> extends 0
    ? G
    : `${H} heads of queries cannot share ${G} heads of keys and values: ${Left<Row<H>, Row<G>> & number} are left over`

/** How many features the keys have in all where `H` heads have `E` and there are `G` heads of keys, as far as that is known. */
export type KeyWidth<E extends number, H extends number, G extends number> = [H] extends [G]
  ? [G] extends [H]
    ? E
    : number
  : Times<Row<E>, Row<Times<Row<H>, Row<G>>>>

/**
 * Requires a number of heads that divides the width.
 *
 * @throws ArgumentError that says by how much it does not.
 */
export const requireHeads = (layer: string, width: number, heads: number): void => {
  if (width % heads !== 0)
    throw new ArgumentError(
      `${layer} cannot share out ${width} features to ${heads} heads: ${width % heads} are left over.`,
    )
}

/**
 * Requires a number of heads of keys and values that divides that of the queries.
 *
 * @throws ArgumentError that says by how much it does not.
 */
export const requireKeyValueHeads = (layer: string, heads: number, keyValueHeads: number): void => {
  if (heads % keyValueHeads !== 0)
    throw new ArgumentError(
      `${layer} cannot let ${heads} heads of queries share ${keyValueHeads} heads of keys and values: ` +
        `${heads % keyValueHeads} are left over. Give a keyValueHeads that divides ${heads}.`,
    )
}

/** Rows [batch · time, width] to [batch, heads, time, width / heads]. */
export const split =
  (batch: number, time: number, heads: number) =>
  (rows: Tensor): Tensor => {
    const size = (rows.shape[1] as number) / heads
    // One position, or one head, is where it belongs.
    if (time === 1 || heads === 1) return reshape([batch, heads, time, size])(rows) as Tensor
    return transpose([0, 2, 1, 3])(reshape([batch, time, heads, size])(rows)) as Tensor
  }

/** The way back: [batch, heads, time, size] to rows [batch · time, width]. */
export const join = (x: Tensor): Tensor => {
  const [batch, heads, time, size] = x.shape as readonly [number, number, number, number]
  const together = reshape([batch * time, heads * size])
  return together(time === 1 || heads === 1 ? x : (transpose([0, 2, 1, 3])(x) as Tensor))
}
