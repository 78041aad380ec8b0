/**
 * The operations of `op` that move and repeat elements, with their laws: which index of the input each index of the result has.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { op, type Tensor, tensor } from '../../src/index.ts'
import { shapes, tensors } from '../arbitraries.ts'
import { every, exact } from '../close.ts'
import { law, lawSet, type Verdict } from '../law.ts'
import { plainOf, tensorOf } from '../primitive/plain.ts'
import type { Entries, Entry } from './entry.ts'

const samples: Arbitrary<readonly [x: Tensor, axis: number, n: number]> = shapes({ rank: 3, max: 3 })
  .filter(shape => shape.length > 0)
  .chain(shape => fc.tuple(tensors(shape), fc.nat(shape.length - 1), fc.integer({ min: -3, max: 3 })))

type From = (index: readonly number[], x: Tensor, axis: number, n: number) => readonly number[] | null
type Move = (x: Tensor, axis: number, n: number) => Tensor

/** An operation whose result has at each index an element of x, or 0. */
const moves = (name: keyof typeof op, f: Move, from: From): Entry => ({
  laws: () => [
    lawSet(`op.${name}`, [
      law('O2', `op.${name} moves elements as it says`, [samples], ([x, axis, n]) => {
        const y = f(x, axis, n)
        const plain = plainOf(x)
        const at = (index: readonly number[]): number => {
          const source = from(index, x, axis, n)
          return source === null ? 0 : plain.at(source)
        }
        return exact(y, tensorOf({ shape: y.shape, dtype: x.dtype, at }))
      }),
    ]),
  ],
})

/** A law of what is made from one or two sizes. */
const states = (
  name: keyof typeof op,
  statement: string,
  holds: (sizes: readonly [number, number]) => Verdict,
): Entry => ({
  laws: () => [
    lawSet(`op.${name}`, [
      law(
        'O2',
        `op.${name} ${statement}`,
        [fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))],
        holds,
      ),
    ]),
  ],
})

const modulo = (i: number, n: number): number => ((i % n) + n) % n
/** Matrices of a tensor: rows of its last axis under each other. */
const matrix = (x: Tensor): Tensor => op.reshape([1, ...x.shape])(x)

export const movementCatalogue: Entries<
  Pick<
    typeof op,
    | 'arange'
    | 'eye'
    | 'flip'
    | 'linspace'
    | 'meshgrid'
    | 'repeat'
    | 'roll'
    | 'split'
    | 'stack'
    | 'tile'
    | 'tril'
    | 'triu'
  >
> = {
  arange: states('arange', 'begins at its start and steps on', ([n]) =>
    exact(op.arange(n, n + 3, 1, { dtype: 'f64' }), tensor([n, n + 1, n + 2], 'f64')),
  ),
  eye: states('eye', 'is 1 where row and column are the same', ([n]) =>
    exact(
      op.eye(n, { dtype: 'f64' }),
      tensorOf({ shape: [n, n], dtype: 'f64', at: ([i, j]) => Number(i === j) }),
    ),
  ),
  linspace: states('linspace', 'has both ends, and equal distances', ([n]) =>
    exact(op.linspace(0, 4 * n, 5, { dtype: 'f64' }), tensor([0, n, 2 * n, 3 * n, 4 * n], 'f64')),
  ),
  meshgrid: states('meshgrid', 'has the coordinates of each place', ([n, m]) => {
    const [x, y] = [op.arange(0, n), op.arange(0, m)]
    const [rows, columns] = op.meshgrid<'float'>(x, y)
    return every(
      exact(rows, tensorOf({ shape: [n, m], dtype: 'f32', at: ([i]) => i! })),
      exact(columns, tensorOf({ shape: [n, m], dtype: 'f32', at: ([, j]) => j! })),
    )
  }),
  flip: moves(
    'flip',
    (x, axis) => op.flip(axis)(x),
    (index, x, axis) => index.with(axis, x.shape[axis]! - 1 - index[axis]!),
  ),
  repeat: moves(
    'repeat',
    (x, axis, n) => op.repeat(axis, Math.abs(n) + 1)(x),
    (index, _, axis, n) => index.with(axis, Math.floor(index[axis]! / (Math.abs(n) + 1))),
  ),
  roll: moves(
    'roll',
    (x, axis, n) => op.roll(axis, n)(x),
    (index, x, axis, n) => index.with(axis, modulo(index[axis]! - n, x.shape[axis]!)),
  ),
  split: {
    laws: () => [
      lawSet('op.split', [
        law('O2', 'op.split gives parts of its sizes, which op.concat joins', [samples], ([x, axis]) => {
          const sizes = [1, x.shape[axis]! - 1]
          const parts = op.split(axis, sizes)(x)
          return every(
            exact(op.concat(axis)<'float'>(...parts), x),
            exact(parts.map(part => part.shape[axis]!).join(), sizes.join()),
          )
        }),
      ]),
    ],
  },
  stack: moves(
    'stack',
    (x, axis) => op.stack(axis)<'float'>(x, op.scale(0)(x)),
    (index, _, axis) => (index[axis] === 0 ? index.toSpliced(axis, 1) : null),
  ),
  tile: moves(
    'tile',
    (x, _, n) => op.tile(x.shape.map(() => Math.abs(n) + 1))(x),
    (index, x) => index.map((i, axis) => i % x.shape[axis]!),
  ),
  tril: moves(
    'tril',
    (x, _, n) => op.tril(n)(matrix(x)),
    (index, _, __, n) => (index.at(-1)! - index.at(-2)! <= n ? index.slice(1) : null),
  ),
  triu: moves(
    'triu',
    (x, _, n) => op.triu(n)(matrix(x)),
    (index, _, __, n) => (index.at(-1)! - index.at(-2)! >= n ? index.slice(1) : null),
  ),
}
