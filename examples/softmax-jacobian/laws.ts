/**
 * Laws: that the three ways are one.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { oneHot, op, scalar, softmaxCrossEntropy, type Tensor } from 'pullback'
import { arbitrary, every, type LawSet, law, lawSet, norm, summed } from 'pullback/laws'
import type { Columns } from './columns.ts'
import { type Form, losses } from './loss.ts'
import { byJacobian, byPullback, contract, jacobian } from './softmax.ts'

/** Columns of a size with entries from ±4. */
const sized = (classes: number, samples: number): Arbitrary<Columns<number>> =>
  arbitrary.tensors([classes, samples])

const sizes = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }))

const pairs: Arbitrary<readonly [Columns<number>, Columns<number>]> = sizes.chain(([classes, samples]) =>
  fc.tuple(sized(classes, samples), sized(classes, samples)),
)

const oneHots = (classes: number, samples: number): Arbitrary<Columns<number>> =>
  arbitrary
    .indices([samples], classes)
    .map(labels => op.transpose()(oneHot(classes, { dtype: 'f64' })(labels)))

const scored: Arbitrary<readonly [scores: Columns<number>, targets: Columns<number>]> = sizes.chain(
  ([classes, samples]) => fc.tuple(sized(classes, samples), oneHots(classes, samples)),
)

const one = scalar(1, 'f64') as Tensor<[]>

/** The loss and its gradient at the scores. */
const both = (form: Form, [scores, targets]: readonly [Columns<number>, Columns<number>]) => {
  const [loss, pullback] = losses[form](targets)(scores)
  return [loss, pullback(one)] as const
}

/** The laws of softmax, differentiated in three ways. */
export const softmaxLaws: LawSet = lawSet('softmax of columns', [
  law(
    'SJ1',
    'the Jacobian contracted with a cotangent is the pullback: einsum(ijb,jb->ib) T da = a (da - Σ da a)',
    [pairs],
    ([z, da]) => {
      const [[left, pullLeft], [right, pullRight]] = [byJacobian(z), byPullback(z)]
      return every(summed(8)(left, right), summed(8, undefined, norm(da))(pullLeft(da), pullRight(da)))
    },
  ),
  law('SJ2', 'the Jacobian is symmetric, and its columns add up to 0', [pairs], ([z, da]) => {
    const [a] = byPullback(z)
    const matrices = jacobian(a)
    const swapped = op.transpose([1, 0, 2])(matrices) as typeof matrices
    const sums = op.sum([0])(matrices)
    return every(
      summed(8, undefined, 1)(contract(matrices)(da), contract(swapped)(da)),
      summed(8, undefined, 1)(sums, op.scale(0)(sums)),
    )
  }),
  law(
    'SJ3',
    'three ways from scores to the loss: one loss, that of softmaxCrossEntropy, and one gradient, (a - y) / n',
    [scored],
    sample => {
      const [scores, targets] = sample
      const [loss, gradient] = both('jacobian', sample)
      const rows = softmaxCrossEntropy()(op.argmax<[number]>(op.transpose()(targets)))(op.transpose()(scores))
      const plain = op.scale(1 / scores.shape[1])(op.sub(byPullback(scores)[0], targets))
      const terms = 8 * scores.shape[0]
      return every(
        ...(['pullback', 'fused'] as const).map(form => {
          const [other, theirs] = both(form, sample)
          return every(
            summed(terms, undefined, 1)(loss, other),
            summed(terms, undefined, 1)(gradient, theirs),
          )
        }),
        summed(terms, undefined, 1)(gradient, plain),
        summed(terms, undefined, 1)([loss, gradient], [rows[0], op.transpose()(rows[1](one))]),
      )
    },
  ),
])
