// Wrong smooth maps, combinators and functions on trees, each of which a named law must kill.

import fc from 'fast-check'
import { describe } from 'vitest'
import { arbitrary, type LawSet, type SmoothLawOptions, smoothLaws } from '../../laws/index.ts'
import { cartesianLaws } from '../../laws/smooth/cartesian.ts'
import { type Composition, categoryLaws, leftToRight } from '../../laws/smooth/category.ts'
import { vectorSpaceLaws } from '../../laws/smooth/cotangents.ts'
import { reverseDerivativeLaws } from '../../laws/smooth/derivativeOfCombinators.ts'
import { monoidalLaws, type Products } from '../../laws/smooth/product.ts'
import { withPullbackLaws } from '../../laws/smooth/withPullback.ts'
import {
  eqLaws,
  fewTensors,
  fewTrees,
  tensorEqualityLaws,
  treeEqualityLaws,
} from '../../laws/tensor/instances.ts'
import { type TreeFunctions, treeLaws } from '../../laws/tensor/tree.ts'
import { type AnyTensor, Eq, op, Show, smooth, type Tensor, toValues, tree, zero } from '../../src/index.ts'
import { elementsOf } from '../../src/tensor/tensor.ts'
import { type Mutant, testMutants } from './mutant.ts'

type T = Tensor<[2, 3]>
type Map = smooth.Smooth<T, T>

const point = arbitrary.tensors([2, 3])
const add = smooth.addCotangents

const mapped = <A, B>(
  name: string,
  mutant: () => smooth.Smooth<A, B>,
  twin: smooth.Smooth<A, B>,
  options: SmoothLawOptions<A, B>,
  killedBy: readonly string[],
  survives: readonly string[] = [],
): Mutant => ({
  name,
  mutant: smoothLaws(name, mutant(), options),
  twin: smoothLaws(name, twin, options),
  killedBy,
  survives,
})

const square: Map = x => [op.mul(x, x), dy => op.scale(2)(op.mul(x, dy))]
/** `½ Σ x²` along the last axis' neighbours: its gradient must be a gradient. */
const energy: smooth.Smooth<T, Tensor<[]>> = x => [
  op.scale(0.5)(op.sum()(op.mul(x, x))),
  dy => op.scaleBy(dy)(x),
]
const twisted: smooth.Smooth<T, Tensor<[]>> = x => [
  energy(x)[0],
  dy => op.scaleBy(dy)(op.mul(x, op.reshape([2, 3])(op.transpose()(x)))),
]

describe('pullbacks of their own', () => {
  const pair: typeof smooth.withPullback = (f, pullback) => a => {
    const b = f(a)
    return [b, db => pullback(a, b, db)]
  }
  testMutants([
    {
      name: 'a pair of value and pullback that no reading knows of',
      mutant: withPullbackLaws(pair),
      twin: withPullbackLaws(),
      killedBy: ['D12a', 'D12b', 'D12c', 'D12d', 'D12f'],
      survives: ['D12e'],
    },
    {
      name: 'a pullback with its sign turned',
      mutant: withPullbackLaws((f, pullback) =>
        smooth.withPullback(f, (a, b, db) => smooth.scaleCotangent(-1)(pullback(a, b, db))),
      ),
      twin: withPullbackLaws(),
      killedBy: ['D12a', 'D12c'],
      survives: ['D12e', 'D12f'],
    },
  ])
})

describe('maps', () => {
  testMutants([
    mapped(
      'a pullback that ignores its cotangent',
      () => x => [op.mul(x, x), () => op.scale(2)(x)],
      square,
      { point },
      ['12a', '12b', '16', '18'],
    ),
    mapped(
      'a gradient that is none',
      () => twisted,
      energy,
      { point },
      ['17', '18', '19'],
      ['12a', '12b', '16', '23'],
    ),
    mapped(
      'a pullback given to a function that it is not of, which every derivative then takes for true',
      () =>
        smooth.withPullback(
          (x: T) => op.mul(x, x),
          (x, _, dy) => op.mul(x, dy),
        ),
      smooth.withPullback(
        (x: T) => op.mul(x, x),
        (x, _, dy) => op.scale(2)(op.mul(x, dy)),
      ),
      { point },
      ['D1', '19'],
      ['12a', '16', '17', '18', '22b'],
    ),
    mapped(
      'a value that drifts from run to run',
      () => {
        let runs = 0
        return x => [op.shift(++runs / 1024)(op.mul(x, x)), square(x)[1]]
      },
      square,
      { point },
      ['21a'],
    ),
    mapped(
      'a pullback that is good for one use',
      () => x => {
        let used = 0
        return [op.mul(x, x), dy => op.scale(2 / ++used)(op.mul(x, dy))]
      },
      square,
      { point },
      ['21b', '12a'],
      ['21a'],
    ),
    mapped(
      'results that share one buffer',
      () => {
        const buffers = new Map<string, T>()
        const put = (name: string, x: T): T => {
          const kept = buffers.get(name) ?? op.add(x, zero(x))
          buffers.set(name, kept)
          elementsOf(kept).set(toValues(x))
          return kept
        }
        return x => {
          const own = op.add(x, zero(x))
          return [put('value', op.mul(own, own)), dy => put('cotangent', op.scale(2)(op.mul(own, dy)))]
        }
      },
      square,
      { point, opaque: true },
      ['21c'],
    ),
    mapped(
      'a pullback that scales its cotangent where it lies',
      () => x => [
        op.mul(x, x),
        dy => {
          const elements = elementsOf(dy as AnyTensor)
          elements.forEach((d, i) => {
            elements[i] = 2 * d
          })
          return op.mul(x, dy)
        },
      ],
      square,
      { point, opaque: true },
      ['21d'],
    ),
    mapped(
      'a map that writes to its argument',
      () => x => {
        elementsOf(x).fill(1)
        return square(x)
      },
      square,
      { point, opaque: true },
      ['21d'],
    ),
    mapped(
      'a cotangent of another element type',
      () => x => [op.mul(x, x), dy => op.convert('f32')(square(x)[1](dy)) as T],
      square,
      { point },
      ['23'],
    ),
    mapped(
      'a cotangent of another shape',
      () => x => [op.mul(x, x), dy => op.reshape([3, 2])(square(x)[1](dy)) as never],
      square,
      { point },
      ['23'],
    ),
    mapped(
      'a cotangent that forgets an empty branch',
      () =>
        ({ x }: { x: T; none: object }) =>
          [x, dx => ({ x: dx })] as const,
      ({ x }) => [x, dx => ({ x: dx, none: {} })],
      { point: point.map(x => ({ x, none: {} })) },
      ['23'],
    ),
    mapped(
      'a value that is not that of the plain map',
      () => x => [op.shift(2 ** -40)(op.mul(x, x)), square(x)[1]],
      square,
      { point, plain: x => op.mul(x, x) },
      ['22a'],
      ['18', '19', '21a', '23'],
    ),
    mapped(
      'an affine map with a slope of its own',
      () => x => [op.shift(1)(x), dy => op.scale(1 + 2 ** -30)(dy)],
      x => [op.shift(1)(x), dy => dy],
      { point, linear: 'jointly' },
      ['18', '20'],
    ),
    mapped(
      'an absolute value with the derivative of a relu',
      () => x => [op.abs(x), dy => op.mul(dy, op.convert('f64')(op.greater(x, zero(x))))],
      smooth.abs as Map,
      { point: arbitrary.tensors([2, 3], { entries: arbitrary.kinkSafe }), kinky: true },
      ['18', '19'],
    ),
    mapped(
      'a softmax that forgets what its entries have in common',
      () => x => {
        const y = smooth.softmax(x)[0] as T
        return [y, dy => op.mul(op.mul(y, op.sub(op.shift(1)(zero(y)), y)), dy)]
      },
      smooth.softmax,
      { point },
      ['18', '19'],
    ),
  ])
})

describe('combinators', () => {
  const laws = (products: Products): LawSet => ({
    name: 'combinators',
    laws: [],
    parents: [monoidalLaws(products), cartesianLaws(products), reverseDerivativeLaws(products)],
  })
  const changed = (
    name: string,
    change: { readonly [N in keyof Products]?: unknown },
    killedBy: readonly string[],
  ): Mutant => ({
    name,
    mutant: laws({ ...smooth, ...change } as Products),
    twin: laws(smooth),
    killedBy,
  })

  testMutants([
    changed(
      'a fan-out that drops what comes back from one side',
      {
        fanout: (f: Map, g: Map) => (x: T) => {
          const [[y, pull], [z]] = [f(x), g(x)]
          return [[y, z], ([dy]: [T, T]) => pull(dy)]
        },
      },
      ['8a', '8c', '14a', '15c'],
    ),
    changed(
      'a copy that keeps the last cotangent',
      { duplicate: () => (x: T) => [[x, x], ([, b]: [T, T]) => b] },
      ['8c', '9a', '15c'],
    ),
    changed(
      'a sum that counts one side twice',
      {
        plus: (f: Map, g: Map) => (x: T) => [add(f(x)[0], g(x)[0]), (dy: T) => add(f(x)[1](dy), f(x)[1](dy))],
      },
      ['9b', '11a', '11b'],
    ),
    changed(
      'a swap that leaves cotangents as they are',
      {
        swap:
          () =>
          ([a, b]: [T, T]) => [[b, a], (d: unknown) => d],
      },
      ['7e', '7i'],
    ),
    changed(
      'parallel maps with their pullbacks exchanged',
      {
        parallel:
          (f: Map, g: Map) =>
          ([a, b]: [T, T]) => {
            const [[c, pullF], [d, pullG]] = [f(a), g(b)]
            return [[c, d], ([dc, dd]: [T, T]) => [pullG(dc), pullF(dd)]]
          },
      },
      ['7c', '8c', '8e'],
    ),
    changed(
      'an association that brackets its cotangents the wrong way',
      {
        associate:
          () =>
          ([[a, b], c]: [[T, T], T]) => [[a, [b, c]], ([x, [y, z]]: [T, [T, T]]) => [[y, x], z]],
      },
      ['7f', '7g'],
    ),
    changed(
      'a projection that gives the other part its own cotangent',
      {
        fst:
          () =>
          ([a]: [T, T]) => [a, (d: T) => [d, d]],
      },
      ['8d', '8e', '13b'],
    ),
    changed(
      'a projection without a cotangent for the other part',
      {
        snd:
          () =>
          ([, b]: [T, T]) => [b, (d: T) => [d]],
      },
      ['8d', '13c'],
    ),
    changed('a constant that pulls its cotangent back', { constant: (b: T) => () => [b, (d: T) => d] }, [
      '10b',
      '11b',
    ]),
    changed('forgetting that pulls back nothing at all', { discard: () => () => [{}, () => ({})] }, [
      '10a',
      '14b',
    ]),
    changed(
      'a chain rule in the wrong order',
      {
        compose:
          (...maps: readonly Map[]) =>
          (x: T) => {
            const pulls: ((d: T) => T)[] = []
            const y = maps.reduce((at, f) => {
              const [next, pull] = f(at)
              pulls.push(pull)
              return next
            }, x)
            return [y, (d: T) => pulls.reduce((at, pull) => pull(at), d)]
          },
      },
      ['15b'],
    ),
  ])
})

describe('composition', () => {
  const changed = (
    name: string,
    change: Partial<Composition>,
    killedBy: readonly string[],
    survives: readonly string[] = [],
  ): Mutant => ({
    name,
    mutant: categoryLaws(name, { ...leftToRight, ...change }),
    twin: categoryLaws(name, leftToRight),
    killedBy,
    survives,
  })

  testMutants([
    changed(
      'an identity that doubles cotangents',
      { identity: () => x => [x, dx => smooth.scaleCotangent(2)(dx)] },
      ['3', '4a', '4b'],
    ),
    changed(
      'a composite that runs its first map again to pull back',
      { andThen: (f, g) => x => [g(f(x)[0])[0], dz => f(x)[1](g(f(x)[0])[1](dz))] },
      ['6a'],
      ['4a', '4b', '5', '6b'],
    ),
    changed(
      'a composite that forgets the pullback of its last map',
      { andThen: (f, g) => x => [g(f(x)[0])[0], dz => f(x)[1](dz as never)] },
      ['4b', '6a', '6b'],
    ),
  ] as readonly Mutant[])
})

describe('trees', () => {
  const truncating =
    (f: (x: never, y: never, path: never) => tree.Leaf) =>
    <X>(x: X, y: X): X => {
      if (tree.isLeaf(x)) return f(x as never, y as never, [] as never) as X
      const entries = Object.entries(x as object).filter(([key]) => key in (y as object))
      const zipped = entries.map(([key, branch]) => [
        key,
        truncating(f)(branch, (y as Record<string, never>)[key]),
      ])
      return (Array.isArray(x) ? zipped.map(([, branch]) => branch) : Object.fromEntries(zipped)) as X
    }
  const trees = arbitrary.trees()
  const changed = (name: string, change: Partial<TreeFunctions>, killedBy: readonly string[]): Mutant => ({
    name,
    mutant: treeLaws(name, trees, { ...tree, ...change } as TreeFunctions),
    twin: treeLaws(name, trees),
    killedBy,
  })

  testMutants([
    changed('a zip that truncates to the shorter', { zipWith: truncating }, ['T5']),
    changed(
      'a map that goes from the last leaf to the first',
      {
        map: (f => (t: unknown) =>
          tree.withLeaves(
            [...tree.entries(t)]
              .reverse()
              .map(({ leaf, path }) => f(leaf as never, path))
              .reverse(),
          )(t)) as typeof tree.map,
      },
      ['T3'],
    ),
    changed(
      'a map that forgets empty branches',
      {
        map: (f => (t: unknown) =>
          tree.isLeaf(t) || Array.isArray(t)
            ? tree.map(f)(t)
            : tree.map(f)(
                Object.fromEntries(
                  Object.entries(t as object).filter(([, branch]) => tree.leaves(branch).length > 0),
                ),
              )) as typeof tree.map,
      },
      ['T1', 'T3'],
    ),
    changed(
      'leaves that are put back in reverse',
      {
        withLeaves: (leaves => tree.withLeaves([...leaves].reverse())) as typeof tree.withLeaves,
      },
      ['T6'],
    ),
    {
      name: 'a sum of cotangents that is cut to the shorter',
      mutant: vectorSpaceLaws('cotangents', trees, {
        ...smooth,
        addCotangents: truncating((x: tree.Leaf, y: tree.Leaf) =>
          tree.isFloat(x) ? op.add(x, y as Tensor) : x,
        ) as typeof smooth.addCotangents,
      }),
      twin: vectorSpaceLaws('cotangents', trees),
      killedBy: ['1e'],
    },
    {
      name: 'a multiple that scales one leaf only',
      mutant: vectorSpaceLaws('cotangents', trees, {
        ...smooth,
        scaleCotangent: factor => x =>
          tree.withLeaves(
            tree.leaves(x).map((leaf, i) => (i === 0 && tree.isFloat(leaf) ? op.scale(factor)(leaf) : leaf)),
          )(x),
      }),
      twin: vectorSpaceLaws('cotangents', trees),
      killedBy: ['2c', '2d'],
    },
  ])
})

describe('instances', () => {
  const near = { equals: (x: number, y: number) => Math.abs(x - y) <= 1 }
  const byLeaves = {
    equals: (x: unknown, y: unknown) =>
      tree.leaves(x).length === tree.leaves(y).length &&
      tree.leaves(x).every((leaf, i) => Eq.equals(leaf as AnyTensor, tree.leaves(y)[i] as AnyTensor)),
  }
  testMutants([
    {
      name: 'approximate equality',
      mutant: eqLaws('numbers', near, fc.nat(3)),
      twin: eqLaws('numbers', { equals: Object.is }, fc.nat(3)),
      killedBy: ['Q3'],
      survives: ['Q1', 'Q2'],
    },
    {
      name: 'equality that forgets shapes',
      mutant: tensorEqualityLaws(
        { equals: (x, y) => x.dtype === y.dtype && toValues(x).join() === toValues(y).join() },
        Show,
      ),
      twin: tensorEqualityLaws(Eq, Show),
      killedBy: ['Q5'],
    },
    {
      name: 'equality of the object and not of what it holds',
      mutant: tensorEqualityLaws({ equals: Object.is }, Show),
      twin: tensorEqualityLaws(Eq, Show),
      killedBy: ['Q5'],
    },
    {
      name: 'showing that forgets element types',
      mutant: tensorEqualityLaws(Eq, { show: x => Show.show(x).slice(3) }),
      twin: tensorEqualityLaws(Eq, Show),
      killedBy: ['Q8'],
    },
    {
      name: 'equality of trees by their leaves alone',
      mutant: treeEqualityLaws(byLeaves),
      twin: treeEqualityLaws({
        equals: (x, y) => JSON.stringify(x, (_, v) => v) === JSON.stringify(y, (_, v) => v),
      }),
      killedBy: ['Q6'],
    },
    {
      name: 'equality that is not symmetric',
      mutant: eqLaws('tensors', { equals: (x, y) => x.shape.length >= y.shape.length }, fewTensors),
      twin: eqLaws('tensors', Eq, fewTensors),
      killedBy: ['Q2'],
    },
    {
      name: 'equality that nothing has',
      mutant: eqLaws('trees', { equals: () => false }, fewTrees),
      twin: eqLaws('tensors', Eq, fewTensors),
      killedBy: ['Q1'],
    },
  ])
})
