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

/** Numbers whose memory has gone to another thread. */
const detached = (): Float32Array => {
  const numbers = new Float32Array([1, 2])
  structuredClone(numbers.buffer, { transfer: [numbers.buffer] })
  return numbers
}

/** A buffer that can grow and shrink, which the language of this project's target does not have yet. */
const resizable = (bytes: number): ArrayBuffer & { readonly resize: (bytes: number) => void } =>
  new (ArrayBuffer as unknown as new (bytes: number, options: object) => never)(bytes, { maxByteLength: 64 })

/** Numbers whose memory has shrunk under them. */
const outOfBounds = (): Float32Array => {
  const buffer = resizable(16)
  const numbers = new Float32Array(buffer, 8, 2)
  buffer.resize(4)
  return numbers
}

const throwing = (): never => {
  throw new Hostile('trap')
}

/** What throws whatever is done with it. */
const hostileProxy = (target: object): object =>
  new Proxy(target, {
    get: throwing,
    has: throwing,
    ownKeys: throwing,
    getPrototypeOf: throwing,
    getOwnPropertyDescriptor: throwing,
  })

/** What has everything that it is asked for, and can be called: itself. */
const everything = (): unknown => {
  const proxy: unknown = new Proxy(() => proxy, {
    get: (_, name) => (name === Symbol.toPrimitive || name === 'then' ? undefined : proxy),
    apply: () => proxy,
    has: () => true,
  })
  return proxy
}

/** What gives one thing when it is looked at, and another when it is used. */
const changing = (first: unknown, then: unknown): object => {
  let looks = 0
  return Object.defineProperty({}, 'size', { enumerable: true, get: () => (looks++ === 0 ? first : then) })
}

/** Kinds of things that a caller may give where something else is needed, each made anew. */
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
  trillion: () => 1e12,
  huge: () => 2 ** 53,
  largest: () => 1e308,
  emptyText: () => '',
  numeral: () => '64',
  shareText: () => '0.5',
  f16: () => 'f16',
  f32: () => 'f32',
  word: () => 'wasm',
  longText: () => 'x'.repeat(1e6),
  inheritedName: () => 'constructor',
  prototypeName: () => '__proto__',
  symbol: () => Symbol('junk'),
  bigint: () => 12n,
  record: () => ({}),
  unknownOption: () => ({ unknownOption: 1 }),
  numbersByName: () => ({ a: 1, b: '2' }),
  withoutPrototype: () => Object.create(null),
  emptyArray: () => [],
  sizes: () => [2, 3],
  hugeSizes: () => [1e9, 1e9],
  trillionSizes: () => [1e12],
  manySizes: () => new Array(1e5).fill(1),
  hugeSparse: () => new Array(2 ** 32 - 1),
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
  boxed: () => Object(3),
  own: () => ({ constructor: 1, toString: 2, hasOwnProperty: 3, ['__proto__']: 4 }),
  turnsHostile: () => ({ valueOf: throwing, toString: throwing, [Symbol.toPrimitive]: throwing }),
  regularExpression: () => /junk/,
  error: () => new Error('junk'),
  giveNothing: () => () => undefined,
  giveCycle: () => cyclicRecord,
  throwText: () => () => {
    throw new Hostile('mine')
  },
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
  hostileProxy: () => hostileProxy({}),
  hostileFunction: () => hostileProxy(() => 1),
  hostileArray: () => hostileProxy([]),
  everything,
  changing: () => changing(2, 1e12),
  endless: () => ({
    *[Symbol.iterator]() {
      for (let i = 0; ; i++) yield i
    },
  }),
  detached,
  detachedBuffer: () => detached().buffer,
  outOfBounds,
  lengthTracking: () => new Float32Array(resizable(8)),
  resizable: () => resizable(8),
  shared: () => new Float32Array(new SharedArrayBuffer(8)),
  sharedBuffer: () => new SharedArrayBuffer(8),
  bigIntegers: () => new BigInt64Array(2),
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
