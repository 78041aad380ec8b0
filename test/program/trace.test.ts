import { describe, expect, test } from 'vitest'
import {
  ArgumentError,
  compose,
  DTypeError,
  dense,
  dropout,
  type Empty,
  full,
  init,
  item,
  type Key,
  key,
  label,
  layer,
  ones,
  op,
  predict,
  program,
  ShapeError,
  scalar,
  smooth,
  smoothOf,
  type Tensor,
  TracingError,
  tap,
  tensor,
  toNested,
  toValues,
  training,
  zeros,
} from '../../src/index.ts'

const x3 = zeros([3])
const namesOf = (traced: { readonly program: program.Program }): readonly string[] =>
  traced.program.equations.map(({ primitive }) => primitive.name)

describe('a traced program', () => {
  test('has equal results once', () => {
    const f = (x: Tensor<[3]>) => op.add(op.mul(op.exp(x), op.exp(x)), op.exp(x))
    expect(namesOf(program.trace(f)(x3))).toEqual(['exp', 'mul', 'add'])
  })

  test.each([
    [Number.NaN, Number.NaN, 1],
    [Number.NaN, Number.POSITIVE_INFINITY, 2],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2],
    [0, -0, 2],
    [-0, -0, 1],
    [0.1, 0.1, 1],
  ])('has shifts by %s and %s as %s results', (a, b, count) => {
    const f = (x: Tensor<[3]>) => [op.shift(a)(x), op.shift(b)(x)]
    expect(namesOf(program.trace(f)(x3))).toHaveLength(count)
  })

  test('keeps the two zeros apart as constants', () => {
    const f = (x: Tensor<[3]>) => [op.div(x, full([3], 0)), op.div(x, full([3], -0))]
    const results = program.traced(f)(x3)(ones([3]))
    expect(results.map(toNested)).toEqual([Array(3).fill(1 / 0), Array(3).fill(-1 / 0)])
  })

  test('has nothing that its outputs do not need', () => {
    const f = (x: Tensor<[3]>) => {
      op.tanh(op.exp(x))
      return op.neg(x)
    }
    expect(namesOf(program.trace(f)(x3))).toEqual(['neg'])
  })

  test('has what depends on no input computed already', () => {
    const f = (x: Tensor<[3]>) => op.add(x, op.exp(op.neg(tensor([1, 2, 3]))))
    const { constants, equations } = program.trace(f)(x3).program
    expect(equations).toHaveLength(1)
    expect(constants.map(toNested)).toEqual([toNested(op.exp(tensor([-1, -2, -3])))])
  })

  test('keeps of constants with one number that number only', () => {
    const f = (x: Tensor<[100]>) => [op.add(x, full([100], 7)), op.sub(x, full([100], 7))]
    const { constants, equations } = program.trace(f)(zeros([100])).program
    expect(constants.map(c => [c.shape, toNested(c)])).toEqual([[[], 7]])
    expect(equations.map(({ primitive }) => primitive.name)).toEqual(['broadcast', 'add', 'sub'])
  })

  test('has one constant for one tensor', () => {
    const c = tensor([1, 2, 3])
    expect(program.trace((x: Tensor<[3]>) => [op.add(x, c), op.mul(x, c)])(x3).program.constants).toEqual([c])
  })

  test('does not multiply by one', () => {
    const f = (x: Tensor<[3]>) => op.scale(1)(op.mul(ones([3]), op.mul(x, ones([3]))))
    expect(program.trace(f)(x3).program).toMatchObject({ equations: [], outputs: [0] })
  })

  test('refuses to multiply by ones that do not fit, as evaluation does', () => {
    const wrongShape = (x: Tensor<[3]>) => op.mul(x, ones([2]) as Tensor as Tensor<[3]>)
    const wrongType = (x: Tensor<[3]>) => op.mul(ones([3], 'f64'), x)
    const wrongKind = (x: Tensor<[3]>) => op.scale(1)(op.argmax(op.reshape([3, 1])(x)) as never)
    for (const [f, kind] of [
      [wrongShape, ShapeError],
      [wrongType, DTypeError],
      [wrongKind, DTypeError],
    ] as const) {
      expect(() => f(x3)).toThrow(kind)
      expect(() => program.trace(f)(x3)).toThrow(kind)
    }
  })

  test('keeps inputs that are not used, in their places', () => {
    const f = (_: Tensor<[2]>, y: Tensor<[3]>) => op.neg(y)
    const { inputs, equations } = program.trace(f)(zeros([2]), x3).program
    expect(inputs.map(({ shape }) => shape)).toEqual([[2], [3]])
    expect(equations[0]?.operands).toEqual([1])
    expect(toNested(program.traced(f)(zeros([2]), x3)(ones([2]), ones([3])))).toEqual([-1, -1, -1])
  })

  test('gives inputs, constants and duplicates as outputs', () => {
    const c = tensor([4, 5])
    const f = (x: Tensor<[3]>) => {
      const y = op.neg(x)
      return { input: x, constant: c, zero: zeros([2]), y, again: y, twice: [op.neg(x)] }
    }
    const { program: traced, restore } = program.trace(f)(x3)
    expect(traced.outputs[0]).toBe(0)
    expect(new Set(traced.outputs).size).toBe(4)
    const result = restore(program.run(traced)([tensor([1, 2, 3])]))
    const [minus] = [[-1, -2, -3]]
    expect(Object.values({ ...result, twice: result.twice[0]! }).map(toNested)).toEqual([
      ...[
        [1, 2, 3],
        [4, 5],
        [0, 0],
      ],
      ...[minus, minus, minus],
    ])
  })

  test('takes and gives nested trees with what is trivial', () => {
    const f = (
      a: { readonly p: readonly [Tensor<[3]>, Empty]; readonly q: Tensor<[3]> },
      b: readonly [],
    ) => ({
      sum: [op.add(a.p[0], a.q), a.p[1], b] as const,
      none: {},
    })
    const example = { p: [x3, {}], q: x3 } as const
    const { program: traced, restore } = program.trace(f)(example, [])
    expect(traced.inputs).toHaveLength(2)
    const result = restore(program.run(traced)([ones([3]), ones([3])]))
    expect(toNested(result.sum[0])).toEqual([2, 2, 2])
    expect(result).toMatchObject({ sum: [{}, {}, []], none: {} })
  })
})

describe('tracing and tangents', () => {
  const f = (x: Tensor<[3]>) => op.mul(op.tanh(x), x)
  const [x, dx] = [tensor([1, 2, 3]), tensor([1, -1, 0.5])]

  test('inside each other give the derivative, either way around', () => {
    const want = smooth.jvp(f)(x, dx)
    const inside = program.traced((a: Tensor<[3]>, da: Tensor<[3]>) => smooth.jvp(f)(a, da))(x, dx)(x, dx)
    const outside = smooth.jvp(program.traced(f)(x))(x, dx)
    const tracedWithin = smooth.jvp((a: Tensor<[3]>) => program.traced(f)(a)(a))(x, dx)
    for (const got of [inside, outside, tracedWithin]) expect(got.map(toNested)).toEqual(want.map(toNested))
  })

  test('let a traced function refer to what another tracer stands for', () => {
    const g = (a: Tensor<[3]>) => program.traced((b: Tensor<[3]>) => op.mul(a, b))(dx)(dx)
    expect(smooth.jvp(g)(x, dx).map(toNested)).toEqual(
      smooth
        .jvp((a: Tensor<[3]>) => op.mul(a, dx))(x, dx)
        .map(toNested),
    )
    expect(toNested(program.traced(g)(x)(x))).toEqual(toNested(op.mul(x, dx)))
  })
})

test('a key is an input: other keys give other masks', () => {
  const step = (x: Tensor<[64]>, seed: Key) => {
    const [y, pullback] = smoothOf(dropout(0.5), {}, training(seed))([{}, x])
    return [y, pullback(ones([64]))[1]] as const
  }
  const traced = program.traced(step)(ones([64]), key(0))
  const shown = (of: typeof step) =>
    [1, 2, 3].map(seed => of(ones([64]), key(seed)).map(y => toValues(y).join('')))
  expect(shown(traced)).toEqual(shown(step))
  expect(new Set(shown(traced).flat()).size).toBe(3)
})

describe('a function that looks at values cannot be a program, which', () => {
  const looking = layer.parametric({
    name: 'looking',
    params: {},
    run: (_: Empty, x: Tensor) => [item(op.sum()(x)) > 0 ? x : op.neg(x), dy => [{}, dy]],
  })
  const net = compose(label('encoder')(dense(3, 3)), label('head')(compose(dense(3, 3), looking)))
  const model = init(net)(key(0))
  const errorOf = (f: () => unknown): TracingError => {
    try {
      f()
    } catch (error) {
      if (error instanceof TracingError) return error
    }
    throw new Error('nothing was thrown')
  }

  test('is said with the layer and the mend', () => {
    const error = errorOf(() => program.trace((x: Tensor<[2, 3]>) => predict(net, model)(x))(zeros([2, 3])))
    expect(error.path.join(' > ')).toMatch(/head.* > .*looking/)
    expect(error.message).toMatch(
      /values of a tensor of shape \[\] were asked for while .* traced as a program/,
    )
    expect(error.message).toMatch(/op\.select.*\{ compile: false \}/)
  })

  test('a tap says too, unless it observes nothing', () => {
    const tapped = compose(dense(3, 3), label('watch')(tap({ value: () => {} })))
    const trace = (f: typeof tapped) =>
      program.trace((x: Tensor<[2, 3]>) => predict(f, init(f)(key(0)))(x))(zeros([2, 3]))
    const error = errorOf(() => trace(tapped))
    expect(error.path.join(' > ')).toContain('watch')
    expect(error.message).toMatch(/tap cannot observe a compiled program.*\{ compile: false \}/s)
    expect(() => trace(compose(dense(3, 3), label('watch')(tap({}))) as never)).not.toThrow()
  })
})

describe('run refuses', () => {
  const { program: traced } = program.trace((x: Tensor<[3]>, y: Tensor<[]>) => [op.neg(x), op.neg(y)])(
    x3,
    scalar(1),
  )
  test.each([
    ['too few inputs', [x3], ArgumentError, /input 1, which was not given/],
    ['another shape', [zeros([4]), scalar(1)], ShapeError, /Input 0 of the program .*\[3\] and \[4\]/],
    [
      'another type',
      [zeros([3], 'f64'), scalar(1)],
      DTypeError,
      /Input 0 of the program is f32, but was given f64/,
    ],
  ])('%s', (_, inputs, kind, message) => {
    expect(() => program.run(traced)(inputs)).toThrow(kind)
    expect(() => program.run(traced)(inputs)).toThrow(message)
  })

  test('and a traced function, another number of tensors', () => {
    const f = program.traced((xs: readonly Tensor<[3]>[]) => xs.map(op.neg))([x3, x3])
    expect(() => f([x3])).toThrow('but at [0][1] it takes f32[3] and was given nothing')
  })
})
