// expect: Type 'true' is not assignable to type '"there is no option ceil_mode"'.
import { maxPool2d } from 'pullback'
export const layer = maxPool2d(3, { stride: 2, ceil_mode: true })
