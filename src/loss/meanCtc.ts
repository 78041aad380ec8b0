/**
 * The mean of the loss of sequences of labels.
 *
 * @module
 */
import { div } from '../primitive/elementwise/arithmetic.ts'
import { maximum } from '../primitive/elementwise/compare.ts'
import { convert } from '../primitive/elementwise/convert.ts'
import { argumentsOf, takes } from '../tensor/contract/index.ts'
import { onesLike } from '../tensor/function/constructors.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type CtcOptions, ctc as ctcEach } from './ctc.ts'
import { type CtcTargets, completed } from './ctcTargets.ts'
import type { Loss } from './loss.ts'
import { mean } from './reduction.ts'

/**
 * The mean over the batch of each example's negative logarithm of the probability of its labels, over all ways to spread them over
 * time, divided by the number of its labels, or by 1 if it has none (as in PyTorch; Graves et al.: "Connectionist temporal
 * classification", 2006). `perExample.sum(perExample.ctc())` does not divide. In nats.
 *
 * Takes scores [batch, times, classes] and targets `{ labels: [batch, longest], lengths: [batch], targetLengths: [batch] }`, of which the
 * last two may be left out where all count.
 *
 * @throws ShapeError if the shapes do not fit or there are no examples.
 * @throws IndexError if a label or the blank is not a class, a label is the blank, or a length is out of range.
 * @throws ArgumentError if an example has more labels than its times can hold, where it is evaluated.
 *
 * @example
 * import { ctc, tensor, zeros } from 'pullback'
 * const labels = tensor([[1, 2], [3, 0]], 'i32')
 * const targetLengths = tensor([2, 1], 'i32')
 * const [loss] = ctc({ blank: 0 })({ labels, targetLengths })(zeros([2, 5, 4]))
 *
 * @category Losses
 * @since 0.1.0
 */
export const ctc = takes('ctc', argumentsOf(ctcEach), () => ctcUnchecked)

const ctcUnchecked = (options: CtcOptions = {}): Loss<Tensor<[number, number, number]>, CtcTargets> =>
  mean((targets: CtcTargets) => (scores: Tensor<[number, number, number]>) => {
    const [losses, pullback] = ctcEach(options)(targets)(scores)
    const { blank = 0 } = options
    const { targetLengths } = completed(scores as Tensor, targets, { blank, lenient: true })
    const counts = convert(losses.dtype)(targetLengths) as Tensor
    const share = maximum(counts, onesLike(counts))
    return [div(losses, share), dy => pullback(div(dy as Tensor, share))]
  })
