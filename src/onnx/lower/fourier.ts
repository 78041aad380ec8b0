/**
 * Fourier transforms, whose parts ONNX has beside each other.
 *
 * @module
 */
import type { FourierOptions } from '../../primitive/fourier/fourier.ts'
import type { Emitter } from './emitter.ts'
import { type Lowering, strict } from './lowering.ts'
import type { Type, Value } from './value.ts'

/** The parts of numbers exchanged, along the last axis but one. */
const exchanged = (emit: Emitter, x: Value): Value => {
  const axis = x.shape.length - 2
  return emit.op('Gather', [x, emit.ints([1, 0])], x, { axis })
}

/** With the parts exchanged on both sides, exponents change their sign, and nothing is divided by the length. */
const fourier: Lowering<FourierOptions> = strict(({ emit, operands: [given], options, result }) => {
  const x = options.inverse ? exchanged(emit, given as Value) : (given as Value)
  const rank = x.shape.length
  const [n] = x.shape.slice(-1) as [number]
  const swap = [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2]
  const turned = emit.transpose(x, swap)
  const lines: Type = {
    shape: [x.shape.slice(0, -2).reduce((a, b) => a * b, 1), n, 2],
    extents: [x.extents.slice(0, -2).find(extent => extent !== null) ?? null, null, null],
    element: x.element,
  }
  const flat = rank === 3 ? turned : emit.reshape(turned, lines.shape, lines.extents)
  const y =
    emit.opset < 20
      ? emit.op('DFT', [flat], flat, { axis: 1 })
      : emit.op('DFT', [flat, null, emit.number(1, { shape: [], extents: [], element: 'i64' })], flat)
  const back = emit.transpose(emit.reshape(y, turned.shape, turned.extents), swap)
  return options.inverse ? exchanged(emit, back) : { ...back, extents: result.extents }
})

export const fouriers = { fourier }
