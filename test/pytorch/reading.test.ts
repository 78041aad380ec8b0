import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import {
  batchNorm,
  compose,
  dense,
  embedding,
  init,
  initialiser,
  key,
  label,
  layer,
  linear,
  lstm,
  ones,
  op,
  relu,
  repeat,
  scalar,
  selfAttention,
  smooth,
  type Tensor,
  tensor,
  toNested,
  toValues,
  transformerDecoderBlock,
  transformerEncoderBlock,
  zeros,
} from 'pullback'
import { fromPyTorch, type PyTorchError, showPyTorchError, toPyTorch } from 'pullback/pytorch'
import { describe, expect, test } from 'vitest'

const net = compose(dense(3, 2), relu(), linear(2, 1))
const state = {
  '0.weight': tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]),
  '0.bias': tensor([7, 8]),
  '2.weight': tensor([[9, 10]]),
}

const wrong = (read: unknown): PyTorchError => (read as { readonly left: PyTorchError }).left

test('weights are transposed, and the report says so', () => {
  const read = fromPyTorch(net)(state)
  if (isLeft(read)) throw new Error(showPyTorchError(read.left))
  const { model, report } = read.right
  expect(toNested(model.params[0].w)).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ])
  expect(toNested(model.params[2].w)).toEqual([[9], [10]])
  expect(report.read).toEqual([
    { name: '0.weight', shape: [2, 3], to: ['params.0.w'], changes: ['transposed'] },
    { name: '0.bias', shape: [2], to: ['params.0.b'], changes: [] },
    { name: '2.weight', shape: [1, 2], to: ['params.2.w'], changes: ['transposed'] },
  ])
})

test('every entry that does not fit is named, with both shapes', () => {
  const { '0.bias': _, ...others } = state
  const read = fromPyTorch(net)({ ...others, '0.weight': zeros([3, 2]), head: zeros([4]) })
  expect(showPyTorchError(wrong(read)).split('\n')).toEqual([
    'the state is not one of the layer "compose(dense(3, 2), relu, linear(2, 1))":',
    '  "0.weight" is f32[3, 2], but f32[2, 3] is expected, which becomes params.0.w',
    '  "0.bias" is missing: f32[2] is expected, which becomes params.0.b',
    '  "head" is not expected: it is f32[4]',
    "If some only have another name, give it: { names: { '0': 'encoder' } } renames a module or a tensor.",
    'Make the layer with the sizes and options that the module has.',
  ])
})

test('what is not expected is an error, but for strict: false', () => {
  const more = { ...state, head: zeros([4]) }
  expect(showPyTorchError(wrong(fromPyTorch(net)(more)))).toMatch(
    /"head" is not expected: it is f32\[4\]\nTo leave out .* \{ strict: false \}/,
  )
  const read = fromPyTorch(net, { strict: false })(more)
  expect(isRight(read) && read.right.report.surplus).toEqual(['head'])
})

test('a prefix that is missing is found', () => {
  const within = Object.fromEntries(Object.entries(state).map(([name, x]) => [`model.net.${name}`, x]))
  expect(showPyTorchError(wrong(fromPyTorch(net)(within)))).toMatch(/give \{ prefix: "model.net" \}/)
  const read = fromPyTorch(net, { prefix: 'model.net' })({ ...within, other: zeros([1]) })
  expect(isRight(read) && read.right.report.outside).toEqual(['other'])
  expect(isRight(read) && toPyTorch(net, { prefix: 'model.net.' })(read.right.model)).toEqual(within)
})

describe('names of one’s own', () => {
  const renamed = { 'fc1.weight': state['0.weight'], 'fc1.bias': state['0.bias'], out: state['2.weight'] }

  test('of modules and tensors', () => {
    const names = { '0': 'fc1', '2.weight': 'out' }
    const read = fromPyTorch(net, { names })(renamed)
    expect(isRight(read) && toPyTorch(net, { names })(read.right.model)).toEqual(renamed)
  })

  test('by a function', () => {
    const names = (name: string): string => name.replace(/^0/, 'fc1').replace('2.weight', 'out')
    expect(isRight(fromPyTorch(net, { names })(renamed))).toBe(true)
  })

  test('the longest counts, and none leaves a module out', () => {
    const nested = compose(net, relu())
    expect(
      Object.keys(toPyTorch(nested, { names: { '0': '', '0.2': 'head' } })(init(nested)(key(0)))),
    ).toEqual(['0.weight', '0.bias', 'head.weight'])
  })

  test('that belong to nothing, or to two, are refused', () => {
    expect(() => fromPyTorch(net, { names: { '1': 'fc' } })).toThrow(/no module or tensor of that name/)
    expect(() => fromPyTorch(net, { names: { '0': '2' } })).toThrow(
      /both '0.weight' and '2.weight' '2.weight'/,
    )
    expect(() => toPyTorch(net, { names: () => '' })).toThrow(/needs names that are texts/)
  })
})

test('a tied table has several names: read from any, written to all', () => {
  const words = compose(label('embed')(embedding(4, 2)), label('out')(linear(2, 3)))
  const names = { 'embed.weight': ['embed.weight', 'head.weight'] }
  const table = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
    [7, 8],
  ])
  const out = { 'out.weight': zeros([3, 2]) }
  const alone = fromPyTorch(words, { names })({ 'head.weight': table, ...out })
  if (isLeft(alone)) throw new Error(showPyTorchError(alone.left))
  expect(toPyTorch(words, { names })(alone.right.model)).toEqual({
    'embed.weight': table,
    'head.weight': table,
    ...out,
  })
  const both = { 'embed.weight': table, 'head.weight': op.scale(2)(table), ...out }
  expect(showPyTorchError(wrong(fromPyTorch(words, { names })(both)))).toMatch(
    /"embed.weight" and "head.weight" are one tensor by the option names, but have other numbers/,
  )
})

test('floats are all f32 or all f64', () => {
  const doubles = Object.fromEntries(
    Object.entries(state).map(([name, x]) => [name, op.convert('f64')(x as Tensor)]),
  )
  const read = fromPyTorch(net)(doubles)
  expect(isRight(read) && read.right.model.params[0].w.dtype).toBe('f64')
  expect(showPyTorchError(wrong(fromPyTorch(net)({ ...doubles, '0.bias': tensor([7, 8]) })))).toMatch(
    /"0.bias" is f32\[2\], but f64\[2\] is expected/,
  )
  expect(isLeft(fromPyTorch(net)({ ...state, '0.bias': tensor([7, 8], 'i32') }))).toBe(true)
})

test('names of objects are names like others', () => {
  const name = (own: string): string => (own === 'weight' ? 'toString' : own)
  const read = fromPyTorch(linear(2, 1), { names: name })({})
  expect(showPyTorchError(wrong(read))).toMatch(/"toString" is missing: f32\[1, 2\]/)
  const there = fromPyTorch(linear(2, 1), { names: name })({ toString: zeros([1, 2]) } as never)
  expect(isRight(there)).toBe(true)
})

test('a stack is made of copies in their order', () => {
  const deep = repeat(11)(linear(1, 1))
  const many = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`${i}.weight`, tensor([[i]])]))
  const read = fromPyTorch(deep)(many)
  if (isLeft(read)) throw new Error(showPyTorchError(read.left))
  expect([...toValues(read.right.model.params.w)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(read.right.report.read[3]).toMatchObject({ to: ['params.w[3]'], changes: ['transposed', 'stacked'] })
})

test('a layer of one’s own has its parameters under their names, as they are', () => {
  const gain = layer.parametric({
    name: 'gain(3)',
    params: { g: [initialiser.constant(1), [3, 2]] },
    run: (p: { readonly g: Tensor<[3, 2]> }, x: Tensor) =>
      smooth.lift(([q, y]: readonly [typeof p, Tensor]) => op.add(y, op.sum()(q.g) as never) as Tensor)([
        p,
        x,
      ]),
  })
  const own = compose(linear(3, 3), gain)
  const read = fromPyTorch(own)({ '0.weight': zeros([3, 3]), '1.g': ones([3, 2]) })
  expect(isRight(read)).toBe(true)
})

test('labels with dots are refused', () => {
  expect(() => toPyTorch(compose(label('a.b')(linear(1, 1))))).toThrow(/layer labelled 'a\.b'/)
})

test('layers of one recurrent module may have dropout between them, but labels keep them apart', () => {
  const apart = compose(label('a')(lstm(2, 2)), label('b')(lstm(2, 2)))
  expect(Object.keys(toPyTorch(apart)(init(apart)(key(0))))[0]).toBe('a.weight_ih_l0')
})

test('a model of another layer is refused', () => {
  const { params, state: kept } = init(dense(3, 2))(key(0))
  expect(() => toPyTorch(dense(2, 2))({ params, state: kept } as never)).toThrow(
    /a tensor of shape \[2, 2\] at params\.w, but there is f32\[3, 2\]/,
  )
  expect(() => toPyTorch(linear(3, 2))({ params, state: kept })).toThrow(/has 1 tensors, but was given 2/)
})

test('counters need not be there, but are not floats', () => {
  const norm = batchNorm(2, { affine: false })
  const running = { running_mean: zeros([2]), running_var: ones([2]) }
  const without = fromPyTorch(norm)(running)
  expect(isRight(without) && without.right.report.ignored).toEqual([])
  const counted = fromPyTorch(norm)({ ...running, num_batches_tracked: scalar(3, 'i32') })
  expect(isRight(counted) && counted.right.report.ignored).toEqual(['num_batches_tracked'])
  expect(isLeft(fromPyTorch(norm)({ ...running, num_batches_tracked: scalar(3) }))).toBe(true)
  expect(isLeft(fromPyTorch(net)({ ...state, num_batches_tracked: scalar(3, 'i32') }))).toBe(true)
})

const placesIn = (of: Parameters<typeof fromPyTorch>[0]) => {
  const all = toPyTorch(of as never)(init(of)(key(0)) as never)
  const read = fromPyTorch(of)(all)
  if (isLeft(read)) throw new Error(showPyTorchError(read.left))
  return Object.fromEntries(read.right.report.read.map(({ name, to }) => [name, to.join(' ')]))
}

test('queries, keys and values are one below the other, and norms where they belong', () => {
  const at = placesIn(transformerDecoderBlock(4, 2, 4) as never)
  expect(at).toMatchObject({
    'self_attn.in_proj_weight':
      'params.self.attention.query.w params.self.attention.key.w params.self.attention.value.w',
    'multihead_attn.in_proj_bias':
      'params.cross.attention.query.b params.cross.attention.key.b params.cross.attention.value.b',
    'multihead_attn.out_proj.weight': 'params.cross.attention.output.w',
    'linear1.weight': 'params.feedForward.network.expand.w',
    'linear2.weight': 'params.feedForward.network.contract.w',
    'norm1.weight': 'params.self.norm.scale',
    'norm2.weight': 'params.cross.norm.scale',
    'norm3.bias': 'params.feedForward.norm.shift',
  })
  expect(placesIn(transformerEncoderBlock(4, 2) as never)).toMatchObject({
    'norm1.bias': 'params.self.norm.shift',
    'norm2.bias': 'params.feedForward.norm.shift',
  })
  expect(placesIn(batchNorm(3) as never)).toEqual({
    weight: 'params.scale',
    bias: 'params.shift',
    running_mean: 'state.mean',
    running_var: 'state.variance',
  })
  expect(placesIn(lstm(2, 2, { direction: 'both' }) as never)).toMatchObject({
    weight_ih_l0: 'params.forward.input.w',
    weight_hh_l0_reverse: 'params.backward.hidden.w',
    bias_ih_l0: 'params.forward.input.b',
    bias_hh_l0_reverse: 'params.backward.hidden.b',
  })
})

test('joined projections are split by rows', () => {
  const read = fromPyTorch(selfAttention(2, 1))({
    in_proj_weight: tensor([
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
      [9, 10],
      [11, 12],
    ]),
    in_proj_bias: tensor([1, 2, 3, 4, 5, 6]),
    'out_proj.weight': zeros([2, 2]),
    'out_proj.bias': zeros([2]),
  })
  if (isLeft(read)) throw new Error(showPyTorchError(read.left))
  const { query, key: keys, value } = read.right.model.params
  expect([query, keys, value].map(({ w, b }) => [toNested(w), toNested(b)])).toEqual([
    [
      [
        [1, 3],
        [2, 4],
      ],
      [1, 2],
    ],
    [
      [
        [5, 7],
        [6, 8],
      ],
      [3, 4],
    ],
    [
      [
        [9, 11],
        [10, 12],
      ],
      [5, 6],
    ],
  ])
})
