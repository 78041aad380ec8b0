import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { stablehlo, stablehloStep } from 'pullback/stablehlo'
import { describe, expect, test } from 'vitest'
import { specifications } from '../../laws/primitive/specifications.ts'
import {
  type AnyTensor,
  adam,
  compose,
  dense,
  dropout,
  key,
  op,
  random,
  relu,
  smooth,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tensor,
  zeros,
} from '../../src/index.ts'
import { bind } from '../../src/primitive/core/bind.ts'
import type { Primitive } from '../../src/primitive/core/primitive.ts'
import { type PrimitiveName, primitives } from '../../src/primitive/table.ts'
import { complaintsIn } from './lines.ts'

type Sample = { readonly inputs: readonly AnyTensor[]; readonly options: unknown }

const withBodies = ['loop', 'cond', 'while', 'result']
const names = (Object.keys(primitives) as readonly PrimitiveName[]).filter(name => !withBodies.includes(name))

const resultTypes = (text: string): string => /-> \((.*)\) \{/.exec(text)?.[1] ?? ''
const shown = ({ shape, dtype }: AnyTensor): string =>
  `tensor<${[...shape, dtype === 'u8' ? 'ui8' : dtype].join('x')}>`

describe('every primitive', () => {
  test.each(names)('%s is written in lines whose types agree, and each time in the same', name => {
    const primitive = primitives[name] as unknown as Primitive
    for (const dtype of specifications[name].dtypes) {
      const cases = specifications[name].cases(dtype) as fc.Arbitrary<Sample>
      for (const { inputs, options } of fc.sample(cases, { seed: 5, numRuns: 2 })) {
        const write = () =>
          stablehlo({ narrow: false })((...xs: readonly AnyTensor[]) => bind(primitive, options, xs))(
            ...inputs,
          )
        const { text, manifest } = write()
        expect(complaintsIn(text)).toEqual([])
        expect(write().text).toBe(text)
        const rule = primitive.shape(inputs, options)
        expect(resultTypes(text)).toBe(shown(rule as AnyTensor))
        expect(manifest.outputs).toEqual([{ path: 'output', shape: rule.shape, type: rule.dtype }])
      }
    }
  })
})

test('loops, choices and steps as long as something holds are written with their bodies', () => {
  type Step = readonly [constants: Tensor<[]>, carried: Tensor<[3]>, slice: Tensor<[]>]
  const step = smooth.lift(([c, h, x]: Step) => {
    const next = op.tanh(op.add(h, op.broadcast([3])(op.mul(c, x))))
    return [next, op.sum()(next)] as const
  })
  const scan = (c: Tensor<[]>, h: Tensor<[3]>, xs: Tensor<[4]>) => smooth.scan()(step)([c, h, xs])[0]
  const { text } = stablehlo()(scan)(tensor(1), zeros([3]), zeros([4]))
  expect(complaintsIn(text)).toEqual([])
  expect(text.match(/"stablehlo\.while"/g)).toHaveLength(1)
})

const net = compose(dense(6, 4), relu(), dropout(0.5), dense(4, 3))
const example = { inputs: zeros([2, 6]), targets: tensor([0, 1], 'i32') }

describe('a training step', () => {
  const { text, manifest } = pipe(net, supervised(softmaxCrossEntropy()), stablehloStep(adam(0.01), example))
  const inputs = new Map(manifest.inputs.map(input => [input.path, input]))

  test('is written with the names of checkpoints, and feeds its state back', () => {
    expect(complaintsIn(text)).toEqual([])
    expect(inputs.get('params.0.w')).toEqual({
      path: 'params.0.w',
      shape: [6, 4],
      type: 'f32',
      role: 'donated',
    })
    expect(inputs.get('batch.targets')).toEqual({
      path: 'batch.targets',
      shape: [2],
      type: 'i32',
      role: 'sharded',
    })
    expect(inputs.get('key')).toEqual({ path: 'key', shape: [2], type: 'i32', role: 'replicated' })
    const fed = manifest.inputs.filter(({ role }) => role === 'donated').map(({ path }) => path)
    expect(manifest.outputs.map(({ path }) => path)).toEqual([...fed, 'loss'])
  })

  test('takes rates as f32, unless they are asked for as they are', () => {
    const rates = (all: typeof manifest) =>
      all.inputs.filter(({ path }) => path.startsWith('rates')).map(({ type }) => type)
    expect(new Set(rates(manifest))).toEqual(new Set(['f32']))
    const wide = pipe(
      net,
      supervised(softmaxCrossEntropy()),
      stablehloStep(adam(0.01), example, { narrow: false }),
    )
    expect(new Set(rates(wide.manifest))).toEqual(new Set(['f64']))
    expect(complaintsIn(wide.text)).toEqual([])
  })

  test('writes the algorithm of random bits once for each number of words', () => {
    const counts = [...text.matchAll(/func\.func private @threefry.*-> \((.*)\) \{/g)].map(([, type]) => type)
    expect(counts.length).toBeGreaterThan(0)
    expect(new Set(counts).size).toBe(counts.length)
  })
})

test('numbers are the shortest that are the same again, or bits', () => {
  const f = (x: Tensor<[]>) => [0.1, 1e-7, -0, 3, Number.POSITIVE_INFINITY].map(c => op.scale(c)(x))
  const { text } = stablehlo()(f)(tensor(1))
  expect([...text.matchAll(/dense<([^>]*)>/g)].map(([, n]) => n)).toEqual([
    '0.1',
    '1.0e-7',
    '-0.0',
    '3.0',
    '0x7F800000',
  ])
})

test('a constant that f32 cannot hold is refused', () => {
  expect(() => stablehlo()((x: Tensor<[]>) => op.scale(1e300)(x))(tensor(1))).toThrow(/1e\+300 in f32/)
  expect(() => stablehlo()((x: Tensor<[]>) => op.scale(1e300)(x))(tensor(1, 'f64'))).not.toThrow()
})

test('tensors that a function brings with it are inputs, if they are large', () => {
  const [few, many] = [random.normal([3])(key(0)), random.normal([2000])(key(1))]
  const f = (x: Tensor<[2000]>) => [op.mul(x, many), few]
  const { text, manifest, constants } = stablehlo()(f)(zeros([2000]))
  expect(manifest.inputs.at(-1)).toEqual({
    path: 'constants.0',
    shape: [2000],
    type: 'f32',
    role: 'replicated',
  })
  expect(constants['constants.0']).toBe(many)
  expect(text).toContain('dense<"0x')
})

test('masks stay truth values, and are bytes only where they are given', () => {
  const f = (x: Tensor<[4]>, y: Tensor<[4]>) => op.select(op.greater(x, y), x, y)
  expect(stablehlo()(f)(zeros([4]), zeros([4])).text).not.toContain('ui8')
  const g = (x: Tensor<[4]>, y: Tensor<[4]>) => op.greater(x, y)
  expect(stablehlo()(g)(zeros([4]), zeros([4])).text).toContain('tensor<4xui8>')
})

test('an operation that is not of the library, and a name that is not one, are refused', () => {
  const own = { ...primitives.exp, name: 'mine' }
  expect(() => stablehlo()((x: Tensor<[2]>) => bind(own, {}, [x]))(zeros([2]))).toThrow(/no lowering of mine/)
  expect(() => stablehlo({ name: 'a b' })((x: Tensor<[2]>) => x)(zeros([2]))).toThrow(/a name of letters/)
})

test('the reader of lines finds what is wrong with them', () => {
  const { text } = stablehlo()((x: Tensor<[2]>) => op.add(op.exp(x), x))(zeros([2]))
  const lines = text.split('\n')
  expect(
    complaintsIn(text.replace('"stablehlo.exponential"(%0)', '"stablehlo.exponential"(%9)')),
  ).not.toEqual([])
  expect(complaintsIn(text.replace(/(exponential.*-> )tensor<2xf32>/, '$1tensor<3xf32>'))).not.toEqual([])
  expect(complaintsIn(lines.toSpliced(2, 1).join('\n'))).not.toEqual([])
})
