/**
 * Sums of products by an equation, `op.einsum`, with their laws.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type AnyTensor, op, type Shape, type Tensor } from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { every, exact, summed } from '../close.ts'
import { law } from '../law.ts'
import { refusedSaying } from '../oracle/refusal.ts'
import { indicesOf, plainOf, tensorOf } from '../primitive/plain.ts'
import { own } from './operation.ts'

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

export const loosely = op.einsum as (equation: string) => (...operands: readonly Tensor[]) => Tensor

/** Matrices of a batch, with another axis. */
const batched = fc
  .tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .chain(([b, m, k]) =>
    fc.record({ x: tensors([b, m, k]) as Arbitrary<Tensor>, y: tensors([k, m]) as Arbitrary<Tensor> }),
  )

export const einsum = own(
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
