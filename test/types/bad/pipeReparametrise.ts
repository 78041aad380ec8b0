// expect: the parameters of this layer are not those that the map of the reparametrisation gives
import { pipe } from 'fp-ts/lib/function.js'
import { dense, init, key, reparametrise, smooth } from 'pullback'

const { params } = init(dense(3, 4))(key(0))
const alpha = { name: 'same', init: () => params, map: smooth.identity<typeof params> }
export const model = pipe(dense(3, 5), reparametrise(alpha))
