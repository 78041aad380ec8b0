/**
 * Rows of the table of operators.
 *
 * @module
 */
import type { ElementType } from '../file/elementType.ts'
import type { Literal } from '../file/literal.ts'
import type { AttributeKind, NodeView } from './nodeView.ts'
import type { Inputs, Run } from './subgraph.ts'
import type { Value } from './value.ts'

/** What a node gives: one value, or several in order. */
export type Outputs = Value | readonly (Value | undefined)[]

/** A known tensor of integers. */
export interface Exact {
  readonly type: ElementType
  readonly shape: readonly number[]
  readonly integers: readonly bigint[]
}

/** An operator: what its nodes may say, and what they do. */
export interface Operator {
  /** The first opset whose form of it is read; all later ones are. Defaults to 6. */
  readonly since?: number
  /** The last opset that has it, if later ones do not. */
  readonly until?: number
  /** How many inputs it may have. */
  readonly inputs: readonly [least: number, most: number]
  /** How many outputs it may have. Defaults to 1. */
  readonly outputs?: number
  /** Its attributes in all opsets, by name. */
  readonly attributes?: Readonly<Record<string, AttributeKind>>
  /** The inputs that have to be known when a program is made. */
  readonly known?: readonly number[]
  /** Inputs whose element types have to be equal. */
  readonly alike?: readonly number[]
  /** Inputs whose elements it only moves: then it does so to known integers of any width. */
  readonly moves?: readonly number[]
  /** Whether what it gives is known from its inputs' shapes alone. */
  readonly ofShapes?: true
  /** Whether what it gives is never known, though all its inputs are. */
  readonly draws?: true
  /** The numbers that it is, where it has no inputs and is a constant of the file. */
  readonly literal?: (node: NodeView) => Literal
  /** The same on known integers, of any width. */
  readonly exact?: (node: NodeView) => (inputs: readonly Exact[]) => Exact | undefined
  /** What it does, once its attributes are read. */
  readonly prepare: (node: NodeView) => (inputs: Inputs, run: Run) => Outputs
}
