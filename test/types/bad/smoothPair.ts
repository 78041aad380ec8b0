// expect: the 3rd map takes two tensors of one shape, but is given [3] and []
import { op, smooth, type Tensor } from 'pullback'

const first = smooth.lift((x: Tensor<[3]>) => op.exp(x))
export const f = smooth.compose(first, smooth.fanout(smooth.identity, smooth.sum), smooth.mul)
