/**
 * Laws of the penalties on parameters.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  allParams,
  l1Penalty as l1PenaltyLoss,
  l2Penalty as l2PenaltyLoss,
  op,
  type ParamFilter,
  scalar,
  smooth,
  type Tensor,
  toValues,
  tree,
  trivial,
  weights,
  zero,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { indices, kinkSafe, tensors } from '../arbitraries.ts'
import { exact, inner, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type Law, type LawSet, law, lawSet } from '../law.ts'
import { smoothLaws } from '../smooth/smooth.ts'

type Penalty = (strength: number, filter?: ParamFilter) => smooth.Smooth<tree.Tree, Tensor<[]>>

const params: Arbitrary<tree.Tree> = fc.record({
  hidden: fc.record({ w: tensors([3, 2]), b: tensors([2]) }),
  output: fc.tuple(tensors([2]), fc.record({ w: tensors([2, 1]) })),
})
/** Parameters away from 0, where the slope of the absolute value jumps. */
const offZero: Arbitrary<tree.Tree> = fc.record({
  w: tensors([3, 2], { entries: kinkSafe }),
  output: fc.record({ w: tensors([2, 1], { entries: kinkSafe }) }),
})
const strengths = fc.integer({ min: 0, max: 32 }).map(n => n / 16)
const choices = fc.constantFrom<ParamFilter>(
  weights,
  allParams,
  path => path[0] === 'output',
  () => false,
)

const chosen = (ps: tree.Tree, filter: ParamFilter): tree.Tree =>
  tree.map((leaf: tree.Leaf, path) => (filter(path) ? leaf : (zero(leaf as Tensor) as tree.Leaf)))(ps)

/** What every penalty satisfies, whatever it adds up. */
const lawsOfAll = (penalty: Penalty, ofDefault: string, ofIntegers: string): readonly Law[] => [
  law(ofDefault, 'by default it is on parameters called w', [params, strengths], (ps, by) =>
    exact(penalty(by)(ps)[0], penalty(by, path => path.at(-1) === 'w')(ps)[0]),
  ),
  law(
    ofIntegers,
    'an integer among the parameters adds nothing and has the trivial cotangent',
    [params, indices([3], 4), strengths],
    (floats, labels, by) => {
      const [own, pullOwn] = penalty(by, allParams)(floats)
      const [value, pullback] = penalty(by, allParams)({ floats, labels } as tree.Tree)
      const one = scalar(1, 'f64')
      return exact([value, pullback(one)], [own, { floats: pullOwn(one), labels: trivial }])
    },
  ),
]

/**
 * Laws of the L2 penalty; by default of `l2Penalty`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const l2PenaltyLaws = takes(
  'l2PenaltyLaws',
  { penalty: implementation },
  () =>
    (penalty: Penalty = l2PenaltyLoss): LawSet =>
      lawSet(
        'l2Penalty',
        [
          law(
            'L1',
            'the penalty is λ/2 · Σ p² over the chosen parameters',
            [params, strengths, choices],
            (ps, by, filter) => {
              const squares = inner(chosen(ps, filter), chosen(ps, filter))
              return summed(16)(penalty(by, filter)(ps)[0], scalar((by / 2) * squares, 'f64'))
            },
          ),
          law(
            'L2',
            'the gradient is λ p for the chosen parameters and 0 for the others',
            [params, strengths, choices],
            (ps, by, filter) => {
              const gradient = penalty(by, filter)(ps)[1](scalar(1, 'f64'))
              return exact(gradient, smooth.scaleCotangent(by)(chosen(ps, filter)))
            },
          ),
          ...lawsOfAll(penalty, 'L3', 'L4'),
        ],
        [smoothLaws('l2Penalty', penalty(0.5), { point: params })],
      ),
)

/**
 * Laws of the L1 penalty; by default of `l1Penalty`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const l1PenaltyLaws = takes(
  'l1PenaltyLaws',
  { penalty: implementation },
  () =>
    (penalty: Penalty = l1PenaltyLoss): LawSet =>
      lawSet(
        'l1Penalty',
        [
          law(
            'L42',
            'the penalty is λ · Σ |p| over the chosen parameters',
            [params, strengths, choices],
            (ps, by, filter) => {
              const sizes = tree
                .tensors(chosen(ps, filter))
                .flatMap(x => Array.from(toValues(x as Tensor), Math.abs))
              const total = sizes.reduce((sum, x) => sum + x, 0)
              return summed(16)(penalty(by, filter)(ps)[0], scalar(by * total, 'f64'))
            },
          ),
          law(
            'L43',
            'the gradient is λ sign(p) for the chosen parameters, 0 at 0, and 0 for the others',
            [params, strengths, choices],
            (ps, by, filter) => {
              const gradient = penalty(by, filter)(ps)[1](scalar(1, 'f64'))
              const signs = tree.map((leaf: tree.Leaf) => op.sign(leaf as Tensor))(chosen(ps, filter))
              return exact(gradient, smooth.scaleCotangent(by)(signs))
            },
          ),
          ...lawsOfAll(penalty, 'L44', 'L45'),
        ],
        [smoothLaws('l1Penalty', penalty(0.5), { point: offZero, kinky: true })],
      ),
)
