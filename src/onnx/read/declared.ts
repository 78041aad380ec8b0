/**
 * Inputs and outputs, as a file describes them.
 *
 * @module
 */

import { kindOf } from '../../tensor/dtype.ts'
import { ArgumentError, DTypeError, ShapeError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import { describe } from '../../tensor/stranger.ts'
import { type AnyTensor, isTensor } from '../../tensor/tensor.ts'
import { carrierOf, type ElementType, nameOfNumber, typeOfNumber } from '../file/elementType.ts'
import type { TypeMessage, ValueInfo } from '../file/messages.ts'
import { ReadFailure } from './reading.ts'

/**
 * An input or output of a model: its name, its element type, and the sizes of its axes, where they are known: an axis whose size is
 * open has a name, such as 'batch', or null; the whole is null where nothing is said.
 *
 * @category Models from files
 * @since 0.1.0
 */
export interface OnnxTensor {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly (number | string | null)[] | null
}

const failed = (name: string, what: string, reason: string): never => {
  throw new ReadFailure({ _tag: 'BadModel', where: `the ${what} '${name}'`, reason })
}

const tensorIn = (type: TypeMessage | undefined): TypeMessage | undefined =>
  type?.optional_type === undefined ? type : tensorIn(type.optional_type.elem_type)

/** What is said of one. An output need not say anything: then it is what it turns out to be. */
export const declared = (what: 'input' | 'output', { name = '', type }: ValueInfo): OnnxTensor => {
  const tensor = tensorIn(type)?.tensor_type
  if (tensor === undefined)
    return type === undefined && what === 'output'
      ? { name, type: 'float', shape: null }
      : failed(name, what, 'it is not a tensor, and nothing else is read')
  const number = tensor.elem_type ?? 0
  const found = typeOfNumber(number)
  if (found === undefined)
    return failed(name, what, `its elements are ${nameOfNumber(number)}, which tensors cannot hold`)
  const shape =
    tensor.shape?.dim.map(({ dim_value, dim_param }) =>
      dim_value !== undefined && dim_value >= 0n ? Number(dim_value) : (dim_param ?? null),
    ) ?? null
  return { name, type: found, shape }
}

const showDeclared = ({ shape }: OnnxTensor): string => `[${shape?.map(n => n ?? 'any').join(', ') ?? '…'}]`

/** Requires a tensor to be what an input says. */
export const requireDeclared = (model: string, input: OnnxTensor, x: unknown): AnyTensor => {
  if (!isTensor(x))
    throw new ArgumentError(
      `${model} takes a tensor for its input '${input.name}', but was given ${describe(x)}.`,
    )
  const wanted = carrierOf(input.type, 'f32')
  const fits = kindOf(wanted) === 'float' ? x.kind === 'float' : x.dtype === wanted
  if (!fits || (wanted === 'f64' && x.dtype !== 'f64'))
    throw new DTypeError(
      `${model} takes ${wanted} for its input '${input.name}' (${input.type}), but was given ${x.dtype}. Convert it: op.convert('${wanted}').`,
    )
  const { shape } = input
  if (
    shape !== null &&
    (shape.length !== x.shape.length || shape.some((n, i) => typeof n === 'number' && n !== x.shape[i]))
  )
    throw new ShapeError(
      `${model} takes ${showDeclared(input)} for its input '${input.name}', but was given ${showShape(x.shape)}.`,
      [x.shape],
    )
  return x
}
