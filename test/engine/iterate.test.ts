import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitrary, summed } from '../../laws/index.ts'
import { compile, engines, item, iterate, op, smooth, type Tensor, tensor, zeros } from '../../src/index.ts'

const f = (x: { readonly now: Tensor<[2, 3]>; readonly before: Tensor<[2, 3]> }) => ({
  now: op.tanh(op.add(op.scale(1.5)(x.now), x.before)),
  before: x.now,
})

const repeated = <A>(g: (a: A) => A, times: number, a: A): A =>
  times === 0 ? a : repeated(g, times - 1, g(a))

test.each(Object.values(engines))(
  'iterate(f)(n) is n times f, on $name, also where states change places',
  engine => {
    fc.assert(
      fc.property(
        arbitrary.tensors([2, 3]),
        arbitrary.tensors([2, 3]),
        fc.integer({ min: 0, max: 6 }),
        (now, before, times) => {
          const start = { now, before }
          const { error, bound } = summed(64)(iterate(f, { engine })(times)(start), repeated(f, times, start))
          expect(error).toBeLessThanOrEqual(bound)
        },
      ),
      { numRuns: 30 },
    )
  },
)

test('what is given stays as it is', () => {
  const x = tensor([1, 2])
  iterate((y: Tensor<[2]>) => op.add(y, y))(3)(x)
  expect(String(x)).toBe(String(tensor([1, 2])))
})

test('it refuses counts that are none, and functions that do not give what they take', () => {
  expect(() => iterate((x: Tensor) => x)(-1)(zeros([1]))).toThrow(
    'needs an integer from 0 to 2147483647 for times',
  )
  expect(() => iterate((x: Tensor) => op.reshape([4])(x) as Tensor)(1)(zeros([2, 2]))).toThrow(
    'at the root it was f32[2, 2] and becomes f32[4]',
  )
  expect(() => iterate((x: Tensor) => op.convert('f64')(x))(1)(zeros([2]))).toThrow(
    'it was f32[2] and becomes f64[2]',
  )
})

test('under another tracer it is applied one time after the other, and has derivatives', () => {
  const towards = iterate((x: Tensor<[]>) => op.sqrt(op.shift(1)(x)))(2)
  const x = tensor(3, 'f64')
  // √(1 + √(1 + x)) has the slope 1 / (4 √(1 + √(1 + x)) √(1 + x)).
  const slope = 1 / (4 * Math.sqrt(3) * 2)
  expect(item(smooth.jvp(towards)(x, tensor(1, 'f64'))[1])).toBeCloseTo(slope, 14)
  expect(item(smooth.gradient(smooth.lift(towards))(x))).toBeCloseTo(slope, 14)
  expect(item(compile(towards)(x))).toBeCloseTo(Math.sqrt(3), 14)
})
