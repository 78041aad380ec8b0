// expect: the 3rd layer takes [..., 5], but the 2nd gives [..., 4]
import { compose, dense, type Layer, type layer, type Tensor } from 'pullback'

interface Alike extends layer.TypeFunction {
  readonly output: this['input']
}
declare const alike: Layer<Tensor, Alike, readonly []>
export const model = compose(dense(3, 4), alike, dense(5, 2))
