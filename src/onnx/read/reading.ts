/**
 * The state of the reading of one file: its opset, what is found on the way (parameters, what has to be known), and errors on their way to the left.
 *
 * @module
 */

import type { ElementType } from '../file/elementType.ts'
import type { Literal } from '../file/literal.ts'
import type { Graph, TensorMessage } from '../file/messages.ts'
import type { OnnxError, OnnxPlace } from '../file/onnxError.ts'
import type { Scope } from '../node/scope.ts'
import type { Subgraph } from '../node/subgraph.ts'

/** What is wrong, on its way to the left of a result. */
export class ReadFailure extends Error {
  readonly error: OnnxError

  constructor(error: OnnxError) {
    super(error._tag)
    this.error = error
  }
}

/** What gives a name its value. */
export type Definition =
  | {
      readonly _tag: 'Input'
      readonly name: string
      readonly isKnown: boolean
      readonly type: ElementType | undefined
    }
  /** Numbers of the file: a parameter of that name, unless its name is null or it has to be known. */
  | { readonly _tag: 'Stored'; readonly literal: Literal; readonly parameter: string | null }
  /** What a node gives. What decides over shapes goes on to what it is made of. */
  | {
      readonly _tag: 'Node'
      readonly place: OnnxPlace
      readonly from: readonly Definition[]
      readonly ofShapes: boolean
      /** Its element type, where that is known before a run. */
      readonly type: ElementType | undefined
    }
  /** An argument of a subgraph: what a loop gives it. */
  | { readonly _tag: 'Argument'; readonly from: readonly Definition[] }

/** The element type of a definition, where it is known before a run. */
export const typeOfDefinition = (definition: Definition | undefined): ElementType | undefined =>
  definition === undefined || definition._tag === 'Argument'
    ? undefined
    : definition._tag === 'Stored'
      ? definition.literal.type
      : definition.type

/** Numbers of the file. */
export type Stored = Extract<Definition, { readonly _tag: 'Stored' }>

/** A graph of the file as a function, with what its outputs are. */
export type PreparedGraph = Subgraph & { readonly definitions: readonly Definition[] }

/** How a graph is read in a scope, `define` being what its inputs are. */
export type PrepareGraph = (
  graph: Graph,
  around: Scope<Definition> | null,
  reading: Reading,
  define: (name: string, index: number) => Definition,
) => PreparedGraph

export interface Reading {
  readonly prepareGraph: PrepareGraph
  readonly opset: number
  /** The numbers of a tensor, also those in other files. */
  readonly literal: (tensor: TensorMessage) => Literal
  /** A name for a parameter that no other has. */
  readonly parameterName: (name: string) => string
  readonly stored: Stored[]
  /** What has to be known, and the node that needs it. */
  readonly needs: { readonly definition: Definition; readonly place: OnnxPlace; readonly input: number }[]
}
