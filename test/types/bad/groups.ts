// expect: Type 'number' is not assignable to type '"3 groups do not divide 8 inputs"'
import { conv2d } from 'pullback'
export const layer = conv2d(8, 12, 3, { groups: 3 })
