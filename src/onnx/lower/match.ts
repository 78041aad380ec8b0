/**
 * Looking at a program backwards from a value: what it was made of.
 *
 * @module
 */
import {
  abstractOf,
  type Equation,
  firstResult,
  type Program,
  type Ref,
} from '../../primitive/core/program.ts'
import type { PrimitiveName } from '../../primitive/table.ts'
import type { Shape } from '../../tensor/shape.ts'
import { elementsOf, isConcrete } from '../../tensor/tensor.ts'
import type { Emitter } from './emitter.ts'
import type { Type, Value } from './value.ts'

/** What is written for several equations: from which values, and how. */
export interface Fused {
  readonly inputs: readonly Ref[]
  readonly lower: (it: {
    readonly emit: Emitter
    readonly operands: readonly Value[]
    readonly result: Type
  }) => Value
}

/** Several equations that a pattern found, with the results that are between them. */
export interface Found extends Fused {
  readonly between: readonly Ref[]
}

/** A program, looked at from its values. */
export class View {
  readonly program: Program

  constructor(program: Program) {
    this.program = program
  }

  shapeOf(ref: Ref): Shape {
    return abstractOf(this.program, ref).shape
  }

  /** The equation that gives a value, if it is of a primitive of this name. */
  step(ref: Ref, name: PrimitiveName): Equation | null {
    const equation = this.program.equations[ref - firstResult(this.program)]
    return equation?.primitive.name === name ? equation : null
  }

  /** The operands of the equation that gives a value, if it is of a primitive of this name. */
  of(ref: Ref, name: PrimitiveName): readonly [Ref, Ref, Ref] | null {
    return (this.step(ref, name)?.operands ?? null) as readonly [Ref, Ref, Ref] | null
  }

  /** The number that a value is everywhere, if it is constant. */
  number(ref: Ref): number | null {
    const { inputs, constants } = this.program
    const from = this.of(ref, 'broadcast')
    if (from !== null) return this.number(from[0])
    const constant = constants[ref - inputs.length]
    if (constant === undefined || !isConcrete(constant)) return null
    const elements = elementsOf(constant)
    const [first] = elements
    return first !== undefined && elements.every((x: number) => x === first) ? first : null
  }

  /** What is repeated along all axes but some, if a value is that, in one step or in several. */
  repeated(ref: Ref, isWanted: (axes: readonly number[], rank: number) => boolean): Ref | null {
    const rank = this.shapeOf(ref).length
    let [from, axes] = [ref, Array.from({ length: rank }, (_, i) => i)]
    for (let step = this.step(from, 'broadcast'); step !== null; step = this.step(from, 'broadcast')) {
      const outer = axes
      axes = (step.options as { readonly axes: readonly number[] }).axes.map(axis => outer[axis] as number)
      from = step.operands[0] as Ref
    }
    return from !== ref && isWanted(axes, rank) ? from : null
  }

  /** The operands of a sum or product that commutes, in both orders. */
  both(ref: Ref, name: PrimitiveName): readonly (readonly [Ref, Ref])[] {
    const found = this.of(ref, name)
    return found === null
      ? []
      : [
          [found[0], found[1]],
          [found[1], found[0]],
        ]
  }
}

/** What a value is the last result of, if it is. */
export type Pattern = (view: View, root: Ref) => Found | null
