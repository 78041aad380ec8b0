// expect: Expected 1 arguments, but got 0.
import { compose } from 'pullback'
export const model = compose()
