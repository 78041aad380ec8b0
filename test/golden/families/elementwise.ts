import { op, smooth, type Tensor } from '../../../src/index.ts'
import { family, unknown } from '../family.ts'
import type { Case } from '../golden.ts'
import { type CaseMap, checkMap, type Tensors } from '../smoothCase.ts'

const clip = ({ min, max }: { min?: number; max?: number }) =>
  op.clip({ ...(min !== undefined && { min }), ...(max !== undefined && { max }) })

/** Operations whose names or settings here are not those of the files. Any other is the one of that name, of the inputs in order. */
const special: { readonly [name: string]: (config: never) => (x: Tensor) => Tensor } = {
  clip,
  polygamma: ({ order }: { order: number }) => op.polygamma(order),
}

type Operation = (...xs: Tensor[]) => Tensor

const operationOf = (config: { readonly operation: string }): Operation => {
  const { operation } = config
  if (Object.hasOwn(special, operation)) return special[operation]!(config as never)
  if (!Object.hasOwn(op, operation)) return unknown('operation', operation)
  return op[operation as 'square'] as Operation
}

const mapOf =
  (f: Operation): CaseMap =>
  ({ inputs }) => {
    const [value, pullback] = smooth.lift((xs: Tensors) => f(...(Object.values(xs) as Tensor[])))(inputs)
    return [value, dy => ({ params: {}, inputs: pullback(dy) as Tensors })]
  }

export const elementwise = family<Case>((one, run) => checkMap(mapOf(operationOf(one.config)), one, run))
