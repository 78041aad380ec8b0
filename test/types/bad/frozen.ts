// expect: the parameters of this layer are not those of the model that frozen was given
import { dense, frozen, init, key } from 'pullback'

const pretrained = init(dense(3, 4))(key(0))
export const model = frozen(pretrained)(dense(3, 5))
