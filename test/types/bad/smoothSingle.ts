// expect: the 2nd map takes ([...], [...]), but the 1st gives [...]
import { smooth } from 'pullback'
export const f = smooth.compose(smooth.sigmoid, smooth.mul)
