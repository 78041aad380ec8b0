/**
 * The sigmoid and its derivative, as the notebook plots them.
 *
 * @module
 */
import { fromValues, onesLike, smooth, type Tensor, toValues } from 'pullback'
import { curves } from '../report/curves.ts'
import type { Section } from '../report/page.ts'
import { draw } from '../report/plot.ts'

const points = 100
const places = Array.from({ length: points }, (_, i) => -5 + (10 * i) / (points - 1))

/** The values at 100 places from -5 to 5, and the derivatives: what the pullback makes of ones. */
export const sigmoidCurves = (): {
  readonly value: readonly number[]
  readonly derivative: readonly number[]
} => {
  const x: Tensor<[number]> = fromValues<number, [number], 'f64'>([points], places, 'f64')
  const [value, pullback] = smooth.sigmoid(x)
  return { value: Array.from(toValues(value)), derivative: Array.from(toValues(pullback(onesLike(value)))) }
}

/** The section with the plot. */
export const sigmoidSection = async (): Promise<Section> => {
  const { value, derivative } = sigmoidCurves()
  const series = (name: string, ys: readonly number[]) => ({
    name,
    points: places.map((x, i) => [x, ys[i] as number] as const),
  })
  return {
    title: 'The sigmoid',
    text: 'sigmoid(x) = 1 / (1 + exp(-x)), and its derivative sigmoid(x) (1 - sigmoid(x)): what its pullback makes of 1.',
    figures: [
      await draw(
        'sigmoid',
        'The sigmoid rises from 0 to 1; its derivative is 1/4 at 0 and almost 0 beyond ±5.',
        curves({ title: 'Sigmoid', x: 'x', y: 'value' }, [
          series('sigmoid', value),
          series('derivative', derivative),
        ]),
      ),
    ],
  }
}
