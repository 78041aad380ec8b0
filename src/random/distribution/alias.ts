/**
 * Choices of given probabilities in two looks at tables, however many there are to choose from: a place with all the same probability,
 * and what stands there or the place's alias.
 *
 * @see A. J. Walker: "An efficient method for generating discrete random variables with general distributions", 1977; the tables by
 * M. D. Vose: "A linear algorithm for generating random numbers with a given distribution", 1991
 * @module
 */

/** For each place the probability that it is itself, and what it is else. */
export interface AliasTables {
  readonly own: Float64Array
  readonly alias: Int32Array
}

const likeliestOf = (probabilities: ArrayLike<number>): number => {
  let best = 0
  for (let i = 1; i < probabilities.length; i++) if (probabilities[i]! > probabilities[best]!) best = i
  return best
}

/** The tables of probabilities, which need not sum to 1. */
export const aliasTables = (probabilities: ArrayLike<number>): AliasTables => {
  const n = probabilities.length
  let total = 0
  for (let i = 0; i < n; i++) total += probabilities[i]!
  const own = Float64Array.from(probabilities, p => (p / total) * n)
  const alias = Int32Array.from({ length: n }, (_, i) => i)
  const short: number[] = []
  const long: number[] = []
  for (let i = 0; i < n; i++) (own[i]! < 1 ? short : long).push(i)
  // What the short lack is taken from the long, of which what is left may be short then.
  while (short.length > 0 && long.length > 0) {
    const [to, from] = [short.pop()!, long.at(-1)!]
    alias[to] = from
    own[from] = own[from]! - (1 - own[to]!)
    if (own[from]! < 1) short.push(long.pop()!)
  }
  // What is left lacks rounding only. Of no probability is the alias the likeliest.
  for (const i of [...short, ...long])
    if (probabilities[i]! > 0) own[i] = 1
    else alias[i] = likeliestOf(probabilities)
  return { own, alias }
}
