/**
 * Every export of `op` with its laws: which primitive it applies, in which order and with which options. An operation
 * without laws does not compile.
 *
 * @module
 */
import { specifications } from '../primitive/specifications.ts'
import fc, { type Arbitrary } from 'fast-check'
import {
  type AnyTensor,
  type DType,
  type Integers,
  onesLike,
  op,
  program,
  scalar,
  type Shape,
  smooth,
  type Tensor,
  toValues,
  zerosLike,
} from '../../src/index.ts'
import { indices, shapes, tensors } from '../arbitraries.ts'
import { composedElementwise } from './composedElementwise.ts'
import type { Entries, Entry } from './entry.ts'
import { linearAlgebraCatalogue } from './linearAlgebra.ts'
import { applies, type Dual, type Operation, own, type Table, waits } from './operation.ts'
import { every, exact, summed } from '../close.ts'
import { type Law, law, lawSet } from '../law.ts'
import { movementCatalogue } from './movement.ts'
import { reductionCatalogue } from './reductions.ts'
import { type Plain, plainOf, tensorOf } from '../primitive/plain.ts'
import type { Case, OptionsOf } from '../primitive/specification.ts'
import { refused } from '../oracle/refusal.ts'

const unary = (name: Operation & keyof Table, f: (x: Tensor) => AnyTensor): Entry => ({
  laws: () => [lawSet(`op.${name}`, [applies(name, name, ([x]) => f(x!))])],
})

const binary = <Name extends keyof Table>(
  operation: Operation,
  name: Name,
  f: unknown,
  suits: (sample: Case<OptionsOf<Table[Name]>>) => boolean = () => true,
): Entry => {
  const { dtypes, cases } = specifications[name]
  const pairs = fc
    .constantFrom(...dtypes)
    .chain(cases)
    .filter(suits)
    .map(({ inputs: [x, y] }) => [x as AnyTensor, y as AnyTensor] as const)
  return own(
    operation,
    applies(operation, name, ([x, y]) => (f as Dual)(x!, y!), suits),
    waits(operation, f as Dual, pairs),
  )
}

const anyTensor: Arbitrary<Tensor> = shapes({ max: 3 }).chain(shape => tensors(shape))
const all = (x: Tensor): readonly number[] => x.shape.map((_, axis) => axis)

/** A shape, and one that broadcasts to it: some sizes are 1 instead, and some leading axes are missing. */
const broadcastable = shapes({ max: 3, min: 0 }).chain(shape =>
  fc.tuple(fc.nat(shape.length), fc.tuple(...shape.map(() => fc.boolean()))).chain(([missing, single]) =>
    fc.record({
      shape: fc.constant(shape),
      x: tensors(shape.map((n, axis) => (single[axis] ? 1 : n)).slice(missing)),
    }),
  ),
)

/** The usual rule: aligned at the last axes, with sizes of 1 repeated. */
const repeated = (x: Plain, shape: Shape): Plain => ({
  shape,
  dtype: x.dtype,
  at: index =>
    x.at(x.shape.map((n, axis) => (n === 1 ? 0 : (index[axis + shape.length - x.shape.length] as number)))),
})

/** O3: at 0 the value is 0, and so is the derivative. */
const zeroAndFlat = (name: string, f: (x: Tensor) => Tensor): Law =>
  law('O3', `${name} is 0 where the plain function is not smooth, with derivative 0`, [anyTensor], x => {
    const none = zerosLike(x)
    const [value, pullback] = smooth.lift(f)(none)
    return every(exact(value, zerosLike(value)), exact(pullback(onesLike(value)), none))
  })

/** A tensor and one of its axes. */
const lines: Arbitrary<readonly [x: Tensor, axis: number]> = shapes({ rank: 3, max: 3 })
  .filter(shape => shape.length > 0)
  .chain(shape => fc.tuple(tensors(shape), fc.nat(shape.length - 1)))

/** A table, and a column of it for each row. */
const choices = fc
  .record({ n: fc.nat(4), c: fc.integer({ min: 1, max: 4 }) })
  .chain(({ n, c }) => fc.record({ x: tensors([n, c]), chosen: indices([n], c) }))

/** A start as a list, of numbers and scalars by turns. */
const listed = (start: AnyTensor): readonly (number | Integers<[]>)[] =>
  Array.from(toValues(start), (n, axis) => (axis % 2 === 0 ? n : scalar(n, start.dtype as 'i32')))

/** Every operation's laws. */
export const operationCatalogue: Entries<typeof op> = {
  ...movementCatalogue,
  ...composedElementwise,
  ...reductionCatalogue,
  ...linearAlgebraCatalogue,
  abs: unary('abs', op.abs),
  acos: unary('acos', op.acos),
  acosh: unary('acosh', op.acosh),
  add: binary('add', 'add', op.add),
  argmax: unary('argmax', x => op.argmax(x as Tensor<[number]>)),
  argsort: own(
    'argsort',
    applies('argsort', 'argsort', ([x], { axis, ...options }) => op.argsort(axis, options)(x!)),
  ),
  argmaxWindows: own(
    'argmaxWindows',
    applies('argmaxWindows', 'argmaxWindows', ([x], options) => op.argmaxWindows(options)(x!)),
  ),
  asin: unary('asin', op.asin),
  asinh: unary('asinh', op.asinh),
  atan: unary('atan', op.atan),
  atan2: binary('atan2', 'atan2', op.atan2),
  atanh: unary('atanh', op.atanh),
  barrier: own(
    'barrier',
    law('O3', 'op.barrier(x) is x, and computed apart from it in programs', [anyTensor], x => {
      const twice = (a: Tensor) => [op.exp(a), op.exp(op.barrier(a))] as const
      const { equations } = program.trace(twice)(x).program
      return every(
        exact(op.barrier(x), x),
        exact(equations.filter(({ primitive }) => primitive.name === 'exp').length, 2),
      )
    }),
  ),
  broadcast: own(
    'broadcast',
    law('O2', 'op.broadcast aligns last axes and repeats those of size 1', [broadcastable], ({ shape, x }) =>
      exact(op.broadcast(shape)(x), tensorOf(repeated(plainOf(x), shape))),
    ),
    law('O3', 'op.broadcast refuses other sizes, and never drops an axis', [anyTensor], x =>
      every(
        refused('ShapeError', () => op.broadcast([4])(op.reshape([1, 1])(op.sum()(x)))),
        refused('ShapeError', () => op.broadcast([...x.shape, 5])(op.broadcast([4])(op.sum()(x)))),
      ),
    ),
  ),
  broadcastAlong: own(
    'broadcastAlong',
    applies('broadcastAlong', 'broadcast', ([x], { shape, axes }) => op.broadcastAlong(shape, axes)(x!)),
  ),
  ceil: unary('ceil', op.ceil),
  concat: own(
    'concat',
    applies('concat', 'concat', (xs, { axis }) => op.concat(axis)<'float'>(...xs)),
  ),
  convert: own(
    'convert',
    applies('convert', 'convert', ([x], { dtype }) => op.convert(dtype)(x!)),
  ),
  convolve: own(
    'convolve',
    applies('convolve', 'convolve', ([x, w], options) => op.convolve(options)(x!, w!)),
  ),
  convolveKernel: own(
    'convolveKernel',
    applies('convolveKernel', 'convolveKernel', ([x, y], options) => op.convolveKernel(options)(x!, y!)),
  ),
  convolveTransposed: own(
    'convolveTransposed',
    applies('convolveTransposed', 'convolveTransposed', ([y, w], options) =>
      op.convolveTransposed(options)(y!, w!),
    ),
  ),
  cos: unary('cos', op.cos),
  cosh: unary('cosh', op.cosh),
  digamma: unary('digamma', op.digamma),
  cumMax: own(
    'cumMax',
    law('O2', 'op.cumMax is the largest number so far', [lines], ([x, axis]) => {
      const plain = plainOf(x)
      const upTo = (index: readonly number[]) =>
        Array.from({ length: index[axis]! + 1 }, (_, i) => plain.at(index.with(axis, i)))
      return exact(op.cumMax(axis)(x), tensorOf({ ...plain, at: index => Math.max(...upTo(index)) }))
    }),
  ),
  cumProd: own(
    'cumProd',
    applies('cumProd', 'cumProd', ([x], { axis }) => op.cumProd(axis)(x!)),
  ),
  cumSum: own(
    'cumSum',
    applies(
      'cumSum',
      'cumSum',
      ([x], { axis }) => op.cumSum(axis)(x!),
      ({ options }) => !options.reverse,
    ),
  ),
  div: binary('div', 'div', op.div),
  dynamicSlice: own(
    'dynamicSlice',
    applies(
      'dynamicSlice',
      'dynamicSlice',
      ([x, start], { sizes }) => op.dynamicSlice(sizes)(x!, start!),
      ({ options }) => options.batchDims === 0,
    ),
  ),
  dynamicUpdateSlice: own(
    'dynamicUpdateSlice',
    applies(
      'dynamicUpdateSlice',
      'dynamicUpdateSlice',
      ([x, block, start]) => op.dynamicUpdateSlice(x!, block!, listed(start!)),
      ({ options }) => options.batchDims === 0,
    ),
  ),
  equal: binary('equal', 'equal', op.equal),
  erf: unary('erf', op.erf),
  erfc: unary('erfc', op.erfc),
  erfinv: unary('erfinv', op.erfinv),
  exp: unary('exp', op.exp),
  expm1: unary('expm1', op.expm1),
  floor: unary('floor', op.floor),
  gather: binary('gather', 'gather', op.gather, ({ options }) => options.batchDims === 0),
  greater: binary('greater', 'greater', op.greater),
  greaterEqual: binary('greaterEqual', 'greaterEqual', op.greaterEqual),
  hypot: binary('hypot', 'hypot', op.hypot),
  lgamma: unary('lgamma', op.lgamma),
  log: unary('log', op.log),
  log10: unary('log10', op.log10),
  log1p: unary('log1p', op.log1p),
  log2: unary('log2', op.log2),
  logit: unary('logit', op.logit),
  logCumSumExp: own(
    'logCumSumExp',
    applies('logCumSumExp', 'logCumSumExp', ([x], { axis }) => op.logCumSumExp(axis)(x!)),
  ),
  matmul: binary('matmul', 'matmul', op.matmul, ({ options }) => !options.transposeA && !options.transposeB),
  matmulNT: binary(
    'matmulNT',
    'matmul',
    op.matmulNT,
    ({ options }) => !options.transposeA && options.transposeB,
  ),
  matmulTN: binary(
    'matmulTN',
    'matmul',
    op.matmulTN,
    ({ options }) => options.transposeA && !options.transposeB,
  ),
  max: own(
    'max',
    applies('max', 'max', ([x], { axes }) => op.max(axes)(x!)),
    law('O2', 'op.max takes all axes by default', [anyTensor], x => exact(op.max()(x), op.max(all(x))(x))),
  ),
  maximum: binary('maximum', 'maximum', op.maximum),
  minimum: binary('minimum', 'minimum', op.minimum),
  mul: binary('mul', 'mul', op.mul),
  neg: unary('neg', op.neg),
  norm: own(
    'norm',
    law('O2', 'op.norm is the root of the sum of squares, over all axes by default', [anyTensor], x =>
      every(
        summed(16)(op.norm()(x), op.sqrt(op.sum()(op.mul(x, x)))),
        exact(op.norm()(x), op.norm(all(x))(x)),
      ),
    ),
    zeroAndFlat('op.norm', x => op.norm()(x)),
  ),
  pad: own(
    'pad',
    applies('pad', 'pad', ([x], { before, after }) => op.pad(before, after)(x!)),
  ),
  polygamma: own(
    'polygamma',
    applies('polygamma', 'polygamma', ([x], { order }) => op.polygamma(order)(x!)),
  ),
  pow: binary('pow', 'pow', op.pow),
  remainder: binary('remainder', 'remainder', op.remainder),
  round: unary('round', op.round),
  sinh: unary('sinh', op.sinh),
  softsign: unary('softsign', op.softsign),
  takeAlong: own(
    'takeAlong',
    law('O2', 'op.takeAlong takes one element of each row', [choices], ({ x, chosen }) => {
      const [plain, columns] = [plainOf(x), plainOf(chosen)]
      return exact(
        op.takeAlong(x, chosen),
        tensorOf({ shape: chosen.shape, dtype: 'f64', at: ([i]) => plain.at([i!, columns.at([i!])]) }),
      )
    }),
    law('O3', 'op.takeAlong along an axis undoes what permuted along it', [lines], ([x, axis]) => {
      const order = op.argsort(axis)(x)
      const sorted = op.takeAlong(axis)(order)(x)
      return every(
        exact(sorted, op.sort(axis)(x)),
        exact(op.takeAlong(axis)(sorted, op.argsort(axis)(order)), x),
      )
    }),
    waits(
      'takeAlong',
      op.takeAlong as unknown as Dual,
      choices.map(({ x, chosen }) => [x, chosen]),
    ),
  ),
  reshape: own(
    'reshape',
    applies('reshape', 'reshape', ([x], { shape }) => op.reshape(shape)(x!)),
  ),
  safeDiv: own(
    'safeDiv',
    law('O2', 'op.safeDiv divides by what is not 0', [anyTensor], x =>
      exact(op.safeDiv(x, op.shift(100)(x)), op.div(x, op.shift(100)(x))),
    ),
    zeroAndFlat('op.safeDiv', x => op.safeDiv(op.shift(1)(x), x)),
    waits(
      'safeDiv',
      op.safeDiv as Dual,
      anyTensor.map(x => [op.shift(1)(x), x]),
    ),
  ),
  safeLog: own(
    'safeLog',
    law('O2', 'op.safeLog is the logarithm of what is positive', [anyTensor], x =>
      exact(op.safeLog(op.exp(x)), op.log(op.exp(x))),
    ),
    zeroAndFlat('op.safeLog', op.safeLog),
  ),
  safeSqrt: own(
    'safeSqrt',
    law('O2', 'op.safeSqrt is the root of what is positive', [anyTensor], x =>
      exact(op.safeSqrt(op.exp(x)), op.sqrt(op.exp(x))),
    ),
    zeroAndFlat('op.safeSqrt', op.safeSqrt),
  ),
  scale: own(
    'scale',
    applies('scale', 'scale', ([x], { constant }) => op.scale(constant)(x!)),
  ),
  scaleBy: own(
    'scaleBy',
    law(
      'O2',
      'op.scaleBy(s)(x) multiplies every element by s, in the element type of x, whatever that of s',
      [
        fc
          .record({ mine: fc.constantFrom<DType>('f64', 'f32'), its: fc.constantFrom<DType>('f64', 'f32') })
          .chain(({ mine, its }) =>
            fc.tuple(tensors([], { dtype: its }), tensors([2, 3], { dtype: mine }), fc.constant(mine)),
          ),
      ],
      ([s, x, dtype]) =>
        exact(
          op.scaleBy(s)(x),
          tensorOf({ shape: [2, 3], dtype, at: index => plainOf(s).at([]) * plainOf(x).at(index) }),
        ),
    ),
  ),
  scatterAdd: own(
    'scatterAdd',
    applies(
      'scatterAdd',
      'scatterAdd',
      ([updates, rows], { size }) => op.scatterAdd(size)(updates!, rows!),
      ({ options }) => options.batchDims === 0,
    ),
  ),
  select: own(
    'select',
    applies('select', 'select', ([mask, x, y]) => op.select(mask!, x!, y!)),
  ),
  shift: own(
    'shift',
    applies('shift', 'shift', ([x], { constant }) => op.shift(constant)(x!)),
  ),
  sigmoid: unary('sigmoid', op.sigmoid),
  sign: unary('sign', op.sign),
  sin: unary('sin', op.sin),
  slice: own(
    'slice',
    applies('slice', 'slice', ([x], { start, sizes }) => op.slice(start, sizes)(x!)),
  ),
  sort: own(
    'sort',
    applies('sort', 'sort', ([x], { axis, ...options }) => op.sort(axis, options)(x!)),
  ),
  sqrt: unary('sqrt', op.sqrt),
  sub: binary('sub', 'sub', op.sub),
  sum: own(
    'sum',
    applies('sum', 'sum', ([x], { axes }) => op.sum(axes)(x!)),
    law('O2', 'op.sum takes all axes by default', [anyTensor], x => exact(op.sum()(x), op.sum(all(x))(x))),
    law(
      'O3',
      'op.sum over no axes changes nothing, and axes may be summed in turn',
      [tensors([2, 3, 2])],
      x => every(exact(op.sum([])(x), x), exact(op.sum([0])(op.sum([1])(x)), op.sum([0, 1])(x))),
    ),
  ),
  tan: unary('tan', op.tan),
  tanh: unary('tanh', op.tanh),
  topK: own(
    'topK',
    law('O2', 'op.topK is the beginning of what is sorted down, and where it was', [lines], ([x, axis]) => {
      const k = Math.min(2, x.shape[axis]!)
      const { values, indices } = op.topK(axis, k)(x)
      const begin = op.slice(
        x.shape.map(() => 0),
        x.shape.with(axis, k),
      )
      return every(
        exact(values, begin(op.sort(axis, { descending: true })(x))),
        exact(values, op.takeAlong(axis)(x, indices)),
        exact(indices, begin(op.argsort(axis, { descending: true })(x))),
      )
    }),
  ),
  transpose: own(
    'transpose',
    applies('transpose', 'transpose', ([x], { axes }) => op.transpose(axes)(x!)),
    law('O2', 'op.transpose reverses all axes by default', [anyTensor], x =>
      exact(op.transpose()(x as Tensor<[number, number]>), op.transpose(all(x).toReversed())(x)),
    ),
  ),
  trunc: unary('trunc', op.trunc),
}
