/**
 * Names for parameters: `params.hidden.w` instead of `params[0].w`.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'

/**
 * A layer whose place in a composition has a name.
 *
 * @category Combinators
 * @since 0.1.0
 */
export interface Labelled<N extends string, A, B, P, S = Empty> extends Layer<A, B, P, S> {
  readonly label: N
}

/**
 * The same layer under a name: in a composition its parameters and state are found by the name, and errors call it by it.
 *
 * @throws ArgumentError for an empty name, or one that is a number and so looks like a position.
 *
 * @example
 * import { compose, dense, init, key, label, relu } from 'pullback'
 * const net = compose(label('hidden')(dense(4, 8)), relu(), label('output')(dense(8, 2)))
 * const { params } = init(net)(key(0))
 * const weights = params.hidden.w
 *
 * @category Combinators
 * @since 0.1.0
 */
export const label = takes('label', [{ name: needs.text }, { layer: needs.layer }], () => labelUnchecked)

const labelUnchecked = <const N extends string>(name: N) => {
  if (name === '' || /^\d+$/.test(name)) throw new ArgumentError(`A label is a word, not '${name}'.`)
  return <A, B, P, S>(layer: Layer<A, B, P, S>): Labelled<N, A, B, P, S> => ({ ...layer, label: name })
}
