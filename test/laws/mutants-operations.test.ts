import { describe, vi } from 'vitest'
import { operationCatalogue } from '../../laws/catalogue/operations.ts'
import { testWrongOnes, type WrongOnes } from './everyExport.ts'
import type { Loose, Loosely } from './exchange.ts'
import { applied, configured, given, instead, lastOf, numbers, o, one, shapeOf, two } from './wrong.ts'

vi.mock('../../src/index.ts', async original => {
  const { exchangeable } = await import('./exchange.ts')
  return exchangeable(await original())
})

const flipped = (x: Loosely): Loosely => o.flip(given(lastOf(x)))(x)
const turned: Loose = (w: Loosely) => o.flip(given(2))(o.flip(given(3))(w as Loosely))
const isSquare = (x: Loosely): boolean => shapeOf(x).at(-1) === shapeOf(x).at(-2)
const matrixTransposed = (x: Loosely): Loosely => {
  const axes = shapeOf(x).map((_, axis) => axis)
  return o.transpose(given([...axes.slice(0, -2), axes.at(-1), axes.at(-2)]))(x)
}
const unbiased = (right: Loosely, x: Loosely, axes: Loosely, options: Loosely): Loosely =>
  right(axes, given({ ...options, unbiased: true }))(x)
const naive = (x: Loosely, axes: Loosely, options: Loosely): Loosely => o.log(o.sum(axes, options)(o.exp(x)))

const wrongOperations: WrongOnes<typeof operationCatalogue> = {
  abs: one('the number itself', x => x),
  acos: instead('asin'),
  acosh: instead('asinh'),
  add: instead('sub'),
  asin: instead('atan'),
  asinh: instead('atan'),
  atan: instead('tanh'),
  atan2: two('the arguments exchanged', (y, x, right) => right(x, y)),
  atanh: instead('tanh'),
  barrier: one('no barrier', x => x),
  ceil: instead('floor'),
  convert: applied('never to 32 bits', (right, x, dtype) =>
    right(given(String(dtype) === 'f32' ? 'f64' : dtype))(x),
  ),
  cos: instead('sin'),
  cosh: instead('sinh'),
  digamma: instead('log'),
  div: two('the divisor divided', (x, y, right) => right(y, x)),
  equal: instead('greaterEqual'),
  erf: instead('tanh'),
  erfc: instead('erf'),
  erfinv: one('the number itself', x => x),
  exp: instead('expm1'),
  expm1: one('the exponential minus 1, of which no digits are left near 0', x =>
    o.shift(given(-1))(o.exp(x)),
  ),
  floor: instead('trunc'),
  greater: instead('greaterEqual'),
  greaterEqual: instead('greater'),
  hypot: two('without a root', (x, y) => o.add(o.mul(x, x), o.mul(y, y))),
  lgamma: one('of the next number', (x, right) => right(o.shift(given(1))(x))),
  log: instead('log2'),
  log10: instead('log'),
  log1p: one('the logarithm of 1 and x, of which no digits are left near 0', x =>
    o.log(o.shift(given(1))(x)),
  ),
  log2: instead('log'),
  logit: instead('log'),
  maximum: instead('minimum'),
  minimum: instead('maximum'),
  mul: instead('add'),
  neg: one('the number itself', x => x),
  polygamma: applied('of the next order', (right, x, order) => right(given(Number(order) + 1))(x)),
  pow: two('the exponent raised', (x, y, right) => right(y, x)),
  remainder: two('with the sign of what is divided', (x, y) => o.sub(x, o.mul(y, o.trunc(o.div(x, y))))),
  round: one('halves up, and not to even', x => o.floor(o.shift(given(0.5))(x))),
  sinh: instead('sin'),
  softsign: instead('tanh'),
  safeDiv: instead('div'),
  safeLog: instead('log'),
  safeSqrt: instead('sqrt'),
  scale: applied('by the square', (right, x, by) => right(given(Number(by) ** 2))(x)),
  scaleBy: applied('rounded to 32 bits', (right, x, by) => right(o.convert(given('f32'))(by))(x)),
  shift: applied('the other way', (right, x, by) => right(given(-Number(by)))(x)),
  sigmoid: instead('tanh'),
  sign: one('0 is positive', (x, right) => right(o.shift(given(0.25))(right(x)))),
  sin: instead('cos'),
  sqrt: one('the number itself', x => x),
  sub: two('the other way', (x, y, right) => right(y, x)),
  tan: instead('tanh'),
  tanh: instead('sigmoid'),
  trunc: instead('floor'),

  square: instead('abs'),
  reciprocal: one('the number itself', x => x),
  rsqrt: instead('sqrt'),
  clip: applied('without its lower bound', (right, x, options) =>
    right(given(options.max === undefined ? {} : { max: options.max }))(x),
  ),
  logaddexp: two('what is infinite for large numbers', (x, y) => o.log(o.add(o.exp(x), o.exp(y)))),
  logSigmoid: one('what is infinite for large numbers', x => o.log(o.sigmoid(x))),
  isFinite: one('whatever is a number', x => o.not(o.isNaN(x))),
  isNaN: one('whatever is not finite', x => o.not(o.isFinite(x))),
  not: one('the mask itself', x => x),
  and: instead('or'),
  or: instead('and'),
  where: ['the branches exchanged', right => (mask: Loosely, x: Loosely, y: Loosely) => right(mask, y, x)],

  all: instead('any'),
  any: instead('all'),
  argmin: [
    'the last of several',
    right => (first: Loosely) => {
      const place = (x: Loosely, axis: number): unknown => {
        const back = o.scale(given(-1))(o.convert(given('f64'))(right(given(axis))(o.flip(given(axis))(x))))
        return o.convert(given('i32'))(o.shift(given((shapeOf(x)[axis] as number) - 1))(back))
      }
      return typeof first === 'number' ? (x: Loosely) => place(x, first) : place(first, lastOf(first))
    },
  ],
  logSumExp: applied('what is infinite for large numbers', (_, x, axes, options) =>
    naive(x, axes as Loosely, options as Loosely),
  ),
  mean: instead('sum'),
  min: instead('max'),
  prod: instead('sum'),
  std: applied('over one less', (right, x, axes, options) =>
    unbiased(right, x, axes as Loosely, options as Loosely),
  ),
  variance: applied('over one less', (right, x, axes, options) =>
    unbiased(right, x, axes as Loosely, options as Loosely),
  ),

  einsum: configured('with the letters of the result in order', (right, equation) => {
    const [terms, result] = String(equation).split('->')
    return right(given(result === undefined ? terms : `${terms}->${[...result].sort().join('')}`))
  }),

  fft: applied('turning the other way', (right, x, ...options) => {
    const { re, im } = right(...options)(x)
    return { re, im: o.neg(im as Loosely) }
  }),
  ifft: applied('not divided by the length', (_, { re, im }, ...options) => {
    const back = o.fft(...options)(given({ re, im: o.neg(im as Loosely) }))
    return { re: back.re, im: o.neg(back.im as Loosely) }
  }),
  irfft: applied('of even lengths alone', (right, x, options) => {
    const length = Number(options?.length ?? 2)
    const y = right(given({ ...options, length: length - (length % 2) || 1 }))(x)
    return y
  }),
  rfft: applied('the whole of it', (_, re, ...options) =>
    o.fft(...options)(given({ re, im: o.scale(given(0))(re) })),
  ),

  cholesky: one('the upper factor', (a, right) => matrixTransposed(right(a))),
  det: one('without its sign', (a, right) => o.abs(right(a))),
  inverse: one('transposed', (a, right) => matrixTransposed(right(a))),
  logDet: one('half of it', (a, right) => o.scale(given(0.5))(right(a))),
  qr: one('the right factor transposed where it is square', (a, right) => {
    const { q, r } = right(a)
    return { q, r: isSquare(r as Loosely) ? matrixTransposed(r as Loosely) : r }
  }),
  solve: two('of what is transposed', (a, b, right) => right(matrixTransposed(a), b)),
  symmetricEigen: one('the largest first', (a, right) => {
    const { values, vectors } = right(a)
    return { values: flipped(values as Loosely), vectors: flipped(vectors as Loosely) }
  }),
  symmetricEigenvalues: one('the largest first', (a, right) => flipped(right(a))),
  triangularSolve: configured('of the other triangle', (right, options) =>
    right(given({ ...options, lower: !(options as Loosely).lower })),
  ),

  argsort: configured('always up', (right, axis) => right(axis as Loosely)),
  cumMax: instead('cumSum'),
  cumProd: instead('cumSum'),
  cumSum: applied('from the end', (right, x, axis) =>
    o.flip(axis as Loosely)(right(axis as Loosely)(o.flip(axis as Loosely)(x))),
  ),
  logCumSumExp: applied('what is infinite for large numbers', (_, x, axis) =>
    o.log(o.cumSum(given(axis))(o.exp(x))),
  ),
  takeAlong: [
    'of the other end',
    right =>
      (...first: readonly Loosely[]) =>
        typeof first[0] === 'number'
          ? (...rest: readonly Loosely[]) => right(first[0] as Loosely)(...rest)
          : first.length === 2
            ? right(flipped(first[0] as Loosely), first[1] as Loosely)
            : (x: Loosely) => right(flipped(x), first[0] as Loosely),
  ],
  sort: configured('always up', (right, axis) => right(axis as Loosely)),
  topK: applied('the smallest', (right, x, ...first) => {
    const { values, indices } = right(...first)(o.neg(x))
    return { values: o.neg(values as Loosely), indices }
  }),

  broadcast: applied('of what is turned round', (right, x, shape) =>
    right(shape as Loosely)(lastOf(x) >= 0 ? flipped(x) : x),
  ),
  broadcastAlong: applied('along what is turned round', (right, x, ...first) =>
    right(...first)(lastOf(x) >= 0 ? flipped(x) : x),
  ),
  concat: configured(
    'the last first',
    (right, axis) =>
      (...xs: readonly Loosely[]) =>
        right(axis as Loosely)(...xs.toReversed()),
  ),
  dynamicSlice: [
    'from the beginning',
    right => (sizes: Loosely) => (x: Loosely) => right(sizes)(x, given(shapeOf(x).map(() => 0))),
  ],
  dynamicUpdateSlice: [
    'at the beginning',
    right => (x: Loosely, block: Loosely) => right(x, block, given(shapeOf(x).map(() => 0))),
  ],
  gather: two('of the rows from the end', (x, rows, right) => right(o.flip(given(0))(x), rows)),
  pad: configured('before and after exchanged', (right, before, after) =>
    right(after as Loosely, before as Loosely),
  ),
  reshape: applied('into another order', (right, x, shape) =>
    right(shape as Loosely)(lastOf(x) >= 0 ? flipped(x) : x),
  ),
  scatterAdd: configured(
    'twice',
    (right, size) =>
      (...xs: readonly Loosely[]) =>
        o.scale(given(2))(right(size as Loosely)(...xs)),
  ),
  select: ['the branches exchanged', right => (mask: Loosely, x: Loosely, y: Loosely) => right(mask, y, x)],
  slice: configured('from the beginning', (right, start, sizes) =>
    right(given(numbers(start).map(() => 0)), sizes as Loosely),
  ),
  transpose: configured('the other way', (right, axes) =>
    right(
      ...(axes === undefined ? [] : [given(numbers(axes).map((_, axis) => numbers(axes).indexOf(axis)))]),
    ),
  ),

  argmaxWindows: applied('of the smallest', (right, x, options) => right(options as Loosely)(o.neg(x))),
  convolve: configured(
    'of a kernel that is turned round',
    (right, options) => (x: Loosely, w: Loosely) => right(options as Loosely)(x, turned(w)),
  ),
  convolveKernel: configured(
    'a kernel that is turned round',
    (right, options) =>
      (...xs: readonly Loosely[]) =>
        turned(right(options as Loosely)(...xs)),
  ),
  convolveTransposed: configured(
    'of a kernel that is turned round',
    (right, options) => (y: Loosely, w: Loosely) => right(options as Loosely)(y, turned(w)),
  ),
  matmul: two('of what is transposed where that fits', (a, b, right) =>
    right(a, isSquare(b) ? matrixTransposed(b) : b),
  ),
  matmulNT: two('of what is not transposed where that fits', (a, b, right) =>
    right(a, isSquare(b) ? matrixTransposed(b) : b),
  ),
  matmulTN: two('of what is not transposed where that fits', (a, b, right) =>
    right(isSquare(a) ? matrixTransposed(a) : a, b),
  ),
  argmax: one('the last of several', (x, right) => {
    const n = shapeOf(x).at(-1) as number
    const back = o.scale(given(-1))(o.convert(given('f64'))(right(flipped(x))))
    return o.convert(given('i32'))(o.shift(given(n - 1))(back))
  }),
  max: instead('min'),
  norm: applied('not flat at 0', (_, x, ...axes) => o.sqrt(o.sum(...axes)(o.mul(x, x)))),
  sum: applied('without what is negative', (right, x, ...axes) =>
    right(...axes)(o.maximum(x, o.scale(given(0))(x))),
  ),

  arange: configured('with its end', (right, start, end, step, options) =>
    right(start as Loosely, given(Number(end) + Number(step ?? 1)), given(step ?? 1), given(options ?? {})),
  ),
  eye: configured('from the other side', (right, ...first) => flipped(right(...first))),
  flip: applied('of the first axis', (right, x) => right(given(0))(x)),
  linspace: configured('without its end', (right, from, to, n, options) =>
    right(
      from as Loosely,
      given(Number(to) - (Number(to) - Number(from)) / Number(n)),
      n as Loosely,
      options as Loosely,
    ),
  ),
  meshgrid: configured('the first along columns', (right, ...xs) =>
    given([...(right(...xs) as unknown as unknown[])].reverse()),
  ),
  repeat: applied('the whole, again and again', (_, x, axis, n) =>
    o.concat(axis as Loosely)(...Array.from({ length: Number(n) }, () => x)),
  ),
  roll: configured('the other way', (right, axis, by) => right(axis as Loosely, given(-Number(by)))),
  split: applied('the last first', (right, x, ...first) =>
    given([...(right(...first)(x) as unknown as unknown[])].reverse()),
  ),
  stack: configured(
    'the last first',
    (right, axis) =>
      (...xs: readonly Loosely[]) =>
        right(axis as Loosely)(...xs.toReversed()),
  ),
  tile: applied('each element, again and again', (_, x, times) =>
    numbers(times).reduce<Loosely>((y, n, axis) => o.repeat(given(axis), given(n))(y), x),
  ),
  tril: applied('without the diagonal', (right, x, k) => right(given(Number(k ?? 0) - 1))(x)),
  triu: applied('without the diagonal', (right, x, k) => right(given(Number(k ?? 0) + 1))(x)),
}

describe('operations', () => testWrongOnes('op', operationCatalogue, wrongOperations))
