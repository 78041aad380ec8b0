import { op, smooth, type Tensor, toValues, wasm } from 'pullback'
import { beforeAll, describe, expect, test } from 'vitest'
import { oscillator } from '../../examples/oscillator/index.ts'
import { levenbergMarquardt } from '../../examples/oscillator/levenbergMarquardt.ts'
import {
  begin,
  type Column,
  column,
  furthest,
  positionOf,
  residualOf,
} from '../../examples/oscillator/model.ts'
import type { OscillatorEvent, Run } from '../../examples/oscillator/run.ts'
import { motion, system, times } from '../../examples/oscillator/system.ts'
import { type Played, played } from './played.ts'

const numbers = (x: Column): readonly number[] => Array.from(toValues(x))

test('the closed form keeps to the law and begins at 1 at rest', () => {
  const { omega, zeta } = system
  const h = 1e-4
  expect(motion(0)).toBe(1)
  expect((motion(h) - motion(-h)) / (2 * h)).toBeCloseTo(0, 5)
  for (const t of times(11)) {
    const velocity = (motion(t + h) - motion(t - h)) / (2 * h)
    const acceleration = (motion(t + h) - 2 * motion(t) + motion(t - h)) / h ** 2
    expect(acceleration + 2 * zeta * omega * velocity + omega ** 2 * motion(t)).toBeCloseTo(0, 2)
  }
})

test('a network begins as the motion does, and its residual is the one that differences give', () => {
  const { omega, zeta } = system
  const at = positionOf(begin(1))
  const h = 1e-4
  const places = times(7)
  const shifted = (by: number): readonly number[] => numbers(at(column(places.map(t => t + by))))
  const [before, now, after] = [shifted(-h), shifted(0), shifted(h)]
  expect(now[0]).toBe(1)
  expect((after[0]! - before[0]!) / (2 * h)).toBeCloseTo(0, 4)
  const wanted = now.map((x, i) => {
    const velocity = (after[i]! - before[i]!) / (2 * h)
    const acceleration = (after[i]! - 2 * x + before[i]!) / h ** 2
    return (acceleration + 2 * zeta * omega * velocity + omega ** 2 * x) / omega ** 2
  })
  expect(furthest(numbers(residualOf(begin(1))(column(places))), wanted)).toBeLessThan(1e-4)
})

test('least squares of residuals that are linear in the parameters take a few steps, and are those of the normal equations', () => {
  // p₀ + p₁ t through (0, 1), (1, 2), (2, 2): p₀ = 7/6 and p₁ = 1/2.
  const residual = ({ t, x }: { readonly t: Tensor<[1]>; readonly x: Tensor<[1]> }) =>
    smooth.lift(
      (p: readonly [Tensor<[1]>, Tensor<[1]>]): Tensor<[]> =>
        op.sum()(op.sub(op.add(p[0], op.mul(p[1], t)), x)),
    )
  const zero = op.reshape([1])(column([0]))
  const step = levenbergMarquardt(
    residual,
    { t: column([0, 1, 2]), x: column([1, 2, 2]) },
    [zero, zero] as const,
    wasm,
  )
  let params: readonly [Tensor<[1]>, Tensor<[1]>] = [zero, zero]
  for (let i = 0; i < 60; i++) params = step().params as typeof params
  expect(toValues(params[0])[0]).toBeCloseTo(7 / 6, 6)
  expect(toValues(params[1])[0]).toBeCloseTo(1 / 2, 6)
})

describe('a short run', () => {
  let run: Played<OscillatorEvent, readonly Run[]>
  beforeAll(async () => {
    run = await played(oscillator, { engine: wasm, short: true })
  }, 60_000)

  test('from the law alone the motion is found, from measurements only where they were taken', () => {
    const [law, adam, measurements] = run.result.map(({ lines }) => lines.at(-1)!)
    expect(law!.error).toBeLessThan(0.1)
    expect(law!.error).toBeLessThan(adam!.error / 4)
    expect(measurements!.loss).toBeLessThan(1e-20)
    expect(measurements!.error).toBeGreaterThan(0.5)
  })

  test('the loss of least squares never rises', () => {
    const losses = run.result[0]!.lines.map(({ loss }) => loss)
    losses.slice(1).forEach((loss, i) => {
      expect(loss).toBeLessThanOrEqual(losses[i]!)
    })
  })

  test('ends with its result, and reports plots with words', () => {
    expect(run.events.at(-1)).toMatchObject({
      event: 'result',
      methods: [{ name: 'law', step: 60 }, { name: 'law, Adam', step: 1000 }, { name: 'measurements' }],
    })
    for (const title of ['time (s)', 'position', '|residual|', 'largest |error|'])
      expect(run.html).toContain(`>${title}</text>`)
    expect(run.html).not.toMatch(/NaN|undefined|Infinity/)
  })
})
