/**
 * Stopping at the first NaN or infinity.
 *
 * @module
 */
import { type Path, PullbackError, showPath } from '../tensor/error.ts'
import { stridesOf } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, type Tensor } from '../tensor/tensor.ts'
import { entries, isFloat } from '../tensor/tree.ts'

/** Where in a step something was not finite. */
export type NonFiniteWhat = 'batch' | 'loss' | 'gradient' | 'parameter' | 'state'

/** Training met a NaN or an infinity. The parameters of the step before are in the last report. */
export class NonFiniteError extends PullbackError {
  readonly _tag = 'NonFiniteError'
  override readonly name = 'NonFiniteError'
  readonly kind: NonFiniteWhat
  readonly step: number
  readonly epoch: number
  /** The path of the parameter, empty for the loss. */
  readonly parameter: Path
  /** NaN, Infinity or -Infinity. */
  readonly value: number

  constructor(
    where: Pick<NonFiniteError, 'kind' | 'step' | 'epoch' | 'parameter' | 'value'>,
    what: string,
    path: Path = [],
  ) {
    super(what, path)
    this.kind = where.kind
    this.step = where.step
    this.epoch = where.epoch
    this.parameter = where.parameter
    this.value = where.value
  }

  override at(segment: string | number): NonFiniteError {
    return new NonFiniteError(this, this.what, [segment, ...this.path])
  }
}

const firstNonFinite = (x: AnyTensor): number => elementsOf(x).findIndex(value => !Number.isFinite(value))

const indexOf = (x: Tensor, position: number): string =>
  `[${stridesOf(x.shape)
    .map((stride, axis) => Math.floor(position / stride) % (x.shape[axis] as number))
    .join(', ')}]`

const mends: Record<NonFiniteWhat, string> = {
  batch: 'Clean the data before training: drop or replace what is not finite.',
  loss: 'Look for a logarithm of 0 or a learning rate that is too large.',
  gradient:
    'The loss was finite: look for a derivative without bound, such as that of a root or logarithm at 0.',
  parameter: 'Loss and gradient were finite: lower the learning rate or clip the gradient.',
  state: 'Loss and gradient were finite: look at the layer that keeps this state.',
}

/** The first leaf of a tree that is not finite, as an error; `null` if all are finite. */
export const nonFinite = (
  kind: NonFiniteWhat,
  tree: unknown,
  root: Path,
  at: { readonly step: number; readonly epoch: number },
): NonFiniteError | null => {
  for (const { path, leaf } of entries(tree)) {
    if (!isFloat(leaf)) continue
    const position = firstNonFinite(leaf)
    if (position === -1) continue
    const value = elementsOf(leaf)[position] as number
    const parameter = [...root, ...path]
    const name =
      kind === 'loss'
        ? 'the loss'
        : kind === 'batch'
          ? showPath(parameter)
          : `the ${kind} ${showPath(parameter)}`
    const element = leaf.shape.length === 0 ? '' : ` at index ${indexOf(leaf, position)}`
    return new NonFiniteError(
      { kind, ...at, parameter, value },
      `Training stopped at step ${at.step} (epoch ${at.epoch}): ${name} is ${value}${element}. ${mends[kind]}`,
    )
  }
  return null
}
