/**
 * Optimisers tried: runs of several steps on given gradients.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type Optimiser, smooth, optimiser as transformations, type tree } from '../../src/index.ts'
import { kinkSafe, tensors } from '../arbitraries.ts'

/** What a run of an optimiser shows after each step. */
export interface OptimiserRun<S> {
  readonly params: readonly tree.Tree[]
  readonly updates: readonly tree.Tree[]
  readonly states: readonly S[]
}

/** Where a run begins. */
export interface StartingPoint<S> {
  readonly params: tree.Tree
  readonly state: S
  readonly step: number
}

/** Steps of an optimiser on given gradients, from given parameters. */
export const runOf = <S, R>(
  optimiser: Optimiser<S, R>,
  start: tree.Tree,
  gradients: readonly tree.Tree[],
  from: StartingPoint<S> = { params: start, state: optimiser.init(start), step: 0 },
): OptimiserRun<S> => {
  const params: tree.Tree[] = []
  const updates: tree.Tree[] = []
  const states: S[] = []
  let { params: now, state } = from
  gradients.forEach((gradient, i) => {
    const [update, next] = optimiser.update(gradient, state, now, optimiser.rates(from.step + i))
    now = transformations.applyUpdates(now, update)
    state = next
    params.push(now)
    updates.push(update)
    states.push(state)
  })
  return { params, updates, states }
}

/** Parameters as models have them: nested, with unequal shapes, an empty record and integers among them. */
export const someParams: Arbitrary<tree.Tree> = fc.record({
  hidden: fc.record({ w: tensors([3, 2]), b: tensors([2]) }),
  none: fc.constant({}),
  output: fc.tuple(tensors([2, 1]), fc.record({ b: tensors([]) })),
})

/** Gradients for them, with no entry near zero, so that a sign is a sign. */
export const someGradients: Arbitrary<tree.Tree> = fc.record({
  hidden: fc.record({ w: tensors([3, 2], { entries: kinkSafe }), b: tensors([2], { entries: kinkSafe }) }),
  none: fc.constant({}),
  output: fc.tuple(
    tensors([2, 1], { entries: kinkSafe }),
    fc.record({ b: tensors([], { entries: kinkSafe }) }),
  ),
})

/** Gradients for several steps. */
export const gradientRuns: Arbitrary<readonly tree.Tree[]> = fc.array(someGradients, {
  minLength: 1,
  maxLength: 6,
})

/** Learning rates, rates of decay and numbers of steps. */
export const rates: Arbitrary<number> = fc.integer({ min: 1, max: 32 }).map(n => n / 64)
export const decays: Arbitrary<number> = fc.integer({ min: 0, max: 15 }).map(n => n / 16)
export const counts: Arbitrary<number> = fc.integer({ min: 1, max: 6 })

/** A tree of parameters or gradients times a number. */
export const scaled = (factor: number): ((x: tree.Tree) => tree.Tree) => smooth.scaleCotangent(factor)

/** `v ← decay · v + g` after each gradient. */
export const velocities = (gs: readonly tree.Tree[], decay: number): readonly tree.Tree[] => {
  const found: tree.Tree[] = []
  for (const g of gs) {
    const last = found.at(-1)
    found.push(last === undefined ? g : smooth.addCotangents(scaled(decay)(last), g))
  }
  return found
}
