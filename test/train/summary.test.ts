import { describe, expect, test } from 'vitest'
import {
  compose,
  dense,
  embedding,
  init,
  key,
  label,
  parallel,
  relu,
  repeat,
  residual,
  ShapeError,
  showSummary,
  summary,
  tanh,
  tensor,
  tied,
  transformerEncoderBlock,
  tree,
  zeros,
} from '../../src/index.ts'

const net = compose(label('hidden')(dense(3, 4)), relu(), label('output')(dense(4, 2)))

describe('a summary', () => {
  test('has a row for each layer, outermost first, with shapes, parameters and FLOPs', () => {
    const { rows, parameters, cost } = summary(net, [5, 3])
    expect(rows.map(({ path, outputs, parameters: own }) => [path.join(' '), outputs, own])).toEqual([
      ['', [[5, 2]], 26],
      ['hidden', [[5, 4]], 16],
      ['[1] relu', [[5, 4]], 0],
      ['output', [[5, 2]], 10],
    ])
    expect(parameters).toBe(26)
    // Two products, two biases, and a comparison for each hidden number.
    expect(cost.flops).toBe(2 * 5 * 3 * 4 + 20 + 20 + 2 * 5 * 4 * 2 + 10)
    expect(rows.slice(1).reduce((n, row) => n + row.cost.flops, 0)).toBe(cost.flops)
  })

  test('takes an example in place of a shape, of any structure', () => {
    expect(summary(net, zeros([5, 3]))).toEqual(summary(net, [5, 3]))
    const pair = summary(parallel(dense(2, 3), embedding(4, 2)), [zeros([1, 2]), tensor([3], 'i32')])
    expect(pair.rows.map(({ outputs }) => outputs)).toEqual([
      [
        [1, 3],
        [1, 2],
      ],
      [[1, 3]],
      [[1, 2]],
    ])
  })

  test('looks into every combinator, and counts all parameters of the model', () => {
    const deep = repeat(2)(residual(compose(dense(4, 4), tied(3)(tanh()))))
    const { rows, parameters } = summary(deep, [2, 4])
    const names = rows.map(({ name }) => name)
    expect(names.filter(name => name === 'dense(4, 4)')).toHaveLength(2)
    expect(rows.filter(({ name }) => name === 'tanh').map(({ runs }) => runs)).toEqual([3, 3])
    expect(parameters).toBe(tree.count(init(deep)(key(0)).params))
    const block = transformerEncoderBlock(4, 2)
    const inside = summary(block, [1, 3, 4])
    const leaves = inside.rows.filter(({ name }) => /^(dense|layerNorm|selfAttention)/.test(name))
    expect(leaves.reduce((n, row) => n + row.parameters, 0)).toBe(inside.parameters)
  })

  test('is a table in text', () => {
    const lines = showSummary(summary(net, [5, 3])).split('\n')
    expect(lines.map(line => line.split(/ {2,}/)[0] || line.trim().split(/ {2,}/)[0])).toEqual([
      'layer',
      'compose(dense(3, 4), relu, dense(4, 2))',
      'hidden: dense(3, 4)',
      '[1] relu',
      'output: dense(4, 2)',
      'total',
    ])
    expect(lines[2]).toMatch(/^ {2}hidden: dense\(3, 4\) +\[5, 4\] +16 +140 +[\d,]+$/)
  })

  test('refuses an input that does not fit, with the way to the layer', () => {
    expect(() => summary(net, [5, 2])).toThrow(ShapeError)
    expect(() => summary(net, [5, 2])).toThrow('hidden')
  })
})
