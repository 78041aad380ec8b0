import type { TreeLayer } from '../../laws/layer/same.ts'

type Run = TreeLayer['run']
type Pull = ReturnType<Run>[1]

/** A layer with another run, made from its own. */
export const rerun = (layer: TreeLayer, run: (own: Run) => Run): TreeLayer => ({
  ...layer,
  run: run(layer.run),
})

/** A layer with another pullback, made from its own and what the run was given. */
export const repull = (layer: TreeLayer, change: (own: Pull, ...xs: Parameters<Run>) => Pull): TreeLayer =>
  rerun(layer, own => (...xs) => {
    const [value, pullback, state] = own(...xs)
    return [value, change(pullback, ...xs), state]
  })
