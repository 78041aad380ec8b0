// expect: the 2nd layer takes [number, 4], but the 1st gives [number, 2, 4]
import { compose, meanOnlyBatchNorm, reshape } from 'pullback'
export const model = compose(reshape([2, 4]), meanOnlyBatchNorm(4))
