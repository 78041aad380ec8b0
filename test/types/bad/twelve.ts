// expect: the 12th layer takes [..., 13], but the 11th gives [..., 12]
import { compose, dense, relu } from 'pullback'
export const model = compose(
  dense(2, 3),
  relu(),
  dense(3, 4),
  relu(),
  dense(4, 5),
  relu(),
  dense(5, 6),
  relu(),
  dense(6, 7),
  relu(),
  dense(7, 12),
  dense(13, 14),
)
