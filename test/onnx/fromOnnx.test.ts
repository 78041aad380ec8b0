import { isLeft } from 'fp-ts/lib/Either.js'
import {
  adam,
  batches,
  compile,
  compose,
  dense,
  fit,
  init,
  key,
  last,
  meanSquaredError,
  op,
  predict,
  program,
  random,
  smoothOf,
  supervised,
  type Tensor,
  tensor,
  toNested,
  zeros,
} from 'pullback'
import { checkLaws, layerLaws } from 'pullback/laws'
import { fromOnnx, showOnnxError } from 'pullback/onnx'
import { expect, test } from 'vitest'
import { bytesOf, doubles, floats, longs, node, perceptron, port, read, wrongWith } from './models.ts'

const net = read(bytesOf(perceptron))
const typed = fromOnnx(bytesOf(perceptron), { input: [null, 3], output: [null, 2] })
if (isLeft(typed)) throw new Error(showOnnxError(typed.left))
const { layer } = typed.right

const byHand = (x: Tensor<[number, 3]>): Tensor => {
  const p = net.model.params as Record<string, Tensor<[number, number]>>
  const affine = (y: Tensor<[number, number]>, w: Tensor<[number, number]>, b: Tensor) => {
    const product = op.matmulNT(y, w)
    return op.add(product, op.broadcast(product.shape)(b))
  }
  const hidden = op.tanh(affine(x, p['0.weight']!, p['0.bias']!))
  return affine(hidden as Tensor<[number, number]>, p['2.weight']!, p['2.bias']!)
}

test('float tensors are parameters under their names, and predictions are those of the nodes', () => {
  expect(Object.keys(net.model.params)).toEqual(['0.weight', '0.bias', '2.weight', '2.bias'])
  expect(net.inputs).toEqual([{ name: 'x', type: 'float', shape: ['batch', 3] }])
  for (const batch of [1, 5]) {
    const x = random.normal([batch, 3])(key(batch))
    expect(predict(layer, net.model)(x)).toEqual(byHand(x))
  }
})

test('init gives the numbers of the file, whatever the key, in the element type that is asked for', () => {
  expect(init(net.layer)(key(3)).params).toEqual(net.model.params)
  const wide = init(net.layer, { dtype: 'f64' })(key(0)).params
  expect(wide['0.bias']).toEqual(op.convert('f64')(net.model.params['0.bias']!))
})

test('it has the laws of layers', () => {
  const reports = checkLaws(layerLaws(layer, { input: [4, 3] }), { numRuns: 5 })
  expect(reports.length).toBeGreaterThan(10)
  expect(reports.filter(({ passed }) => !passed).map(({ id, message }) => [id, message])).toEqual([])
})

test('it trains beside a layer of ours, compiled', async () => {
  const whole = compose(layer, dense(2, 1))
  const inputs = random.normal([16, 3])(key(1))
  const targets = op.sum([1], { keep: true })(inputs) as Tensor<[16, 1]>
  const training = fit(adam(0.05), batches({ inputs, targets }, { size: 16 }), { epochs: 40 })(
    supervised(meanSquaredError())(whole),
  )
  const losses: number[] = []
  for await (const { loss } of training(key(0))) losses.push(loss)
  expect(losses[losses.length - 1]).toBeLessThan(losses[0]! / 20)
  expect(await last(training(key(0)))).not.toBeNull()
})

test("torch's shape arithmetic leaves no trace in a program", () => {
  const graph = {
    input: [port('x', ['n', 'c', 'h', 4])],
    output: [port('y', ['n', 'm'])],
    initializer: [longs('zero', [], [0]), longs('front', [1], [0]), longs('rest', [1], [-1])],
    node: [
      node('Shape', ['x'], ['shape']),
      node('Gather', ['shape', 'zero'], ['n']),
      node('Unsqueeze', ['n', 'front'], ['first']),
      node('Concat', ['first', 'rest'], ['wanted'], { axis: 0 }),
      node('Reshape', ['x', 'wanted'], ['y']),
    ],
  }
  const f = predict(read(bytesOf(graph)).layer, { params: {}, state: {} })
  const traced = program.trace(f as (x: Tensor) => Tensor)(zeros([2, 3, 5, 4]))
  expect(traced.program.equations.map(({ primitive }) => primitive.name)).toEqual(['reshape'])
  expect((f(zeros([7, 1, 2, 4])) as Tensor).shape).toEqual([7, 8])
})

test('several inputs and outputs go by their names', () => {
  const graph = {
    input: [port('a.b', [2]), port('c', [2])],
    output: [port('sum', [2]), port('product', [2])],
    node: [node('Add', ['a.b', 'c'], ['sum']), node('Mul', ['a.b', 'c'], ['product'])],
  }
  const { layer: two } = read(bytesOf(graph))
  const given = { 'a.b': tensor([1, 2]), c: tensor([3, 5]) }
  const [outputs, pullback] = smoothOf(two, {})([{}, given])
  const { sum, product } = outputs as unknown as Record<string, Tensor>
  expect([sum, product].map(x => toNested(x!))).toEqual([
    [4, 7],
    [3, 10],
  ])
  const back = pullback as unknown as (db: unknown) => readonly [unknown, typeof given]
  const slopes = back({ sum: tensor([1, 0]), product: tensor([0, 1]) })[1]
  expect(toNested(slopes['a.b'])).toEqual([1, 5])
})

const branch = (operator: string, output: string) => ({
  graph: { output: [port(output, [2])], node: [node(operator, ['x'], [output])] },
})

const choosing = {
  input: [port('x', [2]), port('flag', [], 9)],
  output: [port('y', [2])],
  node: [node('If', ['flag'], ['y'], { then_branch: branch('Exp', 'a'), else_branch: branch('Neg', 'b') })],
}

test('a choice by what is known is made while the model is read, and another one when it runs', () => {
  const x = tensor([0, 1])
  const known = read(bytesOf(choosing), { known: { flag: false } })
  expect(toNested(predict(known.layer, known.model)(x) as Tensor)).toEqual([-0, -1])
  const open = read(bytesOf(choosing))
  const f = predict(open.layer, open.model)
  for (const run of [f, compile(f)])
    for (const flag of [0, 1])
      expect(toNested(run({ x, flag: tensor(flag, 'u8') }) as Tensor)).toEqual(
        flag === 1 ? [1, expect.closeTo(Math.E, 5)] : [-0, -1],
      )
  const [, pullback] = smoothOf(open.layer, {})([{}, { x, flag: tensor(1, 'u8') }])
  const back = pullback as unknown as (db: unknown) => readonly [unknown, { readonly x: Tensor }]
  expect(toNested(back(tensor([1, 1]))[1].x)).toEqual([1, expect.closeTo(Math.E, 5)])
})

test('a model of doubles runs in f64', () => {
  const graph = {
    input: [port('x', ['n'], 11)],
    output: [port('y', ['n'], 11)],
    initializer: [doubles('w', [1], [1 / 3])],
    node: [node('Mul', ['x', 'w'], ['y'])],
  }
  const { layer: wide, model } = read(bytesOf(graph))
  expect(toNested(predict(wide, model)(tensor([3], 'f64')) as Tensor)).toEqual([1])
  expect(() => predict(wide, model)(tensor([3]))).toThrow(/takes f64 for its input 'x'/)
})

test('halves and brain floats are read exactly, as f32', () => {
  const half = (name: string, data_type: number, bits: number) => ({
    name,
    data_type,
    dims: [1n],
    int32_data: [bits],
  })
  const graph = {
    output: [port('y', [1])],
    initializer: [half('h', 10, 0x3555), half('b', 16, 0x3eab)],
    node: [
      node('Cast', ['h'], ['x'], { to: 1 }),
      node('Cast', ['b'], ['z'], { to: 1 }),
      node('Add', ['x', 'z'], ['y']),
    ],
  }
  const { model } = read(bytesOf(graph))
  expect(toNested(model.params.h!)).toEqual([0.333251953125])
  expect(toNested(model.params.b!)).toEqual([0.333984375])
})

test('integers that are known are exact, of any width, and refused where a tensor would need them', () => {
  const graph = (output: string) => ({
    output: [port(output, [], 7)],
    initializer: [longs('a', [], [2n ** 62n]), longs('b', [], [2n ** 62n - 5n])],
    node: [node('Sub', ['a', 'b'], ['d']), node('Add', ['a', 'b'], ['s'])],
  })
  const difference = read(bytesOf(graph('d')))
  expect(toNested(predict(difference.layer, difference.model)({}) as Tensor)).toBe(5)
  const sum = read(bytesOf(graph('s')))
  expect(() => predict(sum.layer, sum.model)({})).toThrow(
    /of int64 is 9223372036854775803, which does not fit the i32/,
  )
})

test('forms of operators before opset 7 are read', () => {
  const old = {
    input: [port('x', [1, 2, 2])],
    output: [port('y', [1, 2, 2])],
    initializer: [floats('b', [2], [10, 20])],
    node: [node('Add', ['x', 'b'], ['y'], { broadcast: 1, axis: 1 })],
  }
  const { layer: added, model } = read(bytesOf(old, 6))
  expect(
    toNested(
      predict(
        added,
        model,
      )(
        tensor([
          [
            [1, 2],
            [3, 4],
          ],
        ]),
      ) as Tensor,
    ),
  ).toEqual([
    [
      [11, 12],
      [23, 24],
    ],
  ])
  const soft = {
    input: [port('x', [1, 2, 2])],
    output: [port('y', [1, 2, 2])],
    node: [node('Softmax', ['x'], ['y'])],
  }
  const flat = read(bytesOf(soft, 9))
  expect(toNested(predict(flat.layer, flat.model)(zeros([1, 2, 2])) as Tensor)).toEqual([
    [
      [0.25, 0.25],
      [0.25, 0.25],
    ],
  ])
  const apart = read(bytesOf(soft, 13))
  expect(toNested(predict(apart.layer, apart.model)(zeros([1, 2, 2])) as Tensor)).toEqual([
    [
      [0.5, 0.5],
      [0.5, 0.5],
    ],
  ])
})

test('an input of another shape or element type is refused, with its name', () => {
  expect(() => predict(net.layer, net.model)(zeros([2, 4]))).toThrow(
    /takes \[batch, 3\] for its input 'x', but was given \[2, 4\]/,
  )
  expect(() => predict(net.layer, net.model)(zeros([2, 3], 'i32'))).toThrow(
    /takes f32 for its input 'x' \(float\), but was given i32/,
  )
})

test('what does not fit while it runs says at which node', () => {
  const graph = {
    input: [port('x', ['n']), port('y', ['m'])],
    output: [port('z', ['k'])],
    node: [node('Add', ['x', 'y'], ['z'])],
  }
  const { layer: sum, model } = read(bytesOf(graph))
  expect(() => predict(sum, model)({ x: zeros([2]), y: zeros([3]) })).toThrow(
    /the shapes \[2\] and \[3\] cannot be broadcast to one[\s\S]*node 0 'add of z' \(Add, opset 20\)/,
  )
})

test('sizes that are stated are in types, and are checked', () => {
  const x: Tensor<[number, 2]> = predict(layer, net.model)(zeros([4, 3]))
  expect(x.shape).toEqual([4, 2])
  expect(wrongWith(bytesOf(perceptron), { input: [null, 4] }).said).toMatch(
    /the input 'x': it is \[batch, 3\], but \[any, 4\] is wanted/,
  )
  const hundred = read(bytesOf(perceptron), { input: [100, null] })
  expect(() => predict(hundred.layer, hundred.model)(zeros([4, 3]))).toThrow(
    /an input of \[100, any\], but it is \[4, 3\]/,
  )
})
