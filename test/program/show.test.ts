import { describe, expect, test } from 'vitest'
import {
  dense,
  init,
  key,
  op,
  predict,
  program,
  softmaxCrossEntropy,
  type Tensor,
  tensor,
  zeros,
} from '../../src/index.ts'

const affine = program.trace((w: Tensor<[4, 2]>, b: Tensor<[2]>, x: Tensor<[3, 4]>) =>
  op.tanh(op.add(op.matmul<[], 3, 4, 2>(x, w), op.broadcast([3, 2])(b))),
)(zeros([4, 2]), zeros([2]), zeros([3, 4])).program

describe('show', () => {
  test('writes one line for each value', () => {
    expect(program.show(affine)).toBe(
      [
        '%0 = input : f32[4, 2]',
        '%1 = input : f32[2]',
        '%2 = input : f32[3, 4]',
        '%3 = matmul %2 %0 : f32[3, 2]',
        '%4 = broadcast {shape=[3, 2], axes=[1]} %1 : f32[3, 2]',
        '%5 = add %3 %4 : f32[3, 2]',
        '%6 = tanh %5 : f32[3, 2]',
        'return %6',
      ].join('\n'),
    )
  })

  test('writes options, constants of one number, and other constants', () => {
    const f = (x: Tensor<[2, 2]>) => [
      op.matmulNT<[], 2, 2, 2>(x, x),
      op.scale(-0)(x),
      op.shift(Number.NaN)(x),
      op.add(x, tensor([[1, 2], [3, 4]])), // biome-ignore format: a matrix
      zeros([]),
    ]
    expect(program.show(program.trace(f)(zeros([2, 2])).program)).toBe(
      [
        '%0 = input : f32[2, 2]',
        '%1 = constant : f32[2, 2]',
        '%2 = 0 : f32[]',
        '%3 = matmul {transposeB} %0 %0 : f32[2, 2]',
        '%4 = scale {constant=-0} %0 : f32[2, 2]',
        '%5 = shift {constant=NaN} %0 : f32[2, 2]',
        '%6 = add %0 %1 : f32[2, 2]',
        'return %3 %4 %5 %6 %2',
      ].join('\n'),
    )
  })
})

describe('cost', () => {
  test('of a dense layer is what one counts by hand', () => {
    // 2 · 3 · 2 · 4 for the product, 6 for the sum, 6 for tanh.
    expect(program.cost(affine)).toEqual({
      flops: 48 + 6 + 6,
      // matmul: 12 + 8 + 6; broadcast: 2 + 6; add: 18; tanh: 12; four bytes each.
      bytes: 4 * (26 + 8 + 18 + 12),
      // The product, the bias and their sum.
      peakBytes: 4 * 18,
    })
  })

  test('of batched products in f64, with either side transposed', () => {
    const [a, b] = [zeros([5, 7, 2], 'f64'), zeros([5, 7, 3], 'f64')]
    const traced = program.trace((x: Tensor<[5, 7, 2]>, y: Tensor<[5, 7, 3]>) =>
      op.matmulTN<[5], 2, 7, 3>(x, y),
    )(a, b)
    expect(program.cost(traced.program)).toEqual({
      flops: 2 * 5 * 2 * 7 * 3,
      bytes: 8 * 5 * (14 + 21 + 6),
      peakBytes: 8 * 5 * 6,
    })
  })

  test('of reductions counts what is read, and of movements nothing', () => {
    const f = (x: Tensor<[6, 2]>) =>
      op.sum([0])(op.transpose([1, 0])(op.reshape([3, 4])(x)) as Tensor<[4, 3]>)
    expect(program.cost(program.trace(f)(zeros([6, 2])).program)).toEqual({
      flops: 12,
      bytes: 4 * (24 + 24 + 15),
      // What is transposed and what is summed: a reshape takes the place of its argument.
      peakBytes: 4 * 15,
    })
  })

  test('forgets results after their last use', () => {
    const f = (x: Tensor<[100]>) => [op.exp, op.neg, op.tanh, op.abs].reduce((y: Tensor<[100]>, g) => g(y), x)
    expect(program.cost(program.trace(f)(zeros([100])).program).peakBytes).toBe(800)
  })

  test('of nothing is nothing', () => {
    const f = (x: Tensor<[0, 4]>) => op.matmul<[], 0, 4, 2>(x, zeros([4, 2]))
    expect(program.cost(program.trace(f)(zeros([0, 4])).program).flops).toBe(0)
    const none = { flops: 0, bytes: 0, peakBytes: 0 }
    expect(program.cost(program.trace((x: Tensor<[3]>) => x)(zeros([3])).program)).toEqual(none)
  })
})

describe('diagram', () => {
  const net = dense(4, 3)
  const model = init(net)(key(0))
  const loss = (params: typeof model.params, x: Tensor<[2, 4]>) => {
    const [value, pullback] = softmaxCrossEntropy()(tensor([0, 1], 'i32'))(
      predict(net, { ...model, params })(x) as never,
    )
    return [value, pullback(zeros([]) as never)]
  }
  const big = program.trace(loss)(model.params, zeros([2, 4])).program
  const count = ({ inputs, constants, equations, outputs }: program.Program) => ({
    vertices: inputs.length + constants.length + equations.length + outputs.length,
    edges: equations.reduce((n, { operands }) => n + operands.length, outputs.length),
  })

  test.each([affine, big])('gives Mermaid with each vertex once, and edges between vertices', traced => {
    const [head, ...lines] = program.diagram('mermaid')(traced).split('\n')
    expect(head).toBe('flowchart TD')
    const vertices = lines.flatMap(line => /^ {2}(\w+)(?:\(\[[\w ]+\]\)|\[[\w ]+\])$/.exec(line)?.[1] ?? [])
    const edges = lines.flatMap(line => {
      const found = /^ {2}(\w+) -->\|"\w+\[[\d, ]*\]"\| (\w+)$/.exec(line)
      return found === null ? [] : [[found[1], found[2]]]
    })
    expect({ vertices: vertices.length, edges: edges.length }).toEqual(count(traced))
    expect(lines).toHaveLength(vertices.length + edges.length)
    expect(new Set(vertices).size).toBe(vertices.length)
    expect(vertices).toEqual(expect.arrayContaining(edges.flat()))
  })

  test.each([affine, big])('gives DOT with each vertex once, and edges between vertices', traced => {
    const lines = program.diagram('dot')(traced).split('\n')
    expect([lines.at(0), lines.at(-1)]).toEqual(['digraph program {', '}'])
    const inside = lines.slice(1, -1)
    const vertices = inside.flatMap(
      line => /^ {2}(\w+) \[label="[\w ]+", shape=(?:oval|box)\]$/.exec(line)?.[1] ?? [],
    )
    const edges = inside.flatMap(line => {
      const found = /^ {2}(\w+) -> (\w+) \[label="\w+\[[\d, ]*\]"\]$/.exec(line)
      return found === null ? [] : [[found[1], found[2]]]
    })
    expect({ vertices: vertices.length, edges: edges.length }).toEqual(count(traced))
    expect(inside).toHaveLength(vertices.length + edges.length)
    expect(new Set(vertices).size).toBe(vertices.length)
    expect(vertices).toEqual(expect.arrayContaining(edges.flat()))
  })
})
