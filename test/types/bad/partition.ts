// expect: 'rest' is missing
import { pipe } from 'fp-ts/lib/function.js'
import { optimiser, sgd } from 'pullback'
export const by = pipe(
  { bias: sgd(0.1) },
  optimiser.partition(path => (path.at(-1) === 'b' ? 'bias' : 'rest')),
)
