/**
 * Laws of heads that share keys and values.
 *
 * @module
 */
import type { Arbitrary } from 'fast-check'
import { isTensor, key, op, type Tensor, tree } from '../../../src/index.ts'
import { every } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { runsOf } from '../point.ts'
import { seen, type TreeLayer } from '../same.ts'
import { near } from './sample.ts'

interface Branch {
  readonly [name: string]: tree.Tree
}

/** Changes the weights of keys and values, wherever there is attention in the parameters: those of each map, by its name. */
const ofKeys =
  (change: (w: Tensor) => Tensor) =>
  (params: tree.Tree): tree.Tree =>
    Object.fromEntries(
      Object.entries(params as Branch).map(([name, branch]) => [
        name,
        isTensor(branch)
          ? branch
          : name === 'key' || name === 'value'
            ? tree.map(change as (leaf: tree.Leaf) => tree.Leaf)(branch)
            : ofKeys(change)(branch),
      ]),
    )

const sizeOfKeys = (params: tree.Tree): number => {
  const isKey = ({ path }: { readonly path: readonly (string | number)[] }) =>
    path.at(-2) === 'key' && path.at(-1) === 'w'
  const [found] = tree.entries(params).filter(isKey)
  return (found as { readonly leaf: Tensor }).leaf.shape[1] as number
}

/**
 * 32g, of a layer whose heads of queries share keys and values, beside the same layer where each has its own: these are then copies,
 * next to each other, and the cotangent of what is shared is the sum of those of the copies.
 */
export const sharedKeysLaws = (
  name: string,
  shared: TreeLayer,
  own: TreeLayer,
  input: Arbitrary<tree.Tree>,
): LawSet => {
  const [fewer, all] = [shared, own].map(layer => sizeOfKeys(layer.init(key(0), 'f64').params)) as [
    number,
    number,
  ]
  const copies = all / fewer
  // The heads of both laws have two features.
  const apart = (x: Tensor, more: number): Tensor =>
    op.reshape([...x.shape.slice(0, -1), fewer / 2, more, 2])(x) as Tensor
  const copied = (w: Tensor): Tensor => {
    const one = apart(w, 1)
    const axis = one.shape.length - 2
    const many = op.concat(axis)(...Array.from({ length: copies }, () => one)) as Tensor
    return op.reshape([...w.shape.slice(0, -1), all])(many) as Tensor
  }
  const added = (dw: Tensor): Tensor => {
    const many = apart(dw, copies)
    return op.reshape([...dw.shape.slice(0, -1), fewer])(op.sum([many.shape.length - 2])(many)) as Tensor
  }
  return lawSet(name, [
    law('32g', 'heads that share keys are heads with copies of them', [runsOf(shared, input)], at => {
      const one = seen(shared, at)
      const other = seen(own, { ...at, params: ofKeys(copied)(at.params) })
      const close = near(at.params, at.input, at.db)
      return every(
        close(one.value, other.value),
        close(one.dx, other.dx),
        close(one.dp, ofKeys(added)(other.dp)),
      )
    }),
  ])
}
