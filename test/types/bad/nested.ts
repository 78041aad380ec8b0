// expect: the 2nd layer takes [..., 9], but the 1st gives [..., 8]
import { compose, dense, label, relu } from 'pullback'

const head = compose(dense(9, 4), relu(), dense(4, 2))
export const model = compose(label('body')(compose(dense(3, 8), relu())), label('head')(head))
