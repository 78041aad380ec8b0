/**
 * Stopping at the first NaN or infinity, and the error that says where it comes from.
 *
 * @module
 */

import { needs, requireArgument } from '../tensor/contract/index.ts'
import type { DType } from '../tensor/dtype.ts'
import { type Path, PullbackError, showPath } from '../tensor/error.ts'
import { entries, leaves } from '../tensor/function/traversal.ts'
import { type Shape, stridesOf } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, type Tensor } from '../tensor/tensor.ts'
import { isFloat } from '../tensor/tree.ts'
import type { Phase } from './step.ts'

/**
 * Where in a step something was not finite.
 *
 * @category Training
 * @since 0.1.0
 */
export type NonFiniteWhat = 'batch' | 'loss' | 'gradient' | 'parameter' | 'state' | 'optimiser'

/**
 * The form of an operand, and the range of its numbers.
 *
 * @category Training
 * @since 0.1.0
 */
export interface OperandRange {
  readonly dtype: DType
  readonly shape: Shape
  /** The smallest and the largest finite number; NaN if there are none. */
  readonly min: number
  readonly max: number
  /** How many numbers are not finite. */
  readonly nonFinite: number
}

/**
 * The operation that made a NaN or an infinity.
 *
 * @category Training
 * @since 0.1.0
 */
export interface NonFiniteOrigin {
  /** The name of the operation, such as `log`. */
  readonly operation: string
  /** The operation whose derivative it is a part of; null if it is part of none. */
  readonly derivativeOf: string | null
  /** The layers that it was applied in, outermost first; empty if the model is one layer. */
  readonly layer: Path
  /** The part of the step: forward, pullback or update. */
  readonly phase: Phase
  /** Its number in the step, from 1 on. */
  readonly number: number
  /** What it made: NaN, Infinity or -Infinity. */
  readonly made: number
  /** The form of its result, and the index of that number in it. */
  readonly dtype: DType
  readonly shape: Shape
  readonly index: readonly number[]
  readonly operands: readonly OperandRange[]
  /** The numbers that this one was made of, where the operation works element by element; empty where it does not. */
  readonly at: readonly number[]
  /** The number that the operation itself carries, as `op.scale(c)` does; null if none. */
  readonly constant: number | null
}

const aPlace = needs.record({
  kind: needs.oneOf('batch', 'loss', 'gradient', 'parameter', 'state', 'optimiser'),
  step: needs.number,
  epoch: needs.number,
  parameter: needs.list,
  value: needs.number,
})

/**
 * Training met a NaN or an infinity. The parameters of the step before are in the last report.
 *
 * @category Training
 * @since 0.1.0
 */
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
  /**
   * The first operation that made what was not finite; null if it came from the data, or from no operation that can be seen when the
   * step is evaluated.
   */
  readonly origin: NonFiniteOrigin | null

  constructor(
    where: Pick<NonFiniteError, 'kind' | 'step' | 'epoch' | 'parameter' | 'value'> & {
      readonly origin?: NonFiniteOrigin | null
    },
    what: string,
    path: Path = [],
  ) {
    super(what, path)
    requireArgument('NonFiniteError', 'where', aPlace, where)
    this.kind = where.kind
    this.step = where.step
    this.epoch = where.epoch
    this.parameter = where.parameter
    this.value = where.value
    this.origin = where.origin ?? null
  }

  override at(segment: string | number): NonFiniteError {
    return new NonFiniteError(this, this.what, [segment, ...this.path])
  }
}

/** Where a step is, for errors. */
export interface Place {
  readonly step: number
  readonly epoch: number
}

/** The first number of a tree that is not finite. */
export interface Finding {
  readonly kind: NonFiniteWhat
  readonly path: Path
  readonly tensor: Tensor
  readonly position: number
}

const positionOfNonFinite = (x: AnyTensor): number => {
  const elements = elementsOf(x)
  for (let i = 0; i < elements.length; i++) if (!Number.isFinite(elements[i])) return i
  return -1
}

/** The first number of a tree that is not finite; null if all are finite. */
export const findNonFinite = (kind: NonFiniteWhat, tree: unknown, root: Path = []): Finding | null => {
  // Nearly all steps are finite, and paths are wanted only of what is not.
  if (leaves(tree).every(leaf => !isFloat(leaf) || positionOfNonFinite(leaf) === -1)) return null
  for (const { path, leaf } of entries(tree)) {
    if (!isFloat(leaf)) continue
    const position = positionOfNonFinite(leaf)
    if (position !== -1) return { kind, path: [...root, ...path], tensor: leaf, position }
  }
  return null
}

/** The index of an element, one number for each axis. */
export const indexOf = (x: AnyTensor, position: number): readonly number[] =>
  stridesOf(x.shape).map((stride, axis) => Math.floor(position / stride) % (x.shape[axis] as number))

const subjectOf = ({ kind, path }: Finding): string => {
  switch (kind) {
    case 'loss':
      return 'the loss'
    case 'batch':
      return showPath(path)
    case 'optimiser':
      return `the optimiser's state ${showPath(path)}`
    case 'gradient':
    case 'parameter':
    case 'state':
      return `the ${kind} ${showPath(path)}`
  }
}

/** The error for a number that is not finite: where training stopped at what, and then what is known of it. */
export const nonFiniteError = (
  finding: Finding,
  at: Place,
  explanation: string,
  origin: NonFiniteOrigin | null = null,
): NonFiniteError => {
  const { kind, path, tensor, position } = finding
  const value = elementsOf(tensor)[position] as number
  const element = tensor.shape.length === 0 ? '' : ` at index [${indexOf(tensor, position).join(', ')}]`
  return new NonFiniteError(
    { kind, ...at, parameter: path, value, origin },
    `Training stopped at step ${at.step} (epoch ${at.epoch}): ${subjectOf(finding)} is ${value}${element}. ${explanation}`,
  )
}
