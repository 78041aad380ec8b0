import { type AnyTensor, op, type Tensor } from 'pullback'

/** Functions whose values at special arguments are written down, by their names there. */
export const unary: { readonly [name: string]: (x: Tensor) => AnyTensor } = {
  ...{ floor: op.floor, ceil: op.ceil, round: op.round, trunc: op.trunc },
  ...{ tan: op.tan, asin: op.asin, acos: op.acos, atan: op.atan },
  ...{ sinh: op.sinh, cosh: op.cosh, asinh: op.asinh, acosh: op.acosh, atanh: op.atanh },
  ...{ log2: op.log2, log10: op.log10, logit: op.logit },
  ...{ erfc: op.erfc, erfinv: op.erfinv, lgamma: op.lgamma, digamma: op.digamma },
  ...{ square: op.square, reciprocal: op.reciprocal, rsqrt: op.rsqrt, logSigmoid: op.logSigmoid },
  ...{ clip: op.clip({ min: -0.5, max: 0.75 }), isFinite: op.isFinite, isNaN: op.isNaN },
  trigamma: op.polygamma(1),
  tetragamma: op.polygamma(2),
}
/** The same of two arguments. */
export const binary: { readonly [name: string]: (x: Tensor, y: Tensor) => Tensor } = {
  ...{ pow: op.pow, atan2: op.atan2, hypot: op.hypot, remainder: op.remainder, logaddexp: op.logaddexp },
}
