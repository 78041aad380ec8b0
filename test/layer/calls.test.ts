import { describe, expect, test } from 'vitest'
import { chained, forget } from '../../laws/layer/same.ts'
import {
  type AnyLayer,
  type AnyTensor,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  batchNorm,
  compile,
  compose,
  concat,
  concatenate,
  conv1d,
  conv2d,
  conv3d,
  convTranspose2d,
  crossAttention,
  dense,
  dropout,
  dropPath,
  elu,
  embedding,
  evaluation,
  flatten,
  globalAvgPool1d,
  globalAvgPool2d,
  globalMaxPool2d,
  glu,
  groupNorm,
  gru,
  hardtanh,
  type Integers,
  init,
  key,
  label,
  layerNorm,
  leakyRelu,
  learnedPositions,
  lstm,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  meanOnlyBatchNorm,
  pad,
  parallel,
  relu,
  repeat,
  reshape,
  rnnCell,
  rotaryPositions,
  ShapeError,
  scan,
  selfAttention,
  sinusoidalPositions,
  slice,
  softmax,
  softplus,
  swiGlu,
  type Tensor,
  tensor,
  tied,
  toValues,
  training,
  transformerDecoderBlock,
  transformerEncoderBlock,
  transpose,
  type tree,
  upsample,
  zeros,
} from '../../src/index.ts'

// Uniform samples of many numbers come near their bound.
test.each([
  ['conv2d', conv2d(8, 16, 3), 8 * 9 + 16 * 9],
  ['a convolution in groups', conv2d(8, 16, 3, { groups: 4 }), 2 * 9 + 16 * 9],
  ['conv1d', conv1d(32, 16, 3), 32 * 3 + 16 * 3],
  ['convTranspose2d', convTranspose2d(16, 8, 3), 16 * 9 + 8 * 9],
  ['a transposed convolution in groups', convTranspose2d(16, 8, 3, { groups: 4 }), 4 * 9 + 8 * 9],
])('the kernel of %s begins as wide as its fans say', (_, layer, fans) => {
  const { w } = forget(layer).init(key(1), 'f64').params as { readonly w: Tensor }
  const most = Math.max(...Array.from(toValues(w), Math.abs))
  expect(most / Math.sqrt(6 / fans)).toBeGreaterThan(0.97)
  expect(most / Math.sqrt(6 / fans)).toBeLessThanOrEqual(1)
})

const run = (layer: AnyLayer, x: AnyTensor | readonly AnyTensor[]): unknown => {
  const plain = forget(layer)
  const { params, state } = plain.init(key(0), 'f32')
  return plain.run(params, x, state, evaluation)[0]
}

describe('what layers refuse', () => {
  test.each([
    ['no integer size', () => dense(2.5, 3)],
    ['no outputs', () => dense(3, 0)],
    ['a rate of 1', () => dropout(1)],
    ['a rate that is NaN', () => dropout(Number.NaN)],
    ['an infinite slope', () => leakyRelu(Number.POSITIVE_INFINITY)],
    ['no times', () => tied(0)(relu())],
    ['half a time', () => repeat(1.5 as number)(relu())],
    ['two layers of one label', () => compose(label('a')(relu()), label('a')(relu()))],
    ['a label that looks like a position', () => label('0')(relu())],
    ['heads that do not divide the width', () => selfAttention<number, number>(6, 4)],
    ['no heads', () => crossAttention<number, number, number>(4, 0, 4)],
    ['an odd width to rotate', () => rotaryPositions(3)],
    ['a base of 1', () => sinusoidalPositions(4, { base: 1 })],
    ['a padding behind the vocabulary', () => embedding(4, 3, { padding: 4 })],
    ['a padding before the vocabulary', () => embedding(4, 3, { padding: -1 })],
    ['an empty vocabulary', () => embedding(0, 3)],
    ['an epsilon of 0', () => layerNorm(3, { epsilon: 0 })],
    ['no axes to normalise', () => layerNorm([])],
    ['a slope that is NaN', () => elu(Number.NaN)],
    ['ends in the wrong order', () => hardtanh(1, -1)],
    ['a beta below 0', () => softplus(-1)],
    ['a negative hidden size', () => lstm(3, -1)],
    ['no hidden layer', () => transformerEncoderBlock(4, 2, { hidden: 0 })],
    ['a rate above 1', () => dropPath(1.5)],
    ['a momentum above 1', () => meanOnlyBatchNorm(2, { momentum: 1.5 })],
    ['no channels', () => conv2d(0, 3, 3)],
    ['half a channel', () => conv1d(2, 2.5, 3)],
    ['a kernel of nothing', () => conv2d(1, 1, [3, 0])],
    ['a kernel of three sizes', () => conv2d(1, 1, [3, 3, 3] as never)],
    ['a stride of 0', () => conv2d(1, 1, 3, { stride: 0 })],
    ['a stride of a half', () => conv1d(1, 1, 3, { stride: 0.5 })],
    ['a negative padding', () => conv2d(1, 1, 3, { padding: -1 })],
    ['a dilation of 0', () => conv2d(1, 1, 3, { dilation: [1, 0] })],
    ['a dilation that is NaN', () => conv1d(1, 1, 3, { dilation: Number.NaN })],
    ['groups that do not divide inputs', () => conv2d(3 as number, 4, 3, { groups: 2 })],
    ['groups that do not divide outputs', () => conv1d(4, 3 as number, 3, { groups: 2 })],
    ['no groups', () => conv2d(4, 4, 3, { groups: 0 as number })],
    ['as much output padding as stride', () => convTranspose2d(1, 1, 3, { stride: 2, outputPadding: 2 })],
    ['a window of nothing', () => maxPool2d(0)],
    ['windows of padding only', () => maxPool2d(2, { padding: 2 })],
    ['means of padding only', () => avgPool2d([2, 3], { padding: 2 })],
    ['a negative stride', () => avgPool2d(2, { stride: -1 })],
    ['no bins', () => adaptiveAvgPool2d(0)],
    ['a window of two axes along one', () => maxPool1d([2, 2] as never)],
    ['a window of two axes over three', () => avgPool3d([2, 2] as never)],
    ['a volume of padding only', () => maxPool3d([1, 2, 2], { padding: [1, 0, 0] })],
    ['groups that do not divide inputs of volumes', () => conv3d(3 as number, 4, 3, { groups: 2 })],
    ['half a copy', () => upsample(1.5)],
    ['an epsilon of 0', () => batchNorm(2, { epsilon: 0 })],
    ['a negative momentum', () => batchNorm(2, { momentum: -0.1 })],
    ['groups of norms that do not divide channels', () => groupNorm(2, 3)],
    ['an epsilon that is NaN', () => groupNorm(1, 3, { epsilon: Number.NaN })],
    ['an axis twice', () => transpose([0, 0])],
    ['axes that begin behind the batch with 1', () => transpose([2, 1])],
    ['one axis to exchange', () => transpose(1 as never)],
    ['half an axis', () => transpose(0, 0.5)],
    ['a range that is not an array', () => slice([2 as never])],
    ['no array of ranges', () => slice(2 as never)],
    ['a range of four numbers', () => slice([[0, 2, 1, 1] as never])],
    ['half a start', () => slice([[0.5]])],
    ['a step of 0', () => slice([[0, 4, 0]])],
    ['a step backwards', () => slice([[4, 0, -1]])],
    ['an end before the start', () => slice([[3, 2]])],
    ['an end from the end before the start', () => slice([[-1, -2]])],
    ['half an axis to halve', () => glu({ axis: 0.5 })],
    ['an activation of a gate that is a layer', () => glu({ activation: relu() as never })],
    ['an activation of a gate that makes no layer', () => swiGlu(2, 2, { activation: (() => 2) as never })],
    ['no array of frames', () => pad(2 as never)],
    ['less than no frame', () => pad([-1])],
    ['a frame of three sides', () => pad([[1, 1, 1] as never])],
    ['a frame that is NaN', () => pad([[Number.NaN, 1]])],
    ['a frame of NaN', () => pad([1], { value: Number.NaN })],
    ['half an axis to join along', () => concatenate(0.5)],
    ['a size that is to be found out', () => reshape([3, -1])],
    ['half a size', () => reshape([1.5])],
    ['an option of convolution that there is not', () => conv2d(1, 1, 3, { strides: 2 } as never)],
    ['an option among others', () => conv1d(1, 1, 3, { padding: 1, pad: 2 } as never)],
    ['an option of another framework', () => convTranspose2d(1, 1, 3, { output_padding: 1 } as never)],
    ['a stride by position', () => maxPool2d(3, 2 as never)],
    ['no ceil mode', () => avgPool2d(3, { stride: 2, ceil_mode: true } as never)],
    ['a kernel among the options', () => conv2d(1, 1, { kernel_size: 3 } as never)],
    ['padding as a text', () => conv2d(1, 1, 3, { padding: 'same' as never })],
    ['a layer that was not called', () => compose(relu as never)],
    ['a plain function among layers', () => concat(relu(), ((x: unknown) => x) as never)],
    ['an activation as a text', () => transformerEncoderBlock(4, 2, { activation: 'relu' as never })],
  ])('%s', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ _tag: 'ArgumentError' }))
  })

  test.each([
    ['another last axis', dense(3, 2), [4, 2]],
    ['a scalar', dense(3, 2), []],
    ['a scalar', flatten(), []],
    ['another number of elements', reshape([2, 2]), [4, 3]],
    ['an empty row', softmax(), [2, 0]],
    ['an empty batch', meanOnlyBatchNorm(3), [0, 3]],
    ['other channels', conv2d(3, 2, 3), [1, 2, 5, 5]],
    ['no images', conv2d(3, 2, 3), [3, 5, 5]],
    ['a kernel larger than the padded images', conv2d(1, 1, 5, { padding: 1 }), [1, 1, 2, 9]],
    ['a dilated kernel longer than the sequence', conv1d(1, 1, 3, { dilation: 4 }), [1, 1, 8]],
    ['sequences without channels', conv1d(1, 1, 3), [1, 8]],
    ['images of which nothing is left', convTranspose2d(1, 1, 1, { padding: 2 }), [1, 1, 3, 3]],
    ['a window larger than the images', maxPool2d(3), [1, 1, 2, 3]],
    ['a mean over more than there is', avgPool2d([2, 4]), [1, 1, 2, 3]],
    ['empty images', globalAvgPool2d(), [1, 1, 0, 3]],
    ['the largest of no element', globalMaxPool2d(), [1, 1, 3, 0]],
    ['no channels of which one is the largest', globalMaxPool2d(), [3, 5, 5]],
    ['images for volumes', conv3d(1, 2, 3), [1, 1, 5, 5]],
    ['volumes of other channels', conv3d(2, 2, 1), [1, 1, 5, 5, 5]],
    ['a kernel deeper than the padded volumes', conv3d(1, 1, [5, 1, 1], { padding: 1 }), [1, 1, 2, 3, 3]],
    ['a window longer than the sequences', maxPool1d(3), [1, 1, 2]],
    ['images for sequences', avgPool1d(2), [1, 1, 2, 2]],
    ['a window deeper than the volumes', avgPool3d([3, 1, 1]), [1, 1, 2, 2, 2]],
    ['windows around all that there is', maxPool1d(2, { padding: 1, dilation: 3 }), [1, 1, 2]],
    ['empty sequences', globalAvgPool1d(), [1, 2, 0]],
    ['bins of empty volumes', adaptiveAvgPool3d(1), [1, 2, 0, 1, 1]],
    ['bins of empty images', adaptiveAvgPool2d(2), [1, 1, 0, 3]],
    ['rows to copy', upsample(2), [3, 4]],
    ['channels of another norm', batchNorm(3), [4, 2]],
    ['channels of another group norm', groupNorm(1, 3), [4, 2, 2]],
    ['another shape to normalise', layerNorm([2, 3]), [4, 3, 2]],
    ['a vector to attend', selfAttention(4, 2), [3, 4]],
    ['more positions than there are', learnedPositions(2, 4), [1, 3, 4]],
    ['sequences of another width', gru(3, 2), [2, 4, 2]],
    ['no time at all', lstm(3, 2), [2, 0, 3]],
    ['joined rows of other lengths', concat(flatten(), relu()), [2, 2, 2]],
    ['fewer axes to reorder', transpose([0, 2, 1]), [2, 3, 4]],
    ['more axes to reorder', transpose([1, 0]), [2, 3, 4, 5]],
    ['an axis to exchange that is not there', transpose(0, -3), [2, 3, 4]],
    ['no batch', transpose(), []],
    ['ranges of more axes than there are', slice([[], [0, 1]]), [2, 3]],
    ['a range behind the end', slice([[0, 4]]), [2, 3]],
    ['a range before the beginning', slice([[-4]]), [2, 3]],
    ['a range of nothing', slice([[2, -1]]), [2, 3]],
    ['an odd axis to halve', glu(), [2, 5]],
    ['an axis to halve that is not there', glu({ axis: 1 }), [2, 4]],
    ['another width of a gated network', swiGlu(3, 2), [2, 4]],
    ['frames of more axes than there are', pad([1, 1]), [2, 3]],
  ] as const)('%s', (_, layer, shape) => {
    expect(() => run(layer, zeros(shape))).toThrow(ShapeError)
    // In its own name, and not in that of an operation or a layer inside of it.
    const [name] = (layer as AnyLayer).name.split('(') as [string]
    expect(() => run(layer, zeros(shape))).toThrow(new RegExp(`^(scan\\()?${name}\\b`))
  })

  test('a mask of another shape, and one of floats', () => {
    const layer = selfAttention(4, 2, { padding: true })
    expect(() => run(layer, [zeros([2, 3, 4]), zeros([2, 4], 'u8')])).toThrow(ShapeError)
    expect(() => run(layer, [zeros([2, 3, 4]), zeros([2, 3])])).toThrow(
      expect.objectContaining({ _tag: 'DTypeError' }),
    )
  })

  test('memories for another number of sequences', () => {
    expect(() => run(crossAttention(4, 2, 3), [zeros([2, 3, 4]), zeros([1, 3, 3])])).toThrow(ShapeError)
  })

  const sequences = zeros([2, 3, 4])
  test.each([
    [
      'no mask',
      selfAttention(4, 2, { padding: true }),
      sequences,
      'takes the tuple [sequences, mask], but was given one tensor of shape [2, 3, 4].',
    ],
    [
      'a mask that was not asked for',
      selfAttention(4, 2),
      [sequences, zeros([2, 3], 'u8')],
      'give it the option padding',
    ],
    ['no memory', crossAttention(4, 2, 4), sequences, 'takes the tuple [sequences, memory], but'],
    [
      'a mask of a memory that was not asked for',
      crossAttention(4, 2, 4),
      [sequences, sequences, zeros([2, 3], 'u8')],
      'given 3 parts',
    ],
    [
      'no mask for a block',
      transformerEncoderBlock(4, 2, { padding: true }),
      sequences,
      'takes the tuple [sequences, mask]',
    ],
    [
      'a mask for a block without',
      transformerEncoderBlock(4, 2),
      [sequences, zeros([2, 3], 'u8')],
      'give it the option padding',
    ],
    [
      'no memory for a block',
      transformerDecoderBlock(4, 2, 4),
      sequences,
      'transformerDecoderBlock(4, 2, 4) takes the tuple [sequences, memory]',
    ],
    ['no carry', scan()(rnnCell(4, 4)), sequences, 'takes the tuple [inputs, first carry]'],
  ] as const)('parts that are missing or too many: %s', (_, layer, input, message) => {
    const [plain, given] = [forget(layer), input]
    const { params, state } = plain.init(key(0), 'f32')
    const at = (x: tree.Tree) => plain.run(params, x, state, evaluation)[0]
    expect(() => at(given)).toThrow(message)
    expect(() => compile(at)(given)).toThrow(message)
  })

  test('an option that there is not, with those that there are', () => {
    expect(() => maxPool2d(2, { strides: 2 } as never)).toThrow(
      'maxPool2d has no option strides: did you mean stride? It has stride, padding, dilation.',
    )
  })

  test('a factory that was not called, by its name and place', () => {
    expect(() => chained(forget(dense(2, 2)), relu as never)).toThrow(
      'compose takes layers, but was given the function relu at position 1. Call it if it makes layers, or make it one with ' +
        'layer.fromSmooth.',
    )
  })

  test('floats for indices, by the name of the layer', () => {
    expect(() => run(embedding(5, 3), zeros([2]))).toThrow(
      "embedding(5, 3) takes integers, but was given f32. Convert with op.convert('i32').",
    )
  })

  test('an index outside of the vocabulary, by the name of the layer, evaluated or compiled', () => {
    const net = compose(embedding(5, 3), dense(3, 2))
    const { params, state } = init(net)(key(0))
    const at = (indices: Integers<[2]>) => net.run(params, indices, state, evaluation)[0]
    const message = 'embedding(5, 3) was given index 7 at position 1, but indices run from 0 to 4.'
    expect(() => at(tensor([0, 7], 'i32'))).toThrow(message)
    expect(() => compile(at)(tensor([0, 7], 'i32'))).toThrow(message)
  })

  test('parts that do not go together', () => {
    expect(() => run(concatenate(0), [zeros([2, 1, 3]), zeros([2, 1, 4])])).toThrow(
      'concatenate(0) takes tensors that differ in axis 0 of each example only, but was given [2, 1, 3] and [2, 1, 4].',
    )
    expect(() => run(concatenate(1), [zeros([2, 3]), zeros([2, 3])])).toThrow(ShapeError)
    expect(() => run(concatenate(1), [zeros([2, 1, 3]), zeros([2, 3])])).toThrow(ShapeError)
    expect(() => run(concatenate(), zeros([2, 3]))).toThrow('use concat')
    expect(() => run(concatenate(), [])).toThrow(expect.objectContaining({ _tag: 'ArgumentError' }))
  })

  test('what counts the batch among the axes is answered that it is not', () => {
    expect(() => run(transpose([0, 2, 1]), zeros([2, 3, 4]))).toThrow(
      'transpose([0, 2, 1]) takes [batch, ...] with 3 axes for each example, but was given [2, 3, 4]. Axes are counted within one ' +
        'example: the batch is not among them, and stays.',
    )
  })

  test('a tuple of another length', () => {
    expect(() => run(parallel(relu(), relu()), [zeros([2])])).toThrow(
      expect.objectContaining({ _tag: 'ArgumentError' }),
    )
  })

  test('a batch of one number for each channel has no variance in training', () => {
    const { params, state } = init(batchNorm(3))(key(0))
    expect(() => batchNorm(3).run(params, zeros([1, 3]), state, training(key(0)))).toThrow(
      'batchNorm(3) was given [1, 3] in training: 1 for each channel has no variance. Use larger batches.',
    )
  })

  test('a kernel that is too large is reported with all that counts', () => {
    expect(() => run(conv2d(1, 1, [3, 2], { padding: [1, 0], dilation: 3 }), zeros([1, 1, 4, 3]))).toThrow(
      'conv2d(1, 1, 3x2, padding 1x0, dilation 3) cannot slide a window of 3 by 2 (7 by 4 with its dilation) over an image of ' +
        '4 by 3 (6 by 3 with its padding): the window is larger. Use a smaller kernel, or more padding.',
    )
  })

  test('a window along one axis and over three', () => {
    expect(() => run(maxPool1d(3), zeros([1, 1, 2]))).toThrow(
      'maxPool1d(3) cannot slide a window of 3 along a sequence of 2: the window is larger.',
    )
    expect(() => run(conv3d(1, 1, [3, 1, 1], { padding: [0, 1, 0] }), zeros([1, 1, 2, 3, 4]))).toThrow(
      'conv3d(1, 1, 3x1x1, padding 0x1x0) cannot slide a window of 3 by 1 by 1 over a volume of 2 by 3 by 4 (2 by 5 by 4 with its ' +
        'padding): the window is larger.',
    )
  })

  test('the error of an inner layer names the way to it', () => {
    const net = chained(forget(label('hidden')(dense(3, 2))), chained(forget(relu()), forget(dense(5, 2))))
    expect(() => run(net, zeros([4, 3]))).toThrow(
      expect.objectContaining({ path: ['[1] compose(relu, dense(5, 2))', '[1] dense(5, 2)'] }),
    )
  })
})
