import * as pullback from 'pullback'
import { calls, type Example, labels, layerOf, loosely, matrix, seed, vector } from './example.ts'
import { layers } from './layers.ts'
import { losses, metrics, optimisers, trainings } from './training.ts'

const { dense, ones, op, smooth } = pullback

const net = dense(3, 2)
const model = pullback.init(net)(seed)
const square = ones([2, 2])
const regular = pullback.tensor([
  [2, 1],
  [1, 3],
])
const complex = { re: vector, im: vector }
const unary = calls([vector])
const binary = calls([vector, vector])
const image = ones([1, 1, 4, 4])
const kernel = ones([1, 1, 2, 2])
const convolved = ones([1, 1, 3, 3])
const windows = { strides: [1, 1], padding: [0, 0] }
const convolution = { ...windows, dilations: [1, 1], groups: 1 }

/** In the place of a tensor these name an axis, or a place along one. */
const axisNumbers = ['zero', 'minusZero', 'one', 'three']

/** The namespace `op`. */
export const operations = {
  and: calls([labels, labels]),
  or: calls([labels, labels]),
  not: calls([labels]),
  where: calls([labels, vector, vector]),
  isFinite: unary,
  isNaN: unary,
  square: unary,
  reciprocal: unary,
  rsqrt: unary,
  clip: calls([{ min: 0, max: 1 }], [vector]),
  logaddexp: binary,
  logSigmoid: unary,
  abs: unary,
  acos: unary,
  acosh: unary,
  add: binary,
  all: calls([[1], { keep: true }], [matrix]),
  any: calls([[1], { keep: true }], [matrix]),
  argmax: { ...calls([matrix]), skipped: axisNumbers },
  argmin: { ...calls([matrix]), skipped: axisNumbers },
  argsort: calls([0, { descending: true }], [matrix]),
  argmaxWindows: calls([{ size: [2, 2], ...windows }], [image]),
  asin: unary,
  asinh: unary,
  atan: unary,
  atan2: binary,
  atanh: unary,
  barrier: unary,
  broadcast: calls([[2, 2]], [vector]),
  broadcastAlong: calls([[2, 3], [0]], [vector]),
  ceil: unary,
  concat: calls([0], [vector, vector]),
  convert: calls(['f64'], [vector]),
  convolve: calls([convolution], [image, kernel]),
  convolveKernel: calls([{ ...convolution, size: [2, 2] }], [image, convolved]),
  convolveTransposed: calls([{ ...convolution, size: [4, 4] }], [convolved, kernel]),
  cos: unary,
  cosh: unary,
  digamma: unary,
  cumMax: calls([0], [matrix]),
  cumProd: calls([0], [matrix]),
  cumSum: calls([0], [matrix]),
  div: binary,
  dynamicSlice: { ...calls([[1, 2]], [matrix, [1, pullback.scalar(0, 'i32')]]), skipped: axisNumbers },
  dynamicUpdateSlice: {
    ...calls([matrix, ones([1, 1]), [1, pullback.scalar(0, 'i32')]]),
    skipped: axisNumbers,
  },
  equal: binary,
  erf: unary,
  erfc: unary,
  erfinv: unary,
  exp: unary,
  expm1: unary,
  floor: unary,
  gather: calls([matrix, labels]),
  greater: binary,
  greaterEqual: binary,
  hypot: binary,
  lgamma: unary,
  log: unary,
  log10: unary,
  log1p: unary,
  log2: unary,
  logit: unary,
  matmul: calls([square, square]),
  matmulNT: calls([square, square]),
  matmulTN: calls([square, square]),
  logCumSumExp: calls([0], [matrix]),
  logSumExp: calls([[1], { keep: true }], [matrix]),
  max: calls([[1], { keep: true }], [matrix]),
  maximum: binary,
  mean: calls([[1], { keep: true }], [matrix]),
  min: calls([[1], { keep: true }], [matrix]),
  minimum: binary,
  mul: binary,
  neg: unary,
  norm: calls([[1], { keep: true }], [matrix]),
  pad: calls([[1], [1]], [vector]),
  polygamma: calls([1], [vector]),
  pow: binary,
  remainder: binary,
  round: unary,
  sinh: unary,
  softsign: unary,
  prod: calls([[1], { keep: true }], [matrix]),
  takeAlong: { ...calls([matrix, labels]), skipped: axisNumbers },
  reshape: calls([[3, 2]], [matrix]),
  safeDiv: binary,
  safeLog: unary,
  safeSqrt: unary,
  scale: calls([2], [vector]),
  scaleBy: calls([pullback.scalar(2)], [vector]),
  scatterAdd: calls([3], [matrix, labels]),
  select: calls([op.greater(vector, vector), vector, vector]),
  shift: calls([2], [vector]),
  sigmoid: unary,
  sign: unary,
  sin: unary,
  slice: calls([[0], [1]], [vector]),
  sort: calls([0, { descending: true }], [matrix]),
  arange: calls([0, 2, 1, { dtype: 'f32' }]),
  eye: calls([2, { dtype: 'f32' }]),
  linspace: calls([0, 1, 2, { dtype: 'f32' }]),
  meshgrid: calls([vector, vector]),
  flip: calls([0], [matrix]),
  repeat: calls([0, 2], [matrix]),
  roll: calls([0, 1], [matrix]),
  split: calls([1, [1, 2]], [matrix]),
  stack: calls([0], [vector, vector]),
  tile: calls([[2, 1]], [matrix]),
  tril: calls([0], [matrix]),
  triu: calls([0], [matrix]),
  sqrt: unary,
  sub: binary,
  std: { ...calls([[1], { keep: true, unbiased: true }], [matrix]), skipped: ['emptyArray'] },
  sum: calls([[0], { keep: true }], [matrix]),
  tanh: unary,
  topK: calls([1, 2], [matrix]),
  transpose: calls([[1, 0]], [matrix]),
  variance: { ...calls([[1], { keep: true, unbiased: true }], [matrix]), skipped: ['emptyArray'] },
  cholesky: calls([regular]),
  det: calls([regular]),
  einsum: calls(['ij,jk->ik'], [square, square]),
  fft: calls([{ axis: 0 }], [complex]),
  ifft: calls([{ axis: 0 }], [complex]),
  inverse: calls([regular]),
  irfft: calls([{ axis: 0, length: 2 }], [complex]),
  logDet: calls([regular]),
  qr: calls([regular]),
  rfft: calls([{ axis: 0 }], [vector]),
  solve: calls([regular, square]),
  symmetricEigen: calls([regular]),
  symmetricEigenvalues: calls([regular]),
  triangularSolve: calls([{ lower: true, transpose: false }], [regular, square]),
  tan: unary,
  trunc: unary,
} as const satisfies Readonly<Record<string, Example>>

const pair = calls([[vector, vector]])
const twice = smooth.scale(2)
const total = smooth.sum
const plain = (x: pullback.Tensor): pullback.Tensor => op.scale(2)(x)
const scalarOf = (x: pullback.Tensor): pullback.Tensor => op.sum()(op.mul(x, x))
const ofScalar = smooth.lift(scalarOf)

/** The namespace `smooth`. */
export const smooths = {
  abs: unary,
  add: pair,
  addCotangents: binary,
  associate: calls([], [[[vector, vector], vector]]),
  compose: calls([twice, total], [vector]),
  cond: calls([() => pullback.tensor(1, 'u8'), pullback.smooth.tanh, pullback.smooth.sin], [vector]),
  constant: loosely(calls([vector], [matrix]), '1'),
  cos: unary,
  loop: { ...calls([3], [pullback.smooth.tanh], [vector]), skipped: ['million'] },
  whileLoop: {
    ...calls(
      [
        {
          while: (x: pullback.Tensor) => op.all()(op.greater(x, pullback.zeros(x.shape))),
          do: (x: pullback.Tensor) => op.shift(-1)(x),
          limit: 3,
        },
      ],
      [vector],
    ),
    skipped: ['million'],
  },
  scan: calls(
    [{ reverse: true }],
    [pullback.smooth.lift(([w, s, x]: readonly pullback.Tensor[]) => [op.mul(w!, s!), x!])],
    [[vector, vector, pullback.zeros([3, vector.shape[0]!])]],
  ),
  derivativesAlong: calls([(x: pullback.Tensor) => op.mul(x, x), 2], [vector, vector]),
  discard: loosely(calls([vector]), '0'),
  div: pair,
  duplicate: calls([], [vector]),
  erf: unary,
  exp: unary,
  expm1: unary,
  fanout: calls([twice, twice], [vector]),
  first: calls([twice], [[vector, vector]]),
  fixedPoint: {
    ...calls(
      [{ tolerance: 1e-3, steps: 9 }],
      [pullback.smooth.lift(([a, x]: readonly pullback.Tensor[]) => op.scale(0.5)(op.add(a!, x!)))],
      [[vector, vector]],
    ),
    skipped: ['million'],
  },
  fixSecond: calls([smooth.mul, vector], [vector]),
  fromPrimitive: loosely(
    calls([{ name: 'x', shape: () => [2], kernel: () => vector, partials: () => [] }, {}]),
    '0.1',
  ),
  fst: calls([], [[vector, vector]]),
  gaussNewtonVectorProduct: calls([twice, ofScalar], [vector, vector]),
  gradient: calls([ofScalar], [vector]),
  hessian: calls([ofScalar], [vector]),
  hvp: calls([ofScalar], [vector, vector]),
  identity: loosely(calls([vector]), '1'),
  jacfwd: calls([plain], [vector]),
  jacobian: calls([twice], [vector]),
  jacrev: calls([twice], [vector]),
  jvp: calls([plain], [vector, vector]),
  lift: calls([plain], [vector]),
  liftOperations: calls([plain], [vector]),
  log: unary,
  log1p: unary,
  logSoftmax: calls([matrix]),
  logSumExp: calls([matrix]),
  matmul: calls([], [[square, square]]),
  maximum: pair,
  minimum: pair,
  monoidAt: calls([vector]),
  mul: pair,
  neg: unary,
  norm: unary,
  parallel: calls([twice, twice], [[vector, vector]]),
  perExampleGradientNorms: calls([() => ofScalar], [vector, matrix]),
  perExampleGradients: calls([() => ofScalar], [vector, matrix]),
  plus: calls([twice, twice], [vector]),
  pullbackAt: calls([twice], [vector, vector]),
  reshape: calls([[3, 2]], [matrix]),
  safeDiv: pair,
  safeLog: unary,
  safeSqrt: unary,
  scale: calls([2], [vector]),
  scaleCotangent: calls([2], [vector]),
  second: calls([twice], [[vector, vector]]),
  shift: calls([2], [vector]),
  sigmoid: unary,
  sin: unary,
  snd: calls([], [[vector, vector]]),
  softmax: calls([matrix]),
  sqrt: unary,
  sub: pair,
  sum: calls([matrix]),
  swap: calls([], [[vector, vector]]),
  tangentAt: calls([twice], [vector, vector]),
  tanh: unary,
  transpose: calls([], [matrix]),
  unassociate: calls([], [[vector, [vector, vector]]]),
  value: calls([twice], [vector]),
  valueAndGradient: calls([ofScalar], [vector]),
  vmap: calls([plain], [matrix]),
  withPullback: calls([plain, (_x: unknown, _y: unknown, dy: unknown) => dy], [vector]),
} as const satisfies Readonly<Record<string, Example>>

/** The namespace `initialiser`. */
const begun = [[2, 3], 'f32', { in: 3, out: 2 }] as const
export const initialisers = {
  constant: calls([1], begun, [seed]),
  fansOf: calls([[2, 3]]),
  glorotNormal: calls(begun, [seed]),
  glorotUniform: calls(begun, [seed]),
  heNormal: calls(begun, [seed]),
  heUniform: calls(begun, [seed]),
  lecunNormal: calls(begun, [seed]),
  lecunUniform: calls(begun, [seed]),
  normal: calls([0, 1], begun, [seed]),
  orthogonal: calls([1], begun, [seed]),
  truncatedNormal: calls([0, 1, { low: -2, high: 2 }], begun, [seed]),
  uniform: calls([0, 1], begun, [seed]),
  varianceScaling: calls([{ gain: 1, fan: 'in', distribution: 'normal' }], begun, [seed]),
  zeros: calls(begun, [seed]),
} as const satisfies Readonly<Record<string, Example>>

/** The namespace `layer`. */
export const customLayers = {
  elementwise: layerOf(['twice', twice], vector),
  fromSmooth: layerOf(['total', total], vector),
  positionwise: { calls: [[net]], input: matrix },
  parametric: layerOf(
    [
      {
        name: 'gain',
        params: { g: [pullback.initialiser.constant(1), [2]] },
        run: ({ g }: { readonly g: pullback.Tensor }, x: pullback.Tensor) => [
          op.mul(g, x),
          (dy: pullback.Tensor) => [{ g: op.mul(dy, x) }, op.mul(dy, g)],
        ],
      },
    ],
    vector,
  ),
  stateful: layerOf(
    [
      {
        name: 'counter',
        params: {},
        state: { seen: [pullback.initialiser.constant(0), []] },
        run: (_: object, x: pullback.Tensor, { seen }: { readonly seen: pullback.Tensor }) => [
          x,
          (dy: pullback.Tensor) => [{}, dy],
          { seen: op.shift(1)(seen) },
        ],
      },
    ],
    vector,
  ),
  takes: { calls: [['f', {}, () => () => 0], []], loose: ['0'], skipped: ['aClass', 'revokedFunction'] },
} as const satisfies Readonly<Record<string, Example>>

const { program } = pullback.program.trace(plain)(vector)

/** The namespace `program`. */
export const programs = {
  cost: calls([program]),
  diagram: calls(['dot'], [program]),
  run: calls([program], [[vector]]),
  show: calls([program]),
  trace: loosely(calls([plain], [vector]), '0.0', '1'),
  traced: loosely(calls([plain], [vector]), '0.0', '1'),
} as const satisfies Readonly<Record<string, Example>>

/** Of so many samples some take more than a second. */
const many = { skipped: ['million'] }

/** The namespace `random`. */
export const randoms = {
  bernoulli: calls([[2], 0.5], [seed]),
  beta: { ...calls([[2], 1, 2, { dtype: 'f32' }], [seed]), ...many },
  categorical: calls([[2], vector], [seed]),
  choice: calls([[2], 5, { replace: true, probabilities: undefined }], [seed]),
  dirichlet: { ...calls([[2], pullback.op.exp(vector), { dtype: 'f32' }], [seed]), ...many },
  exponential: calls([[2], 1, { dtype: 'f32' }], [seed]),
  foldIn: calls([1], [seed]),
  gamma: { ...calls([[2], 2, 1, { dtype: 'f32' }], [seed]), ...many },
  gumbel: calls([[2], 0, 1, { dtype: 'f32' }], [seed]),
  integers: calls([[2], 0, 5, { dtype: 'i32' }], [seed]),
  key: calls([1]),
  laplace: calls([[2], 0, 1, { dtype: 'f32' }], [seed]),
  multivariateNormal: calls([[2], pullback.tensor([0, 1]), { factor: pullback.ones([2, 2]) }], [seed]),
  normal: calls([[2], 0, 1, { dtype: 'f32' }], [seed]),
  permutation: calls([3], [seed]),
  poisson: calls([[2], 3], [seed]),
  split: { ...calls([2], [seed]), ...many },
  truncatedNormal: calls([[2], 0, 1, { dtype: 'f32', low: -1, high: 1 }], [seed]),
  uniform: calls([[2], 0, 1, { dtype: 'f32' }], [seed]),
} as const satisfies Readonly<Record<string, Example>>

const { params } = model

/** The namespace `tree`. */
export const trees = {
  count: calls([params]),
  entries: calls([params]),
  isFloat: loosely(calls([vector]), '0'),
  isLeaf: loosely(calls([vector]), '0'),
  leaves: calls([params]),
  map: loosely(calls([(x: unknown) => x], [params]), '0.0'),
  paths: calls([params]),
  reduce: {
    ...loosely(calls([0, (n: unknown) => n], [params]), '0.0', '0.1'),
    skipped: ['likeALayer', 'likeAnOptimiser'],
  },
  restore: loosely(calls([params], [JSON.parse(JSON.stringify(params))]), ''),
  showMismatches: loosely(calls([[{ path: ['a'], wanted: 'x', given: 'y' }]]), '0.0.0.'),
  tensors: calls([params]),
  transferable: loosely(calls([params]), ''),
  withLeaves: calls([pullback.tree.leaves(params)], [params]),
  zipWith: loosely(calls([(x: unknown) => x], [params, params]), '0.0'),
} as const satisfies Readonly<Record<string, Example>>

const scaled = pullback.standardisation(matrix)
const data = { inputs: matrix, targets: labels }

/** What users see by name. */
export const core = {
  ...layers,
  ...losses,
  ...metrics,
  ...optimisers,
  ...trainings,
  auto: calls([]),
  countRows: calls([data]),
  allParams: loosely(calls([['w']]), '0.0.'),
  fromElements: calls([[2], new Float32Array(2)]),
  fromValues: calls([[2], [1, 2], 'f32']),
  full: calls([[2], 1, 'f32']),
  init: calls([net, { dtype: 'f32' }], [seed]),
  isTensor: loosely(calls([vector]), '0'),
  isTrivial: loosely(calls([vector]), '0'),
  item: calls([pullback.scalar(1)]),
  key: calls([1]),
  oneHot: calls([2, { dtype: 'f32' }], [labels]),
  ones: calls([[2], 'f32']),
  onesLike: unary,
  predict: calls([net, model], [matrix]),
  predictWithState: calls([net, model], [matrix]),
  scalar: calls([1, 'f32']),
  showPath: loosely(calls([['a', 0]]), '0.0.'),
  smoothOf: calls([net, model.state, pullback.evaluation], [[params, matrix]]),
  standardisation: calls([matrix]),
  standardise: calls([scaled], [matrix]),
  takeRows: calls([labels], [data]),
  tensor: calls([[[1, 2]], 'f32']),
  toNested: unary,
  toValues: unary,
  trainTestSplit: calls([data, { test: 0.5 }], [seed]),
  training: calls([seed]),
  unstandardise: calls([scaled], [matrix]),
  wasmThreads: calls([1]),
  weights: loosely(calls([['w']]), '0.0.'),
  zero: unary,
  zeros: calls([[2], 'f32']),
  zerosLike: unary,
} as const satisfies Readonly<Record<string, Example>>
