import { test } from 'vitest'
import { dense, linear, op, type smooth, smoothOf, type Tensor } from '../../src/index.ts'
import { type Case, expectStored, floats, golden, type Stored } from './golden.ts'

// The files keep weights as [out, in], and this library as [in, out].
const transposed = (stored: Stored): Tensor => op.transpose([1, 0])(floats(stored) as never) as Tensor

golden<{ readonly cases: readonly Case[] }>('linear', ({ cases }) => {
  test.each(cases)('$name', ({ config, params, inputs, output, cotangent, grads }) => {
    const { in_features: ins, out_features: outs, bias } = config
    const layer = bias ? dense(ins, outs) : linear(ins, outs)
    const weights = { w: transposed(params.weight!), ...(bias ? { b: floats(params.bias!) } : {}) }
    const map = smoothOf(layer as never, {} as never) as unknown as smooth.Smooth<
      readonly [typeof weights, Tensor],
      Tensor
    >
    const [y, pullback] = map([weights, floats(inputs.x!)])
    expectStored(y, output, 'the value')
    const [dp, dx] = pullback(floats(cotangent) as never) as unknown as readonly [
      { readonly w: Tensor; readonly b?: Tensor },
      Tensor,
    ]
    expectStored(dx, grads.inputs.x!, 'the gradient of the input')
    expectStored(op.transpose([1, 0])(dp.w as never), grads.params.weight!, 'the gradient of the weight')
    if (bias) expectStored(dp.b, grads.params.bias!, 'the gradient of the bias')
  })
})
