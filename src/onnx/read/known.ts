/**
 * Operators where all that they read is known: shape arithmetic, which so vanishes from programs. Integers stay exact, of
 * any width.
 *
 * @module
 */
import { isFloatType } from '../file/elementType.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Exact, Operator, Outputs } from '../node/operator.ts'
import type { Inputs, Run } from '../node/subgraph.ts'
import { asKnown, ofIntegers, type Value } from '../node/value.ts'

const [least, most] = [-(2n ** 31n), 2n ** 31n - 1n]

const isWide = (value: Value | undefined): boolean =>
  value?.integers?.().some(x => x < least || x > most) === true

const exactOf = (value: Value): Exact => ({
  type: value.type,
  shape: value.shape,
  integers: value.integers!(),
})

const valuesOf = (outputs: Outputs): readonly (Value | undefined)[] =>
  Array.isArray(outputs) ? (outputs as readonly (Value | undefined)[]) : [outputs as Value]

/**
 * What an operator that only moves elements does to integers too wide for a tensor: it moves their numbers in a list instead, from 1
 * on, so that a 0 that it fills in is a 0.
 */
const moved = (
  moves: readonly number[],
  run: (inputs: Inputs, run: Run) => Outputs,
  inputs: Inputs,
  context: Run,
): readonly (Value | undefined)[] => {
  const list: bigint[] = [0n]
  let type: Value['type'] = 'int64'
  const numbered = inputs.map((value, i) => {
    if (value === undefined || !moves.includes(i)) return value
    const from = list.length
    list.push(...value.integers!())
    type = value.type
    return ofIntegers(
      'int32',
      value.shape,
      Array.from({ length: list.length - from }, (_, j) => BigInt(from + j)),
    )
  })
  return valuesOf(run(numbered, context)).map(
    value =>
      value &&
      ofIntegers(
        type,
        value.shape,
        asKnown(value).integers!().map(number => list[Number(number)]!),
      ),
  )
}

/** What a node gives of inputs that are known, as known. */
export const onKnown = (
  operator: Operator,
  node: NodeView,
  run: (inputs: Inputs, run: Run) => Outputs,
): ((inputs: Inputs, run: Run) => readonly (Value | undefined)[]) => {
  const exact = operator.exact?.(node)
  return (inputs, context) => {
    const given = inputs.flatMap(value => value ?? [])
    if (exact !== undefined && given.length > 0 && given.every(({ type }) => !isFloatType(type))) {
      const result = exact(given.map(exactOf))
      if (result !== undefined) return [ofIntegers(result.type, result.shape, result.integers)]
    }
    const { moves } = operator
    if (moves?.some(i => isWide(inputs[i])) === true) return moved(moves, run, inputs, context)
    return valuesOf(run(inputs, context)).map(value => value && asKnown(value))
  }
}
