// expect: the 2nd layer takes ([number, ...], ...), but the 1st gives [number, 28, 28]
import { compose, concatenate, reshape } from 'pullback'
export const model = compose(reshape([28, 28]), concatenate(0))
