/**
 * Windows of pooling, of which the last may reach beyond the end.
 *
 * @module
 */
import type { NodeView } from '../node/nodeView.ts'
import { reachOf, type Window, windowAttributes, windowsOf } from './windows.ts'
export const attributes = { ...windowAttributes, ceil_mode: 'int' } as const

/** How many windows there are along an axis; with `ceil` the last may reach beyond the end, but not begin there. */
const countOf = (n: number, window: Window, ceil: boolean): number => {
  const room = n + window.before + window.after - reachOf(window)
  const count = (ceil ? Math.ceil(room / window.stride) : Math.floor(room / window.stride)) + 1
  return ceil && (count - 1) * window.stride >= n + window.before ? count - 1 : count
}

/** The windows, with as much room behind as the last one takes. */
export const roomy = (
  node: NodeView,
  extent: readonly number[],
): readonly (Window & { readonly count: number })[] => {
  const ceil = node.flag('ceil_mode', false)
  return windowsOf(node, extent, node.ints('kernel_shape')).map((window, i) => {
    const count = countOf(extent[i]!, window, ceil)
    const after = (count - 1) * window.stride + reachOf(window) - extent[i]! - window.before
    return { ...window, after, count }
  })
}
