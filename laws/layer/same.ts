/**
 * Equations between layers: two layers are the same if value, pullback and next state agree at random points, up to an
 * explicit rearrangement of their parameters and states.
 *
 * @module
 */
import type { Arbitrary } from 'fast-check'
import {
  type AnyLayer,
  type Context,
  compose,
  evaluation,
  type Layer,
  type Tensor,
  type tree,
} from '../../src/index.ts'
import { type Close, every, exact } from '../close.ts'
import { type Law, law } from '../law.ts'
import { type Run, runsOf } from './point.ts'

/** A layer whose types are forgotten, for equations between layers of any. */
export type TreeLayer = Layer<tree.Tree, tree.Tree, tree.Tree, tree.Tree>

/** The same layer, its types forgotten. */
export const forget = (layer: AnyLayer): TreeLayer => layer as TreeLayer

/** Layers one after the other, or beside each other: any number, their types forgotten. */
export type Combine = (...layers: readonly TreeLayer[]) => TreeLayer

/** `compose`, its types forgotten. */
export const chained: Combine = compose

/** All that can be seen of a run. */
export interface Seen {
  readonly value: tree.Tree
  readonly dp: tree.Tree
  readonly dx: tree.Tree
  readonly state: tree.Tree
}

/** Runs a layer and its pullback. */
export const seen = (layer: AnyLayer, run: Run<unknown, unknown, unknown>): Seen => {
  const [value, pullback, next] = forget(layer).run(
    run.params as tree.Tree,
    run.input as tree.Tree,
    run.state as tree.Tree,
    run.context,
  )
  const [dp, dx] = pullback(run.db as tree.Tree)
  return { value, dp, dx, state: next }
}

/** Value and pullback, in evaluation, of a layer of tensors that has no parameters. */
export const runAlone = (
  layer: TreeLayer,
  x: Tensor,
): readonly [y: Tensor, pullback: (dy: Tensor) => Tensor] => {
  const [y, pullback] = layer.run({}, x, {}, evaluation)
  return [y as Tensor, dy => pullback(dy)[1] as Tensor]
}

/** A rearrangement of trees and its inverse. */
export interface Iso {
  readonly to: (tree: never) => unknown
  readonly from: (tree: never) => unknown
}

/** Nothing is rearranged. */
export const unmoved: Iso = { to: x => x, from: x => x }

/** How two layers are compared. */
export interface SameOptions<A> {
  readonly input: Arbitrary<A>
  /** From the left layer's parameters to the right one's, and back. */
  readonly params?: Iso
  /** From the left layer's state to the right one's, and back. */
  readonly state?: Iso
  /** How near values and states are. Defaults to exactly. */
  readonly value?: Close<unknown>
  /** How near cotangents are. Defaults to exactly. */
  readonly pullback?: Close<unknown>
  readonly among?: Arbitrary<Context>
}

/** The law that two layers are the same. */
export const sameLayer = <A>(
  id: string,
  statement: string,
  left: AnyLayer,
  right: AnyLayer,
  { input, params = unmoved, state = unmoved, value = exact, pullback = exact, among }: SameOptions<A>,
): Law => {
  const runs = runsOf(forget(left), input as Arbitrary<unknown> as Arbitrary<tree.Tree>, among)
  return law(id, statement, [runs], run => {
    const one = seen(left, run)
    const other = seen(right, {
      ...run,
      params: params.to(run.params as never),
      state: state.to(run.state as never),
    })
    return every(
      value(one.value, other.value),
      pullback(one.dp, params.from(other.dp as never)),
      pullback(one.dx, other.dx),
      value(one.state, state.from(other.state as never)),
    )
  })
}
