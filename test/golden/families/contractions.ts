import { op, smooth, type Tensor } from '../../../src/index.ts'
import { family, unknown } from '../family.ts'
import type { Case } from '../golden.ts'
import { type CaseMap, checkMap, type Tensors } from '../smoothCase.ts'

type Contract = (...operands: readonly Tensor[]) => Tensor

/** The tensors of a case, in the order in which it names them, by an equation. */
const einsumMap =
  (equation: string): CaseMap =>
  ({ inputs }) => {
    const contract = op.einsum(equation) as Contract
    const [value, pullback] = smooth.lift((given: Tensors) =>
      contract(...(Object.values(given) as Tensor[])),
    )(inputs)
    return [value, (dy: never) => ({ params: {}, inputs: pullback(dy) as Tensors })]
  }

export const einsum = family<Case>((one, run) => checkMap(einsumMap(one.config.equation), one, run))

/** y[n, o] = Σ x1[n, i] w[o, i, j] x2[n, j] + b[o] */
const bilinearMap: CaseMap = ({ params, inputs }) => {
  const [value, pullback] = smooth.lift((given: { readonly params: Tensors; readonly inputs: Tensors }) => {
    const { weight, bias } = given.params as { readonly weight: Tensor; readonly bias?: Tensor }
    const { x1, x2 } = given.inputs as { readonly x1: Tensor; readonly x2: Tensor }
    const product = op.einsum('ni,oij,nj->no')(x1, weight, x2) as Tensor
    return bias === undefined ? product : op.add(product, op.broadcast(product.shape as [])(bias) as Tensor)
  })({ params, inputs })
  return [value, (dy: never) => pullback(dy) as { readonly params: Tensors; readonly inputs: Tensors }]
}

export const bilinear = family<Case>((one, run) => {
  const { in1_features: first, in2_features: second, out_features: outs, bias } = one.config
  const { weight } = one.params
  if (`${weight!.shape}` !== `${[outs, first, second]}`) unknown('layout of weights', weight!.shape)
  if (bias !== Object.hasOwn(one.params, 'bias')) unknown('bias', bias)
  checkMap(bilinearMap, one, run)
})
