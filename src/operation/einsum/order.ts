/**
 * The order in which many tensors are multiplied: the pair first whose product is small compared with its factors.
 *
 * @see Smith, Gray: "opt_einsum", Journal of Open Source Software 3 (2018), the greedy path
 * @module
 */

type Labels = readonly string[]

/** The positions of two tensors. */
export type Pair = readonly [first: number, second: number]

const sizeOf = (labels: Labels, sizes: ReadonlyMap<string, number>): number =>
  labels.reduce((size, label) => size * sizes.get(label)!, 1)

/** The labels that the result or tensors other than a pair's have. */
export const neededBeside = (operands: readonly Labels[], result: Labels, pair: Pair): ReadonlySet<string> =>
  new Set([...result, ...operands.filter((_, i) => !pair.includes(i)).flat()])

/** The pair to multiply next. */
export const nextPair = (
  operands: readonly Labels[],
  result: Labels,
  sizes: ReadonlyMap<string, number>,
): Pair => {
  let best: { pair: Pair; growth: number; work: number } | undefined
  for (let i = 0; i < operands.length; i++)
    for (let j = i + 1; j < operands.length; j++) {
      const [x, y] = [operands[i]!, operands[j]!]
      const all = [...new Set([...x, ...y])]
      const needed = neededBeside(operands, result, [i, j])
      const kept = all.filter(label => needed.has(label))
      const growth = sizeOf(kept, sizes) - sizeOf(x, sizes) - sizeOf(y, sizes)
      const work = sizeOf(all, sizes)
      if (best === undefined || growth < best.growth || (growth === best.growth && work < best.work))
        best = { pair: [i, j], growth, work }
    }
  return best!.pair
}
