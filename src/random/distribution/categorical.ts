/**
 * Samples of classes by their logits.
 *
 * @module
 */
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { broadcast } from '../../primitive/reduction/broadcast.ts'
import { argmax } from '../../primitive/reduction/reduceMax.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import { elementsOf, type Integers, isConcrete, type Sizes, type Tensor } from '../../tensor/tensor.ts'
import type { Key } from '../key.ts'
import { standardGumbel } from './gumbel.ts'
import { dtypeOfSamples, type Range, requireParameter } from './parameter.ts'

const logit: Range = {
  words: 'finite, or -Infinity for what is never chosen,',
  holds: x => x < Number.POSITIVE_INFINITY,
}

const requireChoice = (logits: Tensor, count: number): void => {
  if (!isConcrete(logits)) return
  const elements = elementsOf(logits)
  for (let row = 0; row < elements.length / count; row++)
    if (elements.subarray(row * count, (row + 1) * count).every(x => x === Number.NEGATIVE_INFINITY))
      throw new ArgumentError(
        `categorical needs a class to choose, but all logits of row ${row} are -Infinity.`,
      )
}

/**
 * Samples of classes, each with probability `softmax(logits)`, as i32: the class whose logit with a Gumbel sample added is the largest
 * ("Gumbel-max"). Logits of shape [n], or [..., n] where they are repeated to [...shape, n]; -∞ is never chosen. The Gumbel samples
 * are f64, so that probabilities down to 2⁻⁵³ are kept. Not differentiable, as it is a choice. Two words of the key for each class of
 * each sample.
 *
 * JAX's `categorical`, PyTorch's `Categorical(logits=…)`; with probabilities `random.choice`, NumPy's `choice(n, size, p=…)`.
 *
 * @throws ArgumentError if a logit is NaN or ∞, or all of a row are -∞.
 * @throws ShapeError if there are no classes, or logits cannot be repeated.
 *
 * @example
 * import { key, random, tensor } from 'pullback'
 * const classes = random.categorical([1000], tensor([0, 1, -Infinity]))(key(0)) // 0 and 1
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const categorical = takes(
  'categorical',
  [{ shape: needs.shape, logits: needs.tensor }, { key: needs.key }],
  () => categoricalUnchecked,
)

const categoricalUnchecked = <N extends number, S extends Sizes<N>>(
  shape: S,
  logits: Tensor,
): ((key: Key) => Integers<S>) => {
  dtypeOfSamples('categorical', undefined, { logits })
  const count = logits.shape.at(-1)
  if (count === undefined || count === 0)
    throw new ShapeError(
      `categorical needs an axis of logits, at least one, but was given ${showShape(logits.shape)}.`,
      [logits.shape],
    )
  const whole: Shape = [...shape, count]
  requireParameter('categorical', 'logits', logits, logit, whole)
  requireChoice(logits, count)
  return key => {
    const noisy = add(broadcast(whole)(convert('f64')(logits)) as Tensor, standardGumbel(whole, 'f64', key))
    return argmax(noisy as Tensor<[...S, number]>) as Integers as Integers<S>
  }
}
