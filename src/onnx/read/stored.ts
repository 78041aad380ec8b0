/**
 * The value of numbers that the file holds: a parameter's, or what they are.
 *
 * @module
 */
import type { FloatDType } from '../../tensor/dtype.ts'
import type { Literal } from '../file/literal.ts'
import type { Run } from '../node/subgraph.ts'
import { computed, ofLiteral, type Value } from '../node/value.ts'
import type { Stored } from './reading.ts'

const values: Readonly<Record<FloatDType, WeakMap<Literal, Value>>> = {
  f32: new WeakMap(),
  f64: new WeakMap(),
}

const literalValue = (literal: Literal, float: FloatDType): Value => {
  const found = values[float].get(literal)
  if (found !== undefined) return found
  const made = ofLiteral(literal, float)
  values[float].set(literal, made)
  return made
}

/** What stored numbers are in a run. */
export const storedValue = ({ parameter, literal }: Stored, { parameters, float }: Run): Value => {
  const given = parameter === null ? undefined : parameters.get(parameter)
  return given === undefined ? literalValue(literal, float) : computed(literal.type, given)
}
