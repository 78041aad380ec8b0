/**
 * Windows of signals.
 *
 * @module
 */
import { carrierOf } from '../file/elementType.ts'
import { numbers, range } from '../node/arrays.ts'
import { knownNumber } from '../node/make.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import { asKnown, computed } from '../node/value.ts'
import { typeOf } from './logic.ts'

/** `Σ (-1)ᵏ aₖ cos 2πki / n`, where n is the size, or with `periodic` off one less. */
const cosines = (...terms: readonly number[]): Operator => ({
  since: 17,
  inputs: [1, 1],
  known: [0],
  attributes: { output_datatype: 'int', periodic: 'int' },
  prepare: node => {
    const type = typeOf(node.int('output_datatype', 1))
    const periodic = node.flag('periodic', true)
    return (inputs, { float }) => {
      const size = knownNumber(inputs, 0) ?? wrong('its size is missing')
      const n = periodic ? size : size - 1
      const values = range(size).map(i =>
        terms.reduce((sum, a, k) => sum + (k % 2 === 0 ? a : -a) * Math.cos((2 * Math.PI * k * i) / n), 0),
      )
      return asKnown(computed(type, numbers([size], values, carrierOf(type, float))))
    }
  },
})

export const signals: Readonly<Record<string, Operator>> = {
  HannWindow: cosines(0.5, 0.5),
  HammingWindow: cosines(25 / 46, 21 / 46),
  BlackmanWindow: cosines(0.42, 0.5, 0.08),
}
