/**
 * The evaluation of a network on digits that it has not seen.
 *
 * @module
 */
import { compile, type Engine, evaluation, type Model, smooth, type Tensor, toValues } from 'pullback'
import { type Digits, slice } from './data.ts'
import { type LeNetParams, lenet } from './model.ts'

/** A digit with what the network says of it. */
export interface Reading {
  /** Its place among the test images. */
  readonly index: number
  readonly label: number
  readonly predicted: number
  readonly probabilities: readonly number[]
}

/** The mean loss in nats, the share of digits read right, and every reading. */
export interface Evaluation {
  readonly loss: number
  readonly accuracy: number
  readonly readings: readonly Reading[]
}

/** A network on some digits, in pieces that a cache can hold. */
export const evaluator = (engine: Engine) => {
  const run = compile(
    (params: LeNetParams, images: Tensor<[number, 28, 28]>) => {
      const [scores] = lenet.run(params, images, {}, evaluation)
      return smooth.softmax(scores as Tensor<[number, 10]>)[0]
    },
    { engine },
  )
  return ({ params }: Model<LeNetParams>, digits: Digits): Evaluation => {
    const count = digits.targets.shape[0]
    const pieces = Array.from({ length: Math.ceil(count / 500) }, (_, i) => 500 * i)
    const readings = pieces.flatMap((from): readonly Reading[] => {
      const piece = slice(digits, from, 500)
      const probabilities = toValues(run(params, piece.inputs))
      return Array.from(toValues(piece.targets), (label, i) => {
        const own = Array.from(probabilities.subarray(10 * i, 10 * (i + 1)))
        return {
          index: from + i,
          label,
          predicted: own.indexOf(Math.max(...own)),
          probabilities: own,
        }
      })
    })
    const mean = (f: (reading: Reading) => number): number =>
      readings.reduce((sum, reading) => sum + f(reading), 0) / count
    return {
      loss: mean(({ label, probabilities }) => -Math.log(1e-8 + (probabilities[label] as number))),
      accuracy: mean(({ label, predicted }) => (label === predicted ? 1 : 0)),
      readings,
    }
  }
}
