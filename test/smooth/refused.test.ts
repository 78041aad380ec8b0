import { expect, test } from 'vitest'
import { compile, item, op, program, smooth, type Tensor, tensor } from '../../src/index.ts'

// Law D13 says that each of these is refused; here is what is said then: the operation and the place.

type T = Tensor<[3]>
const x = tensor([1, 2, 3], 'f64')
const looking = (a: T): T => op.scale(item(op.sum()(a)))(a)
const random = (a: T): T => op.scale(Math.random())(op.tanh(a))
/** By hand, so that no lift sees it. */
const energy: smooth.Scalar<T> = a => {
  const y = random(a)
  return [op.sum()(op.mul(y, a)), dy => op.scaleBy(dy)(y)]
}

test.each<[string, () => unknown]>([
  ['jvp', () => smooth.jvp(looking)(x, x)],
  ['derivativesAlong', () => smooth.derivativesAlong(looking, 2)(x, x)],
  ['jacfwd', () => smooth.jacfwd(looking)(x)],
  ['vmap', () => smooth.vmap(looking)(op.reshape([1, 3])(x))],
])('a look at values under %s is reported with the last operation before it', (name, run) => {
  expect(run).toThrow(`at after operation 1 of the function of ${name}, sum : f64[]`)
})

test('a look at values in a program is reported with the last operation before it', () => {
  const place = 'at after operation 1 of the function that is traced, sum : f64[]'
  expect(() => program.trace(looking)(x)).toThrow(place)
  expect(() => compile(looking)(x)).toThrow(place)
})

test.each<[string, number, () => unknown]>([
  ['jvp', 2, () => smooth.jvp(random)(x, x)],
  ['derivativesAlong', 2, () => smooth.derivativesAlong(random, 1)(x, x)],
  ['jacfwd', 2, () => smooth.jacfwd(random)(x)],
  ['hvp', 2, () => smooth.hvp(energy)(x, x)],
  ['hessian', 2, () => smooth.hessian(energy)(x)],
])('ambient randomness under %s is reported with the operation at which two runs part', (name, at, run) => {
  expect(run).toThrow(
    `The function of ${name} gave two results for one argument: the runs part at operation ${at} of the function of ${name}, ` +
      'scale : f64[3].',
  )
})

test('a program does not freeze what is random: in an operation, or in a tensor that it brings with it', () => {
  expect(() => compile(random)(x)).toThrow(
    'A function that is traced gave two programs for one argument: the runs part at operation 2 of the program, scale : f64[3]',
  )
  const noisy = (a: T): T => op.add(a, tensor([Math.random(), Math.random(), 0], 'f64'))
  expect(() => compile(noisy)(x)).toThrow('a tensor that it brings with it, constant : f64[3]')
  let calls = 0
  const longer = (a: T): T => (++calls > 1 ? op.sin(op.sin(a)) : op.sin(a))
  expect(() => compile(longer)(x)).toThrow('the runs part at its result')
})

test('a tangent for integers is reported with its place', () => {
  const labels = tensor([0, 2], 'i32')
  const chosen = ([a, i]: readonly [T, typeof labels]) => op.gather(a, i)
  expect(() => smooth.jvp(chosen)([x, labels], [x, labels] as never)).toThrow(
    'jvp cannot differentiate by integers, but there is a tangent for its argument at [1], which is i32[2].',
  )
})

test('what is not a smooth map is refused as such, and what gives no tensors', () => {
  expect(() => smooth.gradient(((a: T) => op.sum()(a)) as never)(x as never)).toThrow(
    'gradient needs a smooth map, which gives a value and its pullback, but the function gave f64[]. Lift it: ' +
      'smooth.gradient(smooth.lift(f)).',
  )
  expect(() => smooth.jvp(smooth.sin)(x, x)).toThrow(
    'its value at [1] is a function. Of a smooth map, which gives a value and a pullback, take smooth.value(f).',
  )
  expect(() => smooth.lift(() => 3)(x)).toThrow('but its value is the number 3. Make a tensor of numbers')
  expect(() => op.sin([1, 2] as never)).toThrow('takes tensors, but was given an array of 2. Make a tensor')
})

test('inside of withPullback, what is differentiated by and not in the argument is reported with the last operation', () => {
  const scaled = smooth.lift((w: T) =>
    op.sum()(
      smooth.withPullback(
        (a: T) => op.mul(a, w),
        (_a, _b, db) => db,
      )(x)[0],
    ),
  )
  expect(() => scaled(x)).toThrow(
    /uses a tensor from outside[\s\S]*after operation 1 of the lifted function, mul/,
  )
})
