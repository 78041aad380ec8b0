// expect: is not assignable to type 'Optimiser<
import { pipe } from 'fp-ts/lib/function.js'
import { adam, optimiser } from 'pullback'
export const by = pipe(adam, optimiser.accumulate(8))
