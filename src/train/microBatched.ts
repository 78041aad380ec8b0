/**
 * Objectives on a batch in parts.
 *
 * @module
 */
import { contextOfKey, keysOfAll } from '../layer/context.ts'
import { goingBack } from '../primitive/core/observe.ts'
import { scale } from '../primitive/elementwise/scale.ts'
import { sum } from '../primitive/reduction/broadcast.ts'
import { lift } from '../smooth/derivative/lift.ts'
import type { TreeCell } from '../smooth/loop/cells.ts'
import { divided, joined } from '../smooth/loop/divided.ts'
import { scanTrees } from '../smooth/loop/scanTrees.ts'
import { addCotangents, cotangentTimes } from '../smooth/map/cotangents.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ShapeError, showPath } from '../tensor/error.ts'
import { full } from '../tensor/function/constructors.ts'
import { zero } from '../tensor/function/cotangent.ts'
import { entries } from '../tensor/function/traversal.ts'
import { showShape } from '../tensor/shape.ts'
import { isTensor, type Tensor } from '../tensor/tensor.ts'
import type { Tree } from '../tensor/tree.ts'
import type { Batch, Objective, UntypedObjective } from './objective.ts'

/** The batch in so many parts of equal size. */
const partsOf = (name: string, { inputs, targets }: Batch<Tree, Tree>, count: number): Tree => {
  const batch = { inputs, targets }
  for (const { path, leaf } of entries(batch))
    if (isTensor(leaf) && (leaf.shape.length === 0 || (leaf.shape[0] as number) % count !== 0))
      throw new ShapeError(
        `${name} takes batches of a number of examples that ${count} divides, but was given ${showShape(leaf.shape)} at ${showPath(path)}. ` +
          'Leave out the last short batch ({ dropLast: true } of batches), or take another number of parts.',
        [leaf.shape],
        0,
      )
  return divided(count)(batch)
}

/** A cell whose pullback is that of its operations. */
function cellOf(step: (a: Parameters<TreeCell>[0]) => readonly [state: unknown, output: unknown]): TreeCell
function cellOf(step: (a: Parameters<TreeCell>[0]) => unknown): unknown {
  return lift(step)
}

/**
 * An objective on a batch in so many parts, one after the other: the mean of their losses, whose gradient is added up as they go
 * (gradient accumulation). Of a loss that is a mean over examples it is what the objective is on the whole batch, with the memory of one
 * part; in a program it is one loop. The state goes from part to part, each part draws from a key of its own, and layers that look at the whole
 * batch, such as `batchNorm`, look at a part. For a step every so many batches see `optimiser.accumulate`.
 *
 * @throws ShapeError if the number of examples is not divided by the number of parts.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { dense, microBatched, softmaxCrossEntropy, supervised } from 'pullback'
 * const objective = pipe(dense(64, 10), supervised(softmaxCrossEntropy()), microBatched(4))
 *
 * @category Training
 * @since 0.1.0
 */
export const microBatched = takes(
  'microBatched',
  [{ parts: needs.positiveInteger }, { objective: needs.objective }],
  () => microBatchedUnchecked,
)

function microBatchedUnchecked(
  parts: number,
): <I, T, Y, P, S>(objective: Objective<I, T, Y, P, S>) => Objective<I, T, Y, P, S>
function microBatchedUnchecked(parts: number): unknown {
  return (own: UntypedObjective): UntypedObjective => {
    const name = `microBatched(${parts})(${own.name})`
    return {
      ...own,
      name,
      run: (params, batch, state, context) => {
        const cell = cellOf(([p, carried, given]) => {
          const [s, total] = carried as readonly [Tree, Tree]
          const [part, k] = given as readonly [Batch<Tree, Tree>, unknown]
          const [loss, gradient, next, predictions] = own.run(p as Tree, part, s, contextOfKey(context, k))
          const pulled = goingBack(() => gradient(full([], 1 / parts, loss.dtype)))
          const output = [loss, predictions]
          return [[next, addCotangents(total, pulled)], output]
        })
        const inputs = [partsOf(name, batch, parts), keysOfAll(context, parts)]
        const start = [state, zero<unknown>(params)]
        const [[last, outputs]] = scanTrees(false, cell)([params, start, inputs])
        const [next, gradient] = last as readonly [Tree, Tree]
        const [losses, predictions] = outputs as readonly [Tensor<[number]>, Tree]
        const loss = scale(1 / parts)(sum()(losses)) as Tensor<[]>
        return [loss, dloss => cotangentTimes(dloss)(gradient), next, joined(predictions)]
      },
    }
  }
}
