/**
 * Fourier transforms of signals whose last axis holds real and imaginary parts.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { any, axisOf, concat, filled, mul, padded, range, reshape, sliceAlong, take } from '../node/arrays.ts'
import { floatsOf, knownNumber, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import type { Inputs } from '../node/subgraph.ts'
import { computed, type Value } from '../node/value.ts'

interface Parts {
  readonly re: Tensor
  readonly im: Tensor
}

/** The parts of a signal; one without imaginary parts has zeros. */
const partsOf = (x: Tensor): Parts => {
  const last = x.shape.length - 1
  const count = x.shape[last] ?? 0
  if (count !== 1 && count !== 2)
    wrong(`its last axis has to hold 1 or 2 parts, but its shape is [${x.shape.join(', ')}]`)
  const part = (i: number): Tensor => reshape(x.shape.slice(0, -1), sliceAlong(last, i, 1, x))
  const re = part(0)
  return { re, im: count === 2 ? part(1) : filled(re.shape, 0, re.dtype) }
}

/** An axis cut, or filled with zeros, to a length. */
const ofLength = (axis: number, length: number, x: Tensor): Tensor =>
  padded(
    x.shape.map(() => 0),
    x.shape.map((n, i) => (i === axis ? length - n : 0)),
    filled([], 0, x.dtype),
    x,
  )

const joined = ({ re, im }: Parts): Tensor => {
  const split = [...re.shape, 1]
  return concat(re.shape.length, [reshape(split, re), reshape(split, im)])
}

/** The spectrum along an axis; of one side without what the other has too. */
const spectrum = (x: Parts, axis: number, length: number, oneSided: boolean): Tensor => {
  const { re, im } = op.fft({ axis })({ re: ofLength(axis, length, x.re), im: ofLength(axis, length, x.im) })
  const kept = oneSided ? Math.floor(length / 2) + 1 : length
  return joined({ re: sliceAlong(axis, 0, kept, re), im: sliceAlong(axis, 0, kept, im) })
}

/** The way back of one side: what is missing is what is there, mirrored, with imaginary parts of another sign. */
const mirrored = (x: Parts, axis: number, length: number): Parts => {
  const count = Math.floor(length / 2) + 1
  const [re, im] = [ofLength(axis, count, x.re), ofLength(axis, count, x.im)]
  const order = range(length - count).map(i => length - count - i)
  if (order.length === 0) return { re, im }
  return {
    re: concat(axis, [re, take(axis, order, re)]),
    im: concat(axis, [im, any(op.neg(take(axis, order, im)))]),
  }
}

const transformed = (node: NodeView, inputs: Inputs): Value => {
  const value = need(inputs, 0)
  const x = floatsOf(value)
  const given = node.opset < 20 ? node.int('axis', 1) : (knownNumber(inputs, 2) ?? -2)
  const axis = axisOf(given, x.shape.length)
  if (axis === x.shape.length - 1) wrong('it cannot transform along the axis of real and imaginary parts')
  const [inverse, oneSided] = [node.flag('inverse', false), node.flag('onesided', false)]
  const parts = partsOf(x)
  const n = x.shape[axis]!
  const length = knownNumber(inputs, 1) ?? (inverse && oneSided ? 2 * (n - 1) : n)
  if (!inverse) return computed(value.type, spectrum(parts, axis, length, oneSided))
  const whole = oneSided
    ? mirrored(parts, axis, length)
    : { re: ofLength(axis, length, parts.re), im: ofLength(axis, length, parts.im) }
  const back = op.ifft({ axis })(whole)
  return computed(value.type, oneSided ? reshape([...back.re.shape, 1], back.re) : joined(back))
}

/** Spectra of frames, one after the other: [batch, frames, frequencies, 2]. */
const shortTime = (node: NodeView, inputs: Inputs): Value => {
  const value = need(inputs, 0)
  const x = floatsOf(value)
  const step = knownNumber(inputs, 1) ?? wrong('its step is missing')
  const length =
    inputs[2]?.shape[0] ?? knownNumber(inputs, 3) ?? wrong('it has neither a window nor a length of frames')
  const [batch, n] = x.shape as readonly [number, number]
  const count = Math.floor((n - length) / step) + 1
  if (!(step > 0) || !(count > 0)) wrong(`frames of ${length} do not fit ${n} samples`)
  const places = range(count).flatMap(i => range(length).map(j => i * step + j))
  const frames = ({ re, im }: Parts): Parts => {
    const cut = (y: Tensor): Tensor => {
      const own = reshape([batch, count, length], take(1, places, y))
      return inputs[2] === undefined ? own : mul(own, floatsOf(inputs[2]))
    }
    return { re: cut(re), im: cut(im) }
  }
  return computed(value.type, spectrum(frames(partsOf(x)), 2, length, node.flag('onesided', true)))
}

export const fouriers: Readonly<Record<string, Operator>> = {
  DFT: {
    since: 17,
    inputs: [1, 3],
    known: [1, 2],
    attributes: { axis: 'int', inverse: 'int', onesided: 'int' },
    prepare: node => inputs => transformed(node, inputs),
  },
  STFT: {
    since: 17,
    inputs: [2, 4],
    known: [1, 3],
    attributes: { onesided: 'int' },
    prepare: node => inputs => shortTime(node, inputs),
  },
}
