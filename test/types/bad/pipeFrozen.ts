// expect: the parameters of this layer are not those of the model that frozen was given
import { pipe } from 'fp-ts/lib/function.js'
import { dense, frozen, init, key, label } from 'pullback'

const pretrained = init(dense(3, 4))(key(0))
export const model = pipe(dense(3, 5), frozen(pretrained), label('encoder'))
