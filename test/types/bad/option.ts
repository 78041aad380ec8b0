// expect: Type 'number' is not assignable to type '"there is no option strides"'.
import { conv2d } from 'pullback'
export const layer = conv2d(3, 8, 3, { padding: 1, strides: 2 })
