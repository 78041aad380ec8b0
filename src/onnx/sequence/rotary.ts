/**
 * Embeddings of positions as rotations.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { add, any, concat, gather, mul, reshape, sub } from '../node/arrays.ts'
import { floatsOf, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import { wrong } from '../node/refusal.ts'
import type { Inputs } from '../node/subgraph.ts'
import { headsApart, headsTogether } from './heads.ts'
/** Rotates pairs of entries by angles of positions (Su et al.: "RoFormer", 2021). */
export const rotated = (node: NodeView, inputs: Inputs): Tensor => {
  const x = floatsOf(need(inputs, 0))
  const flat = x.shape.length === 3
  const y = flat ? headsApart(x, node.int('num_heads')) : x
  const [n, heads, t, size] = y.shape as readonly [number, number, number, number]
  const stated = node.int('rotary_embedding_dim', 0)
  const width = stated === 0 ? size : stated
  const half = width / 2
  const [cosines, sines] = [1, 2].map(i => {
    const cache = floatsOf(need(inputs, i))
    const at = inputs[3]
    const rows = at === undefined ? cache : gather(cache, at.tensor())
    if (rows.shape[rows.shape.length - 1] !== half)
      wrong(`its tables have rows of ${rows.shape[rows.shape.length - 1]}, but half of ${width} is wanted`)
    return reshape([rows.shape.length === 2 ? 1 : rows.shape[0]!, 1, t, half], rows)
  })
  const part = (from: number, count: number): Tensor =>
    any(op.slice([0, 0, 0, from], [n, heads, t, count])(y))
  const interleaved = node.flag('interleaved', false)
  const pairs = reshape([n, heads, t, half, 2], part(0, width))
  const of = (i: number): Tensor =>
    interleaved
      ? reshape([n, heads, t, half], op.slice([0, 0, 0, 0, i], [n, heads, t, half, 1])(pairs))
      : part(i * half, half)
  const [a, b] = [of(0), of(1)]
  const [real, imaginary] = [sub(mul(cosines!, a), mul(sines!, b)), add(mul(sines!, a), mul(cosines!, b))]
  const turned = interleaved
    ? reshape(
        [n, heads, t, width],
        concat(4, [reshape([n, heads, t, half, 1], real), reshape([n, heads, t, half, 1], imaginary)]),
      )
    : concat(3, [real, imaginary])
  const whole = width === size ? turned : concat(3, [turned, part(width, size - width)])
  return flat ? headsTogether(whole) : whole
}
