/**
 * The operations on tensors as smooth maps, with their laws.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { op, smooth, type Tensor } from '../../src/index.ts'
import { kinkSafe, shapes, tensors } from '../arbitraries.ts'
import { summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { ofAnyShape, pair } from '../smooth/maps.ts'
import { type SmoothFamilyOptions, smoothLaws } from '../smooth/smooth.ts'
import type { Entry } from './entry.ts'

type T = Tensor
type Name = keyof typeof smooth
const fromHalf = fc.integer({ min: 8, max: 64 }).map(n => n / 16)

const apart = pair.chain(([x]) =>
  tensors(x.shape, { entries: kinkSafe }).map(gap => [x, op.add(x, gap)] as const),
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

// Rows may be none at all: what is left of a batch that was filtered.
const rows = fc
  .tuple(shapes({ rank: 2, max: 3, min: 0 }), fc.integer({ min: 1, max: 4 }))
  .chain(([lead, n]) => tensors([...lead, n]))

const softmaxOf = (x: T): T => {
  const e = op.exp(x)
  const last = x.shape.length - 1
  return op.div(e, op.broadcast(x.shape)(op.reshape(x.shape.with(last, 1))(op.sum([last])(e) as T)) as T)
}

/** That a map agrees with another way to compute it, up to rounding. */
const means = (name: Name, f: smooth.Smooth<T, T>, plain: (x: T) => T, point: Arbitrary<T>): LawSet =>
  lawSet(`smooth.${name}`, [
    law('V1', 'the value is what its plain meaning gives', [point], x => summed(32)(f(x)[0], plain(x))),
  ])

/** By the names that they are exported under. */
export const smoothOperationCatalogue = {
  abs: { laws: () => [elementwise('abs', smooth.abs, op.abs, ofAnyShape(kinkSafe), { kinky: true })] },
  add: { laws: () => [pairwise('add', smooth.add, op.add, { linear: 'jointly' })] },
  cos: { laws: () => [elementwise('cos', smooth.cos, op.cos)] },
  div: {
    laws: () => [
      pairwise(
        'div',
        smooth.div,
        op.div,
        {},
        pair.chain(([x]) =>
          tensors(x.shape, { entries: fc.integer({ min: 16, max: 64 }).map(n => n / 16) }).map(
            y => [x, y] as const,
          ),
        ),
      ),
    ],
  },
  erf: { laws: () => [elementwise('erf', smooth.erf, op.erf)] },
  exp: { laws: () => [elementwise('exp', smooth.exp, op.exp)] },
  expm1: { laws: () => [elementwise('expm1', smooth.expm1, op.expm1)] },
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
  mul: { laws: () => [pairwise('mul', smooth.mul, op.mul, { linear: 'each' })] },
  neg: { laws: () => [elementwise('neg', smooth.neg, op.neg, ofAnyShape(), { linear: 'jointly' })] },
  norm: {
    laws: () => [
      smoothLaws<T, Tensor<[]>>('smooth.norm', smooth.norm, {
        point: ofAnyShape(kinkSafe),
        plain: op.norm(),
      }),
    ],
  },
  reshape: {
    laws: () => [
      smoothLaws('smooth.reshape([3, 2])', smooth.reshape([3, 2]), {
        point: tensors([2, 3]),
        plain: x => op.reshape([3, 2])(x),
        linear: 'jointly',
      }),
    ],
  },
  safeDiv: {
    laws: () => [
      pairwise(
        'safeDiv',
        smooth.safeDiv,
        op.safeDiv,
        {},
        pair.chain(([x]) => tensors(x.shape, { entries: fromHalf }).map(y => [x, y] as const)),
      ),
    ],
  },
  safeLog: { laws: () => [elementwise('safeLog', smooth.safeLog, op.safeLog, ofAnyShape(fromHalf))] },
  safeSqrt: { laws: () => [elementwise('safeSqrt', smooth.safeSqrt, op.safeSqrt, ofAnyShape(fromHalf))] },
  scale: {
    laws: () => [
      elementwise('scale', smooth.scale(-1.5), op.scale(-1.5), ofAnyShape(), { linear: 'jointly' }),
    ],
  },
  shift: {
    laws: () => [
      elementwise('shift', smooth.shift(0.25), op.shift(0.25), ofAnyShape(), { linear: 'jointly' }),
    ],
  },
  sigmoid: { laws: () => [elementwise('sigmoid', smooth.sigmoid, op.sigmoid)] },
  sin: { laws: () => [elementwise('sin', smooth.sin, op.sin)] },
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
  tanh: { laws: () => [elementwise('tanh', smooth.tanh, op.tanh)] },
  transpose: {
    laws: () => [
      smoothLaws('smooth.transpose', smooth.transpose() as smooth.Smooth<Tensor<[2, 3]>, Tensor<[3, 2]>>, {
        point: tensors([2, 3]),
        plain: op.transpose(),
        linear: 'jointly',
      }),
    ],
  },
} as const satisfies Readonly<Record<string, Entry>>
