/**
 * Requirements on arguments, once more: of each need what it takes, how it is asked for, and what mends a value that does not fit.
 *
 * @module
 */
import {
  type AnyTensor,
  adam,
  dense,
  evaluation,
  init,
  isTensor,
  isTrivial,
  key,
  meanSquaredError,
  ones,
  program,
  reference,
  scalar,
  supervised,
  op,
  tensor,
  training,
  trivial,
  zeros,
} from '../../src/index.ts'
import { randomState } from '../../src/numpy/index.ts'
import { type Argument, needs } from '../../src/tensor/contract/index.ts'

/** A need as it is documented. */
export interface Stated {
  readonly argument: Argument
  readonly asks: (name: string) => string
  readonly takes: (x: unknown) => boolean
  /** What is said after what was given; nothing where nothing is known. */
  readonly mend?: (x: unknown) => string | undefined
}

const largest = 536870912

const isNumber = (x: unknown): x is number => typeof x === 'number'
const isWhole = (x: unknown): x is number =>
  isNumber(x) && Math.abs(x) <= Number.MAX_SAFE_INTEGER && x % 1 === 0
const isObject = (x: unknown): x is Readonly<Record<string, unknown>> => typeof x === 'object' && x !== null
const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> => isObject(x) && !Array.isArray(x)
const ofKind = (x: unknown, ...dtypes: readonly string[]): x is AnyTensor =>
  isTensor(x) && dtypes.includes(x.dtype)
const hasMethods = (x: unknown, ...names: readonly string[]): boolean =>
  isObject(x) && names.every(name => typeof x[name] === 'function')
const isKey = (x: unknown): boolean => isObject(x) && isTensor(x.bits)
const isPair = (x: unknown): x is readonly [unknown, unknown] => Array.isArray(x) && x.length === 2

/** Whether a value is a tensor, or a tuple or record of such. */
const isTree = (x: unknown): boolean => {
  if (isTensor(x) || isTrivial(x)) return true
  if (Array.isArray(x)) return Array.from(x).every(isTree)
  const isPlainRecord = isObject(x) && [Object.prototype, null].includes(Object.getPrototypeOf(x))
  return isPlainRecord && Object.values(x).every(isTree)
}

const asNumber = (x: unknown): string | undefined =>
  typeof x === 'string' && x.trim() !== '' && Number.isFinite(Number(x))
    ? `Give a number: ${Number(x)}.`
    : undefined

const asTensor = (x: unknown): string | undefined => {
  if (isNumber(x)) return `Make a tensor: scalar(${x}).`
  if (Array.isArray(x) || ArrayBuffer.isView(x)) return 'Make a tensor: tensor(…).'
  return typeof x === 'function' ? 'Call it if it makes a tensor.' : undefined
}

const numeric = (
  argument: Argument,
  asks: (name: string) => string,
  fits: (x: number) => boolean,
): Stated => ({ argument, asks, takes: x => isNumber(x) && fits(x), mend: asNumber })

const plain = (argument: Argument, what: string, takes: Stated['takes'], mend?: Stated['mend']): Stated => ({
  argument,
  asks: name => `${what} for ${name}`,
  takes,
  ...(mend === undefined ? {} : { mend }),
})

const thing = (
  argument: Argument,
  what: string,
  makes: string,
  otherwise: string,
  takes: Stated['takes'],
): Stated =>
  plain(argument, what, takes, x =>
    typeof x === 'function'
      ? `Call it if it makes ${makes}${x.name === '' ? '' : `: ${x.name}(…)`}.`
      : otherwise,
  )

const isCallable = (x: unknown): boolean => typeof x === 'function' && !String(x).startsWith('class')

const otherKind = (wanted: string) => (x: unknown) =>
  isTensor(x) ? `It is one of ${x.dtype}: convert it with op.convert('${wanted}').` : asTensor(x)

const sizes =
  (fits: (x: unknown) => boolean, axes = 2) =>
  (x: unknown) =>
    fits(x) || (Array.isArray(x) && x.length === axes && Array.from(x).every(fits))

/** Needs whose error is about the value as a whole. */
export const statedNeeds: Readonly<Record<string, Stated>> = {
  size: {
    ...numeric(
      needs.size,
      name => `a positive integer for ${name}`,
      x => isWhole(x) && x > 0 && x <= largest,
    ),
    mend: x => (isNumber(x) && x > largest ? `No tensor has more than ${largest} elements.` : asNumber(x)),
  },
  positiveInteger: numeric(
    needs.positiveInteger,
    name => `a positive integer for ${name}`,
    x => isWhole(x) && x > 0,
  ),
  count: numeric(
    needs.count,
    name => `a non-negative integer for ${name}`,
    x => isWhole(x) && x > -1,
  ),
  integerBetween: numeric(
    needs.integerBetween(-2, 3),
    name => `an integer from -2 to 3 for ${name}`,
    x => [-2, -1, 0, 1, 2, 3].includes(x),
  ),
  finite: numeric(
    needs.finite,
    name => `a finite number for ${name}`,
    x => Math.abs(x) < Infinity,
  ),
  number: numeric(
    needs.number,
    name => `a number for ${name}`,
    () => true,
  ),
  positive: numeric(
    needs.positive,
    name => `a finite ${name} > 0`,
    x => x > 0 && x < Infinity,
  ),
  nonNegative: numeric(
    needs.nonNegative,
    name => `a finite ${name} >= 0`,
    x => x >= 0 && x < Infinity,
  ),
  rate: numeric(
    needs.rate,
    name => `a ${name} from 0 up to, not including, 1`,
    x => x >= 0 && x < 1,
  ),
  decay: numeric(
    needs.decay,
    name => `${name} from 0 up to, not including, 1`,
    x => x >= 0 && x < 1,
  ),
  probability: numeric(
    needs.probability,
    name => `a ${name} from 0 to 1`,
    x => x >= 0 && x <= 1,
  ),
  step: numeric(
    needs.step,
    name => `a number >= 0 for ${name}`,
    x => x >= 0,
  ),
  learningRate: {
    argument: needs.learningRate,
    asks: name => `a finite ${name} >= 0, or a schedule`,
    takes: x => (isNumber(x) && x >= 0 && x < Infinity) || isCallable(x),
    mend: asNumber,
  },
  sizes: {
    argument: needs.sizes,
    asks: name => `a positive integer for ${name}, or two of them for height and width`,
    takes: sizes(x => isWhole(x) && x > 0 && x <= largest),
    mend: asNumber,
  },
  paddings: {
    argument: needs.paddings,
    asks: name => `an integer from 0 on for ${name}, or two of them for height and width`,
    takes: sizes(x => isWhole(x) && x > -1 && x <= largest),
    mend: asNumber,
  },
  volumeSizes: {
    argument: needs.volumeSizes,
    asks: name => `a positive integer for ${name}, or three of them for depth, height and width`,
    takes: sizes(x => isWhole(x) && x > 0 && x <= largest, 3),
    mend: asNumber,
  },
  volumePaddings: {
    argument: needs.volumePaddings,
    asks: name => `an integer from 0 on for ${name}, or three of them for depth, height and width`,
    takes: sizes(x => isWhole(x) && x > -1 && x <= largest, 3),
    mend: asNumber,
  },
  axis: plain(needs.axis, 'an axis, counted from 0', x => isWhole(x) && x > -1),
  dtype: plain(needs.dtype, "an element type, 'f32', 'f64', 'i32' or 'u8',", x =>
    ['f32', 'f64', 'i32', 'u8'].includes(x as string),
  ),
  floatDType: plain(
    needs.floatDType,
    "an element type of floats, 'f32' or 'f64',",
    x => x === 'f32' || x === 'f64',
  ),
  boolean: plain(
    needs.boolean,
    'true or false',
    x => x === true || x === false,
    x => (x === 'true' || x === 'false' ? `Without quotes: ${x}.` : undefined),
  ),
  text: plain(needs.text, 'a text', x => typeof x === 'string' && x.length > 0),
  fn: plain(needs.fn, 'a function', isCallable, x =>
    typeof x === 'function' ? 'A class is called with new only.' : undefined,
  ),
  list: plain(needs.list, 'an array', x => Array.isArray(x)),
  oneOf: plain(needs.oneOf('sum', 'mean', 'f32'), "'sum' or 'mean' or 'f32'", x =>
    ['sum', 'mean', 'f32'].includes(x as string),
  ),
  either: {
    argument: needs.either(needs.probability, needs.boolean),
    asks: name => `a ${name} from 0 to 1 or true or false for ${name}`,
    takes: x => typeof x === 'boolean' || (isNumber(x) && x >= 0 && x <= 1),
    mend: x => asNumber(x) ?? (x === 'true' || x === 'false' ? `Without quotes: ${x}.` : undefined),
  },
  'either, of things': {
    argument: needs.either(needs.tensor, needs.key),
    asks: name => `a tensor or a key for ${name}`,
    takes: x => isTensor(x) || isKey(x),
    mend: x => asTensor(x) ?? 'Make a key: key(0).',
  },
  tensor: plain(needs.tensor, 'a tensor', x => isTensor(x), asTensor),
  floats: plain(needs.floats, 'a tensor of floats', x => ofKind(x, 'f32', 'f64'), otherKind('f32')),
  integers: plain(needs.integers, 'a tensor of integers', x => ofKind(x, 'i32', 'u8'), otherKind('i32')),
  key: plain(needs.key, 'a key', isKey, x =>
    isNumber(x) ? `Make a key of the seed: key(${x}).` : 'Make a key: key(0).',
  ),
  paramsAndInput: plain(needs.paramsAndInput, 'a pair [params, input]', x => isPair(x) && isTree(x)),
  pair: plain(needs.pair, 'a pair [x, y]', x => isPair(x) && isTree(x)),
  tensorPair: plain(needs.tensorPair, 'a pair [x, y] of tensors', x => isPair(x) && x.every(isTensor)),
  leftPair: plain(needs.leftPair, 'a pair [[x, y], z]', x => isPair(x) && isPair(x[0]) && isTree(x)),
  rightPair: plain(needs.rightPair, 'a pair [x, [y, z]]', x => isPair(x) && isPair(x[1]) && isTree(x)),
  layer: thing(
    needs.layer,
    'a layer',
    'layers',
    'A layer is made by a function such as dense(4, 3), or put together by compose.',
    x => hasMethods(x, 'init', 'run') && isObject(x) && typeof x.name === 'string',
  ),
  optimiser: thing(
    needs.optimiser,
    'an optimiser',
    'optimisers',
    'An optimiser is made by a function such as adam(0.001).',
    x => hasMethods(x, 'init', 'rates', 'update') && isObject(x) && typeof x.name === 'string',
  ),
  objective: thing(
    needs.objective,
    'an objective',
    'objectives',
    'An objective is made of a layer and a loss: supervised(softmaxCrossEntropy())(model).',
    x => hasMethods(x, 'init', 'run') && isObject(x) && typeof x.name === 'string',
  ),
  engine: plain(
    needs.engine,
    'an engine',
    x => hasMethods(x, 'prepare'),
    x =>
      typeof x === 'string'
        ? `Without quotes: import { ${x === 'reference' ? 'reference' : 'wasm'} } from 'pullback'.`
        : 'Engines are wasm, reference and what wasmThreads(n) makes.',
  ),
  model: plain(
    needs.model,
    'a model { params, state }',
    x =>
      isObject(x) &&
      [x.params, x.state].every(
        part => isTensor(part) || isTrivial(part) || Array.isArray(part) || isRecord(part),
      ),
    () => 'Give the whole model, as init and the reports of fit give it, and not its parameters alone.',
  ),
  context: plain(
    needs.context,
    'a context',
    x => isObject(x) && (x.mode === 'evaluation' || (x.mode === 'training' && isKey(x.key))),
    () => 'It is evaluation, or training(key).',
  ),
  program: plain(
    needs.program,
    'a program',
    x => isObject(x) && ['inputs', 'constants', 'equations', 'outputs'].every(name => Array.isArray(x[name])),
    x => (typeof x === 'function' ? 'Of a function: trace(f)(x).program.' : 'trace(f)(x).program is one.'),
  ),
  randomState: plain(
    needs.randomState,
    'a random state',
    x => isObject(x) && Object.hasOwn(x, 'kept') && Array.isArray(x.generator),
    () => 'It is made by randomState(seed), and given back with each sample.',
  ),
  run: plain(
    needs.run,
    'what can be iterated with for await',
    x =>
      isObject(x) &&
      [Symbol.iterator, Symbol.asyncIterator].some(symbol => typeof Reflect.get(x, symbol) === 'function'),
    x => (typeof x === 'function' ? 'It still wants a key: fit(…)(key(0)).' : undefined),
  ),
}

class Thing {}

/** Values of all kinds, each with how it is shown. */
export const shownValues: readonly (readonly [value: unknown, shown: string])[] = [
  [undefined, 'undefined'],
  [null, 'null'],
  ...[true, false].map(x => [x, String(x)] as const),
  ...[0, 1, 2, 3, 4, -1, -2, -3, 0.5, 1.5, -0.5, 1 - 2 ** -53, 1 + 2 ** -52, 2 ** -1074, 1e308].map(
    x => [x, String(x)] as const,
  ),
  ...[largest, largest + 1, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), Number.NaN, Infinity, -Infinity].map(
    x => [x, String(x)] as const,
  ),
  [-0, '-0'],
  [12n, '12n (a bigint)'],
  [BigInt('1'.repeat(50)), `${'1'.repeat(40)}…n (a bigint)`],
  [Symbol('s'), 'a symbol'],
  ...[
    '',
    ' ',
    'a',
    '64',
    ' 0.5 ',
    'Infinity',
    'true',
    'false',
    'f32',
    'f64',
    'i32',
    'u8',
    'sum',
    'wasm',
    'reference',
  ].map(x => [x, `'${x}' (a string)`] as const),
  ['a\nb\n', "'a\\nb\\n' (a string)"],
  ['x'.repeat(40), `'${'x'.repeat(40)}' (a string)`],
  ['x'.repeat(41), `'${'x'.repeat(40)}…' (a string of 41 characters)`],
  [dense, 'the function dense'],
  [() => 1, 'a function without a name'],
  [Thing, 'the function Thing'],
  [Object.defineProperty(() => 1, 'name', { value: 'n'.repeat(41) }), `the function ${'n'.repeat(40)}…`],
  [[], 'an empty array'],
  [[1], 'an array of 1'],
  [[2, 3], 'an array of 2'],
  [[0, 2], 'an array of 2'],
  [[2, 0.5], 'an array of 2'],
  [[largest, 1], 'an array of 2'],
  [[1, 2, 3], 'an array of 3'],
  [['a', 'b'], 'an array of 2'],
  [[ones([2]), scalar(1)], 'an array of 2'],
  [[ones([2]), 1], 'an array of 2'],
  [[[ones([2]), ones([1])], trivial], 'an array of 2'],
  [[trivial, [ones([2]), { a: ones([1]) }]], 'an array of 2'],
  [[ones([2]), ones([2]), ones([2])], 'an array of 3'],
  [{}, 'an empty object'],
  [{ a: 1, b: 2 }, 'an object with a, b'],
  [{ a: 1, b: 2, c: 3, d: 4, e: 5 }, 'an object with a, b, c, d, e'],
  [{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, 'an object with a, b, c, d, e, … (6 entries)'],
  [{ ['k'.repeat(41)]: 1 }, `an object with ${'k'.repeat(40)}…`],
  [{ a: ones([2]), b: [ones([1])] }, 'an object with a, b'],
  [scalar(1), 'a tensor of shape []'],
  [ones([2, 3]), 'a tensor of shape [2, 3]'],
  [zeros([1, 1, 1, 1, 1, 1, 1, 1, 1]), 'a tensor of shape [1, 1, 1, 1, 1, 1, 1, 1]'],
  [tensor([1], 'f64'), 'a tensor of shape [1]'],
  [tensor([1], 'i32'), 'a tensor of shape [1]'],
  [tensor([1], 'u8'), 'a tensor of shape [1]'],
  [{ shape: [2], dtype: 5 }, 'an object with shape, dtype'],
  [{ shape: 2, dtype: 'f32' }, 'an object with shape, dtype'],
  [new Map(), 'an instance of Map'],
  [new Thing(), 'an instance of Thing'],
  [new Float32Array(3), 'Float32Array of 3'],
  [new DataView(new ArrayBuffer(2)), 'an instance of DataView'],
  [Object.create(null), 'an empty object'],
  [key(1), 'an object with bits'],
  [dense(2, 3), 'an object with name, init, run'],
  [{ ...dense(2, 3), name: 5 }, 'an object with name, init, run'],
  [{ name: 'x', init: 1, run: () => 1 }, 'an object with name, init, run'],
  [adam(0.1), 'an object with name, init, rates, update'],
  [reference, 'an object with name, prepare'],
  [supervised(meanSquaredError())(dense(2, 3)), 'an object with name, init, run'],
  [init(dense(2, 3))(key(0)), 'an object with params, state'],
  [{ params: {}, state: 1 }, 'an object with params, state'],
  [{ params: 1, state: {} }, 'an object with params, state'],
  [{ params: trivial, state: ones([1]) }, 'an object with params, state'],
  [{ params: {} }, 'an object with params'],
  [{ state: {} }, 'an object with state'],
  [evaluation, 'an object with mode'],
  [training(key(0)), 'an object with mode, key'],
  [{ mode: 'training', key: 1 }, 'an object with mode, key'],
  [{ mode: 'other', key: key(0) }, 'an object with mode, key'],
  [program.trace(op.tanh)(ones([1])).program, ''],
  [randomState(1), ''],
  [{ kept: null, generator: 1 }, 'an object with kept, generator'],
  [{ generator: [] }, 'an object with generator'],
  [new Set([1]), 'an instance of Set'],
  [{ [Symbol.asyncIterator]: () => 1 }, 'an empty object'],
  [{ [Symbol.iterator]: 1 }, 'an empty object'],
]
