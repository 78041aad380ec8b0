/**
 * Convolutions as operators: of floats, and of integers of 8 bits.
 *
 * @module
 */
import type { Tensor } from '../../tensor/tensor.ts'
import { convert, reshape, sub } from '../node/arrays.ts'
import { floatsOf, need } from '../node/make.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import { computed } from '../node/value.ts'
import { convolution, kernelOf, withBias } from './convolved.ts'
import { transposed } from './transposedConvolution.ts'
import { windowAttributes, windowsOf } from './windows.ts'

const integers: Operator = {
  since: 10,
  inputs: [2, 4],
  attributes: { ...windowAttributes, group: 'int' },
  prepare: node => inputs => {
    const centred = (i: number): Tensor => {
      const x = convert('f64', need(inputs, i).tensor())
      const zeroPoint = inputs[i + 2]
      if (zeroPoint === undefined) return x
      const z = convert('f64', zeroPoint.tensor())
      return sub(
        x,
        z.shape.length === 1 && z.shape[0] !== 1 ? reshape([z.shape[0]!, 1, 1, 1], z) : reshape([], z),
      )
    }
    const [x, w] = [centred(0), centred(1)]
    const windows = windowsOf(node, x.shape.slice(2), kernelOf(node, w))
    return computed('int32', convert('i32', convolution(x, w, windows, node.int('group', 1))))
  },
}

export const convolutions: Readonly<Record<string, Operator>> = {
  Conv: {
    inputs: [2, 3],
    alike: [0, 1, 2],
    attributes: { ...windowAttributes, group: 'int' },
    prepare: node => {
      const groups = node.int('group', 1)
      return inputs => {
        const [x, w] = [floatsOf(need(inputs, 0)), floatsOf(need(inputs, 1))]
        if (x.shape.length < 3 || x.shape.length !== w.shape.length)
          wrong(
            `it takes images and kernels of as many axes, but was given [${x.shape.join(', ')}] and [${w.shape.join(', ')}]`,
          )
        const windows = windowsOf(node, x.shape.slice(2), kernelOf(node, w))
        return computed(need(inputs, 0).type, withBias(convolution(x, w, windows, groups), inputs[2]))
      }
    },
  },
  ConvTranspose: transposed,
  ConvInteger: integers,
}
