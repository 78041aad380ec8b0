import { compile, item, op, scalar, smooth, type Tensor, tensor, toValues, wasm } from 'pullback'
import { describe, expect, test } from 'vitest'
import { dormandPrince } from '../../examples/ode/dormandPrince.ts'
import { kepler, perihelion } from '../../examples/ode/kepler.ts'
import { rungeKutta, type Solver } from '../../examples/ode/rungeKutta.ts'

const period = 2 * Math.PI
const one = scalar(1, 'f64')

/** What a solver gives for a planet whose sun pulls with the strength 1. */
const solved = <R>(solver: Solver<Tensor<[]>, R>): readonly [last: Tensor, rest: R] =>
  compile((strength: Tensor<[]>, y: Tensor) => solver([strength, y])[0], { engine: wasm })(one, perihelion)

/** How far something is from where the planet began. */
const distance = (y: Tensor): number => Math.hypot(...(toValues(op.sub(y, perihelion)) as Float64Array))

/** The parameters' gradient of the sum of the last state, and what differences of that sum say. */
const slopes = <R>(solver: Solver<Tensor<[]>, R>): readonly [gradient: number, difference: number] => {
  const total = smooth.lift((strength: Tensor<[]>) => op.sum()(solver([strength, perihelion])[0][0]))
  const value = compile((strength: Tensor<[]>) => total(strength)[0], { engine: wasm })
  const gradient = compile((strength: Tensor<[]>) => smooth.gradient(total)(strength), { engine: wasm })
  const h = 1e-5
  return [
    item(gradient(one) as Tensor<[]>),
    (item(value(scalar(1 + h, 'f64'))) - item(value(scalar(1 - h, 'f64')))) / (2 * h),
  ]
}

// The figures of docs/loops.md.
describe('a planet comes back', () => {
  test.each([
    [800, 1.05],
    [1600, 0.052],
    [3200, 0.0027],
  ])('after %i steps of Runge and Kutta', (steps, error) => {
    const [last, path] = solved(rungeKutta(kepler, period, steps))
    expect(distance(last) / error).toBeCloseTo(1, 1)
    expect(path.shape).toEqual([steps, 4])
    expect(toValues(path).slice(-4)).toEqual(toValues(last))
  })

  test.each([
    [1e-6, 73, 49, 0.035],
    [1e-8, 140, 113, 2.5e-4],
    [1e-10, 281, 278, 1.5e-6],
  ])('to a tolerance of %f in %i trials of Dormand and Prince', (tolerance, trials, steps, error) => {
    const [last, { time, accepted }] = solved(
      dormandPrince(kepler, { until: period, tolerance, budget: 300 }),
    )
    const marks = Array.from(toValues(accepted))
    expect([marks.lastIndexOf(1) + 1, marks.filter(mark => mark === 1).length]).toEqual([trials, steps])
    expect(toValues(time).at(-1)).toBe(period)
    expect(distance(last) / error).toBeCloseTo(1, 1)
  })

  test('to a tolerance of 1e-10 not within 200 trials, which says how far it came', () => {
    const [, { time }] = solved(dormandPrince(kepler, { until: period, tolerance: 1e-10, budget: 200 }))
    expect(toValues(time).at(-1)).toBeLessThan(period)
  })
})

describe('the gradient is that of what was computed', () => {
  test('with steps of one length', () => {
    const [gradient, difference] = slopes(rungeKutta(kepler, 1, 200))
    expect(gradient / difference).toBeCloseTo(1, 7)
  })

  test('with steps that are found, some refused, and a budget that is not used up', () => {
    const [gradient, difference] = slopes(dormandPrince(kepler, { until: 3, tolerance: 1e-9, budget: 300 }))
    expect(gradient / difference).toBeCloseTo(1, 6)
  })
})

test('both are exact where the slope is a constant', () => {
  const falls = (g: Tensor<[]>, y: Tensor): Tensor => op.scaleBy(g)(op.shift(1)(op.scale(0)(y)))
  const first = tensor([1, 2], 'f64') as Tensor
  for (const solver of [
    rungeKutta(falls, 2, 4),
    dormandPrince(falls, { until: 2, tolerance: 1e-6, budget: 20 }),
  ] as readonly Solver<Tensor<[]>, unknown>[]) {
    const [[last]] = solver([scalar(-3, 'f64'), first])
    expect(Array.from(toValues(last)).map(y => Number(y.toFixed(12)))).toEqual([-5, -4])
  }
})
