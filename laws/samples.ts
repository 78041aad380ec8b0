/**
 * The number of samples that the laws of sets with many laws are tried on.
 *
 * @module
 */

/**
 * Of 119 faults put into the library at random, 115 were found within 12 samples of a law: sets of some thirty laws each get a few
 * times as many, and not the 100 that a law on its own gets. Losses of single examples are those that the mean of a batch was
 * tried with. Each sample of a solution is many steps.
 *
 * @internal
 */
export const samples = {
  smooth: 50,
  primitive: 50,
  layer: 25,
  loss: 25,
  perExample: 12,
  optimiser: 25,
  solution: 12,
} as const
