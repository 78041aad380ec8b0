/**
 * The pullback of a choice: a choice by the same predicate, between the pullbacks of the branches.
 *
 * What the way back reads of the way there is a result of the choice, too. Both branches give as many of each form, so that they can
 * share places: the one that has fewer fills up with zeros.
 *
 * @module
 */
import { outputsOf } from '../../primitive/control/controls.ts'
import type { Abstract } from '../../primitive/core/primitive.ts'
import { abstractOf, firstResult, type Ref } from '../../primitive/core/program.ts'
import { type Branch, condOf } from '../../program/condOf.ts'
import { madeOnlyOf, partOf } from '../../program/extract.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import {
  crossingOf,
  type Joint,
  jointOf,
  type Linearised,
  type ResultsWithPullback,
  zerosOf,
} from './joint.ts'

/** What a branch keeps for the way back, and in which places. */
interface Kept {
  readonly joint: Joint
  readonly refs: readonly Ref[]
}

/** What the way back reads of a branch that is not there already: its operands and its results are. */
const keptOf = (joint: Joint): Kept => {
  const { program, inputs, outputs } = joint
  const base = firstResult(program)
  const constants = Array.from({ length: base - program.inputs.length }, (_, i) => program.inputs.length + i)
  const same = new Set([...Array(inputs).keys(), ...madeOnlyOf(program, constants)])
  return {
    joint,
    refs: crossingOf(joint, same, outputs).filter(ref => ref >= base && !outputs.includes(ref)),
  }
}

const keyOf = ({ dtype, shape }: Abstract): string => `${dtype}[${shape.join()}]`

/** Places by form: for each branch the place of each value that it keeps. */
const placed = (
  kept: readonly Kept[],
): readonly [forms: readonly Abstract[], places: readonly number[][]] => {
  const forms: Abstract[] = []
  const places = kept.map(({ joint, refs }) => {
    const taken = new Set<number>()
    return refs.map(ref => {
      const { shape, dtype } = abstractOf(joint.program, ref)
      const key = keyOf({ shape, dtype })
      const free = forms.findIndex((form, place) => !taken.has(place) && keyOf(form) === key)
      const place = free < 0 ? forms.push({ shape, dtype }) - 1 : free
      taken.add(place)
      return place
    })
  })
  return [forms, places]
}

/** A choice with its pullback. Branches take all operands, and give results of the same forms. */
export const condWithPullback = (
  branches: readonly ((inputs: readonly AnyTensor[]) => Linearised)[],
  predicate: AnyTensor,
  operands: readonly AnyTensor[],
  wanted: (operand: number) => boolean,
): ResultsWithPullback => {
  const inputs = operands.map(({ shape, dtype }): Abstract => ({ shape, dtype }))
  const own = inputs.map((_, i) => i)
  const kept = branches.map(branch => keptOf(jointOf('a branch of a choice', branch, inputs)))
  const [forms, places] = placed(kept)
  const choose = (
    given: readonly AnyTensor[],
    of: (given: readonly AnyTensor[], kept: Kept, places: readonly number[]) => readonly AnyTensor[],
  ): readonly AnyTensor[] =>
    condOf(
      predicate,
      given,
      kept.map((it, i) => (symbols: readonly AnyTensor[]) => of(symbols, it, places[i] ?? [])) as [
        Branch,
        Branch,
      ],
    )
  const count = kept[0]?.joint.outputs.length ?? 0
  const all = choose(operands, (symbols, { joint, refs }, places) => {
    const values = outputsOf(partOf(joint.program, own, [...joint.outputs, ...refs]), symbols)
    const at = new Map(places.map((place, i) => [place, values[count + i]]))
    return [...values.slice(0, count), ...forms.map((form, place) => at.get(place) ?? zerosOf(form))]
  })
  const results = all.slice(0, count)
  const pull: ResultsWithPullback['pull'] = given => {
    const goesBack = own.filter(
      i => wanted(i) && kept.some(({ joint }) => (joint.pulled[i] ?? null) !== null),
    )
    const givenAt = results.flatMap((_, i) => (given[i] === undefined ? [] : [i]))
    const from = [...operands, ...all, ...givenAt.map(i => given[i] as AnyTensor)]
    const pulled = choose(from, (symbols, { joint, refs }, places) => {
      const { program, outputs, cotangents } = joint
      const firstGiven = own.length + all.length
      const varied = cotangents.flatMap((ref, i) =>
        ref === null ? [] : [{ ref, place: givenAt.indexOf(i) }],
      )
      const made = goesBack.flatMap(i => joint.pulled[i] ?? [])
      const back = partOf(program, [...own, ...outputs, ...refs, ...varied.map(({ ref }) => ref)], made)
      const values = outputsOf(back, [
        ...symbols.slice(0, own.length + count),
        ...places.map(place => symbols[own.length + count + place] as AnyTensor),
        ...varied.map(({ ref, place }) =>
          place < 0 ? zerosOf(program.inputs[ref] as Abstract) : (symbols[firstGiven + place] as AnyTensor),
        ),
      ])
      const found = new Map(values.map((dx, i) => [made[i] as Ref, dx]))
      return goesBack.map(i => found.get(joint.pulled[i] ?? -1) ?? zerosOf(inputs[i] as Abstract))
    })
    const result = new Array<AnyTensor | undefined>(operands.length)
    goesBack.forEach((i, k) => {
      result[i] = pulled[k]
    })
    return result
  }
  return { results, pull }
}
