// expect: the 12th map takes ([...], [...]), but the 11th gives []
import { smooth } from 'pullback'

const { exp, log, mul, sum } = smooth
export const f = smooth.compose(exp, log, exp, log, exp, log, exp, log, exp, log, sum, mul)
