/** Cases of smooth maps: their value and the gradient of everything that has one. */
import { expect } from 'vitest'
import {
  type AnyLayer,
  type AnyTensor,
  type Context,
  evaluation,
  isTensor,
  type Layer,
  smoothOf,
  type Tensor,
} from '../../src/index.ts'
import type { Run } from './family.ts'
import {
  type Arrays,
  type Case,
  expectStored,
  isStored,
  read,
  relative,
  reordered,
  type Stored,
} from './golden.ts'

export type Tensors = { readonly [name: string]: AnyTensor }

/** Where a case is tried: its arrays, under their own names and in their own layouts. */
export interface Point {
  readonly params: Tensors
  readonly inputs: Tensors
}

type Value = AnyTensor | Tensors

/** A smooth map in the names and layouts of the files. */
export type CaseMap = (at: Point) => readonly [value: Value, pullback: (dy: never) => Point]

/** A record of arrays as tensors. */
export const tensorsIn = (arrays: Arrays): Tensors =>
  Object.fromEntries(Object.entries(arrays).map(([name, stored]) => [name, read(stored)]))

const valueIn = (stored: Stored | Arrays): Value => (isStored(stored) ? read(stored) : tensorsIn(stored))

const expectValue = (got: Value, want: Stored | Arrays, tolerance: typeof reordered): void => {
  if (isStored(want)) {
    expectStored(got, want, 'the value', tolerance)
    return
  }
  const values = got as Tensors
  expect(Object.keys(values).toSorted(), 'the names of the outputs').toEqual(Object.keys(want).toSorted())
  for (const [name, stored] of Object.entries(want)) expectStored(values[name], stored, name, tolerance)
}

/** Checks value and gradients of a map at a case, however programs are run. */
export const checkMap = (map: CaseMap, one: Case, run: Run): void => {
  const tolerance = one.config.compare === 'relative' ? relative : reordered
  const both = run((at: Point, dy: Value) => {
    const [value, pullback] = map(at)
    return { value, gradient: pullback(dy as never) }
  })
  const at: Point = { params: tensorsIn(one.params), inputs: tensorsIn(one.inputs) }
  const { value, gradient } = both(at, valueIn(one.cotangent))
  expectValue(value, one.output, tolerance)
  for (const group of ['params', 'inputs'] as const)
    for (const [name, want] of Object.entries(one.grads[group])) {
      const got = gradient[group][name]
      if (!isTensor(got)) throw new Error(`There is no gradient of ${name}.`)
      expectStored(got, want, `the gradient of ${name}`, tolerance)
    }
}

/** The way from a case's parameters to a layer's and back. It is linear and keeps lengths: entries only change places. */
export interface Arrangement {
  readonly arrange: (params: Tensors) => unknown
  readonly restore: (cotangent: never) => Tensors
}

/** How a layer stands for a case. */
export interface LayerCase {
  readonly params?: Arrangement
  /** The name of the layer's input. Defaults to `x`. */
  readonly input?: string
  readonly state?: object
  readonly context?: Context
}

/** A layer of one tensor as a map of a case. Without an arrangement it has no parameters. */
export const ofLayer =
  (
    layer: AnyLayer,
    {
      params = { arrange: () => ({}), restore: () => ({}) },
      input = 'x',
      state = {},
      context = evaluation,
    }: LayerCase = {},
  ): CaseMap =>
  at => {
    const map = smoothOf(layer as Layer<Tensor, Tensor, object, object>, state, context)
    const [value, pullback] = map([params.arrange(at.params) as object, at.inputs[input] as Tensor])
    return [
      value,
      dy => {
        const [dparams, dx] = pullback(dy) as readonly [never, Tensor]
        return { params: params.restore(dparams), inputs: { [input]: dx } }
      },
    ]
  }
