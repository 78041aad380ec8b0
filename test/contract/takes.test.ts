import { expect, test } from 'vitest'
import { ArgumentError, key, layer, scalar } from '../../src/index.ts'
import { showValue } from '../../src/tensor/contract/index.ts'
import { junk } from './junk.ts'

const { needs, takes } = layer

const gain = takes(
  'gain',
  [{ by: needs.positive, options: needs.options({ bias: needs.boolean }) }, { key: needs.key }],
  () =>
    (by: number, { bias = true }: { readonly bias?: boolean } = {}) =>
    (_: unknown) =>
      `${by} ${bias}`,
)
const loosely = gain as unknown as (...given: readonly unknown[]) => (...given: readonly unknown[]) => unknown

const refusal = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(ArgumentError)
    return (error as Error).message
  }
  throw new Error('was not refused')
}

test('what fits is passed on, and the function keeps its name', () => {
  expect(gain(2)(key(0))).toBe('2 true')
  expect(gain(2, { bias: false })(key(0))).toBe('2 false')
  expect(gain.name).toBe('gain')
})

test.each([
  [[], 'gain needs a finite by > 0, as its first argument, but was given none.'],
  [[-1], 'gain needs a finite by > 0, but was given -1.'],
  [['64'], "gain needs a finite by > 0, but was given '64' (a string). Give a number: 64."],
  [
    [1, { bias: 'true' }],
    "gain needs true or false for bias, but was given 'true' (a string). Without quotes: true.",
  ],
  [[1, { colour: 1 }], 'gain has no option colour. It has bias.'],
  [[1, 2], 'gain takes its options by name, as { bias }, but was given 2.'],
  [[1, {}, 3], 'gain takes 2 arguments (by, options), but was given 3. The first too many is 3.'],
])('%j is refused in words', (given, words) => {
  expect(refusal(() => loosely(...given))).toBe(words)
})

test('so are the arguments of the next call', () => {
  expect(refusal(() => loosely(1)())).toBe(
    'gain needs a key for key, as its first argument, but was given none.',
  )
  expect(refusal(() => loosely(1)(42))).toBe(
    'gain needs a key for key, but was given 42. Make a key of the seed: key(42).',
  )
})

test('a function may be given to map, which passes more than it takes', () => {
  const twice = takes('twice', { x: needs.finite }, () => (x: number) => 2 * x)
  expect([1, 2].map(twice)).toEqual([2, 4])
})

test('the error of a function that a user gave passes through as it is', () => {
  const fault = new TypeError('mine')
  const call = takes('call', { f: needs.fn }, () => (f: () => number) => f())
  expect(() =>
    call(() => {
      throw fault
    }),
  ).toThrow(fault)
})

test.each([
  [-0, '-0'],
  [12n, '12n (a bigint)'],
  ['a\nb', "'a\\nb' (a string)"],
  [Symbol('s'), 'a symbol'],
  [key, 'the function key'],
  [() => 1, 'a function without a name'],
  [[1, 2], 'an array of 2'],
  [{}, 'an empty object'],
  [{ a: 1, b: 2 }, 'an object with a, b'],
  [scalar(1), 'a tensor of shape []'],
  [new Map(), 'an instance of Map'],
  [new Float32Array(3), 'Float32Array of 3'],
])('a value is shown in words: $1', (x, words) => {
  expect(showValue(x)).toBe(words)
})

test('anything can be shown, in a few words', () => {
  for (const [kind, make] of Object.entries(junk)) {
    const words = showValue(make())
    expect(words.length, kind).toBeGreaterThan(0)
    expect(words.length, kind).toBeLessThan(120)
  }
})
