/**
 * The classical method of Runge and Kutta, with steps of one length.
 *
 * @module
 */
import { op, smooth, type Tensor, zeros } from 'pullback'

/** How fast a state changes, `y′ = f(p, y)`. */
export type Field<P> = (params: P, y: Tensor) => Tensor

/** From parameters and a first state to the last one, and those after each step in a stack. */
export type Solver<P, R> = smooth.Smooth<
  readonly [params: P, first: Tensor],
  readonly [last: Tensor, rest: R]
>

/** `x + h y` for a number h. */
const moved = (x: Tensor, h: number, y: Tensor): Tensor => op.add(x, op.scale(h)(y))

/** States one after the other, [step, ...]. */
export type Path = Tensor<readonly [number, ...(readonly number[])]>

/** So many steps to a time, each with an error of the order of h⁵ (Kutta 1901). */
export const rungeKutta = <P>(field: Field<P>, until: number, steps: number): Solver<P, Path> => {
  const h = until / steps
  const step = smooth.lift(([p, y]: readonly [P, Tensor, Tensor]) => {
    const a = field(p, y)
    const b = field(p, moved(y, h / 2, a))
    const c = field(p, moved(y, h / 2, b))
    const d = field(p, moved(y, h, c))
    const next = moved(y, h / 6, op.add(op.add(a, d), op.scale(2)(op.add(b, c))))
    return [next, next] as const
  })
  const scanned = smooth.scan()(step)
  // There is nothing to go along: zeros count the steps.
  return ([p, first]) => {
    const [result, pullback] = scanned([p, first, zeros([steps])])
    return [
      result,
      db => {
        const [dp, dfirst] = pullback(db)
        return [dp, dfirst]
      },
    ]
  }
}
