/**
 * Images sampled at places that are computed.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import {
  add,
  and,
  any,
  convert,
  filled,
  gather,
  greaterEqual,
  indices,
  matmul,
  maximum,
  minimum,
  mul,
  numbers,
  range,
  reshape,
  scale,
  select,
  shift,
  slice,
  sub,
  transpose,
} from '../node/arrays.ts'
import { floatsOf, knownNumbers, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import type { Inputs } from '../node/subgraph.ts'
import { computed, type Value } from '../node/value.ts'

type Border = 'zeros' | 'border' | 'reflection'

const like = (x: Tensor, value: number): Tensor => filled(x.shape, value, x.dtype)
const floor = (x: Tensor): Tensor => any(op.floor(x))

/** Where a coordinate from -1 to 1 lies among n elements. */
const placeOf = (x: Tensor, n: number, corners: boolean): Tensor =>
  corners ? scale((n - 1) / 2, shift(1, x)) : scale(0.5, shift(-1, scale(n, shift(1, x))))

/** A place reflected at both ends until it is between them. */
const reflected = (x: Tensor, n: number, corners: boolean): Tensor => {
  const [low, high] = corners ? [0, n - 1] : [-0.5, n - 0.5]
  const span = high - low
  if (span === 0) return like(x, low)
  const turn = any(op.remainder(shift(-low, x), like(x, 2 * span)))
  return shift(low, minimum(turn, sub(like(x, 2 * span), turn)))
}

/** Whole places, moved inside, and whether they were. */
const moved = (
  place: Tensor,
  n: number,
  border: Border,
  corners: boolean,
): { readonly at: Tensor; readonly inside: Tensor } => {
  const inside = and(greaterEqual(place, like(place, 0)), greaterEqual(like(place, n - 1), place))
  const turned = border === 'reflection' ? reflected(place, n, corners) : place
  const clamped = minimum(maximum(turned, like(place, 0)), like(place, n - 1))
  return { at: clamped, inside }
}

/** The neighbours along an axis with their weights. */
const neighbours = (
  place: Tensor,
  mode: 'linear' | 'nearest' | 'cubic',
): readonly (readonly [place: Tensor, weight: Tensor | null])[] => {
  if (mode === 'nearest') return [[any(op.round(place)), null]]
  const base = floor(place)
  const ratio = sub(place, base)
  if (mode === 'linear')
    return [
      [base, sub(like(ratio, 1), ratio)],
      [shift(1, base), ratio],
    ]
  const a = -0.75
  const near = (d: Tensor): Tensor => shift(1, mul(mul(d, d), shift(-(a + 3), scale(a + 2, d))))
  const far = (d: Tensor): Tensor => shift(-4 * a, mul(d, shift(8 * a, mul(d, shift(-5 * a, scale(a, d))))))
  return [
    [shift(-1, base), far(shift(1, ratio))],
    [base, near(ratio)],
    [shift(1, base), near(sub(like(ratio, 1), ratio))],
    [shift(2, base), far(sub(like(ratio, 2), ratio))],
  ]
}

const gridSample = (node: NodeView, inputs: Inputs): Value => {
  const value = need(inputs, 0)
  const [x, grid] = [floatsOf(value), convert(floatsOf(value).dtype, floatsOf(need(inputs, 1)))]
  const extent = x.shape.slice(2)
  const rank = extent.length
  if (grid.shape.length !== rank + 2 || grid.shape[rank + 1] !== rank)
    wrong(`its grid [${grid.shape.join(', ')}] does not fit [${x.shape.join(', ')}]`)
  const corners = node.flag('align_corners', false)
  const border = node.oneOf('padding_mode', ['zeros', 'border', 'reflection'], 'zeros')
  const named = node.oneOf('mode', ['linear', 'nearest', 'cubic', 'bilinear', 'bicubic'], 'linear')
  const mode = named === 'bilinear' ? 'linear' : named === 'bicubic' ? 'cubic' : named
  const [batch, channels] = x.shape as readonly [number, number]
  const places = grid.shape.slice(1, -1)
  const count = places.reduce((a, b) => a * b, 1)
  const flat = reshape([batch, count, rank], grid)
  // The grid names the last axis first.
  const along = extent.map((n, axis) => {
    const own = reshape([batch, count], slice([0, 0, rank - 1 - axis], [batch, count, 1], flat))
    const place = placeOf(own, n, corners)
    const between =
      border === 'border'
        ? minimum(maximum(place, like(place, 0)), like(place, n - 1))
        : border === 'reflection'
          ? reflected(place, n, corners)
          : place
    return neighbours(between, mode)
  })
  const size = extent.reduce((a, b) => a * b, 1)
  const strides = extent.map((_, i) => extent.slice(i + 1).reduce((a, b) => a * b, 1))
  // [batch · size, channels], of which each place takes rows.
  const rows = reshape([batch * size, channels], transpose([0, 2, 1], reshape([batch, channels, size], x)))
  const starts = reshape([batch, 1], indices(range(batch).map(b => b * size)))
  const combinations = along.reduce<readonly (readonly (readonly [Tensor, Tensor | null])[])[]>(
    (all, own) => all.flatMap(chosen => own.map(one => [...chosen, one])),
    [[]],
  )
  const parts = combinations.map(chosen => {
    const found = chosen.map(([place], axis) => moved(place, extent[axis]!, border, corners))
    const offset = found.reduce(
      (total, { at }, axis) => add(total, scale(strides[axis]!, at)),
      like(found[0]!.at, 0),
    )
    const taken = gather(rows, add(convert('i32', offset), starts))
    const weight = chosen.reduce<Tensor>(
      (all, [, own]) => (own === null ? all : mul(all, own)),
      like(found[0]!.at, 1),
    )
    const seen =
      border === 'zeros'
        ? select(
            found.map(({ inside }) => inside).reduce((a, b) => and(a, b)),
            weight,
            like(weight, 0),
          )
        : weight
    return mul(taken, reshape([batch, count, 1], seen))
  })
  const y = parts.reduce((a, b) => add(a, b))
  return computed(value.type, reshape([batch, channels, ...places], transpose([0, 2, 1], y)))
}

/** The places that affine maps take a grid of the wanted size to. */
const affineGrid: Operator = {
  since: 20,
  inputs: [2, 2],
  known: [1],
  attributes: { align_corners: 'int' },
  prepare: node => inputs => {
    const value = need(inputs, 0)
    const theta = floatsOf(value)
    const sizes = knownNumbers(inputs, 1) ?? []
    const corners = node.flag('align_corners', false)
    const extent = sizes.slice(2)
    const rank = extent.length
    const coordinate = (i: number, n: number): number =>
      corners ? (n === 1 ? 0 : -1 + (2 * i) / (n - 1)) : -1 + (2 * i + 1) / n
    const count = extent.reduce((a, b) => a * b, 1)
    const strides = extent.map((_, i) => extent.slice(i + 1).reduce((a, b) => a * b, 1))
    const rows = range(count).flatMap(k => [
      ...extent.map((n, i) => coordinate(Math.floor(k / strides[i]!) % n, n)).toReversed(),
      1,
    ])
    const grid = op.broadcast([sizes[0]!, count, rank + 1])(numbers([1, count, rank + 1], rows, theta.dtype))
    const y = matmul(any(grid), transpose([0, 2, 1], theta))
    return computed(value.type, reshape([sizes[0]!, ...extent, rank], y))
  },
}

export const samplings: Readonly<Record<string, Operator>> = {
  GridSample: {
    since: 16,
    inputs: [2, 2],
    attributes: { align_corners: 'int', mode: 'string', padding_mode: 'string' },
    prepare: node => inputs => gridSample(node, inputs),
  },
  AffineGrid: affineGrid,
}
