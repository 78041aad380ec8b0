import { type AnyTensor, full, optimiser, tensor } from 'pullback'
import { describe, expect, test } from 'vitest'
import { cases, runBy } from './engines.ts'
import { listOf } from './same.ts'

describe.each(cases)('clipping, %s, %s', (_, dtype, engine) => {
  const by = (own: { readonly update: unknown }) => (gradients: never) => {
    const f = (g: unknown) =>
      (own.update as (...xs: unknown[]) => readonly unknown[])(g, {}, g, {})[0] as readonly AnyTensor[]
    return (runBy(engine, f) as typeof f)(gradients).map(listOf)
  }
  const huge = dtype === 'f32' ? 1e30 : 1e200
  const tiny = dtype === 'f32' ? 1e-30 : 1e-200
  const close = (x: number) => expect.closeTo(x, 5)

  test('clipByGlobalNorm and clipByNorm keep the direction of gradients whose squares overflow', () => {
    const gradients = [tensor([3 * huge, 0], dtype), tensor([0, -4 * huge, 0], dtype)] as never
    const whole = by(optimiser.clipByGlobalNorm(1))(gradients)
    expect(whole).toEqual([
      [close(0.6), 0],
      [0, close(-0.8), 0],
    ])
    expect(by(optimiser.clipByNorm(1))(gradients)).toEqual([
      [close(1), 0],
      [0, close(-1), 0],
    ])
  })

  test('they leave zeros, nothing and what is tiny as it is', () => {
    const gradients = [tensor([0, -0], dtype), full([0], 0, dtype), tensor([tiny, -tiny], dtype)] as never
    for (const clip of [optimiser.clipByGlobalNorm(1), optimiser.clipByNorm(1), optimiser.clipByValue(1)])
      expect(by(clip)(gradients)).toEqual([[0, -0], [], listOf(tensor([tiny, -tiny], dtype))])
  })

  test('a gradient with NaN or ∞ is not finite afterwards, as in PyTorch', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      for (const clip of [optimiser.clipByGlobalNorm(1), optimiser.clipByNorm(1)])
        expect(by(clip)([tensor([1, bad], dtype)] as never)[0]?.[1]).toBeNaN()
    const within = by(optimiser.clipByValue(2))([
      tensor([Number.NaN, Number.POSITIVE_INFINITY], dtype),
    ] as never)
    expect(within).toEqual([[Number.NaN, 2]])
  })

  test('globalNorm is right where squares overflow or vanish', () => {
    const norm = runBy(engine, (xs: unknown) => optimiser.globalNorm(xs)) as (xs: unknown) => AnyTensor
    const of = (x: number) => listOf(norm([tensor([3 * x, 0], dtype), tensor([4 * x], dtype)]))[0] as number
    for (const size of [huge, tiny, 1]) expect(of(size) / (5 * size)).toBeCloseTo(1, 6)
    expect(of(0)).toBe(0)
    expect(of(Number.NaN)).toBeNaN()
    expect(listOf(norm([tensor([1, Number.NEGATIVE_INFINITY], dtype)]))).toEqual([Number.POSITIVE_INFINITY])
  })
})
