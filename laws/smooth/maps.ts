/**
 * Smooth maps to state the laws of combinators with, and what it means that two of them agree.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { op, smooth, type Tensor } from '../../src/index.ts'
import { lattice, shapes, tensors } from '../arbitraries.ts'
import { type Close, every, exact } from '../close.ts'
import type { Verdict } from '../law.ts'

/** A smooth map that keeps shapes, with a name to be shown. */
export interface Endomap {
  readonly name: string
  readonly f: smooth.Smooth<Tensor, Tensor>
}

/** `x ↦ x + Σ x`, in which each element of the result depends on all of the argument; it is its own transpose. */
const mixed = (x: Tensor): Tensor => op.add(x, op.broadcast(x.shape)(op.sum()(x)) as Tensor)

const maps: readonly Endomap[] = [
  { name: 'identity', f: smooth.identity },
  { name: 'tanh', f: smooth.tanh },
  { name: 'sin', f: smooth.sin },
  { name: 'sigmoid', f: smooth.sigmoid },
  { name: 'scale(-3/2)', f: smooth.scale(-1.5) },
  { name: 'shift(1/4)', f: smooth.shift(0.25) },
  { name: 'square', f: smooth.compose(smooth.duplicate<Tensor>(), smooth.mul) },
  { name: 'mixed', f: x => [mixed(x), dy => mixed(dy)] },
]

/** Smooth maps that keep shapes. */
export const endomaps: Arbitrary<Endomap> = fc.constantFrom(...maps)

type TupleOf<N extends number, T extends readonly Tensor[] = []> = T['length'] extends N
  ? T
  : TupleOf<N, [...T, Tensor]>

/** So many tensors of one random shape. */
export const alike = <N extends number>(count: N): Arbitrary<TupleOf<N>> =>
  shapes({ max: 3, min: 0 }).chain(shape =>
    fc.tuple(...Array.from({ length: count }, () => tensors(shape))),
  ) as never

/** Any smooth map, of whatever pairs and pairs of pairs. */
export type AnyMap = (x: never) => readonly [unknown, (db: never) => unknown]

/** Whether two maps agree at a point and a cotangent of the value there. Functions themselves cannot be compared. */
export const agree =
  (values: Close<unknown> = exact, pullbacks: Close<unknown> = values) =>
  (f: AnyMap, g: AnyMap, x: unknown, db: unknown): Verdict => {
    const [y, pullF] = f(x as never)
    const [z, pullG] = g(x as never)
    return every(values(y, z), pullbacks(pullF(db as never), pullG(db as never)))
  }

/** Tensors of one shape each, of up to three axes. */
export const ofAnyShape = (entries: Arbitrary<number> = lattice): Arbitrary<Tensor> =>
  shapes({ max: 3, min: 0 }).chain(shape => tensors(shape, { entries }))

/** Pairs of tensors of one shape. */
export const pair = alike(2) as Arbitrary<readonly [Tensor, Tensor]>
