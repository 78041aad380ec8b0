/**
 * Windows that slide along axes: how far, and where they begin.
 *
 * @module
 */
import type { NodeView } from '../node/nodeView.ts'
import { wrong } from '../node/refusal.ts'

/** A window along one axis. */
export interface Window {
  readonly size: number
  readonly stride: number
  readonly dilation: number
  readonly before: number
  readonly after: number
}

/** The attributes of windows. */
export const windowAttributes = {
  auto_pad: 'string',
  kernel_shape: 'ints',
  strides: 'ints',
  dilations: 'ints',
  pads: 'ints',
} as const

/** How many elements a window reaches over. */
export const reachOf = ({ size, dilation }: Pick<Window, 'size' | 'dilation'>): number =>
  (size - 1) * dilation + 1

const padsOf = (
  node: NodeView,
  extent: readonly number[],
  sizes: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
): readonly number[] => {
  const rank = extent.length
  const way = node.oneOf('auto_pad', ['NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID'], 'NOTSET')
  if (way === 'VALID') return Array.from({ length: 2 * rank }, () => 0)
  if (way === 'NOTSET')
    return node.ints(
      'pads',
      Array.from({ length: 2 * rank }, () => 0),
    )
  const totals = extent.map((n, i) => {
    const windows = Math.ceil(n / strides[i]!)
    return Math.max(
      0,
      (windows - 1) * strides[i]! + reachOf({ size: sizes[i]!, dilation: dilations[i]! }) - n,
    )
  })
  const [first, second] = [totals.map(n => Math.floor(n / 2)), totals.map(n => Math.ceil(n / 2))]
  return way === 'SAME_UPPER' ? [...first, ...second] : [...second, ...first]
}

/** The windows along each axis that slides. */
export const windowsOf = (
  node: NodeView,
  extent: readonly number[],
  sizes: readonly number[],
): readonly Window[] => {
  const rank = extent.length
  const ones = Array.from({ length: rank }, () => 1)
  const [strides, dilations] = [node.ints('strides', ones), node.ints('dilations', ones)]
  if (sizes.length !== rank) wrong(`its windows have ${sizes.length} axes, but slide along ${rank}`)
  const pads = padsOf(node, extent, sizes, strides, dilations)
  if (strides.length !== rank || dilations.length !== rank || pads.length !== 2 * rank)
    wrong(`its strides, dilations and pads do not fit ${rank} axes`)
  return extent.map((n, i) => {
    const window = {
      size: sizes[i]!,
      stride: strides[i]!,
      dilation: dilations[i]!,
      before: pads[i]!,
      after: pads[i + rank]!,
    }
    if (window.size < 1 || window.stride < 1 || window.dilation < 1)
      wrong('sizes, strides and dilations have to be at least 1')
    if (n + window.before + window.after < reachOf(window))
      wrong(
        `a window of ${reachOf(window)} is larger than the ${n} elements with ${window.before} and ${window.after} around them`,
      )
    return window
  })
}
