// expect: Argument of type 'Tensor<[2, 4], "float">' is not assignable to parameter of type 'Tensor<[2, 3], "float">'
import { ones, op } from 'pullback'
export const sum = op.add(ones([2, 3]), ones([2, 4]))
