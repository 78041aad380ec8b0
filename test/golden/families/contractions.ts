import { op, type smooth, type Tensor } from '../../../src/index.ts'
import { family, unknown } from '../family.ts'
import type { Case } from '../golden.ts'
import { type CaseMap, checkMap } from '../smoothCase.ts'

type Pair = readonly [Tensor, Tensor]

/**
 * A sum of products by an equation such as `ij,jk->ik`, from what there is: both spread over all letters, multiplied, and summed
 * over those that the result does not have.
 */
const contract = (equation: string): smooth.Smooth<Pair, Tensor> => {
  const found = /^([a-z]+),([a-z]+)->([a-z]+)$/.exec(equation)
  if (found === null) return unknown('equation', equation)
  const [, xs, ys, zs] = found as unknown as readonly [string, string, string, string]
  // The letters of the result come first and in its order, so that what is left of a sum is in order too.
  const letters = [...new Set([...zs, ...xs, ...ys])]
  const placesOf = (names: string): readonly number[] => [...names].map(name => letters.indexOf(name))
  return pair => {
    const [x, y] = pair
    const shape = letters.map(name => x.shape[xs.indexOf(name)] ?? y.shape[ys.indexOf(name)]!)
    const spread = (names: string, t: Tensor): Tensor =>
      op.broadcastAlong(shape, placesOf(names))(t) as Tensor
    const onto = (names: string, t: Tensor): Tensor => {
      const kept = placesOf(names)
      const ascending = kept.toSorted((a, b) => a - b)
      const left = op.sum(letters.map((_, axis) => axis).filter(axis => !kept.includes(axis)))(t) as Tensor
      return op.transpose(kept.map(axis => ascending.indexOf(axis)))(left) as Tensor
    }
    const [wideX, wideY] = [spread(xs, x), spread(ys, y)]
    return [
      onto(zs, op.mul(wideX, wideY)),
      dz => {
        const wide = spread(zs, dz)
        return [onto(xs, op.mul(wide, wideY)), onto(ys, op.mul(wide, wideX))]
      },
    ]
  }
}

const einsumMap =
  (equation: string): CaseMap =>
  ({ inputs: { x, y } }) => {
    const [value, pullback] = contract(equation)([x, y] as Pair)
    return [
      value,
      (dz: never) => {
        const [dx, dy] = pullback(dz)
        return { params: {}, inputs: { x: dx, y: dy } }
      },
    ]
  }

export const einsum = family<Case>((one, run) => checkMap(einsumMap(one.config.equation), one, run))

/** y[n, o] = Σ x1[n, i] w[o, i, j] x2[n, j] + b[o], as two sums of products. */
const bilinearMap: CaseMap = ({ params: { weight, bias }, inputs: { x1, x2 } }) => {
  const [inner, pullInner] = contract('oij,nj->noi')([weight, x2] as Pair)
  const [product, pullOuter] = contract('noi,ni->no')([inner, x1] as Pair)
  return [
    bias === undefined ? product : op.add(product, op.broadcast(product.shape as [])(bias as Tensor)),
    (dy: never) => {
      const [dinner, dx1] = pullOuter(dy)
      const [dw, dx2] = pullInner(dinner)
      return {
        params: { weight: dw, ...(bias === undefined ? {} : { bias: op.sum([0])(dy as Tensor) as Tensor }) },
        inputs: { x1: dx1, x2: dx2 },
      }
    },
  ]
}

export const bilinear = family<Case>((one, run) => {
  const { in1_features: first, in2_features: second, out_features: outs, bias } = one.config
  const { weight } = one.params
  if (`${weight!.shape}` !== `${[outs, first, second]}`) unknown('layout of weights', weight!.shape)
  if (bias !== Object.hasOwn(one.params, 'bias')) unknown('bias', bias)
  checkMap(bilinearMap, one, run)
})
