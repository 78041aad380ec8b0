/**
 * Laws of optimisers made of optimisers: groups, accumulation, averages, steps left out, looking ahead.
 *
 * @module
 */
import {
  type AnyOptimiser,
  adam,
  momentum,
  op,
  sgd,
  smooth,
  type Tensor,
  optimiser as transformations,
  tree,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { every, exact, norm, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { counts, decays, gradientRuns, rates, runOf, scaled, someGradients, someParams } from './run.ts'

const add = smooth.addCotangents

type Record = { readonly [key: string]: tree.Tree }
type Partition = (
  groupOf: (path: readonly (string | number)[]) => string,
) => (groups: { readonly [group: string]: AnyOptimiser }) => AnyOptimiser

/**
 * Laws of groups; by default of `optimiser.partition`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const partitionLaws = takes(
  'partitionLaws',
  { partition: implementation },
  () =>
    (partition: Partition = transformations.partition): LawSet => {
      const byFirst = (path: readonly (string | number)[]): string =>
        path[0] === 'hidden' ? 'hidden' : 'others'
      return lawSet('partition', [
        law(
          '42l',
          'each group moves as by its optimiser alone, even if that looks at norms or at paths',
          [someParams, gradientRuns, rates],
          (params, gs, rate) => {
            const { addDecayedWeights, chain, clipByGlobalNorm } = transformations
            const hidden = chain(clipByGlobalNorm(0.5), sgd(rate))
            const others = chain(
              addDecayedWeights(0.5, path => path[0] === 'output' && path[1] === 0),
              adam(rate),
            )
            const last = runOf(partition(byFirst)({ hidden, others }), params, gs).params.at(-1) as Record
            const part = (key: string) => (x: tree.Tree) => ({ [key]: (x as Record)[key] as tree.Tree })
            const alone = (o: AnyOptimiser, key: string) =>
              runOf(o, part(key)(params), gs.map(part(key))).params.at(-1)
            return every(
              exact(part('hidden')(last), alone(hidden, 'hidden')),
              exact(part('output')(last), alone(others, 'output')),
            )
          },
        ),
        law('42m', 'a single group is the optimiser', [someParams, gradientRuns], (params, gs) =>
          exact(
            runOf(partition(() => 'all')({ all: adam(0.1), none: sgd(1) }), params, gs).params,
            runOf(adam(0.1), params, gs).params,
          ),
        ),
        law('42n', 'a group of setToZero stands still', [someParams, gradientRuns], (params, gs) => {
          const { setToZero } = transformations
          const last = runOf(
            partition(byFirst)({ hidden: setToZero, others: adam(0.1) }),
            params,
            gs,
          ).params.at(-1)
          return exact((last as Record).hidden, (params as Record).hidden)
        }),
      ])
    },
)

type Accumulate = (every: number) => (optimiser: AnyOptimiser) => AnyOptimiser

/**
 * Laws of accumulation; by default of `optimiser.accumulate`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const accumulateLaws = takes(
  'accumulateLaws',
  { accumulate: implementation },
  () =>
    (accumulate: Accumulate = transformations.accumulate): LawSet =>
      lawSet('accumulate', [
        law('42o', 'of one gradient it is the optimiser', [someParams, gradientRuns], (params, gs) =>
          exact(runOf(accumulate(1)(adam(0.1)), params, gs).params, runOf(adam(0.1), params, gs).params),
        ),
        law(
          '43e',
          'so many gradients move as their average does, and none before the last',
          [someParams, someGradients, someGradients, someGradients, counts],
          (params, g, h, k, every3) => {
            const gs = Array.from({ length: every3 }, (_, i) => [g, h, k][i % 3] as tree.Tree)
            const average = scaled(1 / every3)(gs.reduce((x, y) => add(x, y)))
            // Twice, so that what is remembered begins anew.
            const run = runOf(accumulate(every3)(momentum(0.25)), params, [...gs, ...gs])
            const whole = runOf(momentum(0.25), params, [average, average])
            const seen = [run.params[every3 - 1], run.params.at(-1)]
            return every(
              exact(
                run.params.slice(0, every3 - 1),
                gs.slice(1).map(() => params),
              ),
              summed(64, undefined, norm([params, gs]))(seen, whole.params),
            )
          },
        ),
        law('42p', 'schedules count the steps of the optimiser', [counts], many => {
          const rates = (o: AnyOptimiser, at: number) => o.rates(at)
          const inner = sgd(step => step + 1)
          const seen = Array.from({ length: 6 }, (_, t) => rates(accumulate(many)(inner), t).inner)
          return exact(
            seen,
            Array.from({ length: 6 }, (_, t) => rates(inner, Math.floor(t / many))),
          )
        }),
      ]),
)

type Average = (decay: number) => AnyOptimiser

/**
 * Laws of the average of parameters; by default of `optimiser.averageParameters`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const averageLaws = takes(
  'averageLaws',
  { averageParameters: implementation },
  () =>
    (averageParameters: Average = transformations.averageParameters): LawSet =>
      lawSet('averageParameters', [
        law('42q', 'it leaves updates as they are', [someParams, gradientRuns], (params, gs) =>
          exact(runOf(averageParameters(0.5), params, gs).updates, gs),
        ),
        law(
          '42r',
          'a ← decay · a + (1 - decay) · p after each step, beginning at the first parameters',
          [someParams, gradientRuns, decays],
          (params, gs, decay) => {
            const run = runOf(transformations.chain(sgd(0.25), averageParameters(decay)), params, gs)
            const states = run.states as readonly (readonly [unknown, { readonly average: tree.Tree }])[]
            const expected: tree.Tree[] = []
            for (const p of run.params)
              expected.push(add(scaled(decay)(expected.at(-1) ?? params), scaled(1 - decay)(p)))
            return summed(16)(
              states.map(([, { average }]) => average),
              expected,
            )
          },
        ),
      ]),
)

/** A gradient with one number that is not finite. */
const spoiled = (value: number): ((g: tree.Tree) => tree.Tree) => {
  const spoil = (x: Tensor): Tensor => op.add(x, op.shift(value)(op.scale(0)(x)))
  return tree.map((leaf: Tensor, path: readonly (string | number)[]) =>
    path.join('.') === 'hidden.b' ? spoil(leaf) : leaf,
  )
}

type Skip = (optimiser: AnyOptimiser) => AnyOptimiser

/**
 * Laws of steps left out; by default of `optimiser.skipNonFinite`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const skipLaws = takes(
  'skipLaws',
  { skipNonFinite: implementation },
  () =>
    (skipNonFinite: Skip = transformations.skipNonFinite): LawSet =>
      lawSet('skipNonFinite', [
        law('42s', 'on finite gradients it is the optimiser', [someParams, gradientRuns], (params, gs) =>
          exact(runOf(skipNonFinite(adam(0.1)), params, gs).params, runOf(adam(0.1), params, gs).params),
        ),
        law(
          '42t',
          'where a number is NaN or infinite nothing moves, nothing is remembered, and the step is counted',
          [someParams, someGradients, gradientRuns],
          (params, bad, gs) => {
            const wrong = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(x =>
              spoiled(x)(bad),
            )
            const o = skipNonFinite(momentum(0.25) as AnyOptimiser)
            const run = runOf(o, params, [...wrong, ...gs])
            const states = run.states as readonly { readonly skipped: Tensor; readonly inner: unknown }[]
            return every(
              exact(
                run.params.slice(0, 3),
                wrong.map(() => params),
              ),
              exact(states[2]?.inner, momentum(0.25).init(params)),
              exact(run.params.slice(3), runOf(momentum(0.25), params, gs).params),
              exact(
                op.scale(1)(states.at(-1)?.skipped as Tensor),
                op.shift(3)(op.scale(0)(states[0]?.skipped as Tensor)),
              ),
            )
          },
        ),
      ]),
)

type Lookahead = (options: {
  readonly every: number
  readonly share: number
}) => (optimiser: AnyOptimiser) => AnyOptimiser

/**
 * Laws of looking ahead; by default of `optimiser.lookahead`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const lookaheadLaws = takes(
  'lookaheadLaws',
  { lookahead: implementation },
  () =>
    (lookahead: Lookahead = transformations.lookahead): LawSet =>
      lawSet('lookahead', [
        law(
          '42u',
          'between its turns it is the optimiser, and at its turn s ← s + α (p - s)',
          [someParams, gradientRuns, gradientRuns, decays],
          (params, gs, hs, decay) => {
            const share = 1 - decay
            const inner = sgd(0.25)
            const o = lookahead({ every: gs.length, share })(inner)
            const turn = (from: tree.Tree, steps: readonly tree.Tree[]): readonly tree.Tree[] => {
              const fast = runOf(inner, from, steps).params
              if (steps.length < gs.length) return fast
              const slow = add(from, scaled(share)(add(fast.at(-1) as tree.Tree, scaled(-1)(from))))
              return [...fast.slice(0, -1), slow]
            }
            const first = turn(params, gs)
            const second = turn(first.at(-1) as tree.Tree, hs.slice(0, gs.length))
            const all = [...gs, ...hs.slice(0, gs.length)]
            return summed(
              64,
              undefined,
              norm([params, all]),
            )(runOf(o, params, all).params, [...first, ...second])
          },
        ),
        law(
          '42v',
          'with the whole share it is the optimiser',
          [someParams, gradientRuns, counts],
          (params, gs, many) =>
            summed(
              64,
              undefined,
              norm(params),
            )(
              runOf(lookahead({ every: many, share: 1 })(adam(0.1)), params, gs).params,
              runOf(adam(0.1), params, gs).params,
            ),
        ),
      ]),
)
