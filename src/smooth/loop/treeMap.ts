/**
 * Smooth maps whose types are forgotten, from trees to trees, where their tensors become operands and results.
 *
 * @module
 */
import { SymbolicTracer } from '../../program/trace.ts'
import { formDifference, formError, inOrderOf, mapTensors } from '../../tensor/form.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import { leaves } from '../../tensor/function/traversal.ts'
import type { Shape } from '../../tensor/shape.ts'
import { type AnyTensor, isConcrete, isTensor, uniformOf } from '../../tensor/tensor.ts'
import { isFloat } from '../../tensor/tree.ts'

/** A map whose types are forgotten: from trees to trees. */
export type TreeMap = (a: unknown) => readonly [value: unknown, pullback: (db: unknown) => unknown]

/** Zeros that were made as such: nothing has to be read where nothing comes back. */
const isZero = (dy: AnyTensor): boolean => isConcrete(dy) && uniformOf(dy) === 0

/** For each tensor of a tree its cotangent, where there is one. */
export const cotangentsIn = (tree: unknown, cotangent: unknown): readonly (AnyTensor | undefined)[] => {
  const all = leaves(cotangent)
  return leaves(tree).flatMap((x, i) => {
    if (!isTensor(x)) return []
    const dx = all[i] as AnyTensor
    return [isFloat(x) && !isZero(dx) ? dx : undefined]
  })
}

/** Requires the cotangents of what a map was given; `what` it is called. */
export const requirePulled = <D>(what: string, point: unknown, given: D): D => {
  const difference = formDifference(zero<unknown>(point), given)
  if (difference !== null)
    throw formError(
      difference,
      (place, wanted, is) =>
        `The pullback of ${what} gives a cotangent for all that the map takes, but at ${place} it has to be ${wanted} ` +
        `and was ${is}.`,
    )
  return inOrderOf(point)(given)
}

/** Trees of symbols instead of tensors. */
export const symbolsOf = (): (<T>(tree: T, shapeOf?: (x: AnyTensor) => Shape) => T) => {
  const own = new SymbolicTracer()
  return (tree, shapeOf = ({ shape }) => shape) =>
    mapTensors(x => own.symbol(own.recorder.input({ shape: shapeOf(x), dtype: x.dtype })))(tree)
}
