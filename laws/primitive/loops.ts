/**
 * Specifications of operations with bodies, and of what reads their results.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type AnyTensor, type DType, type Shape, tensor } from '../../src/index.ts'
import { Cond } from '../../src/primitive/control/cond.ts'
import { Loop } from '../../src/primitive/control/loop.ts'
import { While } from '../../src/primitive/control/while.ts'
import { evaluate } from '../../src/primitive/core/bind.ts'
import type { Control } from '../../src/primitive/core/control.ts'
import type { Primitive } from '../../src/primitive/core/primitive.ts'
import type {
  CondOptions,
  Equation,
  LoopOptions,
  Program,
  WhileOptions,
} from '../../src/primitive/core/program.ts'
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

/** What an operation with bodies gives: the bytes of its results, of which `numberAt` tells one number. */
const bytesOf = <O>(
  control: Control<O>,
  inputs: readonly Plain[],
  options: O,
  numberAt: (result: number, place: readonly number[]) => number,
): Plain => {
  const { shape, dtype } = control.shape(
    inputs.map(x => ({ shape: x.shape, dtype: x.dtype })),
    options,
  )
  const bytes = new Uint8Array(shape[0] as number)
  for (const { offset, index, ...result } of control.results(options)) {
    const Storage = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u8: Uint8Array }[result.dtype]
    const values = indicesOf(result.shape).map(place => numberAt(index, place))
    bytes.set(new Uint8Array(Storage.from(values).buffer), offset)
  }
  return { shape: [bytes.length], dtype, at: ([i]) => bytes[i!] as number }
}

/** `x k, x` or `x + k, k`. */
const choosing = (shape: Shape, dtype: DType): CondOptions => {
  const branch = (name: 'add' | 'mul', second: number): Program => ({
    inputs: [0, 1].map(() => ({ shape, dtype })),
    constants: [],
    equations: [equation(name, [0, 1], shape, dtype)],
    outputs: [2, second],
  })
  return { onTrue: branch('mul', 0), onFalse: branch('add', 1) }
}

const choices = (dtype: DType): Arbitrary<Case<CondOptions>> =>
  shapes({ rank: 2, max: 3 }).chain(shape =>
    fc.record({
      inputs: fc.tuple(truths, filled(shape, dtype), filled(shape, dtype)),
      options: fc.constant(choosing(shape, dtype)),
    }),
  )

const truths: Arbitrary<AnyTensor> = fc.constantFrom(0, 1, 3).map(value => tensor(value, 'u8') as AnyTensor)

/** `x ← x k` while a number is greater than all of `x`. */
const growing = (shape: Shape, dtype: DType, limit: number): WhileOptions => {
  const inputs = [0, 1, 2].map(i => ({ shape: i < 2 ? shape : [], dtype }))
  const whether: Equation[] = [
    {
      primitive: primitives.max as Primitive as Primitive<unknown>,
      options: { axes: shape.map((_, axis) => axis) },
      operands: [0],
      shape: [],
      dtype,
    },
    {
      primitive: primitives.greater as Primitive as Primitive<unknown>,
      options: {},
      operands: [2, 3],
      shape: [],
      dtype: 'u8',
    },
  ]
  return {
    predicate: { inputs, constants: [], equations: whether, outputs: [4] },
    body: { inputs, constants: [], equations: [equation('mul', [0, 1], shape, dtype)], outputs: [3] },
    carries: 1,
    limit,
  }
}

const whiles = (dtype: DType): Arbitrary<Case<WhileOptions>> =>
  fc.tuple(shapes({ rank: 2, max: 3 }), fc.integer({ min: 0, max: 4 })).chain(([shape, limit]) =>
    fc.record({
      inputs: fc.tuple(filled(shape, dtype), filled(shape, dtype), filled([], dtype)),
      options: fc.constant(growing(shape, dtype, limit)),
    }),
  )

/** How often it is multiplied, and whether it was enough. */
const stepsOf = ([x, k, most]: readonly Plain[], { limit }: WhileOptions, dtype: DType) => {
  const round = dtype === 'f32' ? Math.fround : (value: number) => value
  const places = indicesOf(x!.shape)
  let values = places.map(place => x!.at(place))
  let steps = 0
  const goesOn = (): boolean => most!.at([]) > Math.max(...values)
  let isOn = goesOn()
  while (isOn && steps < limit) {
    values = values.map((value, i) => round(value * k!.at(places[i]!)))
    steps++
    isOn = goesOn()
  }
  return { values: new Map(places.map((place, i) => [place.join(), values[i]!])), steps, isDone: !isOn }
}

export const loops: Specifications<'loop' | 'cond' | 'while' | 'result'> = {
  while: {
    dtypes: floats,
    cases: whiles,
    oracle: (inputs, options) => {
      const { values, steps, isDone } = stepsOf(inputs, options, inputs[0]!.dtype)
      return bytesOf(While, inputs, options, (result, place) => {
        if (result === 0) return values.get(place.join()) as number
        return result === 1 ? steps : isDone ? 1 : 0
      })
    },
  },
  cond: {
    dtypes: floats,
    cases: choices,
    oracle: ([predicate, x, k], options) => {
      const isTrue = predicate!.at([]) !== 0
      return bytesOf(Cond, [predicate!, x!, k!], options, (result, place) => {
        const [one, other] = [x!.at(place), k!.at(place)]
        if (result === 1) return isTrue ? one : other
        return isTrue ? one * other : one + other
      })
    },
  },
  loop: {
    dtypes: floats,
    cases,
    oracle: (inputs, options) =>
      bytesOf(Loop, inputs, options, (result, place) => {
        if (result < 2) return meaning(inputs, options, place).carried[result] as number
        const [t, ...index] = place as readonly [number, ...number[]]
        return meaning(inputs, options, index).stacks[result - 2]![t] as number
      }),
  },
  result: {
    dtypes: floats,
    cases: dtype =>
      cases(dtype).chain(({ inputs, options }) =>
        fc.constantFrom(...Loop.results(options)).map(result => ({
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
