import { expect, test } from 'vitest'
import { masksOf } from '../../src/exchange/masks.ts'
import { portsOf } from '../../src/exchange/named.ts'
import { varying } from '../../src/exchange/varying.ts'
import {
  compose,
  dense,
  init,
  key,
  op,
  program,
  relu,
  smooth,
  type Tensor,
  tensor,
  zeros,
} from '../../src/index.ts'

const net = compose(dense(3, 4), relu(), dense(4, 2))
const model = init(net)(key(0))

test('inputs and outputs have the names of their paths', () => {
  const f = (params: typeof model.params, x: Tensor<[number, 3]>) => ({
    y: op.matmul(x, params[0].w),
    params,
  })
  const args = [model.params, zeros([5, 3])] as const
  const { inputs, outputs } = portsOf(program.trace(f)(...args), args, ['params', ''])
  expect(inputs.map(({ name }) => name)).toEqual([
    'params.0.w',
    'params.0.b',
    'params.2.w',
    'params.2.b',
    'input',
  ])
  expect(outputs[0]).toEqual({ name: 'y', path: ['y'], shape: [5, 4], dtype: 'f32' })
  expect(outputs[4]?.name).toBe('params.2.b')
})

test('a result that is one tensor is the output, and two of one name are refused', () => {
  const args = [zeros([2])] as const
  expect(portsOf(program.trace(op.exp)(...args), args).outputs[0]?.name).toBe('output')
  const both = [{ w: zeros([1]) }, { w: zeros([2]) }] as const
  const traced = program.trace((a: (typeof both)[0], b: (typeof both)[1]) => [a.w, b.w])(...both)
  expect(() => portsOf(traced, both, ['', ''])).toThrow(/the name 'w'/)
})

test('an entry with a dot in its name is refused, with the place', () => {
  const args = [{ 'a.b': zeros([2]) }] as const
  const traced = program.trace((x: (typeof args)[0]) => x['a.b'])(...args)
  expect(() => portsOf(traced, args)).toThrow(/at 0 there is an entry 'a\.b'/)
})

test('what compares is a mask, and what only moves or selects masks is one', () => {
  const f = (x: Tensor<[2, 3]>, y: Tensor<[2, 3]>) => {
    const mask = op.transpose()(op.greater(x, y))
    return [mask, op.convert('f32')(mask), op.select(mask, mask, mask)] as const
  }
  const traced = program.trace(f)(zeros([2, 3]), zeros([2, 3]))
  const masks = masksOf(traced.program)
  expect(traced.program.outputs.map(ref => masks.has(ref))).toEqual([true, false, true])
})

test('two traces say which axes are the batch, and a multiple of it', () => {
  const f = (batch: number) =>
    program.trace((x: Tensor<[number, 3]>) => op.tanh(op.reshape([batch * 3])(x)))(zeros([batch, 3])).program
  const { extentsOf, varies } = varying(f(7), f(11), [7, 11])
  expect(extentsOf(0)).toEqual([{ times: 1, plus: 0 }, null])
  expect(extentsOf(1)).toEqual([{ times: 3, plus: 0 }])
  expect(varies(2)).toBe(true)
})

test('a mean that takes its divisor from a shape is refused, with the place', () => {
  const f = (batch: number) =>
    program.trace((x: Tensor<[number]>) => op.scale(1 / batch)(op.sum()(x)))(zeros([batch])).program
  expect(() => varying(f(7), f(11), [7, 11])).toThrow(/scale.*constant/)
})

test('a table with an entry for each example is refused', () => {
  const f = (batch: number) =>
    program.trace((x: Tensor<[number]>) => op.mul(x, tensor(Array.from({ length: batch }, (_, i) => i))))(
      zeros([batch]),
    ).program
  expect(() => varying(f(7), f(11), [7, 11])).toThrow(/tensor that it brings with it/)
})

test('what a loop does is compared, too', () => {
  type Step = readonly [constants: Tensor<[]>, carried: Tensor<[number]>, slice: Tensor<[]>]
  const f = (factor: number, batch: number) => {
    const step = smooth.lift(([c, h, x]: Step) => [op.scaleBy(op.mul(c, x))(op.scale(factor)(h)), x] as const)
    return program.trace((x: Tensor<[number]>) => smooth.scan()(step)([tensor(1), x, tensor([1, 2, 3])])[0])(
      zeros([batch]),
    ).program
  }
  expect(() => varying(f(2, 7), f(2, 11), [7, 11])).not.toThrow()
  expect(() => varying(f(2, 7), f(3, 11), [7, 11])).toThrow(/scale/)
})
