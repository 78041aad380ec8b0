import { expect, test } from 'vitest'
import { compile, item, op, smooth, type Tensor, tensor } from '../../src/index.ts'

// Laws D3 to D10 say what is refused; here is what is said then: the operation and the place.

const x = tensor([1, 2, 3], 'f64')
const labels = tensor([0, 2], 'i32')

test('a look at values is reported with the last operation before it', () => {
  const looking = smooth.lift((a: Tensor<[3]>) => {
    const b = op.tanh(a)
    return op.scale(item(op.sum()(b)))(b)
  })
  expect(() => looking(x)).toThrow(
    /traced as a lifted function[\s\S]*after operation 2 of the lifted function, sum : f64\[\]/,
  )
  expect(() => compile((a: Tensor<[3]>) => looking(a)[0])(x)).toThrow(
    'after operation 2 of the lifted function',
  )
})

test('a look at values before any operation is reported, too', () => {
  const looking = smooth.lift((a: Tensor<[]>) => op.scale(item(a))(a))
  expect(() => looking(tensor(1, 'f64'))).toThrow('before its first operation')
})

test('ambient randomness is reported with the operation at which two runs part', () => {
  const random = smooth.lift((a: Tensor<[3]>) => op.scale(Math.random())(op.tanh(a)))
  expect(() => random(x)).toThrow('the runs part at operation 2 of the lifted function, scale : f64[3]')
  expect(() => compile((a: Tensor<[3]>) => random(a)[0])(x)).toThrow('the runs part at operation 2')
})

test('a function of another length each time is reported with where it goes on', () => {
  let calls = 0
  const longer = smooth.lift((a: Tensor<[3]>) => {
    calls++
    return calls > 1 ? op.sin(op.sin(a)) : op.sin(a)
  })
  expect(() => longer(x)).toThrow('the runs part at what follows its 1st operation')
})

test('integers are reported with their place', () => {
  const f = ([a, i]: readonly [Tensor<[3]>, typeof labels]) => op.sum()(op.gather(a, i))
  const at = [x, labels] as const
  expect(() => smooth.gradient(smooth.lift(f))(at)).toThrow(
    'gradient cannot differentiate by integers, but its argument at [1] is i32[2]',
  )
  expect(() => smooth.hessian(smooth.lift(f))(at)).toThrow('by integers, but its argument at [1] is i32[2]')
  const nested = smooth.lift(({ at: { i } }: { readonly at: { readonly i: typeof labels } }) => i)
  expect(() => smooth.jacobian(nested)({ at: { i: labels } })).toThrow('its argument at at.i is i32[2]')
})

test('a value of integers has no derivative, and says so', () => {
  const chosen = smooth.lift((a: Tensor<[2, 3]>) => op.argmax(a))
  expect(() =>
    smooth.jacobian(chosen)(
      tensor(
        [
          [1, 2, 3],
          [3, 2, 1],
        ],
        'f64',
      ),
    ),
  ).toThrow('jacobian needs a function that gives floats, but its value is i32[2], which has no derivative')
})

test('inside of a batch, what does not fit is reported for the example', () => {
  const both = tensor(
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    'f64',
  )
  const unfit = (row: Tensor<[3]>) => op.add(row, tensor([1, 2], 'f64') as never)
  expect(() => smooth.vmap(unfit)(both)).toThrow('[3] and [2]')
})
