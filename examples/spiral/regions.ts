/**
 * Regions: where in the plane a trained network chooses which arm.
 *
 * @module
 */
import { fromValues, op, predict, toNested } from 'pullback'
import type { Grid } from '../report/grid.ts'
import type { ClassPoint } from '../report/regions.ts'
import type { Points } from './data.ts'
import { net, type Trained } from './model.ts'

const [from, to, count] = [-1.2, 1.2, 150] as const

// The middles of the squares of the grid.
const middles = Array.from({ length: count }, (_, i) => from + ((i + 0.5) * (to - from)) / count)

/** The arms that a network chooses on a grid of squares with sides of 0.016. */
export const regionsOf = (model: Trained): Grid => {
  const { dtype } = model.params.hidden.w
  const grid = fromValues<number, [number, 2], typeof dtype>(
    [count * count, 2],
    middles.flatMap(y => middles.flatMap(x => [x, y])),
    dtype,
  )
  const chosen = op.argmax(predict(net, model)(grid))
  return { from, to, rows: toNested(op.reshape([count, count])(chosen)) as readonly (readonly number[])[] }
}

/** Points as the plot takes them. */
export const pointsOf = ({ inputs, targets }: Points): readonly ClassPoint[] => {
  const classes = toNested(targets) as readonly number[]
  return (toNested(inputs) as readonly (readonly [number, number])[]).map(([x, y], i) => ({
    x,
    y,
    class: classes[i] as number,
  }))
}
