/**
 * The pullback of a loop: a loop the other way, over what the first one kept.
 *
 * One time of the loop and its pullback are recorded together. What does not depend on a cotangent is computed on the way there;
 * what the rest reads of it is stacked. What is the same each time adds up on the way back: where that is a product of matrices,
 * one product of the stacks does, which is many times as fast.
 *
 * @module
 */

import { outputsOf } from '../../primitive/control/controls.ts'
import { bind } from '../../primitive/core/bind.ts'
import type { Abstract } from '../../primitive/core/primitive.ts'
import { firstResult, type Program, type Ref } from '../../primitive/core/program.ts'
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { Matmul, type MatmulOptions } from '../../primitive/product/matmul.ts'
import { dependents, partOf } from '../../program/extract.ts'
import { type LoopCourse, loopOf } from '../../program/loopOf.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import {
  againIn,
  crossingOf,
  jointOf,
  type Linearised,
  lateIn,
  madeOfStaying,
  type ResultsWithPullback,
  zerosOf,
} from './joint.ts'

/** How a loop goes, and how many of its operands are carried and read slice by slice. */
export interface LoopForm extends LoopCourse {
  readonly carries: number
  readonly slices: number
}

/** How often each value is read. */
const readsIn = (program: Program): ReadonlyMap<Ref, number> => {
  const reads = new Map<Ref, number>()
  for (const ref of [...program.outputs, ...program.equations.flatMap(({ operands }) => operands)])
    reads.set(ref, (reads.get(ref) ?? 0) + 1)
  return reads
}

/** The parts of a sum. One that is read elsewhere too is a part as it is: a sum of sums of itself has endlessly many others. */
const termsOf = (program: Program, ref: Ref, reads: ReadonlyMap<Ref, number>): readonly Ref[] => {
  const equation = program.equations[ref - firstResult(program)]
  return equation?.primitive.name === 'add' && reads.get(ref) === 1
    ? equation.operands.flatMap(operand => termsOf(program, operand, reads))
    : [ref]
}

/** The factors of a product that adds up over rows, so that the sum over all times is one product of stacks. */
const factorsOf = (program: Program, ref: Ref, varies: (ref: Ref) => boolean): readonly [Ref, Ref] | null => {
  const equation = program.equations[ref - firstResult(program)]
  if (equation?.primitive.name !== 'matmul' || equation.shape.length !== 2) return null
  const { transposeA, transposeB } = equation.options as MatmulOptions
  const [a, b] = equation.operands as readonly [Ref, Ref]
  return transposeA && !transposeB && varies(a) && varies(b) ? [a, b] : null
}

/** All rows of a stack of matrices, one below the other. */
const rowsOf = (stack: AnyTensor): AnyTensor => {
  const [count, rows, columns] = stack.shape as readonly [number, number, number]
  return reshape([count * rows, columns])(stack as Tensor)
}

/**
 * A loop with its pullback. `linearise` is one time of it, on the carried values, the slices and the other operands; `wanted` says
 * by which operands it is differentiated.
 */
export const loopWithPullback = (
  linearise: (inputs: readonly AnyTensor[]) => Linearised,
  { count, reverse, carries, slices }: LoopForm,
  operands: readonly AnyTensor[],
  wanted: (operand: number) => boolean,
): ResultsWithPullback => {
  const firstConstant = carries + slices
  const inputs = operands.map(
    ({ shape, dtype }, i): Abstract => ({
      shape: i >= carries && i < firstConstant ? shape.slice(1) : shape,
      dtype,
    }),
  )
  const joint = jointOf('the body of a loop', linearise, inputs)
  const { program, cotangents, outputs, pulled } = joint
  const crossing = crossingOf(joint, madeOfStaying(joint, firstConstant))
  const constants = operands.slice(firstConstant)
  // A slice is there already, and an operand that stays, too.
  const stacked = outputs.slice(carries)
  const kept = crossing.filter(ref => (ref < carries || ref >= inputs.length) && !stacked.includes(ref))
  const stacks = outputs.length - carries
  const there = partOf(
    program,
    inputs.map((_, i) => i),
    [...outputs, ...kept],
  )
  const found = loopOf(
    (carried, own, staying) => {
      const values = outputsOf(there, [...carried, ...own, ...staying])
      return [values.slice(0, carries), values.slice(carries)]
    },
    { count, reverse },
    operands.slice(0, carries),
    operands.slice(carries, firstConstant),
    constants,
  ) as readonly AnyTensor[]
  const results = found.slice(0, outputs.length)
  const stackOf = new Map<Ref, AnyTensor>([
    ...stacked.map((ref, i) => [ref, found[carries + i] as AnyTensor] as const),
    ...kept.map((ref, i) => [ref, found[outputs.length + i] as AnyTensor] as const),
    ...operands.slice(carries, firstConstant).map((x, i) => [carries + i, x] as const),
  ])

  const pull: ResultsWithPullback['pull'] = given => {
    const late = lateIn(program, cotangents)
    const varying = dependents(program, [...Array(firstConstant).keys(), ...late])
    const again = againIn(program)
    const reads = readsIn(program)
    // Stacks of what is computed again would be what was not to be kept.
    const varies = (ref: Ref): boolean => varying.has(ref) && !again.has(ref)
    const read = crossing.filter(ref => ref < firstConstant || ref >= inputs.length)
    const carriedBack = inputs.flatMap((_, i) => (i < carries && cotangents[i] !== null ? [i] : []))
    const stacksGiven = Array.from({ length: stacks }, (_, i) => carries + i).filter(
      i => cotangents[i] !== null && given[i] !== undefined,
    )
    /** For each operand that stays: what adds up each time, and products of which one does for all times. */
    const sums = inputs.flatMap((_, i) => {
      const ref = pulled[i] ?? null
      if (i < firstConstant || ref === null) return []
      const terms = termsOf(program, ref, reads).map(term => ({
        term,
        factors: factorsOf(program, term, varies),
      }))
      return [
        {
          operand: i,
          terms: terms.flatMap(({ term, factors }) => (factors === null ? [term] : [])),
          products: terms.flatMap(({ factors }) => (factors === null ? [] : [factors])),
        },
      ]
    })
    const slicesBack = inputs.flatMap((_, i) =>
      i >= carries && i < firstConstant && (pulled[i] ?? null) !== null ? [i] : [],
    )
    const slicesMade = slicesBack.map(i => pulled[i] as Ref)
    const made = [...new Set(sums.flatMap(({ products }) => products.flat()))].filter(
      ref => !stackOf.has(ref) && !slicesMade.includes(ref),
    )
    const adding = sums.flatMap(({ operand, terms }) => terms.map(term => ({ operand, term })))
    const from = [
      ...read,
      ...inputs.map((_, i) => i).filter(i => i >= firstConstant),
      ...cotangents.filter(ref => ref !== null),
    ]
    const back = partOf(program, from, [
      ...carriedBack.map(i => (pulled[i] ?? cotangents[i]) as Ref),
      ...adding.map(({ term }) => term),
      ...slicesMade,
      ...made,
    ])
    const nothingGoesBack = (i: number): boolean => (pulled[i] ?? null) === null
    const step = (
      carried: readonly AnyTensor[],
      own: readonly AnyTensor[],
      staying: readonly AnyTensor[],
    ): readonly [readonly AnyTensor[], readonly AnyTensor[]] => {
      const dyOf = new Map<Ref, AnyTensor>()
      cotangents.forEach((ref, i) => {
        if (ref === null) return
        const place = i < carries ? carriedBack.indexOf(i) : stacksGiven.indexOf(i)
        const dy =
          i < carries
            ? (carried[place] as AnyTensor)
            : place < 0
              ? zerosOf(program.inputs[ref] as Abstract)
              : (own[read.length + place] as AnyTensor)
        dyOf.set(ref, dy)
      })
      const values = outputsOf(back, [
        ...own.slice(0, read.length),
        ...staying,
        ...cotangents.filter(ref => ref !== null).map(ref => dyOf.get(ref) as AnyTensor),
      ])
      const next = carriedBack.map((i, k) =>
        nothingGoesBack(i) ? zerosOf(inputs[i] as Abstract) : (values[k] as AnyTensor),
      )
      const totals = adding.map((_, k) =>
        add(carried[carriedBack.length + k] as Tensor, values[carriedBack.length + k] as Tensor),
      )
      return [[...next, ...totals], values.slice(carriedBack.length + adding.length)]
    }
    const all = loopOf(
      step,
      { count, reverse: !reverse },
      [
        ...carriedBack.map(i => given[i] ?? zerosOf(inputs[i] as Abstract)),
        ...adding.map(({ operand }) => zerosOf(inputs[operand] as Abstract)),
      ],
      [...read.map(ref => stackOf.get(ref) as AnyTensor), ...stacksGiven.map(i => given[i] as AnyTensor)],
      constants,
      result => result >= carriedBack.length || wanted(carriedBack[result] as number),
    ) as readonly AnyTensor[]
    const firstSlice = carriedBack.length + adding.length
    const newStacks = new Map(
      [...slicesMade, ...made].map((ref, k) => [ref, all[firstSlice + k] as AnyTensor]),
    )
    const stackAt = (ref: Ref): AnyTensor => (stackOf.get(ref) ?? newStacks.get(ref)) as AnyTensor
    const result = new Array<AnyTensor | undefined>(inputs.length)
    carriedBack.forEach((i, k) => {
      result[i] = all[k]
    })
    slicesBack.forEach((i, k) => {
      result[i] = all[firstSlice + k]
    })
    for (const { operand, products } of sums) {
      const parts = [
        ...adding.flatMap((it, k) =>
          it.operand === operand ? [all[carriedBack.length + k] as AnyTensor] : [],
        ),
        ...products.map(
          ([a, b]): AnyTensor =>
            bind(Matmul, { transposeA: true, transposeB: false }, [rowsOf(stackAt(a)), rowsOf(stackAt(b))]),
        ),
      ]
      result[operand] = parts.reduce((sum, part) => add(sum as Tensor, part as Tensor))
    }
    return result
  }
  return { results, pull }
}
