/**
 * Requirements on arguments, once more: of each need what it takes, how it is asked for, and what mends a value that does not fit.
 *
 * @module
 */
import { isTensor, isTrivial } from '../../src/index.ts'
import { needs } from '../../src/tensor/contract/index.ts'
import {
  asNumber,
  asTensor,
  hasMethods,
  isCallable,
  isKey,
  isNumber,
  isObject,
  isPair,
  isRecord,
  isTree,
  isWhole,
  largest,
  numeric,
  ofKind,
  otherKind,
  plain,
  type Stated,
  sizes,
  thing,
} from './need.ts'

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
