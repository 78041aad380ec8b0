/**
 * Specifications of loops, and of what reads their results.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import type { AnyTensor, DType, Shape } from '../../src/index.ts'
import { evaluate } from '../../src/primitive/bind.ts'
import { Loop, resultsOf } from '../../src/primitive/loop.ts'
import type { Primitive } from '../../src/primitive/primitive.ts'
import type { Equation, LoopOptions } from '../../src/primitive/program.ts'
import { primitives } from '../../src/primitive/table.ts'
import { shapes } from '../arbitraries.ts'
import { filled, floats } from './inputs.ts'
import { indicesOf, type Plain } from './plain.ts'
import type { Case, Specifications } from './specification.ts'

const equation = (
  name: 'add' | 'mul',
  operands: readonly number[],
  shape: Shape,
  dtype: DType,
): Equation => ({
  primitive: primitives[name] as Primitive as Primitive<unknown>,
  options: {},
  operands,
  shape,
  dtype,
})

/** `c, d ← d, c + x k`, which stacks what `c` was and `x k`: what is carried changes places. */
const optionsOf = (shape: Shape, dtype: DType, count: number, reverse: boolean): LoopOptions => ({
  body: {
    inputs: [0, 1, 2, 3].map(() => ({ shape, dtype })),
    constants: [],
    equations: [equation('mul', [2, 3], shape, dtype), equation('add', [0, 4], shape, dtype)],
    outputs: [1, 5, 0, 4],
  },
  count,
  carries: 2,
  slices: 1,
  reverse,
})

const cases = (dtype: DType): Arbitrary<Case<LoopOptions>> =>
  fc
    .tuple(shapes({ rank: 2, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.boolean())
    .chain(([shape, count, reverse]) =>
      fc.record({
        inputs: fc.tuple(
          filled(shape, dtype),
          filled(shape, dtype),
          filled([count, ...shape], dtype),
          filled(shape, dtype),
        ),
        options: fc.constant(optionsOf(shape, dtype, count, reverse)),
      }),
    )

/** What the loop gives, number by number: each result by its index. */
const meaning = (
  [c, d, x, k]: readonly Plain[],
  { count, reverse }: LoopOptions,
  index: readonly number[],
) => {
  let [one, other] = [c!.at(index), d!.at(index)]
  const [before, products] = [[] as number[], [] as number[]]
  for (let i = 0; i < count; i++) {
    const t = reverse ? count - 1 - i : i
    const product = x!.at([t, ...index]) * k!.at(index)
    before[t] = one
    products[t] = product
    ;[one, other] = [other, one + product]
  }
  return { carried: [one, other], stacks: [before, products] }
}

/** The bytes of all results. */
const bytesOf = (inputs: readonly Plain[], options: LoopOptions): Uint8Array => {
  const results = resultsOf(options)
  const last = results.at(-1)!
  const Storage = last.dtype === 'f32' ? Float32Array : Float64Array
  const { shape, dtype } = Loop.shape(
    inputs.map(({ shape, dtype }) => ({ shape, dtype })),
    options,
  )
  const bytes = new Uint8Array(shape[0] as number)
  const { shape: one } = options.body.inputs[0]!
  results.forEach(({ offset, index }) => {
    const each = indicesOf(one).map(place => meaning(inputs, options, place))
    const values =
      index < 2
        ? each.map(({ carried }) => carried[index] as number)
        : Array.from({ length: options.count }, (_, t) =>
            each.map(({ stacks }) => stacks[index - 2]![t] as number),
          ).flat()
    bytes.set(new Uint8Array(Storage.from(values).buffer), offset)
  })
  return dtype === 'u8' ? bytes : new Uint8Array()
}

export const loops: Specifications<'loop' | 'result'> = {
  loop: {
    dtypes: floats,
    cases,
    oracle: (inputs, options) => {
      const bytes = bytesOf(inputs, options)
      return { shape: [bytes.length], dtype: 'u8', at: ([i]) => bytes[i!] as number }
    },
  },
  result: {
    dtypes: floats,
    cases: dtype =>
      cases(dtype).chain(({ inputs, options }) =>
        fc.constantFrom(...resultsOf(options)).map(result => ({
          inputs: [evaluate(Loop, options, inputs)] as readonly AnyTensor[],
          options: result,
        })),
      ),
    oracle: ([loop], { shape, dtype, offset }) => {
      const size = shape.reduce((product, n) => product * n, 1)
      const width = dtype === 'f32' ? 4 : 8
      const bytes = Uint8Array.from({ length: size * width }, (_, i) => loop!.at([offset + i]))
      const values = Array.from(
        dtype === 'f32' ? new Float32Array(bytes.buffer) : new Float64Array(bytes.buffer),
      )
      const places = indicesOf(shape).map(place => place.join())
      return { shape, dtype, at: index => values[places.indexOf(index.join())] as number }
    },
  },
}
