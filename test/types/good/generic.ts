// Functions of any model.
import { accuracy, type Integers, type Layer, type Model, predict, type Tensor } from 'pullback'

export const outputOf = <A, B, P, S>(layer: Layer<A, B, P, S>, model: Model<P, S>, x: A) =>
  predict(layer, model)(x)

export const accuracyOf = <P, S>(
  layer: Layer<Tensor<[number, 784]>, Tensor<[number, 10]>, P, S>,
  model: Model<P, S>,
  x: Tensor<[number, 784]>,
  targets: Integers<[number]>,
): number => accuracy(targets)(predict(layer, model)(x))
