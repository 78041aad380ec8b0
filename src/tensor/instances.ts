/**
 * fp-ts instances. Equality is exact, element by element, and tells shapes, element types and the two zeros apart; it is
 * lawful on trees without NaN (NaN equals NaN here, as `Object.is` has it). Approximate equality is not transitive and so
 * no `Eq`: see `Close` in pullback/laws.
 *
 * @module
 */
import type { Eq as EqOf } from 'fp-ts/lib/Eq.js'
import type { Show as ShowOf } from 'fp-ts/lib/Show.js'
import { sameShape, showShape } from './shape.ts'
import { type AnyTensor, elementsOf, isConcrete, isTensor } from './tensor.ts'
import { toNested } from './nested.ts'
import { entries, type Tree } from './tree.ts'
import { showPath } from './error.ts'

const showTensor = (x: AnyTensor): string =>
  isConcrete(x)
    ? `${x.dtype}${showShape(x.shape)} ${JSON.stringify(toNested(x), (_, v) => (typeof v === 'number' && !Number.isFinite(v) ? String(v) : v))}`
    : `${x.dtype}${showShape(x.shape)} (symbolic)`

/** Shows a tensor as its element type, shape and numbers: `f32[2] [1,2]`. */
export const Show: ShowOf<AnyTensor> = { show: showTensor }

/** Exact equality of tensors: shape, element type and every element (`Object.is`). */
export const Eq: EqOf<AnyTensor> = {
  equals: (x, y) => {
    if (x === y) return true
    if (x.dtype !== y.dtype || !sameShape(x.shape, y.shape)) return false
    const [xs, ys] = [elementsOf(x), elementsOf(y)]
    return xs.every((value, i) => Object.is(value, ys[i]))
  },
}

/** Shows a tree leaf by leaf, with paths. */
export const ShowTree: ShowOf<Tree> = {
  show: tree =>
    entries(tree)
      .map(
        ({ path, leaf }) => `${showPath(path) || 'value'}: ${isTensor(leaf) ? showTensor(leaf) : 'trivial'}`,
      )
      .join('\n'),
}

/** Exact equality of trees: the same structure and equal leaves. */
export const EqTree: EqOf<Tree> = {
  equals: (x, y) => {
    const [xs, ys] = [entries(x), entries(y)]
    return (
      xs.length === ys.length &&
      xs.every(({ path, leaf }, i) => {
        const other = ys[i]
        return (
          other !== undefined &&
          showPath(path) === showPath(other.path) &&
          (isTensor(leaf) ? isTensor(other.leaf) && Eq.equals(leaf, other.leaf) : !isTensor(other.leaf))
        )
      })
    )
  },
}
