// expect: Property 'hiden' does not exist on type '{ readonly hidden: DenseParams<2, 3>; readonly output: DenseParams<3, 1>; }'
import { compose, dense, init, key, label, relu } from 'pullback'

const model = compose(label('hidden')(dense(2, 3)), relu(), label('output')(dense(3, 1)))
export const weights = init(model)(key(0)).params.hiden
