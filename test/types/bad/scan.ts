// expect: a cell takes a pair of an input and a carry, but this one takes [..., 4]
import { dense, scan } from 'pullback'
export const model = scan()(dense(4, 5))
