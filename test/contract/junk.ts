import * as pullback from '../../src/index.ts'

/** The error of an object that refuses to be inspected: it is not the library's, and passes through. */
export class Hostile extends Error {}

const hostileGetters = (): object =>
  Object.defineProperties(
    {},
    Object.fromEntries(
      ['shape', 'dtype', 'run', 'init', 'length', 'name', 'params', 'then', 'size', 'w', 'bits', 'test'].map(
        name => [
          name,
          {
            enumerable: true,
            get: () => {
              throw new Hostile(name)
            },
          },
        ],
      ),
    ),
  )

const revoked = (target: object): object => {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

const cyclicRecord = (): object => {
  const record: { self?: object } = {}
  record.self = record
  return record
}

const cyclicArray = (): readonly unknown[] => {
  const array: unknown[] = []
  array.push(array)
  return array
}

const deep = (): unknown => {
  let tree: unknown = 1
  for (let i = 0; i < 20_000; i++) tree = [tree]
  return tree
}

/** Kinds of things that somebody may give where something else is needed, each made anew. */
export const junk: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  false: () => false,
  zero: () => 0,
  minusZero: () => -0,
  one: () => 1,
  three: () => 3,
  minusOne: () => -1,
  half: () => 0.5,
  NaN: () => Number.NaN,
  infinity: () => Number.POSITIVE_INFINITY,
  minusInfinity: () => Number.NEGATIVE_INFINITY,
  billion: () => 1e9,
  million: () => 1e6,
  huge: () => 2 ** 53,
  largest: () => 1e308,
  emptyText: () => '',
  numeral: () => '64',
  shareText: () => '0.5',
  f16: () => 'f16',
  f32: () => 'f32',
  word: () => 'wasm',
  longText: () => 'x'.repeat(1e6),
  symbol: () => Symbol('junk'),
  bigint: () => 12n,
  record: () => ({}),
  unknownOption: () => ({ unknownOption: 1 }),
  numbersByName: () => ({ a: 1, b: '2' }),
  withoutPrototype: () => Object.create(null),
  emptyArray: () => [],
  sizes: () => [2, 3],
  hugeSizes: () => [1e9, 1e9],
  texts: () => ['a', 'b'],
  rows: () => [
    [1, 2],
    [3, 4],
  ],
  nulls: () => [null, undefined],
  sparse: () => new Array(3),
  functions: () => [() => 1],
  map: () => new Map([['a', 1]]),
  set: () => new Set([1]),
  date: () => new Date(0),
  regularExpression: () => /junk/,
  error: () => new Error('junk'),
  giveNothing: () => () => undefined,
  giveBack: () => (x: unknown) => x,
  giveText: () => () => 'junk',
  giveNumber: () => () => 7,
  giveFunction: () => () => () => () => 0,
  givePairOfJunk: () => () => [1, 2],
  asynchronous: () => async () => 1,
  generator: () =>
    function* () {
      yield 1
    },
  aClass: () => class Junk {},
  promise: () => Promise.resolve(1),
  cyclicRecord,
  cyclicArray,
  deep,
  hostileGetters,
  revokedRecord: () => revoked({}),
  revokedArray: () => revoked([]),
  revokedFunction: () => revoked(() => 1),
  float32Array: () => new Float32Array([1, 2]),
  emptyBytes: () => new Uint8Array(0),
  buffer: () => new ArrayBuffer(8),
  dataView: () => new DataView(new ArrayBuffer(8)),
  arrayLike: () => ({ length: 1e9 }),
  likeATensor: () => ({ shape: [2], dtype: 'f32', kind: 'float' }),
  scalar: () => pullback.scalar(2),
  vector: () => pullback.tensor([1, 2]),
  matrix: () =>
    pullback.tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]),
  cube: () => pullback.ones([2, 2, 2]),
  doubles: () => pullback.tensor([1, 2], 'f64'),
  integers: () => pullback.tensor([0, 1], 'i32'),
  noRows: () => pullback.zeros([0, 3]),
  trivial: () => pullback.trivial,
  treeOfTensors: () => ({ w: pullback.ones([2, 2]), b: [pullback.ones([2])] }),
  treeWithJunk: () => ({ w: pullback.ones([2]), b: [null, 'x'] }),
  key: () => pullback.key(1),
  likeAKey: () => ({ bits: [1, 2] }),
  factory: () => pullback.dense,
  layer: () => pullback.dense(3, 2),
  likeALayer: () => ({ name: 'junk', init: () => undefined, run: () => undefined }),
  model: () => pullback.init(pullback.dense(3, 2))(pullback.key(0)),
  makesOptimisers: () => pullback.adam,
  optimiser: () => pullback.adam(0.01),
  likeAnOptimiser: () => ({ name: 'junk', init: () => 1, rates: () => 2, update: () => 3 }),
  loss: () => pullback.softmaxCrossEntropy(),
  objective: () => pullback.supervised(pullback.softmaxCrossEntropy())(pullback.dense(3, 2)),
  engine: () => pullback.reference,
}
