/**
 * The laws of optimisers, to be run on a new one.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type AnyTensor,
  compile,
  engines,
  fromValues,
  isTensor,
  iterate,
  type Optimiser,
  op,
  random,
  type Tensor,
  toValues,
  optimiser as transformations,
  tree,
  trivial,
  zero,
} from '../../src/index.ts'
import { needs, takes } from '../../src/tensor/contract/index.ts'
import { indices, keys } from '../arbitraries.ts'
import { epsilon, every, exact, holds, norm, sameStructure, summed } from '../close.ts'
import { type Law, type LawSet, law, lawSet } from '../law.ts'
import { converted } from '../layer/point.ts'
import { samples } from '../samples.ts'
import { gradientRuns, runOf, someGradients, someParams } from './run.ts'

/**
 * What there is to say of an optimiser besides the optimiser itself.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface OptimiserLawOptions {
  /** Whether it looks at several elements or leaves together, as clipping by a global norm does; law 41 is then left out. */
  readonly coupled?: boolean
  /** Whether parameters move without a gradient, as under weight decay; law 39 is then left out. */
  readonly decays?: boolean
}

/** 44: compiled, the steps are those that are evaluated, by each engine. */
const compiled = <S, R>(optimiser: Optimiser<S, R>): readonly Law[] =>
  Object.values(engines).map((engine, i) => {
    const update = compile(
      (g: tree.Tree, state: S, params: tree.Tree, rates: R) => optimiser.update(g, state, params, rates),
      { engine },
    )
    return law(
      `44${'bc'[i] ?? `c${i}`}`,
      `compiled for the ${engine.name} engine, its steps are those that are evaluated`,
      [someParams, gradientRuns],
      (params, gs) => {
        const run = runOf({ ...optimiser, update: update as typeof optimiser.update }, params, gs)
        const evaluated = runOf(optimiser, params, gs)
        return summed(
          16,
          undefined,
          norm([params, gs]),
        )([run.params, run.states], [evaluated.params, evaluated.states])
      },
    )
  })

/** The same tree, with the entries of each record the other way round: they are matched by name. */
const reordered = (x: unknown): unknown => {
  if (tree.isLeaf(x) || typeof x !== 'object' || x === null) return x
  if (Array.isArray(x)) return x.map(reordered)
  return Object.fromEntries(
    Object.entries(x)
      .toReversed()
      .map(([key, branch]) => [key, reordered(branch)]),
  )
}

interface Carried<S> {
  readonly params: tree.Tree
  readonly state: S
  readonly gradients: tree.Tree
}

/** 44d: what stays in an engine from step to step is what is handed on by hand. */
const resident = <S, R>(optimiser: Optimiser<S, R>): readonly Law[] => [
  law(
    '44d',
    'carried on in an engine, with records in another order, parameters and state are those of single steps',
    [someParams, someGradients, fc.integer({ min: 1, max: 4 }), fc.constantFrom(...Object.values(engines))],
    (params, gradients, times, engine) => {
      const rates = optimiser.rates(2)
      const step = ({ params: p, state, gradients: g }: Carried<S>): Carried<S> => {
        const [update, next] = optimiser.update(g, state, p, rates)
        return { params: transformations.applyUpdates(p, update), state: next, gradients: g }
      }
      const start = { params, state: optimiser.init(params), gradients }
      const wanted = Array.from({ length: times }).reduce<Carried<S>>(step, start)
      const got = iterate((now: Carried<S>) => reordered(step(now)) as Carried<S>, { engine })(times)(start)
      return summed(64, undefined, norm([params, gradients]))(got, wanted)
    },
  ),
]

/** A tree as it would come back from a file: the same numbers in other tensors. */
const savedAndLoaded = <T>(x: T): T =>
  tree.map((leaf: tree.Leaf) =>
    isTensor(leaf) ? (fromValues(leaf.shape, Array.from(toValues(leaf)), leaf.dtype) as tree.Leaf) : leaf,
  )(x)

const purity = <S, R>(optimiser: Optimiser<S, R>): readonly Law[] => [
  law('42a', 'init is a function of the parameters and leaves them as they are', [someParams], params => {
    const before = savedAndLoaded(params)
    return every(exact(optimiser.init(params), optimiser.init(params)), exact(params, before))
  }),
  law(
    '42b',
    'the state keeps its structure, shapes and element types',
    [someParams, gradientRuns],
    (params, gs) =>
      every(
        ...runOf(optimiser, params, gs).states.map(state =>
          holds(sameStructure(state, optimiser.init(params)), state, optimiser.init(params)),
        ),
      ),
  ),
  law(
    '42c',
    'the same steps give the same parameters, and leave gradients as they are',
    [someParams, gradientRuns],
    (params, gs) => {
      const before = savedAndLoaded(gs)
      const [first, second] = [runOf(optimiser, params, gs), runOf(optimiser, params, gs)]
      return every(exact(first.params, second.params), exact(gs, before))
    },
  ),
  law(
    '42d',
    'saved and resumed = uninterrupted',
    [someParams, gradientRuns, gradientRuns],
    (params, early, late) => {
      const whole = runOf(optimiser, params, [...early, ...late])
      const first = runOf(optimiser, params, early)
      const saved = savedAndLoaded([first.params.at(-1), first.states.at(-1)] as readonly unknown[])
      const [now, state] = saved as readonly [tree.Tree, S]
      const rest = runOf(optimiser, params, late, { params: now, state, step: early.length })
      return exact([...first.params, ...rest.params], whole.params)
    },
  ),
  law('42e', 'identity is neutral for chain', [someParams, gradientRuns], (params, gs) => {
    const { chain, identity } = transformations
    const own = runOf(optimiser, params, gs).params
    return exact(
      [
        runOf(chain(identity, optimiser), params, gs).params,
        runOf(chain(optimiser, identity), params, gs).params,
      ],
      [own, own],
    )
  }),
]

const structure = <S, R>(optimiser: Optimiser<S, R>): readonly Law[] => [
  law(
    '23',
    'updates have the structure, shapes and element types of the gradients',
    [someParams, gradientRuns, fc.constantFrom('f32', 'f64')],
    (params, gs, dtype) => {
      const run = runOf(
        optimiser,
        converted(params, dtype),
        gs.map(g => converted(g, dtype)),
      )
      return every(...run.updates.map(u => holds(sameStructure(u, converted(params, dtype)), u, params)))
    },
  ),
  law(
    '28',
    'integers among the parameters stay as they are',
    [someParams, someGradients, indices([3], 4)],
    (params, g, labels) => {
      const both = { floats: params, labels }
      const run = runOf(optimiser, both, [{ floats: g, labels: trivial }])
      const last = run.params[0] as typeof both
      return every(exact(last.labels, labels), exact(last.floats, runOf(optimiser, params, [g]).params[0]))
    },
  ),
  law('45', 'float32 agrees with float64', [someParams, gradientRuns], (params, gs) => {
    const narrow = runOf(
      optimiser,
      converted(params, 'f32'),
      gs.map(g => converted(g, 'f32')),
    )
    const wide = runOf(optimiser, params, gs)
    return summed(
      16,
      epsilon.f32,
      norm(params),
    )(
      narrow.params.map(p => converted(p, 'f64')),
      wide.params,
    )
  }),
]

const elementwise = <S, R>(optimiser: Optimiser<S, R>): readonly Law[] => [
  law(
    '41a',
    'what happens to some parameters does not depend on the others',
    [someParams, gradientRuns],
    (params, gs) => {
      const whole = runOf(optimiser, params, gs).params
      const parts = Object.keys(params).map(key => {
        const part = (x: tree.Tree) => (x as { readonly [key: string]: tree.Tree })[key] as tree.Tree
        return runOf(optimiser, part(params), gs.map(part)).params
      })
      const joined = gs.map((_, step) =>
        Object.fromEntries(Object.keys(params).map((key, i) => [key, parts[i]?.[step]])),
      )
      return exact(whole, joined)
    },
  ),
  law(
    '41b',
    'elements that change places move as before',
    [someParams, gradientRuns, keys],
    (params, gs, k) => {
      const shuffled = <T>(x: T): T =>
        tree.map((leaf: tree.Leaf) => inOrder(leaf as AnyTensor, k) as tree.Leaf)(x)
      return exact(
        runOf(optimiser, shuffled(params), gs.map(shuffled)).params,
        shuffled(runOf(optimiser, params, gs).params),
      )
    },
  ),
]

const inOrder = (x: AnyTensor, k: Parameters<ReturnType<typeof random.permutation>>[0]): AnyTensor => {
  const n = toValues(x).length
  const flat = op.reshape([n])(x as Tensor)
  return op.reshape(x.shape as [])(op.gather(flat, random.permutation(n)(k)) as Tensor) as AnyTensor
}

const still = <S, R>(optimiser: Optimiser<S, R>): Law =>
  law(
    '39a',
    'gradients of zero from the beginning on move nothing',
    [someParams, fc.integer({ min: 1, max: 4 })],
    (params, steps) => {
      const zeros = Array.from({ length: steps }, () => zero<unknown>(params) as tree.Tree)
      return exact(
        runOf(optimiser, params, zeros).params,
        zeros.map(() => params),
      )
    },
  )

/**
 * The laws of an optimiser or of a part of one. What it turns gradients into is its own affair.
 *
 * @example
 * import { momentum } from 'pullback'
 * import { checkLaws, optimiserLaws } from 'pullback/laws'
 * const failed = checkLaws(optimiserLaws(momentum(0.1, 0.9))).filter(report => !report.passed)
 *
 * @category Laws
 * @since 0.1.0
 */
export const optimiserLaws = takes(
  'optimiserLaws',
  { optimiser: needs.optimiser, options: needs.options({ coupled: needs.boolean, decays: needs.boolean }) },
  () =>
    <S, R>(
      optimiser: Optimiser<S, R>,
      { coupled = false, decays = false }: OptimiserLawOptions = {},
    ): LawSet =>
      lawSet(
        optimiser.name,
        [
          ...purity(optimiser),
          ...structure(optimiser),
          ...compiled(optimiser),
          ...resident(optimiser),
          ...(coupled ? [] : elementwise(optimiser)),
          ...(decays ? [] : [still(optimiser)]),
        ],
        [],
        samples.optimiser,
      ),
)
