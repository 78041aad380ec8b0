// expect: the 3rd map takes [3], but the 2nd gives [4]
import { op, smooth, type Tensor } from 'pullback'

const first = smooth.lift((x: Tensor<[4]>) => op.exp(x))
const third = smooth.lift((x: Tensor<[3]>) => op.exp(x))
export const f = smooth.compose(first, smooth.sin, third)
