import { init, key, onesLike, op, type Tensor, toValues, tree, wasm } from 'pullback'
import { beforeAll, describe, expect, test } from 'vitest'
import { critic, gap, type Params, penalised, slopesOf } from '../../examples/gradient-penalty/critic.ts'
import { gradientPenalty } from '../../examples/gradient-penalty/index.ts'
import { disc, distance, drawn, even, type Points, ring } from '../../examples/gradient-penalty/points.ts'
import type { PenaltyEvent, Trained } from '../../examples/gradient-penalty/run.ts'
import { type Played, played } from './played.ts'

const radii = (points: Points): readonly number[] =>
  Array.from(toValues(op.sqrt(op.sum([1])(op.mul(points, points)) as Tensor)))

test('the distance is the difference of the mean radii, of even points and of drawn ones', () => {
  expect(distance).toBeCloseTo(8 / 9, 12)
  const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length
  const evenly = mean(radii(even(ring, 10_000, 'f64'))) - mean(radii(even(disc, 10_000, 'f64')))
  expect(evenly).toBeCloseTo(8 / 9, 5)
  const inside = radii(drawn(disc, 5_000, 'f64')(key(1)))
  const outside = radii(drawn(ring, 5_000, 'f64')(key(2)))
  expect(mean(outside) - mean(inside)).toBeCloseTo(8 / 9, 1)
  expect(Math.max(...inside)).toBeLessThanOrEqual(1)
  expect(Math.min(...outside)).toBeGreaterThanOrEqual(1)
})

test('slopes are those that differences give, and so is the gradient of the penalty by the parameters', () => {
  const { params } = init(critic, { dtype: 'f64' })(key(3))
  const [inside, outside] = [drawn(disc, 8, 'f64')(key(4)), drawn(ring, 8, 'f64')(key(5))]
  const batch = { inputs: inside, targets: outside }
  const context = { mode: 'training', key: key(6) } as const
  const loss = (p: Params): number => toValues(penalised(10).run(p, batch, {}, context)[0])[0] as number
  const [value, pull] = penalised(10).run(params, batch, {}, context)
  const gradient = pull(onesLike(value))
  const along = init(critic, { dtype: 'f64' })(key(7)).params
  const moved = (t: number): Params =>
    tree.zipWith((p: Tensor, d: Tensor) => op.add(p, op.scale(t)(d)))(params, along)
  const slope = tree
    .tensors(tree.zipWith((g: Tensor, d: Tensor) => op.sum()(op.mul(g, d)))(gradient, along))
    .reduce((sum, x) => sum + (toValues(x)[0] as number), 0)
  expect((loss(moved(1e-6)) - loss(moved(-1e-6))) / 2e-6).toBeCloseTo(slope, 5)
  // In evaluation there is nothing to draw, and the loss is the gap.
  const evaluated = penalised(10).run(params, batch, {}, { mode: 'evaluation' })[0]
  expect(evaluated).toEqual(gap.run(params, batch, {}, { mode: 'evaluation' })[0])
  expect(slopesOf(params, inside).shape).toEqual([8])
})

describe('a short run', () => {
  let run: Played<PenaltyEvent, readonly Trained[]>
  beforeAll(async () => {
    run = await played(gradientPenalty, { engine: wasm, short: true })
  }, 60_000)
  const last = (name: string) => run.result.find(critic => critic.name === name)!.checks.at(-1)!

  test('with the penalty the critic finds nearly all of the distance, and never more', () => {
    const { bound, gap } = last('penalty')
    expect(bound).toBeGreaterThan(0.95 * distance)
    expect(gap).toBeGreaterThan(distance)
    for (const { checks } of run.result)
      for (const check of checks) expect(check.bound).toBeLessThanOrEqual(distance)
  })

  test('clipped critics find less, at any scale of slopes', () => {
    for (const name of ['clipped at 0.01', 'clipped at 0.1', 'clipped at 0.5'])
      expect(last(name).bound).toBeLessThan(0.93 * distance)
    expect(last('clipped at 0.01').steepest).toBeLessThan(0.01)
    expect(last('clipped at 0.5').steepest).toBeGreaterThan(10)
    const { params } = run.result.find(({ name }) => name === 'clipped at 0.1')!
    const most = Math.max(...tree.tensors(params).flatMap(w => Array.from(toValues(w), Math.abs)))
    expect(most).toBeCloseTo(0.1, 6)
  })

  test('ends with its result, and reports plots with words', () => {
    expect(run.events.at(-1)).toMatchObject({
      event: 'result',
      distance,
      critics: [{ name: 'penalty', step: 400 }, {}, {}, {}],
    })
    for (const title of ['gap / largest slope', 'slope / largest slope', 'parameter', 'height'])
      expect(run.html).toContain(`>${title}</text>`)
    expect(run.html).not.toMatch(/NaN|undefined|Infinity/)
  })
})
