import { equal, notEqual } from 'node:assert'
import assert from 'node:assert/strict'
import { deserialize, serialize } from 'node:v8'
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import { equals, iterableEquality, typeEquality } from '@jest/expect-utils'
import { expect, test } from 'vitest'
import {
  type AnyTensor,
  ArgumentError,
  adam,
  batches,
  batchNorm,
  compose,
  dense,
  fit,
  fromElements,
  fromValues,
  init,
  key,
  label,
  last,
  op,
  program,
  random,
  smooth,
  softmaxCrossEntropy,
  supervised,
  tensor,
  toNested,
  tree,
  trivial,
  zeros,
} from '../../src/index.ts'

// A tensor is a value to everyone: to deep equality, to serialisers, and to who tries to write to it.

const one = tensor([1, 2])
const special = fromValues([4], [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0])

const pairs: readonly (readonly [name: string, x: unknown, y: unknown, isEqual: boolean])[] = [
  ['equal numbers', one, tensor([1, 2]), true],
  ['other numbers', one, tensor([3, 4]), false],
  ['a number far behind', random.normal([1000])(key(0)), tensor(Array(1000).fill(0)), false],
  ['NaN and infinities', special, tensor([Number.NaN, Infinity, -Infinity, -0]), true],
  ['0 and -0', tensor([0]), tensor([-0]), false],
  ['f32 and f64', one, tensor([1, 2], 'f64'), false],
  ['i32 and u8', tensor([1, 2], 'i32'), tensor([1, 2], 'u8'), false],
  ['other shapes', tensor([[1, 2]]), tensor([[1], [2]]), false],
  ['numbers of an operation', op.add(one, one), tensor([2, 4]), true],
  ['records', { a: [one] }, { a: [tensor([1, 2])] }, true],
  ['records of other numbers', { a: [one] }, { a: [tensor([1, 3])] }, false],
  ['models of one key', init(dense(3, 2))(key(0)), init(dense(3, 2))(key(0)), true],
  ['models of two keys', init(dense(3, 2))(key(0)), init(dense(3, 2))(key(1)), false],
  ['a tensor and its numbers', one, [1, 2], false],
]

const isThrown = (f: () => void): boolean => {
  try {
    f()
    return false
  } catch {
    return true
  }
}

test.each(pairs)('deep equality of %s', (_, x, y, isEqual) => {
  expect(!isThrown(() => assert.deepStrictEqual(x, y))).toBe(isEqual)
  expect(!isThrown(() => assert.notDeepStrictEqual(x, y))).toBe(!isEqual)
  expect(!isThrown(() => expect(x).toEqual(y))).toBe(isEqual)
  expect(!isThrown(() => expect(x).toStrictEqual(y))).toBe(isEqual)
  // Jest's toEqual and toStrictEqual are these.
  expect(equals(x, y, [iterableEquality])).toBe(isEqual)
  expect(equals(x, y, [iterableEquality, typeEquality], true)).toBe(isEqual)
})

// -------------------------------------------------------------------------------------
// out and back
// -------------------------------------------------------------------------------------

const net = compose(label('encoder')(dense(3, 2)), batchNorm(2), dense(2, 2))
const model = init(net)(key(0))
const blank = init(net)(key(1))

const throughPort = (x: unknown): unknown => {
  const { port1, port2 } = new MessageChannel()
  port1.postMessage(x)
  const received = receiveMessageOnPort(port2)
  port1.close()
  return received?.message
}

const ways: readonly (readonly [name: string, way: (x: unknown) => unknown])[] = [
  ['JSON.stringify', x => JSON.parse(JSON.stringify(x))],
  ['structuredClone', x => structuredClone(x)],
  ['postMessage', throughPort],
  ['v8.serialize', x => deserialize(serialize(x))],
  [
    'a transfer',
    x => {
      const { message, transfer } = tree.transferable(x)
      const moved = structuredClone(message, { transfer })
      expect(transfer.every(buffer => buffer.byteLength === 0)).toBe(true)
      return moved
    },
  ],
]

test.each(ways)('what has been through %s comes back with its numbers', (_, way) => {
  const checkpoint = (m: typeof model) => ({
    ...{ params: m.params, state: m.state, optimiser: adam(0.1).init(m.params) },
    ...{ step: 3, epoch: 1, batch: 0, done: false, note: null, nothing: trivial, key: key(4) },
  })
  for (const [like, x] of [
    [blank, model],
    [checkpoint(blank), checkpoint(model)],
    [zeros([4]), special],
    [
      [zeros([2], 'i32'), zeros([2], 'u8'), zeros([3], 'f64'), zeros([0, 2])],
      [
        tensor([-5, 5], 'i32'),
        tensor([5, 255], 'u8'),
        tensor([0.1, Number.MIN_VALUE, -0], 'f64'),
        zeros([0, 2]),
      ],
    ],
  ]) {
    const restored = tree.restore<unknown>(like)(way(x))
    assert.deepStrictEqual(restored, { _tag: 'Right', right: x })
  }
})

test('counts keep their own value, and what comes back is frozen and owns its numbers', () => {
  const values = Float32Array.of(1, 2)
  const plain = { step: 7, x: { shape: [2], dtype: 'f32', values } }
  const restored = tree.restore({ step: 0, x: zeros([2]) })(plain)
  values[0] = 9
  assert(restored._tag === 'Right')
  expect(restored.right.step).toBe(7)
  expect(toNested(restored.right.x)).toEqual([1, 2])
  expect(Object.isFrozen(restored.right)).toBe(true)
})

const like = {
  w: zeros([2, 2]),
  b: zeros([2]),
  labels: zeros([2], 'i32'),
  step: 0,
  list: [zeros([1])],
  none: trivial,
}
const plainOf = (x: AnyTensor): Record<string, unknown> => JSON.parse(JSON.stringify(x))

test.each([
  [
    'entries missing and not expected',
    { ...like, w: undefined, bias: 1 },
    ['bias is not expected: it is the number 1.', 'w is undefined, but f32[2, 2] is expected.'],
  ],
  ['an entry missing', (({ w, ...rest }) => rest)(like), ['w is missing: f32[2, 2] is expected.']],
  ['another shape', { ...like, w: plainOf(zeros([2, 3])) }, ['w is f32[2, 3], but f32[2, 2] is expected.']],
  [
    'another element type',
    { ...like, b: plainOf(zeros([2], 'f64')) },
    ['b is f64[2], but f32[2] is expected.'],
  ],
  [
    'too few values',
    { ...like, b: { shape: [2], dtype: 'f32', values: [1] } },
    ['b is f32[2] with 1 values, but'],
  ],
  [
    'a null, as other writers put for NaN',
    { ...like, b: { shape: [2], dtype: 'f32', values: [1, null] } },
    ['a value null at position 1'],
  ],
  [
    'a text',
    { ...like, b: { shape: [2], dtype: 'f32', values: [1, '2'] } },
    ['a value the text "2" at position 1'],
  ],
  [
    'a fraction',
    { ...like, labels: { shape: [2], dtype: 'i32', values: [1, 0.5] } },
    ['a value the number 0.5 at position 1'],
  ],
  [
    'values of another class',
    { ...like, b: { shape: [2], dtype: 'f32', values: Float64Array.of(1, 2) } },
    ['b is f32[2] with a Float64Array'],
  ],
  [
    'tensors that lost their numbers',
    { ...like, b: { shape: [2], dtype: 'f32', kind: 'float' } },
    ['b is a record { shape, dtype, kind }, but f32[2]'],
  ],
  ['a text for a count', { ...like, step: '3' }, ['step is the text "3", but a number is expected.']],
  ['a longer list', { ...like, list: [zeros([1]), zeros([1])] }, ['list[1] is not expected: it is f32[1].']],
  [
    'a record for a list',
    { ...like, list: { 0: zeros([1]) } },
    ['list is a record { 0 }, but a tuple of 1 is expected.'],
  ],
  [
    'a record for nothing',
    { ...like, none: {} },
    ['none is an empty record, but the trivial cotangent is expected.'],
  ],
  ['nothing at all', null, ['the root is null, but a record']],
])('restore refuses %s', (_, plain, words) => {
  const restored = tree.restore(like)(plain)
  assert(restored._tag === 'Left')
  const shown = tree.showMismatches(restored.left)
  for (const word of words) expect(shown).toContain(word)
  expect(restored.left.length).toBe(words.length)
})

test('what contains itself is refused', () => {
  const ring: Record<string, unknown> = {}
  ring.ring = ring
  expect(() => tree.restore(ring)({})).toThrow('seems to contain itself')
  expect(() => tree.transferable(ring)).toThrow('seems to contain itself')
  expect(() => tree.transferable({ f: () => 1 })).toThrow('the function f')
})

test('from: JSON.parse(JSON.stringify(checkpoint)) is refused with a sentence, and what is restored trains on, bit for bit', async () => {
  const line = dense(3, 2)
  const [objective, optimiser] = [supervised(softmaxCrossEntropy())(line), adam(0.1)]
  const data = batches(
    { inputs: random.normal([4, 3])(key(1)), targets: tensor([0, 1, 0, 1], 'i32') },
    { size: 2 },
  )
  const half = (await last(fit(optimiser, data, { epochs: 1 })(objective)(key(0)))).checkpoint()
  const plain = JSON.parse(JSON.stringify(half))
  const goOn = (from: typeof half) => last(fit(optimiser, data, { epochs: 2, from })(objective)(key(0)))
  await expect(goOn(plain)).rejects.toThrow(ArgumentError)
  const { params, state } = init(line)(key(9))
  const restored = tree.restore({ ...half, params, state, optimiser: optimiser.init(params) })(plain)
  assert(restored._tag === 'Right')
  expect(restored.right).toEqual(half)
  expect((await goOn(restored.right)).loss).toBe((await goOn(half)).loss)
})

// -------------------------------------------------------------------------------------
// that is not written
// -------------------------------------------------------------------------------------

test('a tensor is frozen, its shape too, and who looks at its values gets a copy', () => {
  for (const x of [one, fromElements([2], Float32Array.of(1, 2)), op.exp(one), random.uniform([2])(key(0))]) {
    const before = toNested(x)
    const open = x as unknown as { shape: number[]; dtype: string; values: Float32Array; extra: number }
    expect(Object.isFrozen(x) && Object.isFrozen(x.shape)).toBe(true)
    expect(() => (open.shape[0] = 5)).toThrow(TypeError)
    expect(() => (open.shape = [5])).toThrow(TypeError)
    expect(() => (open.dtype = 'f64')).toThrow(TypeError)
    expect(() => (open.extra = 1)).toThrow(TypeError)
    expect(() => (open.values = new Float32Array(2))).toThrow(TypeError)
    open.values[0] = 99
    expect(toNested(x)).toEqual(before)
  }
})

test('a tensor that has no numbers is frozen, and refuses with a sentence to be written', () => {
  const seen: string[] = []
  const spy = (x: AnyTensor): AnyTensor => {
    assert(Object.isFrozen(x))
    for (const write of [JSON.stringify, structuredClone, serialize])
      assert.throws(() => write(x), {
        name: 'TracingError',
        message: /were asked for while the function is traced as/,
      })
    seen.push(x.dtype)
    return x
  }
  program.trace((x: AnyTensor) => spy(x))(one)
  smooth.jvp((x: typeof one) => op.tanh(spy(x) as typeof one))(one, one)
  smooth.lift((x: typeof one) => op.tanh(spy(x) as typeof one))(one)
  smooth.vmap((x: never) => spy(x) as never)(tensor([[1, 2]]) as never)
  expect(seen.length).toBeGreaterThanOrEqual(4)
  notEqual(seen.length, 0)
  equal(seen[0], 'f32')
})
