import { describe, expect, test } from 'vitest'
import {
  ArgumentError,
  DTypeError,
  fromValues,
  IndexError,
  op,
  type PullbackError,
  ShapeError,
  type Tensor,
  tensor,
  toNested,
  zeros,
} from '../../src/index.ts'

const matrix = tensor([
  [1, 2, 3],
  [4, 5, 6],
])
const i32 = (...values: readonly number[]) => fromValues([values.length], values, 'i32')

/** The compiler refuses most of what follows; at run time shapes and element types may still come from anywhere. */
const any = (x: unknown): never => x as never

type Kind = new (...args: never[]) => PullbackError

const thrownBy = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (error) {
    return error
  }
}

const refuses = (kind: Kind, says: readonly string[], run: () => unknown) => {
  const error = thrownBy(run)
  expect(error).toBeInstanceOf(kind)
  for (const words of says) expect((error as Error).message).toContain(words)
}

describe('nothing is broadcast silently', () => {
  test.each([
    ['add', op.add],
    ['sub', op.sub],
    ['mul', op.mul],
    ['div', op.div],
    ['maximum', op.maximum],
    ['minimum', op.minimum],
    ['greater', op.greater],
    ['greaterEqual', op.greaterEqual],
    ['equal', op.equal],
  ] as const)('%s', (name, operation) => {
    const f = operation as (x: Tensor, y: Tensor) => unknown
    const advice = 'Nothing is broadcast silently: use op.broadcast.'
    refuses(ShapeError, [name, '[2, 3] and [1, 3]: axis 0 is 2 and 1', advice], () =>
      f(matrix, any(tensor([[1, 2, 3]]))),
    )
    refuses(ShapeError, [name, '[2, 3] and []: their ranks are 2 and 0'], () => f(matrix, any(tensor(1))))
    refuses(ShapeError, [name, '[3] and [2]'], () => f(tensor([1, 2, 3]), any(tensor([1, 2]))))
  })

  test('the axis is distinguished from the words', () => {
    expect(thrownBy(() => op.add(matrix, any(tensor([[1, 2]]))))).toMatchObject({
      axis: 0,
      shapes: [
        [2, 3],
        [1, 2],
      ],
    })
  })

  test('select', () => {
    const mask = op.greater(matrix, op.scale(0)(matrix))
    refuses(ShapeError, ['select', '[2, 3] and [3]'], () => op.select(mask, matrix, any(tensor([1, 2, 3]))))
    refuses(ShapeError, ['select', '[1] and [2, 3]'], () => op.select(any(i32(1)), matrix, matrix))
  })

  test('broadcast', () => {
    refuses(ShapeError, ['[2, 3] to [3]', 'too many'], () => op.broadcast([3])(matrix))
    refuses(ShapeError, ['[2, 3] to [3, 3]', 'its axis 0 has size 2, but axis 0 has size 3'], () =>
      op.broadcast([3, 3])(matrix),
    )
    refuses(ShapeError, ['[0] to [3]'], () => op.broadcast([3])(zeros([0])))
    refuses(ShapeError, ['broadcast', '[2.5]'], () => op.broadcast([2.5])(tensor(1)))
    refuses(ShapeError, ['broadcast', '[-1]'], () => op.broadcast([-1])(tensor(1)))
    refuses(ShapeError, ['broadcast', 'axis 2'], () => op.broadcastAlong([2, 3], [2])(tensor([1, 2])))
    refuses(ShapeError, ['broadcast', 'axis 0 twice'], () => op.broadcastAlong([2, 2], [0, 0])(zeros([2, 2])))
    refuses(ShapeError, ['its axis 0 has size 2, but axis 1 has size 3'], () =>
      op.broadcastAlong([2, 3], [1])(tensor([1, 2])),
    )
    refuses(ShapeError, ['an axis of [2, 3] for each of the 1 axes of [2]'], () =>
      op.broadcastAlong([2, 3], [])(tensor([1, 2])),
    )
  })
})

describe('windows', () => {
  const plain = { strides: [1, 1], padding: [0, 0], dilations: [1, 1], groups: 1 } as const
  const [x, w] = [zeros([2, 3, 5, 6]), zeros([4, 3, 2, 2])]

  test('convolve', () => {
    const convolve = op.convolve(plain)
    refuses(ShapeError, ['convolve needs images', '[5, 6]'], () => convolve(any(zeros([5, 6])), w))
    refuses(ShapeError, ['convolve needs a kernel', '[2, 2]'], () => convolve(x, any(zeros([2, 2]))))
    refuses(ShapeError, ['the kernel is for 2 channels, not 3'], () => convolve(x, zeros([4, 2, 2, 2])))
    refuses(ShapeError, ['a window of 6 by 2 over an image of 5 by 6'], () =>
      convolve(x, zeros([4, 3, 6, 2])),
    )
    refuses(ShapeError, ['kernel with elements', '[4, 3, 0, 2]'], () => convolve(x, zeros([4, 3, 0, 2])))
    refuses(DTypeError, ['convolve', 'f32 and f64'], () => convolve(x, zeros([4, 3, 2, 2], 'f64')))
    refuses(ShapeError, ['divides 3 channels', 'was given 2'], () =>
      op.convolve({ ...plain, groups: 2 })(x, zeros([4, 1, 2, 2])),
    )
    refuses(ArgumentError, ['positive integers for strides', '[0, 1]'], () =>
      op.convolve({ ...plain, strides: [0, 1] })(x, w),
    )
    refuses(ArgumentError, ['non-negative integers for padding', '[-1, 0]'], () =>
      op.convolve({ ...plain, padding: [-1, 0] })(x, w),
    )
    refuses(ArgumentError, ['positive integers for dilations', '[1, 1.5]'], () =>
      op.convolve({ ...plain, dilations: [1, 1.5] })(x, w),
    )
  })

  test('its transposes', () => {
    const y = zeros([2, 4, 4, 5])
    refuses(ShapeError, ['convolveTransposed needs an output of shape [2, 4, 6, 5]'], () =>
      op.convolveTransposed({ ...plain, size: [7, 6] })(y, w),
    )
    refuses(ShapeError, ['convolveKernel needs an output of shape [2, 4, 3, 5]'], () =>
      op.convolveKernel({ ...plain, size: [3, 2] })(x, y),
    )
    refuses(ShapeError, ['convolveKernel', '[2.5, 1]'], () =>
      op.convolveKernel({ ...plain, size: [2.5, 1] })(x, y),
    )
  })

  test('argmaxWindows', () => {
    const pool = { size: [2, 2], strides: [2, 2], padding: [0, 0] } as const
    refuses(ArgumentError, ['larger than the padding', 'padding [2, 0]'], () =>
      op.argmaxWindows({ ...pool, padding: [2, 0] })(x),
    )
    refuses(ShapeError, ['a window of 2 by 7 over an image of 5 by 6'], () =>
      op.argmaxWindows({ ...pool, size: [2, 7] })(x),
    )
    refuses(ShapeError, ['needs images', '[3]'], () => op.argmaxWindows(pool)(any(zeros([3]))))
  })
})

describe('nothing is converted silently', () => {
  const wide = op.convert('f64')(matrix)
  test.each([
    ['add', op.add],
    ['mul', op.mul],
    ['div', op.div],
    ['maximum', op.maximum],
    ['equal', op.equal],
  ] as const)('%s of f32 and f64', (name, operation) => {
    const f = operation as (x: Tensor, y: Tensor) => unknown
    refuses(DTypeError, [name, 'f32 and f64', 'op.convert'], () => f(matrix, wide))
  })

  test('matmul, concat and select of f32 and f64', () => {
    refuses(DTypeError, ['matmul', 'f32 and f64'], () => op.matmul(matrix, op.transpose()(wide)))
    refuses(DTypeError, ['concat', 'f32 and f64'], () => op.concat(0)(matrix, wide))
    refuses(DTypeError, ['select', 'f32 and f64'], () => op.select(op.equal(matrix, matrix), matrix, wide))
  })

  test.each([
    ['div', () => op.div(any(i32(1)), any(i32(1)))],
    ['exp', () => op.exp(any(i32(1)))],
    ['abs', () => op.abs(any(i32(1)))],
    ['scale', () => op.scale(2)(any(i32(1)))],
    ['shift', () => op.shift(2)(any(i32(1)))],
    ['sum', () => op.sum()(any(i32(1)))],
    ['max', () => op.max()(any(i32(1)))],
    ['argmax', () => op.argmax(any(i32(1)))],
    ['maximum', () => op.maximum(any(i32(1)), any(i32(1)))],
    ['matmul', () => op.matmul(any(fromValues([1, 1], [1], 'i32')), any(fromValues([1, 1], [1], 'i32')))],
    ['pad', () => op.pad([0], [0])(any(i32(1)))],
    ['scatterAdd', () => op.scatterAdd(1)(any(i32(1)), i32(0))],
  ] as const)('%s needs floats', (name, run) => {
    refuses(DTypeError, [name, 'floats', 'i32', "op.convert('f32')"], run)
  })

  test('indices and masks need integers', () => {
    refuses(DTypeError, ['gather (indices)', 'f32', "op.convert('i32')"], () =>
      op.gather(matrix, any(tensor([0]))),
    )
    refuses(DTypeError, ['scatterAdd (indices)'], () => op.scatterAdd(2)(matrix, any(tensor([0, 1]))))
    refuses(DTypeError, ['select (mask)', 'f32'], () => op.select(any(matrix), matrix, matrix))
  })
})

describe('axes', () => {
  test.each([
    ['sum', (axes: readonly number[]) => op.sum(axes)],
    ['max', (axes: readonly number[]) => op.max(axes)],
    ['transpose', (axes: readonly number[]) => op.transpose(axes)],
  ] as const)('%s', (name, f) => {
    const along = (...axes: readonly number[]) => f(axes) as (x: Tensor) => unknown
    refuses(ShapeError, [name, 'axis -1', '[2, 3] has axes 0 to 1'], () => along(-1, 0)(matrix))
    refuses(ShapeError, [name, 'axis 2'], () => along(0, 2)(matrix))
    refuses(ShapeError, [name, 'axis 0.5'], () => along(0.5, 0)(matrix))
    refuses(ShapeError, [name, 'axis NaN'], () => along(Number.NaN, 0)(matrix))
    refuses(ShapeError, [name, 'axis 1 twice'], () => along(1, 1)(matrix))
    refuses(ShapeError, [name, 'axis 0', 'no axes'], () => along(0)(tensor(1)))
  })

  test('a transposition names each axis', () => {
    refuses(ShapeError, ['transpose', '[2, 3]', '[0]'], () => op.transpose([0])(matrix))
  })

  test('concat', () => {
    refuses(ShapeError, ['concat', 'at least one'], () => op.concat(0)())
    refuses(ShapeError, ['concat', 'axis 2', '[2, 3]'], () => op.concat(2)(matrix, matrix))
    refuses(ShapeError, ['concat', 'no axes'], () => op.concat(0)(tensor(1), tensor(2)))
    refuses(ShapeError, ['concat along axis 0', '[2, 3] and [2, 2]'], () =>
      op.concat(0)(matrix, zeros([2, 2])),
    )
    refuses(ShapeError, ['concat', '[2, 3] and [3]'], () => op.concat(1)(matrix, zeros([3])))
  })
})

describe('sizes', () => {
  test('reshape', () => {
    refuses(ShapeError, ['reshape', '[2, 3] (6 elements)', '[4] (4)'], () => op.reshape([4])(matrix))
    refuses(ShapeError, ['reshape', '[-1]'], () => op.reshape([-1])(matrix))
    refuses(ShapeError, ['reshape', '[-2, -3]'], () => op.reshape([-2, -3])(matrix))
    refuses(ShapeError, ['reshape', '[1.5, 4]'], () => op.reshape([1.5, 4])(matrix))
  })

  test('matmul', () => {
    refuses(ShapeError, ['[2, 3] by [2, 3]', '3 columns meet 2 rows'], () =>
      op.matmul(any(matrix), any(matrix)),
    )
    refuses(ShapeError, ['[2, 3] (transposed) by [3, 2]', '2 columns meet 3 rows'], () =>
      op.matmulTN(any(matrix), any(op.transpose()(matrix))),
    )
    refuses(ShapeError, ['[2, 3] by [3, 2] (transposed)', '3 columns meet 2 rows'], () =>
      op.matmulNT(any(matrix), any(op.transpose()(matrix))),
    )
    refuses(ShapeError, ['matmul', 'matrices', '[3]'], () => op.matmul(any(tensor([1, 2, 3])), any(matrix)))
    refuses(ShapeError, ['matmul', 'leading axes differ', 'op.broadcast'], () =>
      op.matmul(zeros([2, 3, 4]), any(zeros([1, 4, 5]))),
    )
    expect(thrownBy(() => op.matmul(any(matrix), any(matrix)))).toMatchObject({ axis: 0 })
  })

  test('slice and pad', () => {
    refuses(ShapeError, ['slice', 'each axis of [2, 3]'], () => op.slice([0], [1])(matrix))
    refuses(ShapeError, ['slice leaves [2, 3] at axis 1', '3 from 1, of 3'], () =>
      op.slice([0, 1], [1, 3])(matrix),
    )
    refuses(ShapeError, ['slice', 'axis 0'], () => op.slice([-1, 0], [1, 1])(matrix))
    refuses(ShapeError, ['slice', 'axis 1'], () => op.slice([0, 0.5], [1, 1])(matrix))
    refuses(ShapeError, ['pad', '[2, 3]', '[0] and [1]'], () => op.pad([0], [1])(matrix))
    refuses(ShapeError, ['pad', '[0, -1]'], () => op.pad([0, -1], [0, 0])(matrix))
    refuses(ShapeError, ['pad', '0.5'], () => op.pad([0, 0], [0, 0.5])(matrix))
  })

  test('gather, takeAlong and scatterAdd', () => {
    refuses(IndexError, ['gather', 'index 2 at position 1', '0 to 1'], () => op.gather(matrix, i32(0, 2)))
    refuses(IndexError, ['gather', 'index -1 at position 0'], () => op.gather(matrix, i32(-1)))
    refuses(IndexError, ['gather', 'index 0', 'no rows'], () => op.gather(zeros([0, 2]), i32(0)))
    refuses(IndexError, ['index 3 at position 1', '0 to 2'], () => op.takeAlong(matrix, any(i32(0, 3))))
    refuses(ShapeError, ['[2, 3]', '[3]', 'first 1 axes'], () => op.takeAlong(matrix, any(i32(0, 0, 0))))
    refuses(ShapeError, ['gather', '[]'], () => op.gather(any(tensor(1)), i32(0)))
    refuses(IndexError, ['scatterAdd', 'index 2', '0 to 1'], () => op.scatterAdd(2)(matrix, any(i32(0, 2))))
    refuses(ShapeError, ['scatterAdd', 'a row for each index', '[2, 3]', '[3]'], () =>
      op.scatterAdd(2)(matrix, any(i32(0, 0, 0))),
    )
    refuses(ShapeError, ['scatterAdd', '[-1]'], () => op.scatterAdd(-1)(matrix, any(i32(0, 0))))
    refuses(ShapeError, ['scatterAdd', '[1.5]'], () => op.scatterAdd(1.5)(matrix, any(i32(0, 0))))
  })

  test('scaleBy', () => {
    refuses(ShapeError, ['[2] to [2, 3]'], () => op.scaleBy(any(tensor([1, 2])))(matrix))
  })
})

describe('no elements', () => {
  test('a sum over an empty axis is 0', () => {
    expect(toNested(op.sum([0])(zeros([0, 2])))).toEqual([0, 0])
    expect(toNested(op.sum()(zeros([3, 0])))).toBe(0)
    expect(op.sum([1])(zeros([0, 2])).shape).toEqual([0])
  })

  test('a matrix product over no columns is 0', () => {
    expect(toNested(op.matmul(zeros([2, 0]), zeros([0, 3])))).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
    expect(op.matmul(zeros([0, 2]), zeros([2, 3])).shape).toEqual([0, 3])
  })

  test('of no elements none is largest', () => {
    refuses(ShapeError, ['max over axis 0 of [0, 3]', 'no elements'], () => op.max([0])(zeros([0, 3])))
    refuses(ShapeError, ['max', '[0]'], () => op.max()(zeros([0])))
    refuses(ShapeError, ['argmax', '[3, 0]'], () => op.argmax(zeros([3, 0])))
    refuses(ShapeError, ['argmax', '[]'], () => op.argmax(any(tensor(1))))
    expect(op.max([1])(zeros([0, 3])).shape).toEqual([0])
    expect(op.argmax(zeros([0, 3])).shape).toEqual([0])
  })

  test('moving nothing gives nothing', () => {
    expect(op.transpose()(zeros([0, 3])).shape).toEqual([3, 0])
    expect(op.reshape([2, 0, 5])(zeros([0])).shape).toEqual([2, 0, 5])
    expect(op.broadcast([0, 3])(tensor([1, 2, 3])).shape).toEqual([0, 3])
    expect(toNested(op.concat(0)(zeros([0, 3]), matrix, zeros([0, 3])))).toEqual(toNested(matrix))
    expect(op.slice([1, 0], [0, 3])(matrix).shape).toEqual([0, 3])
    expect(toNested(op.pad([1], [1])(zeros([0])))).toEqual([0, 0])
    expect(op.gather(matrix, fromValues([0], [], 'i32')).shape).toEqual([0, 3])
    expect(toNested(op.scatterAdd(2)(zeros([0, 1]), fromValues([0], [], 'i32')))).toEqual([[0], [0]])
  })
})
