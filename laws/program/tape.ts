/**
 * Tapes of numbers that decide what a random program is made of.
 *
 * @module
 */

/** Numbers from which everything is decided; 0 when there are none left. */
export const tapeOf = (numbers: readonly number[]) => {
  let at = 0
  const below = (n: number): number => (numbers[at++] ?? 0) % n
  return {
    below,
    of: <A>(choices: readonly A[]): A => choices[below(choices.length)] as A,
    isLeft: () => at < numbers.length,
  }
}
export type Tape = ReturnType<typeof tapeOf>

export const sizes = [1, 2, 3, 3, 4, 5, 7, 9, 18]

export const subset = (tape: Tape, rank: number): readonly number[] => {
  const bits = tape.below(2 ** rank)
  return Array.from({ length: rank }, (_, axis) => axis).filter(axis => (bits >> axis) & 1)
}
export const shuffled = (tape: Tape, rank: number): readonly number[] => {
  const [axes, left] = [[] as number[], Array.from({ length: rank }, (_, axis) => axis)]
  while (left.length > 0) axes.push(...left.splice(tape.below(left.length), 1))
  return axes
}
