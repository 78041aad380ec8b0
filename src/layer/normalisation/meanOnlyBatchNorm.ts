/**
 * Mean-only batch normalisation: the smallest layer that keeps a state.
 *
 * @module
 */
import { add, sub } from '../../primitive/elementwise/arithmetic.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { broadcast, sum } from '../../primitive/reduction/broadcast.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { full } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import { kind } from '../layer.ts'
import { requireLastAxis } from '../linear/lastAxis.ts'

/**
 * The state: what evaluation subtracts.
 *
 * @category Normalisation
 * @since 0.1.0
 */
export interface RunningMean<N extends number> {
  readonly mean: Tensor<[N]>
}

/**
 * How fast the running mean follows.
 *
 * @category Normalisation
 * @since 0.1.0
 */
export interface MeanOnlyBatchNormOptions {
  /**
   * The share of the newest batch in the running mean, from 0 to 1. Defaults to 0.1.
   *
   * @default 0.1
   */
  readonly momentum?: number
}

/**
 * `x - mean(x)`, with the mean of each feature over the batch (Salimans and Kingma 2016). In training it couples the
 * examples of a batch and moves the running mean, `mean ← (1 - momentum) · mean + momentum · mean(x)`, which is its state;
 * evaluation subtracts the running mean and leaves it alone.
 *
 * Takes and gives [batch, features].
 *
 * @throws ShapeError if the input is not a matrix with that many columns, or the batch is empty.
 * @throws ArgumentError unless `features` is a positive integer and the momentum from 0 to 1.
 *
 * @example
 * import { compose, dense, meanOnlyBatchNorm, relu } from 'pullback'
 * const hidden = compose(dense(64, 10), meanOnlyBatchNorm(10), relu())
 *
 * @category Normalisation
 * @since 0.1.0
 */
export const meanOnlyBatchNorm = takes(
  'meanOnlyBatchNorm',
  { features: needs.size, options: needs.options({ momentum: needs.number }) },
  () => meanOnlyBatchNormUnchecked,
)

const meanOnlyBatchNormUnchecked = <N extends number>(
  features: N,
  { momentum = 0.1 }: MeanOnlyBatchNormOptions = {},
): Layer<Tensor<[number, N]>, Tensor<[number, N]>, Empty, RunningMean<N>> => {
  if (!(momentum >= 0 && momentum <= 1))
    throw new ArgumentError(`meanOnlyBatchNorm needs a momentum from 0 to 1, but was given ${momentum}.`)
  const name = `meanOnlyBatchNorm(${features})`
  return {
    name,
    [kind]: { is: 'runningMean' },
    init: (_, dtype) => ({
      params: empty,
      state: { mean: full<number, [N], 'f32' | 'f64'>([features], 0, dtype) },
    }),
    run: (_, x, state, context) => {
      requireLastAxis(name, x, features)
      const batch = x.shape[0] as number
      if (x.shape.length !== 2 || batch === 0)
        throw new ShapeError(`${name} takes [batch, ${features}] with a batch of at least one.`, [x.shape], 0)
      const spread = broadcast<number, readonly [number, N]>(x.shape as readonly [number, N])
      if (context.mode === 'evaluation')
        return [sub(x as Tensor, spread(state.mean) as Tensor), dy => [empty, dy], state]
      const meanOf = (y: Tensor): Tensor<[N]> => scale(1 / batch)(sum([0])(y) as Tensor<[N]>)
      const mean = meanOf(x)
      return [
        sub(x as Tensor, spread(mean) as Tensor),
        dy => [empty, sub(dy as Tensor, spread(meanOf(dy as Tensor)) as Tensor)],
        { mean: add(scale(1 - momentum)(state.mean), scale(momentum)(mean)) },
      ]
    },
  }
}
