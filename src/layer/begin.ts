/**
 * Initial parameters of a layer: tensors by name, each by an initialiser and a shape.
 *
 * @module
 */
import type { Fans, Initialiser } from '../initialiser/initialiser.ts'
import { foldIn, type Key } from '../random/key.ts'
import { holds, needs, requireArgument, showValue } from '../tensor/contract/index.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import { ArgumentError } from '../tensor/error.ts'
import { type Shape, sameShape, showShape } from '../tensor/shape.ts'
import { describe } from '../tensor/stranger.ts'
import { isTensor, type Tensor } from '../tensor/tensor.ts'

/** The specification of a parameter: its initialiser, its shape, and fans where `initialiser.fansOf` would not find them. */
export type ParamSpec = readonly [initialiser: Initialiser, shape: Shape, fans?: Fans]

const asParamSpec = needs.described(
  'a list [initialiser, shape], such as [initialiser.zeros, [3]],',
  x => Array.isArray(x) && holds(needs.fn, x[0]) && holds(needs.shape, x[1]),
)

/** Throws unless each is an initialiser with a shape. */
export const requireSpecs = (of: string, what: string, specs: object): void => {
  for (const [name, spec] of Object.entries(specs))
    requireArgument(`The layer ${of}`, `the ${what} ${name}`, asParamSpec, spec)
}

/** What an initialiser gives, which a user may have written. */
const begun = (
  of: string,
  initialiser: Initialiser,
  shape: Shape,
  dtype: FloatDType,
  fans: Fans | undefined,
  key: Key,
): Tensor => {
  const sampler: unknown = initialiser(shape, dtype, fans)
  if (typeof sampler !== 'function')
    throw new ArgumentError(`${of} has to give a function of a key, but gave ${showValue(sampler)}.`)
  const x: unknown = sampler(key)
  if (!isTensor(x) || x.dtype !== dtype || !sameShape(x.shape, shape))
    throw new ArgumentError(`${of} has to give ${dtype}${showShape(shape)}, but gave ${describe(x)}.`)
  return x as Tensor
}

/** Tensors by name, each begun by a key of its own; `from` is the number of the first. */
export const begin = <P>(
  of: string,
  specs: { readonly [K in keyof P]: ParamSpec },
  dtype: FloatDType,
  key: Key,
  from: number,
): P =>
  Object.freeze(
    Object.fromEntries(
      Object.entries<ParamSpec>(specs).map(([name, [initialiser, shape, fans]], i) => [
        name,
        begun(`The initialiser of ${name} of ${of}`, initialiser, shape, dtype, fans, foldIn(from + i)(key)),
      ]),
    ),
  ) as P
