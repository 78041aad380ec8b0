/**
 * The nearest of some names to one that there is not, for who misspelt it.
 *
 * @module
 */

/** Longer names are not compared: they are not misspelt options. */
const longest = 40

/** How many letters have to be put in, left out, changed or swapped with their neighbour to make one word of another (the optimal string alignment). */
const distance = (x: string, y: string): number => {
  let [before, row]: readonly (readonly number[])[] = [[], Array.from({ length: y.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= x.length; i++) {
    const next: number[] = [i]
    for (let j = 1; j <= y.length; j++) {
      const changed = (row?.[j - 1] as number) + (x[i - 1] === y[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && x[i - 1] === y[j - 2] && x[i - 2] === y[j - 1]
      next.push(
        Math.min(
          (row?.[j] as number) + 1,
          (next[j - 1] as number) + 1,
          changed,
          isSwap ? (before?.[j - 2] as number) + 1 : changed,
        ),
      )
    }
    ;[before, row] = [row, next]
  }
  return row?.[y.length] as number
}

/** Letters and digits only: `weight_decay` and `weight-decay` are `weightDecay`. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

// Of three letters one is too many: 'i32' is not a misspelt 'f32'.
const shortest = 4

/** The nearest of some names, where one is near: no more than a third of its letters are others, or the one begins the other. */
export const nearest = (name: string, names: readonly string[]): string | undefined => {
  if (name.length > longest) return undefined
  const meant = plain(name)
  if (meant === '') return undefined
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const one of names) {
    const known = plain(one)
    const far =
      meant.length > 2 && (known.startsWith(meant) || known.endsWith(meant)) ? 0.5 : distance(meant, known)
    const most = known.length < shortest ? 0.5 : Math.max(1, Math.floor(known.length / 3))
    if (far < least && far <= most) [best, least] = [one, far]
  }
  return best
}

/** The end of a sentence about a name that there is not: `: did you mean smoothing?`, or a full stop where no name is near. */
export const didYouMean = (name: string, names: readonly string[]): string => {
  const near = nearest(name, names)
  return near === undefined ? '.' : `: did you mean ${near}?`
}
