// expect: the 3rd layer takes [..., 5], but the 2nd gives [..., 4]
import { compose, dense, type Layer, type Tensor, type TypeFunction } from 'pullback'
interface Alike extends TypeFunction {
  readonly output: this['input']
}
declare const alike: Layer<Tensor, Alike, readonly []>
export const model = compose(dense(3, 4), alike, dense(5, 2))
