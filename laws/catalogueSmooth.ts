/**
 * Every export of `smooth` with its laws. A smooth map without laws does not compile.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { empty, op, type Shape, smooth, type Tensor, tensor } from '../src/index.ts'
import { kinkSafe, lattice, shapes, tensors, trees } from './arbitraries.ts'
import type { Entries } from './catalogueEntry.ts'
import { cotangentsOfTrees } from './catalogueTensors.ts'
import { every, exact, summed } from './close.ts'
import {
  gaussNewtonLaws,
  gradientLaws,
  hessianLaws,
  jacobianLaws,
  liftLaws,
  lineLaws,
  perExampleGradientLaws,
  scalarMap,
  scalarPoints,
  vmapLaws,
} from './derivatives.ts'
import { type LawSet, law, lawSet } from './law.ts'
import { type SmoothFamilyOptions, smoothLaws } from './smooth.ts'
import { categoryLaws, leftToRight, ofFpTs, variadicLaws } from './smoothCategory.ts'
import { reverseDerivativeLaws } from './smoothDerivative.ts'
import { alike, endomaps } from './smoothMaps.ts'
import { cartesianLaws } from './smoothCartesian.ts'
import { monoidalLaws } from './smoothProduct.ts'
import { tangentLaws } from './smoothTangent.ts'

type T = Tensor
type Name = keyof typeof smooth

const ofAnyShape = (entries: Arbitrary<number> = lattice): Arbitrary<T> =>
  shapes({ max: 3, min: 0 }).chain(shape => tensors<number, Shape>(shape, { entries }))

const fromHalf = fc.integer({ min: 8, max: 64 }).map(n => n / 16)
const pair = alike(2) as Arbitrary<readonly [T, T]>
const apart = pair.chain(([x]) =>
  tensors<number, Shape>(x.shape, { entries: kinkSafe }).map(gap => [x, op.add(x, gap)] as const),
)

const elementwise = (
  name: Name,
  f: smooth.Elementwise,
  plain: (x: T) => T,
  point: Arbitrary<T> = ofAnyShape(),
  options: SmoothFamilyOptions = {},
): LawSet => smoothLaws<T, T>(`smooth.${name}`, f, { point, plain, ...options })

const pairwise = (
  name: Name,
  f: smooth.Smooth<readonly [T, T], T>,
  plain: (x: T, y: T) => T,
  options: SmoothFamilyOptions,
  point: Arbitrary<readonly [T, T]> = pair,
): LawSet => smoothLaws(`smooth.${name}`, f, { point, plain: ([x, y]) => plain(x, y), ...options })

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

const rows = fc
  .tuple(shapes({ rank: 2, max: 3 }), fc.integer({ min: 1, max: 4 }))
  .chain(([lead, n]) => tensors<number, Shape>([...lead, n]))

const softmaxOf = (x: T): T => {
  const e = op.exp(x)
  const last = x.shape.length - 1
  return op.div(
    e,
    op.broadcast<number, Shape>(x.shape)(
      op.reshape<number, Shape>(x.shape.with(last, 1))(op.sum([last])(e) as T),
    ) as T,
  )
}

const fixed = { w: tensor([1, 2], 'f64'), labels: tensor([3], 'i32') }

/** That a map agrees with another way to compute it, up to rounding. */
const means = (name: Name, f: smooth.Smooth<T, T>, plain: (x: T) => T, point: Arbitrary<T>): LawSet =>
  lawSet(`smooth.${name}`, [
    law('V1', 'the value is what its plain meaning gives', [point], x => summed(32)(f(x)[0], plain(x))),
  ])

/** A function made by differentiating another is a smooth map again, if it is lifted. */
const lifted = <A>(name: Name, f: (a: A) => unknown, point: Arbitrary<A>): LawSet =>
  smoothLaws<A, unknown>(`smooth.lift(${name} …)`, smooth.lift<A, unknown>(f), {
    point,
    plain: f,
    // It bends more sharply than single operations.
    stencil: { step: 1e-4, tolerance: 1e-8 },
  })

const vector = tensors([3])
const bentVector = (x: T): T => op.mul(x, op.sin(op.add(x, op.scale(0.5)(x))))
const bentSum = smooth.lift((x: T) => op.sum()(op.mul(bentVector(x), x)))
const bentCurvature = smooth.gaussNewtonVectorProduct(smooth.lift(bentVector), bentSum)
const directed = fc.tuple(vector, vector)
const weighed: Arbitrary<readonly [w: T, x: T]> = fc.tuple(tensors([3, 2]), tensors([4, 3]))
/** `Σ (x sin w) + Σ w²`: the gradient is nowhere near 0 for all examples. */
const tilted = (x: T): smooth.Scalar<T> =>
  smooth.lift(w => {
    const product: T = op.matmul(x as Tensor<[number, 3]>, op.sin(w) as Tensor<[3, 2]>)
    return op.add(op.sum()(product), op.sum()(op.mul(w, w)))
  })

/** The laws of every export, or the reason why it has none of its own. */
export const smoothCatalogue: Entries<typeof smooth> = {
  Category: { laws: () => [categoryLaws('smooth.Category', ofFpTs)] },
  URI: { reason: 'the name under which fp-ts knows smooth maps' },
  abs: { laws: () => [elementwise('abs', smooth.abs, op.abs, ofAnyShape(kinkSafe), { kinky: true })] },
  add: { laws: () => [pairwise('add', smooth.add, op.add, { linear: 'jointly' })] },
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
  cos: { laws: () => [elementwise('cos', smooth.cos, op.cos)] },
  derivativesAlong: {
    laws: () => [
      lineLaws,
      lifted('derivativesAlong', ([x, v]) => smooth.derivativesAlong(bentVector, 2)(x, v), directed),
    ],
  },
  discard: { laws: () => [cartesian, structural('discard', smooth.discard(), one, () => empty)] },
  div: {
    laws: () => [
      pairwise(
        'div',
        smooth.div,
        op.div,
        {},
        pair.chain(([x]) =>
          tensors<number, Shape>(x.shape, { entries: fc.integer({ min: 16, max: 64 }).map(n => n / 16) }).map(
            y => [x, y] as const,
          ),
        ),
      ),
    ],
  },
  duplicate: { laws: () => [cartesian, structural('duplicate', smooth.duplicate(), one, a => [a, a])] },
  erf: { laws: () => [elementwise('erf', smooth.erf, op.erf)] },
  exp: { laws: () => [elementwise('exp', smooth.exp, op.exp)] },
  expm1: { laws: () => [elementwise('expm1', smooth.expm1, op.expm1)] },
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
  gaussNewtonVectorProduct: {
    laws: () => [
      gaussNewtonLaws,
      lifted('gaussNewtonVectorProduct', ([x, v]) => bentCurvature(x, v), directed),
    ],
  },
  gradient: { laws: () => [gradientLaws, lifted('gradient', smooth.gradient(scalarMap), scalarPoints)] },
  hessian: { laws: () => [hessianLaws, lifted('hessian', smooth.hessian(bentSum), vector)] },
  hvp: { laws: () => [hessianLaws, lifted('hvp', ([x, v]) => smooth.hvp(bentSum)(x, v), directed)] },
  identity: { laws: () => [structural('identity', smooth.identity(), one, a => a)] },
  jacfwd: { laws: () => [jacobianLaws, lifted('jacfwd', smooth.jacfwd(bentVector), vector)] },
  jacobian: {
    laws: () => [jacobianLaws, lifted('jacobian', smooth.jacobian(smooth.lift(bentVector)), vector)],
  },
  jacrev: { laws: () => [jacobianLaws, lifted('jacrev', smooth.jacrev(smooth.lift(bentVector)), vector)] },
  jvp: { laws: () => [tangentLaws] },
  lift: {
    laws: () => [
      liftLaws,
      smoothLaws('smooth.lift(bent)', smooth.lift(bentVector), { point: vector, plain: bentVector }),
    ],
  },
  log: { laws: () => [elementwise('log', smooth.log, op.log, ofAnyShape(fromHalf))] },
  log1p: { laws: () => [elementwise('log1p', smooth.log1p, op.log1p, ofAnyShape(fromHalf))] },
  logSoftmax: {
    laws: () => [
      smoothLaws('smooth.logSoftmax', smooth.logSoftmax, { point: rows }),
      means('logSoftmax', smooth.logSoftmax, x => op.log(softmaxOf(x)), rows),
    ],
  },
  logSumExp: {
    laws: () => [
      smoothLaws('smooth.logSumExp', smooth.logSumExp, { point: rows as Arbitrary<T> }),
      means('logSumExp', smooth.logSumExp, x => op.log(op.sum([x.shape.length - 1])(op.exp(x)) as T), rows),
    ],
  },
  matmul: {
    laws: () => [
      smoothLaws('smooth.matmul', smooth.matmul<2, 3, 2>(), {
        point: fc.tuple(tensors([2, 3]), tensors([3, 2])),
        plain: ([a, b]) => op.matmul(a, b),
        linear: 'each',
      }),
    ],
  },
  maximum: { laws: () => [pairwise('maximum', smooth.maximum, op.maximum, { kinky: true }, apart)] },
  minimum: { laws: () => [pairwise('minimum', smooth.minimum, op.minimum, { kinky: true }, apart)] },
  monoidAt: { laws: () => [cotangentsOfTrees] },
  mul: { laws: () => [pairwise('mul', smooth.mul, op.mul, { linear: 'each' })] },
  neg: { laws: () => [elementwise('neg', smooth.neg, op.neg, ofAnyShape(), { linear: 'jointly' })] },
  parallel: {
    laws: () => [
      monoidal,
      smoothLaws('smooth.parallel(sin, tanh)', smooth.parallel<T, T, T, T>(smooth.sin, smooth.tanh), {
        point: pair,
        plain: ([x, y]) => [op.sin(x), op.tanh(y)] as const,
      }),
    ],
  },
  perExampleGradientNorms: {
    laws: () => [
      perExampleGradientLaws,
      lifted('perExampleGradientNorms', ([w, x]) => smooth.perExampleGradientNorms(tilted)(w, x), weighed),
    ],
  },
  perExampleGradients: {
    laws: () => [
      perExampleGradientLaws,
      lifted('perExampleGradients', ([w, x]) => smooth.perExampleGradients(tilted)(w, x), weighed),
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
  reshape: {
    laws: () => [
      smoothLaws('smooth.reshape([3, 2])', smooth.reshape([3, 2]), {
        point: tensors([2, 3]),
        plain: x => op.reshape([3, 2])(x),
        linear: 'jointly',
      }),
    ],
  },
  scale: {
    laws: () => [
      elementwise('scale', smooth.scale(-1.5), op.scale(-1.5), ofAnyShape(), { linear: 'jointly' }),
    ],
  },
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
  shift: {
    laws: () => [
      elementwise('shift', smooth.shift(0.25), op.shift(0.25), ofAnyShape(), { linear: 'jointly' }),
    ],
  },
  sigmoid: { laws: () => [elementwise('sigmoid', smooth.sigmoid, op.sigmoid)] },
  sin: { laws: () => [elementwise('sin', smooth.sin, op.sin)] },
  snd: { laws: () => [cartesian, structural('snd', smooth.snd(), two, ([, b]) => b)] },
  softmax: {
    laws: () => [
      smoothLaws('smooth.softmax', smooth.softmax, { point: rows }),
      means('softmax', smooth.softmax, softmaxOf, rows),
    ],
  },
  sqrt: { laws: () => [elementwise('sqrt', smooth.sqrt, op.sqrt, ofAnyShape(fromHalf))] },
  sub: { laws: () => [pairwise('sub', smooth.sub, op.sub, { linear: 'jointly' })] },
  sum: {
    laws: () => [
      smoothLaws<T, Tensor<[]>>('smooth.sum', smooth.sum, {
        point: ofAnyShape(),
        plain: op.sum(),
        linear: 'jointly',
      }),
    ],
  },
  swap: { laws: () => [monoidal, structural('swap', smooth.swap(), two, ([a, b]) => [b, a])] },
  tangentAt: { laws: () => [tangentLaws] },
  tanh: { laws: () => [elementwise('tanh', smooth.tanh, op.tanh)] },
  transpose: {
    laws: () => [
      smoothLaws('smooth.transpose', smooth.transpose<2, 3>(), {
        point: tensors([2, 3]),
        plain: op.transpose(),
        linear: 'jointly',
      }),
    ],
  },
  unassociate: {
    laws: () => [
      monoidal,
      structural('unassociate', smooth.unassociate(), fc.tuple(one, two), ([a, [b, c]]) => [[a, b], c]),
    ],
  },
  valueAndGradient: {
    laws: () => [gradientLaws, lifted('valueAndGradient', smooth.valueAndGradient(scalarMap), scalarPoints)],
  },
  value: { laws: () => [readingLaws] },
  vmap: {
    laws: () => [
      vmapLaws,
      lifted('vmap', x => smooth.vmap(bentVector)(x as never) as unknown as T, tensors([2, 3])),
    ],
  },
  withPullback: {
    laws: () => [
      liftLaws,
      smoothLaws(
        'smooth.withPullback(x²)',
        smooth.withPullback(
          (x: T) => op.mul(x, x),
          (x, _, dy) => op.scale(2)(op.mul(dy, x)),
        ),
        { point: vector, plain: x => op.mul(x, x) },
      ),
    ],
  },
}
