import { describe, expect, test } from 'vitest'
import { allLaws, checkLaws, layerLaws } from '../../laws/index.ts'
import { law, lawSet } from '../../laws/law.ts'
import { chained, forget } from '../../laws/layer/same.ts'
import { explain, show, whereApart } from '../../laws/report.ts'
import { dense, op, type Tensor, tanh, tensor, type tree, trivial, zeros } from '../../src/index.ts'
import { repull } from './wrongLayer.ts'

describe('where two sides part', () => {
  const [x, y] = [tensor([1, 2, 3], 'f64'), tensor([1, 2.5, 3], 'f64')]
  test.each([
    [
      'the path and the entry of a leaf',
      { a: x, b: [x, x] },
      { a: x, b: [x, y] },
      'at b[1], entry [1], 2 on the left and 2.5 on the right',
    ],
    [
      'the leaf that is farthest apart',
      [1, x],
      [1.25, y],
      'at [1], entry [1], 2 on the left and 2.5 on the right',
    ],
    [
      'an entry of a matrix',
      zeros([2, 3]),
      tensor([
        [0, 0, 0],
        [0, 0, 1],
      ]),
      'entry [1, 2], 0 on the left and 1 on the right',
    ],
    ['NaN', [zeros([1])], [tensor([Number.NaN])], 'at [0], entry [0], 0 on the left and NaN on the right'],
    ['a leaf that one side lacks', { w: x }, { w: x, b: x }, 'at b, which the right side alone has'],
    ['a leaf that the other side lacks', [x, x], [x], 'at [1], which the left side alone has'],
    [
      'another shape',
      { w: zeros([2]) },
      { w: zeros([3]) },
      'at w, f32[2] on the left and f32[3] on the right',
    ],
    [
      'another element type',
      [zeros([2])],
      [zeros([2], 'f64')],
      'at [0], f32[2] on the left and f64[2] on the right',
    ],
    ['no tensor', { w: x }, { w: trivial }, 'at w, f64[3] on the left and trivial on the right'],
    ['nothing where nothing differs', { w: x }, { w: x }, null],
    ['nothing where both sides are numbers', 1, 2, null],
  ])('%s', (_, left, right, told) => {
    expect(whereApart(left, right)).toBe(told)
  })
})

test('a long tree is shown with a line for each branch, a short one in a line', () => {
  const w = tensor(Array(20).fill(0.125) as number[] as [number], 'f64')
  expect(show({ params: { w: tensor([1]), none: {} }, at: 3 })).toBe(
    '{ params: { w: f32[1] [1], none: {  } }, at: 3 }',
  )
  const shown = show({ params: { w, b: tensor([1]) }, at: 3 })
  expect(shown.split('\n').map(line => line.slice(0, 12))).toEqual([
    '',
    '    params:',
    '      w: f64',
    '      b: f32',
    '    at: 3',
  ])
})

test('a law that throws says what it threw', () => {
  const throws = law('T', 'throws', [], () => {
    throw new Error('oh')
  })
  const message = explain(lawSet('set', [throws]), throws, new Error('oh'), [], 3)
  expect(message.split('\n')).toEqual(['set breaks law T: throws', '  threw   oh', '  seed    3'])
})

describe('of a layer whose gradient of one parameter is doubled', () => {
  const wrong = repull(forget(dense(3, 2)), own => dy => {
    const [dp, dx] = own(dy) as readonly [{ readonly w: Tensor; readonly b: Tensor }, tree.Tree]
    return [{ ...dp, w: op.scale(2)(dp.w) }, dx]
  })
  const layers = chained(forget(dense(4, 3)), forget(tanh()), wrong)
  const set = layerLaws(layers, { input: [4, 4] })
  const failed = checkLaws(set, { seed: 1 }).filter(({ passed }) => !passed)

  test('the plainest laws come first', () => {
    expect(
      allLaws(set)
        .map(({ id }) => id)
        .slice(0, 4),
    ).toEqual(['19', '18', 'D1', '23'])
    expect(failed.map(({ id }) => id).slice(0, 3)).toEqual(['19', '18', 'D1'])
  })

  test.each(['19', '18', 'D1'])('law %s names the parameter', id => {
    const message = failed.find(report => report.id === id)!.message
    expect(message).toMatch(/^ {2}apart {3}at \[0\]\[2\]\.w, /m)
    expect(message.split('\n').filter(line => line.length > 400)).toEqual([])
  })
})
