/**
 * Operations at usual sizes, and what they are called in NumPy.
 *
 * @module
 */
import { type AnyTensor, type FloatDType, key, op, random, type Shape, type Tensor } from 'pullback'

/** An operation on tensors, and the same as an expression of NumPy on arrays `a`, `b`, …. */
export interface Operation {
  readonly name: string
  readonly dtype: FloatDType
  readonly inputs: readonly Tensor[]
  readonly run: (...inputs: readonly Tensor[]) => readonly AnyTensor[]
  readonly numpy: string
  /** Whether signs are a matter of convention, so that absolute values are compared. */
  readonly anySign: boolean
}

type Made = Omit<Operation, 'dtype' | 'anySign'> & { readonly anySign?: boolean }

const normal = (shape: Shape, dtype: FloatDType, seed = 0): Tensor =>
  random.normal(shape, 0, 1, { dtype })(key(seed)) as Tensor

/** `a aᵀ / n + 1`: symmetric and positive definite, with condition numbers of at most a hundred. */
const definite = (n: number, dtype: FloatDType): Tensor => {
  const a = normal([n, n], dtype)
  return op.add(op.scale(1 / n)(op.einsum('ij,kj->ik')(a, a)), op.eye(n, { dtype }) as Tensor) as Tensor
}

/** A random matrix with as much again on its diagonal that f32 has digits left. */
const regular = (n: number, dtype: FloatDType, batch: readonly number[] = []): Tensor => {
  const a = normal([...batch, n, n], dtype)
  const diagonal = op.scale(2 * Math.sqrt(n))(op.eye(n, { dtype }) as Tensor)
  return op.add(a, op.broadcast(a.shape)(diagonal)) as Tensor
}

const ordering = (dtype: FloatDType): readonly Made[] => [
  ...[1e4, 1e5, 1e6].flatMap((n): readonly Made[] => {
    const inputs = [normal([n], dtype)]
    return [
      { name: `sort ${n}`, inputs, run: x => [op.sort(0)(x!)], numpy: 'np.sort(a)' },
      {
        name: `argsort ${n}`,
        inputs,
        run: x => [op.argsort(0)(x!)],
        numpy: "np.argsort(a, kind='stable')",
      },
    ]
  }),
  {
    name: 'sort 256×1000, rows',
    inputs: [normal([256, 1000], dtype)],
    run: x => [op.sort(1)(x!)],
    numpy: 'np.sort(a, 1)',
  },
]

const sums = (dtype: FloatDType): readonly Made[] => [
  {
    name: 'cumSum 1000000',
    inputs: [normal([1e6], dtype)],
    run: x => [op.cumSum(0)(x!)],
    numpy: 'np.cumsum(a)',
  },
  ...[0, 1].map(
    (axis): Made => ({
      name: `cumSum 1000×1000, axis ${axis}`,
      inputs: [normal([1000, 1000], dtype)],
      run: x => [op.cumSum(axis)(x!)],
      numpy: `np.cumsum(a, ${axis})`,
    }),
  ),
]

const solving = (dtype: FloatDType): readonly Made[] => [
  {
    name: 'solve 256 of 8×8, 1 right side',
    inputs: [regular(8, dtype, [256]), normal([256, 8, 1], dtype, 1)],
    run: (a, b) => [op.solve(a!, b!)],
    numpy: 'np.linalg.solve(a, b)',
  },
  ...[64, 256, 512].flatMap(n =>
    [1, n].map(
      (width): Made => ({
        name: `solve ${n}×${n}, ${width === 1 ? '1 right side' : `${n} right sides`}`,
        inputs: [regular(n, dtype), normal([n, width], dtype, 1)],
        run: (a, b) => [op.solve(a!, b!)],
        numpy: 'np.linalg.solve(a, b)',
      }),
    ),
  ),
]

const factors = (dtype: FloatDType): readonly Made[] => [
  ...[64, 256, 512].map(
    (n): Made => ({
      name: `cholesky ${n}×${n}`,
      inputs: [definite(n, dtype)],
      run: a => [op.cholesky(a!)],
      numpy: 'np.linalg.cholesky(a)',
    }),
  ),
  ...[64, 256].map(
    (n): Made => ({
      name: `qr ${n}×${n}`,
      inputs: [regular(n, dtype)],
      run: a => {
        const { q, r } = op.qr(a!)
        return [q, r]
      },
      numpy: 'tuple(np.linalg.qr(a))',
      anySign: true,
    }),
  ),
  ...[16, 64, 128, 256].map(
    (n): Made => ({
      name: `symmetricEigen ${n}×${n}`,
      inputs: [definite(n, dtype)],
      run: a => {
        const { values, vectors } = op.symmetricEigen(a!)
        return [values, vectors]
      },
      numpy: 'tuple(np.linalg.eigh(a))',
      anySign: true,
    }),
  ),
]

const equations = (dtype: FloatDType): readonly Made[] => {
  const einsum = (equation: string, ...shapes: readonly Shape[]): Made => ({
    name: `einsum ${equation}, ${shapes.map(shape => shape.join('×')).join(' and ')}`,
    inputs: shapes.map((shape, i) => normal(shape, dtype, i)),
    run: (...xs) => [(op.einsum as (e: string) => (...xs: readonly Tensor[]) => Tensor)(equation)(...xs)],
    numpy: `np.einsum('${equation}', ${['a', 'b'].slice(0, shapes.length).join(', ')}, optimize=True)`,
  })
  return [
    einsum('bij,bjk->bik', [32, 64, 64], [32, 64, 64]),
    einsum('ij,jk->ik', [256, 256], [256, 256]),
    einsum('bhqd,bhkd->bhqk', [8, 4, 64, 32], [8, 4, 64, 32]),
    einsum('i,j->ij', [1000], [1000]),
    einsum('ii->i', [1000, 1000]),
  ]
}

/** All operations in an element type. */
export const operationsIn = (dtype: FloatDType): readonly Operation[] =>
  [ordering, sums, solving, factors, equations]
    .flatMap(family => family(dtype))
    .map(made => ({ anySign: false, ...made, dtype }))
