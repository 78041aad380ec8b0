/**
 * Graphs inside nodes, and what a run of one is.
 *
 * @module
 */
import type { FloatDType } from '../../tensor/dtype.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Scope } from './scope.ts'
import type { Value } from './value.ts'

/** The inputs of a node: what is left out is undefined. */
export type Inputs = readonly (Value | undefined)[]

/** What a run is. */
export interface Run {
  /** What holds floats. */
  readonly float: FloatDType
  /** The values of names around the node. */
  readonly scope: Scope<Value>
  /** How many turns of loops may still be written out. */
  readonly turns: { left: number }
  /** Parameters by name. */
  readonly parameters: ReadonlyMap<string, Tensor>
}

/** A graph inside a node, which sees the names around it. */
export interface Subgraph {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** The names around it that it reads. */
  readonly free: readonly string[]
  /** The parameters that are stored in it. */
  readonly parameters: readonly string[]
  readonly run: (inputs: Inputs, run: Run) => readonly Value[]
}
