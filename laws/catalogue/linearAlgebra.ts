/**
 * Sums of products, linear algebra and Fourier transforms of `op`, with their laws.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type AnyTensor, onesLike, op, type Shape, type Tensor, zerosLike } from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { every, exact, summed } from '../close.ts'
import { law } from '../law.ts'
import { refusedSaying } from '../oracle/refusal.ts'
import { indicesOf, plainOf, tensorOf } from '../primitive/plain.ts'
import { specifications } from '../primitive/specifications.ts'
import { applies, type Dual, own, waits } from './operation.ts'

// -------------------------------------------------------------------------------------
// sums of products
// -------------------------------------------------------------------------------------

/** An equation, the letters of each tensor and of the result, and tensors that fit. */
interface Contraction {
  readonly terms: readonly string[]
  readonly result: string
  readonly operands: readonly Tensor[]
}

const contractions: Arbitrary<Contraction> = fc
  .record({
    sizes: fc.tuple(...Array.from('abcd', () => fc.integer({ min: 1, max: 3 }))),
    terms: fc.array(fc.string({ unit: fc.constantFrom(...'abcd'), maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .chain(({ sizes, terms }) => {
    const letters = [...new Set(terms.join(''))]
    const shapeOf = (term: string): Shape => [...term].map(letter => sizes['abcd'.indexOf(letter)]!)
    return fc.record({
      terms: fc.constant(terms),
      result: fc.shuffledSubarray(letters).map(left => left.join('')),
      operands: fc.tuple(...terms.map(term => tensors(shapeOf(term)))),
    })
  })

/** Every product of entries, at every index of every letter, added where the result has it. */
const addedUp = ({ terms, result, operands }: Contraction): AnyTensor => {
  const letters = [...new Set(terms.join(''))]
  const sizes = letters.map(letter => {
    const term = terms.findIndex(one => one.includes(letter))
    return operands[term]!.shape[terms[term]!.indexOf(letter)]!
  })
  const plains = operands.map(plainOf)
  const all = indicesOf(sizes)
  const at = (names: string, index: readonly number[]): readonly number[] =>
    [...names].map(letter => index[letters.indexOf(letter)]!)
  return tensorOf({
    shape: at(result, sizes),
    dtype: 'f64',
    at: place =>
      all
        .filter(index => at(result, index).every((i, axis) => i === place[axis]))
        .reduce(
          (sum, index) => sum + plains.reduce((x, plain, i) => x * plain.at(at(terms[i]!, index)), 1),
          0,
        ),
  })
}

const equationOf = ({ terms, result }: Contraction): string => `${terms.join(',')}->${result}`

const loosely = op.einsum as (equation: string) => (...operands: readonly Tensor[]) => Tensor

/** Matrices of a batch, with another axis. */
const batched = fc
  .tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .chain(([b, m, k]) =>
    fc.record({ x: tensors([b, m, k]) as Arbitrary<Tensor>, y: tensors([k, m]) as Arbitrary<Tensor> }),
  )

const einsum = own(
  'einsum',
  law(
    'O2',
    'op.einsum adds up the products of entries at every index of every letter',
    [contractions],
    sample => summed(256, undefined, 1e3)(loosely(equationOf(sample))(...sample.operands), addedUp(sample)),
  ),
  law(
    'O3',
    "op.einsum reads '...' as the axes that have no letter, and adds '->' itself",
    [batched],
    ({ x, y }) =>
      every(
        exact(loosely('...ij,jk->...ik')(x, y), loosely('bij,jk->bik')(x, y)),
        exact(loosely('ij,...jk')(y, x), loosely('ij,bjk->bik')(y, x)),
        exact(loosely('b...,b...')(x, x), loosely('bij,bij->ij')(x, x)),
        exact(loosely('...,...')(op.slice([0, 0, 0], [1, x.shape[1]!, x.shape[2]!])(x), x).shape, x.shape),
      ),
  ),
  law('O4', 'op.einsum says what does not fit, and where', [batched], ({ x, y }) =>
    every(
      refusedSaying('ArgumentError', /'k' of the result/, () => loosely('ij->ik')),
      refusedSaying('ArgumentError', /'i' twice/, () => loosely('ij->ii')),
      refusedSaying('ArgumentError', /'1' is not a letter/, () => loosely('i1->i')),
      refusedSaying('ArgumentError', /more than once/, () => loosely('...i...->i')),
      refusedSaying('ArgumentError', /the result has not/, () => loosely('...i->i')),
      refusedSaying('ArgumentError', /takes 2 tensors, but was given 1/, () => loosely('ij,jk')(y)),
      refusedSaying('ShapeError', /needs 2 axes for its tensor 2/, () => loosely('ij,jk')(y, x)),
      refusedSaying('ShapeError', /axis 'i' is \d and \d/, () =>
        loosely('ij,ij->')(y, op.concat(0)(y, y) as Tensor),
      ),
    ),
  ),
)

// -------------------------------------------------------------------------------------
// linear algebra
// -------------------------------------------------------------------------------------

type Matrix = Tensor<[number, number]>

/** A matrix that is far from singular, and its first columns and rows. */
const matrices: Arbitrary<Matrix> = specifications.cholesky
  .cases('f64')
  .map(({ inputs: [a] }) => a as Tensor)
  .filter(a => a.shape.length === 2 && a.shape[0]! > 0) as Arbitrary<Matrix>

const identity = (a: Matrix): Matrix =>
  loosely('i,ij->ij')(onesLike(loosely('ij->i')(a)), eye(a.shape[0])) as Matrix
const eye = (n: number): Matrix =>
  tensorOf({ shape: [n, n], dtype: 'f64', at: ([i, j]) => (i === j ? 1 : 0) }) as Matrix

const equations = specifications.solve
  .cases('f64')
  .map(({ inputs: [a, b] }) => [a as AnyTensor, b as AnyTensor] as const)

const singular = (): Matrix => tensorOf({ shape: [2, 2], dtype: 'f64', at: () => 1 }) as Matrix

const near = summed(64, undefined, 64)

// -------------------------------------------------------------------------------------
// transforms
// -------------------------------------------------------------------------------------

const pairs = fc
  .tuple(fc.integer({ min: 1, max: 2 }), fc.constantFrom(1, 2, 3, 4, 5, 7, 8))
  .chain(([b, n]) =>
    fc.record({ re: tensors([b, n]) as Arbitrary<Tensor>, im: tensors([b, n]) as Arbitrary<Tensor> }),
  )

const turned = op.transpose([1, 0]) as (x: Tensor) => Tensor
const both = ({ re, im }: op.Complex): readonly Tensor[] => [re, im]

/** The laws of each. */
export const linearAlgebraCatalogue = {
  cholesky: own(
    'cholesky',
    applies('cholesky', 'cholesky', ([a]) => op.cholesky(a!)),
    law('O3', 'op.cholesky(a) times its transpose is a, if that is symmetric', [matrices], a => {
      const symmetric = op.add(op.matmulNT(a, a), eye(a.shape[0]))
      const l = op.cholesky(symmetric)
      return summed(64, undefined, 1e3)(op.matmulNT(l, l), symmetric)
    }),
  ),
  det: own(
    'det',
    applies(
      'det',
      'determinant',
      ([a]) => op.det(a!),
      ({ options }) => !options.log,
    ),
    law('O3', 'op.det of a matrix with equal rows is 0', [matrices], a =>
      exact(op.det(singular()), zerosLike(op.det(a))),
    ),
  ),
  einsum,
  fft: own(
    'fft',
    law('O2', 'op.fft is the sum of its definition, along any axis', [pairs], x => {
      const n = x.re.shape[1]!
      const waves = (part: (angle: number) => number): Tensor =>
        tensorOf({ shape: [n, n], dtype: 'f64', at: ([j, k]) => part((2 * Math.PI * j! * k!) / n) }) as Tensor
      const times = loosely('bj,jk->bk')
      const [c, s] = [waves(Math.cos), waves(Math.sin)]
      const want = [op.add(times(x.re, c), times(x.im, s)), op.sub(times(x.im, c), times(x.re, s))]
      const across = op.fft({ axis: 0 })({ re: turned(x.re), im: turned(x.im) })
      return every(near(both(op.fft()(x)), want), near(both(across).map(turned), want))
    }),
  ),
  ifft: own(
    'ifft',
    law('O2', 'op.ifft undoes op.fft, along any axis', [pairs], x =>
      every(
        near(both(op.ifft()(op.fft()(x))), both(x)),
        near(both(op.fft({ axis: 0 })(op.ifft({ axis: 0 })(x))), both(x)),
      ),
    ),
  ),
  inverse: own(
    'inverse',
    law('O2', 'op.inverse(a) a is the identity', [matrices], a =>
      near(op.matmul(op.inverse(a), a), identity(a)),
    ),
    law('O3', 'op.inverse refuses what is singular', [fc.constant(singular())], a =>
      refusedSaying('ArgumentError', /^inverse needs matrices that can be inverted/, () => op.inverse(a)),
    ),
  ),
  irfft: own(
    'irfft',
    law('O2', 'op.irfft undoes op.rfft, for even and odd lengths, along any axis', [pairs], ({ re }) => {
      const [rows, length] = re.shape as readonly [number, number]
      return every(
        near(op.irfft({ length })(op.rfft()(re)), re),
        near(op.irfft({ axis: 0, length: rows })(op.rfft({ axis: 0 })(re)), re),
        refusedSaying('ShapeError', /irfft cannot give sequences of length/, () =>
          op.irfft({ length: length + 2 })(op.rfft()(re)),
        ),
      )
    }),
  ),
  logDet: own(
    'logDet',
    applies(
      'logDet',
      'determinant',
      ([a]) => op.logDet(a!),
      ({ options }) => options.log,
    ),
  ),
  qr: own(
    'qr',
    law('O2', 'op.qr gives factors of a, orthogonal and triangular, also of wide matrices', [matrices], a => {
      const wide = op.concat(1)(a, a) as Matrix
      return every(
        ...[a, wide, op.concat(0)(a, a) as Matrix].flatMap(matrix => {
          const { q, r } = op.qr(matrix) as { readonly q: Matrix; readonly r: Matrix }
          const k = Math.min(...matrix.shape)
          return [
            near(op.matmul(q, r), matrix),
            near(op.matmulTN(q, q), eye(k)),
            exact(r, tensorOf({ ...plainOf(r), at: ([i, j]) => (i! > j! ? 0 : plainOf(r).at([i!, j!])) })),
          ]
        }),
      )
    }),
  ),
  rfft: own(
    'rfft',
    law('O2', 'op.rfft is the first half of op.fft', [pairs], ({ re }) => {
      const whole = op.fft()({ re, im: zerosLike(re) })
      const half = op.slice([0, 0], [re.shape[0]!, Math.floor(re.shape[1]! / 2) + 1])
      return near(both(op.rfft()(re)), both(whole).map(half))
    }),
  ),
  solve: own(
    'solve',
    applies(
      'solve',
      'solve',
      ([a, b]) => op.solve(a!, b!),
      ({ options }) => !options.transposeA,
    ),
    waits('solve', op.solve as Dual, equations),
    law('O3', 'op.solve takes vectors for right sides, and refuses what is singular', [matrices], a => {
      const b = loosely('ij->i')(a)
      return every(
        near(loosely('ij,j->i')(a, op.solve(a, b)), b),
        refusedSaying(
          'ArgumentError',
          /^solve needs matrices that can be inverted, but the matrix \(shape/,
          () => op.solve(singular(), singular()),
        ),
      )
    }),
  ),
  symmetricEigen: own(
    'symmetricEigen',
    applies(
      'symmetricEigen',
      'symmetricEigen',
      ([a]) => {
        const { values, vectors } = op.symmetricEigen(a! as Tensor)
        return op.concat(values.shape.length - 1)(
          op.reshape([...values.shape.slice(0, -1), 1, values.shape.at(-1)!])(values as Tensor) as Tensor,
          vectors,
        )
      },
      ({ options }) => options.vectors,
    ),
  ),
  symmetricEigenvalues: own(
    'symmetricEigenvalues',
    applies(
      'symmetricEigenvalues',
      'symmetricEigen',
      ([a]) => op.symmetricEigenvalues(a!),
      ({ options }) => !options.vectors,
    ),
  ),
  triangularSolve: own(
    'triangularSolve',
    applies('triangularSolve', 'triangularSolve', ([a, b], { lower, transposeA }) =>
      op.triangularSolve({ lower, transpose: transposeA })(a!, b!),
    ),
  ),
}
