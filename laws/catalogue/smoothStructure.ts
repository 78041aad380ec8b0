/**
 * Combinators and interpretations of smooth maps, with their laws.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { empty, op, type Shape, smooth, type Tensor, tensor } from '../../src/index.ts'
import { tensors, trees } from '../arbitraries.ts'
import { every, exact } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { cartesianLaws } from '../smooth/cartesian.ts'
import { categoryLaws, leftToRight, ofFpTs, variadicLaws } from '../smooth/category.ts'
import { reverseDerivativeLaws } from '../smooth/derivativeOfCombinators.ts'
import { alike, endomaps, ofAnyShape, pair } from '../smooth/maps.ts'
import { monoidalLaws } from '../smooth/product.ts'
import { smoothLaws } from '../smooth/smooth.ts'
import type { Entry } from './entry.ts'
import { cotangentsOfTrees } from './tensors.ts'

type T = Tensor
type Name = keyof typeof smooth

/** Points of structural maps: any trees. */
const one: Arbitrary<unknown> = trees()
const two = fc.tuple(one, one)
const three = fc.tuple(fc.tuple(one, one), one)

const structural = <A>(name: Name, f: unknown, point: Arbitrary<A>, plain: (a: A) => unknown): LawSet =>
  smoothLaws<A, unknown>(`smooth.${name}`, f as smooth.Smooth<A, unknown>, {
    point,
    plain,
    linear: 'jointly',
  })

const readingLaws: LawSet = lawSet('smooth.value and smooth.pullbackAt', [
  law('22c', 'they give the two parts of a run', [endomaps, alike(2)], ({ f }, [x, db]) => {
    const [y, pull] = f(x)
    return every(exact(smooth.value(f)(x), y), exact(smooth.pullbackAt(f)(x, db), pull(db)))
  }),
])

const monoidal = monoidalLaws(smooth)
const cartesian = cartesianLaws(smooth)
const reverseDerivative = reverseDerivativeLaws(smooth)
const fixed = { w: tensor([1, 2], 'f64'), labels: tensor([3], 'i32') }
const vector = tensors([3])

/** By the names that they are exported under. */
export const smoothStructureCatalogue = {
  Category: { laws: () => [categoryLaws('smooth.Category', ofFpTs)] },
  URI: { reason: 'the name under which fp-ts knows smooth maps' },
  addCotangents: { laws: () => [cotangentsOfTrees] },
  associate: {
    laws: () => [monoidal, structural('associate', smooth.associate(), three, ([[a, b], c]) => [a, [b, c]])],
  },
  compose: {
    laws: () => [
      categoryLaws('smooth.compose', leftToRight),
      variadicLaws,
      reverseDerivative,
      smoothLaws('smooth.compose(sin, tanh)', smooth.compose(smooth.sin<Shape>, smooth.tanh<Shape>), {
        point: ofAnyShape(),
        plain: x => op.tanh(op.sin(x)),
      }),
    ],
  },
  constant: { laws: () => [cartesian, structural('constant', smooth.constant(fixed), one, () => fixed)] },
  discard: { laws: () => [cartesian, structural('discard', smooth.discard(), one, () => empty)] },
  duplicate: { laws: () => [cartesian, structural('duplicate', smooth.duplicate(), one, a => [a, a])] },
  fanout: {
    laws: () => [
      cartesian,
      smoothLaws('smooth.fanout(sin, tanh)', smooth.fanout(smooth.sin<Shape>, smooth.tanh<Shape>), {
        point: ofAnyShape(),
        plain: x => [op.sin(x), op.tanh(x)] as const,
      }),
    ],
  },
  first: {
    laws: () => [
      monoidal,
      smoothLaws('smooth.first(sin)', smooth.first<T, T, T>(smooth.sin), {
        point: pair,
        plain: ([x, y]) => [op.sin(x), y] as const,
      }),
    ],
  },
  fixSecond: {
    laws: () => [
      smoothLaws(
        'smooth.fixSecond(mul)',
        smooth.fixSecond<T, T, T>(smooth.mul, tensor([2, -1, 0.5], 'f64')),
        {
          point: vector,
          plain: x => op.mul(x, tensor([2, -1, 0.5], 'f64') as T),
          linear: 'jointly',
        },
      ),
    ],
  },
  fromPrimitive: { reason: 'the laws of every primitive run through it' },
  fst: { laws: () => [cartesian, structural('fst', smooth.fst(), two, ([a]) => a)] },
  identity: { laws: () => [structural('identity', smooth.identity, one, a => a)] },
  monoidAt: { laws: () => [cotangentsOfTrees] },
  parallel: {
    laws: () => [
      monoidal,
      smoothLaws('smooth.parallel(sin, tanh)', smooth.parallel<T, T, T, T>(smooth.sin, smooth.tanh), {
        point: pair,
        plain: ([x, y]) => [op.sin(x), op.tanh(y)] as const,
      }),
    ],
  },
  plus: {
    laws: () => [
      reverseDerivative,
      smoothLaws('smooth.plus(sin, tanh)', smooth.plus<T, T>(smooth.sin, smooth.tanh), {
        point: ofAnyShape(),
        plain: x => op.add(op.sin(x), op.tanh(x)),
      }),
    ],
  },
  pullbackAt: { laws: () => [readingLaws] },
  scaleCotangent: { laws: () => [cotangentsOfTrees] },
  second: {
    laws: () => [
      monoidal,
      smoothLaws('smooth.second(sin)', smooth.second<T, T, T>(smooth.sin), {
        point: pair,
        plain: ([x, y]) => [x, op.sin(y)] as const,
      }),
    ],
  },
  snd: { laws: () => [cartesian, structural('snd', smooth.snd(), two, ([, b]) => b)] },
  swap: { laws: () => [monoidal, structural('swap', smooth.swap(), two, ([a, b]) => [b, a])] },
  unassociate: {
    laws: () => [
      monoidal,
      structural('unassociate', smooth.unassociate(), fc.tuple(one, two), ([a, [b, c]]) => [[a, b], c]),
    ],
  },
  value: { laws: () => [readingLaws] },
} as const satisfies Readonly<Record<string, Entry>>
