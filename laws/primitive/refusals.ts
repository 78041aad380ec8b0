/**
 * Laws of what operations refuse: shapes and element types that do not go together, axes and sizes that there are not, each in a
 * sentence that names the operation, what it was given, and where.
 *
 * @module
 */
import fc from 'fast-check'
import { type AnyTensor, type DType, full, type Shape, zeros } from '../../src/index.ts'
import { bind } from '../../src/primitive/bind.ts'
import type { Primitive } from '../../src/primitive/primitive.ts'
import { type PrimitiveName, primitives } from '../../src/primitive/table.ts'
import { every, holds } from '../close.ts'
import { type LawSet, type Verdict, law, lawSet } from '../law.ts'
import { refusedSaying } from '../oracle/refusal.ts'

const apply =
  (name: PrimitiveName, options: object, ...inputs: readonly AnyTensor[]) =>
  (): AnyTensor =>
    bind(primitives[name] as Primitive as Primitive<unknown>, options, inputs)

const of = (shape: Shape, dtype: DType = 'f32'): AnyTensor => zeros(shape, dtype) as AnyTensor
const show = (shape: readonly unknown[]): string => `[${shape.join(', ')}]`

const onFloats = ['div', 'maximum', 'minimum', 'pow', 'atan2', 'hypot', 'remainder'] as const
const onAll = ['add', 'sub', 'mul', 'equal', 'greater', 'greaterEqual'] as const
const binary = [...onAll, ...onFloats] as const
const unary = (
  [
    ...([
      'abs',
      'cos',
      'erf',
      'exp',
      'expm1',
      'log',
      'log1p',
      'sigmoid',
      'sign',
      'sin',
      'sqrt',
      'tanh',
    ] as const),
    ...([
      'floor',
      'ceil',
      'round',
      'trunc',
      'softsign',
      'tan',
      'asin',
      'acos',
      'atan',
      'sinh',
      'cosh',
    ] as const),
    ...([
      'asinh',
      'acosh',
      'atanh',
      'log2',
      'log10',
      'logit',
      'erfc',
      'erfinv',
      'lgamma',
      'digamma',
    ] as const),
  ] as const
).map(name => [name, {}] as const)
const floatsOnly: readonly (readonly [PrimitiveName, object])[] = [
  ...unary,
  ['scale', { constant: 2 }],
  ['shift', { constant: 2 }],
  ['polygamma', { order: 1 }],
  ['sum', { axes: [0] }],
  ['max', { axes: [0] }],
  ['argmax', {}],
]

const sizes = fc.integer({ min: 1, max: 4 })
const shapes = fc.array(sizes, { minLength: 1, maxLength: 3 })
const nearly = fc.constantFrom(-1, 0.5, Number.NaN)

const refuses = (words: string, run: () => unknown, facts: Readonly<Record<string, unknown>> = {}): Verdict =>
  refusedSaying('ShapeError', words, run, facts)

const unequal = (name: string, x: Shape, y: Shape, run: () => unknown): Verdict => {
  const axis = x.length === y.length ? x.findIndex((n, i) => n !== y[i]) : undefined
  const where =
    axis === undefined
      ? `their ranks are ${x.length} and ${y.length}`
      : `axis ${axis} is ${x[axis]} and ${y[axis]}`
  return refuses(
    `${name} needs two tensors of one shape, but was given ${show(x)} and ${show(y)}: ${where}. Nothing is broadcast silently: use op.broadcast.`,
    run,
    { shapes: [x, y], ...(axis === undefined ? {} : { axis }) },
  )
}

const otherType = (name: string, run: () => unknown): Verdict =>
  refusedSaying(
    'DTypeError',
    `${name} needs one element type, but was given f32 and f64. Nothing is converted silently: use op.convert, or make data and parameters of one type ({ dtype: 'f64' } where parameters are made).`,
    run,
  )

const notFloats = (name: string, shape: Shape, run: () => unknown): Verdict =>
  refusedSaying(
    'DTypeError',
    `${name} needs floats, but was given i32 of shape ${show(shape)}. Convert with op.convert('f32').`,
    run,
  )

const notIntegers = (name: string, shape: Shape, run: () => unknown): Verdict =>
  refusedSaying(
    'DTypeError',
    `${name} needs integers, but was given f32 of shape ${show(shape)}. Convert with op.convert('i32').`,
    run,
  )

/** Laws of what operations refuse. */
export const refusalLaws: LawSet = lawSet(
  'what operations refuse',
  [
    law(
      'V3',
      'operations on two tensors take one shape and one element type, and convert and broadcast nothing silently',
      [shapes, fc.nat(2), sizes],
      (shape, at, more) => {
        const place = at % shape.length
        const other = shape.map((n, i) => (i === place ? n + more : n))
        const longer = [...shape, more]
        const mask = of(shape, 'u8')
        return every(
          ...binary.flatMap(name =>
            [other, longer, []].flatMap(wrong => [
              unequal(name, shape, wrong, apply(name, {}, of(shape), of(wrong))),
              unequal(name, wrong, shape, apply(name, {}, of(wrong), of(shape))),
            ]),
          ),
          ...binary.map(name => otherType(name, apply(name, {}, of(shape), of(shape, 'f64')))),
          ...onFloats.map(name =>
            notFloats(name, shape, apply(name, {}, of(shape, 'i32'), of(shape, 'i32'))),
          ),
          ...floatsOnly.map(([name, options]) =>
            notFloats(name, shape, apply(name, options, of(shape, 'i32'))),
          ),
          unequal('select', shape, other, apply('select', {}, mask, of(shape), of(other))),
          unequal('select', shape, other, apply('select', {}, mask, of(other), of(other))),
          otherType('select', apply('select', {}, mask, of(shape), of(shape, 'f64'))),
          notIntegers('select (mask)', shape, apply('select', {}, of(shape), of(shape), of(shape))),
          holds(apply('equal', {}, of(shape, 'i32'), of(shape, 'i32'))().dtype === 'u8', shape, 'a mask'),
        )
      },
    ),
    law('V4', 'an axis is there, and named once', [shapes, nearly, fc.nat(2)], (shape, wrong, at) => {
      const x = of(shape)
      const axis = at % shape.length
      const along: readonly (readonly [string, (axes: readonly number[]) => () => AnyTensor])[] = [
        ['sum', axes => apply('sum', { axes }, x)],
        ['max', axes => apply('max', { axes }, x)],
        ['transpose', axes => apply('transpose', { axes }, x)],
      ]
      const missing = (name: string, axis: number) =>
        `${name} was given axis ${axis}, but a tensor of shape ${show(shape)} has axes 0 to ${shape.length - 1}.`
      const none = (name: string) => `${name} was given axis 0, but a tensor of shape [] has no axes.`
      const rest = shape.map((_, i) => i).filter(i => i !== axis)
      return every(
        ...along.flatMap(([name, run]) => [
          ...[wrong, shape.length].map(each =>
            refuses(missing(name, each), run([axis, each]), { axis: Number.isNaN(each) ? null : each }),
          ),
          refuses(`${name} was given axis ${axis} twice (shape ${show(shape)}).`, run([axis, axis]), {
            axis,
            shapes: [shape],
          }),
        ]),
        refuses(none('sum'), apply('sum', { axes: [0] }, of([]))),
        refuses(none('concat'), apply('concat', { axis: 0 }, of([]), of([]))),
        refuses(missing('concat', shape.length), apply('concat', { axis: shape.length }, x, x)),
        refusedSaying('ShapeError', /^transpose /, apply('transpose', { axes: rest }, x)),
        refuses('concat needs at least one tensor.', apply('concat', { axis: 0 })),
        otherType('concat', apply('concat', { axis }, x, of(shape, 'f64'))),
      )
    }),
    law(
      'V5',
      'tensors are joined whose other axes agree, and matrices multiplied whose inner sizes and leading axes do',
      [shapes, fc.nat(2), fc.tuple(sizes, sizes, sizes, sizes), fc.tuple(fc.boolean(), fc.boolean())],
      (shape, at, [m, k, n, more], [transposeA, transposeB]) => {
        const axis = at % shape.length
        const spoilt = shape.map((size, i) => (i === axis ? size : size + more))
        const joining = (other: Shape): Verdict =>
          refuses(
            `concat along axis ${axis} needs the other axes to agree, but was given ${show(shape)} and ${show(other)}.`,
            apply('concat', { axis }, of(shape), of(other)),
            { axis, shapes: [shape, other] },
          )
        const options = { transposeA, transposeB }
        const side = (turned: boolean): string => (turned ? ' (transposed)' : '')
        const turn = (turned: boolean, shape: readonly [number, number]): Shape =>
          turned ? [shape[1], shape[0]] : shape
        const [a, b] = [turn(transposeA, [m, k]), turn(transposeB, [k, n])]
        const wrong = turn(transposeB, [k + more, n])
        const words = (x: Shape, y: Shape): string =>
          `${show(x)}${side(transposeA)} by ${show(y)}${side(transposeB)}`
        const product = apply('matmul', options, of([more, ...a]), of([more, ...b]))()
        return every(
          ...(shape.length > 1 ? [joining(spoilt)] : []),
          joining([...shape, more]),
          holds(show(product.shape) === show([more, m, n]), product.shape, [more, m, n]),
          refuses(
            `matmul cannot multiply ${words(a, wrong)}: ${k} columns meet ${k + more} rows.`,
            apply('matmul', options, of(a), of(wrong)),
            { axis: transposeB ? 1 : 0, shapes: [a, wrong] },
          ),
          refuses(
            `matmul needs matrices, but was given ${words([k], b)}. Reshape vectors to one row or column.`,
            apply('matmul', options, of([k]), of(b)),
          ),
          refuses(
            `matmul needs matrices, but was given ${words(a, [k])}. Reshape vectors to one row or column.`,
            apply('matmul', options, of(a), of([k])),
          ),
          refuses(
            `matmul cannot multiply ${words([more, ...a], [more + 1, ...b])}: the leading axes differ. Use op.broadcast.`,
            apply('matmul', options, of([more, ...a]), of([more + 1, ...b])),
          ),
          otherType('matmul', apply('matmul', options, of(a), of(b, 'f64'))),
          notFloats('matmul', a, apply('matmul', options, of(a, 'i32'), of(b, 'i32'))),
        )
      },
    ),
    law(
      'V6',
      'shapes are reached that have as many elements, axes that are as long, and pieces that there are',
      [shapes, fc.nat(2), sizes, nearly],
      (shape, at, more, wrong) => {
        const x = of(shape)
        const axis = at % shape.length
        const size = shape.reduce((n, m) => n * m, 1)
        const ones = shape.map(() => 1)
        const zero = shape.map(() => 0)
        const with0 = (all: Shape, value: number): Shape => all.map((n, i) => (i === axis ? value : n))
        const axes = shape.map((_, i) => i)
        const longer = with0(shape, shape[axis]! + more)
        const start = with0(zero, 1)
        const most = with0(ones, shape[axis]!)
        const needsSizes = (name: string, sizes: Shape) =>
          `${name} needs sizes that are non-negative integers, but was given ${show(sizes)}.`
        return every(
          refuses(
            `reshape cannot take ${show(shape)} (${size} elements) to ${show([size + more])} (${size + more}).`,
            apply('reshape', { shape: [size + more] }, x),
          ),
          refusedSaying('ShapeError', /^reshape /, apply('reshape', { shape: [size, wrong] }, x)),
          refuses(
            needsSizes('broadcast', [...shape, wrong]),
            apply('broadcast', { shape: [...shape, wrong], axes }, x),
          ),
          refuses(
            `broadcast needs an axis of ${show([...shape, more])} for each of the ${shape.length} axes of ${show(shape)}.`,
            apply('broadcast', { shape: [...shape, more], axes: axes.slice(1) }, x),
          ),
          refuses(
            `broadcast cannot take ${show(shape)} to ${show(longer)}: its axis ${axis} has size ${shape[axis]}, but axis ${axis} has size ${longer[axis]}.`,
            apply('broadcast', { shape: longer, axes }, x),
            { axis },
          ),
          refuses(
            `slice needs a start and a size for each axis of ${show(shape)}.`,
            apply('slice', { start: [], sizes: shape }, x),
          ),
          refuses(
            `slice needs a start and a size for each axis of ${show(shape)}.`,
            apply('slice', { start: zero, sizes: [...shape, 1] }, x),
          ),
          refuses(
            `slice leaves ${show(shape)} at axis ${axis}: it asks for ${shape[axis]} from 1, of ${shape[axis]}.`,
            apply('slice', { start, sizes: most }, x),
            { axis },
          ),
          refusedSaying(
            'ShapeError',
            /^slice /,
            apply('slice', { start: with0(zero, wrong), sizes: ones }, x),
          ),
          refusedSaying(
            'ShapeError',
            /^slice /,
            apply('slice', { start: zero, sizes: with0(ones, wrong) }, x),
          ),
          holds(
            show(apply('slice', { start: zero, sizes: shape }, x)().shape) === show(shape),
            shape,
            'all of it',
          ),
          ...[
            [zero.slice(1), zero],
            [zero, [...zero, 0]],
          ].map(([before, after]) =>
            refuses(
              `pad needs counts before and after for each axis of ${show(shape)}, but was given ${show(before!)} and ${show(after!)}.`,
              apply('pad', { before, after }, x),
            ),
          ),
          refusedSaying(
            'ShapeError',
            /^pad needs /,
            apply('pad', { before: with0(zero, wrong), after: zero }, x),
          ),
          refusedSaying(
            'ShapeError',
            /^pad needs /,
            apply('pad', { before: zero, after: with0(zero, wrong) }, x),
          ),
          notFloats('pad', shape, apply('pad', { before: zero, after: zero }, of(shape, 'i32'))),
        )
      },
    ),
    law(
      'V7',
      'rows are taken from, and added to, tables that have them, by integers that name them',
      [fc.tuple(sizes, sizes, sizes), sizes, fc.constantFrom(-1, 0)],
      ([batch, rows, width], count, below) => {
        const table = of([batch, rows, width])
        const index = below < 0 ? -1 : rows
        const indices = full([batch, count], index, 'i32') as AnyTensor
        const shape = [batch, count]
        const range = `but indices run from 0 to ${rows - 1}.`
        const updates = of([batch, count, width])
        const scatter = (of: AnyTensor, by: AnyTensor, batchDims = 1, size: number = rows) =>
          apply('scatterAdd', { batchDims, size }, of, by)
        return every(
          refusedSaying(
            'IndexError',
            `gather was given index ${index} at position 0, ${range}`,
            apply('gather', { batchDims: 1 }, table, indices),
          ),
          refusedSaying(
            'IndexError',
            `scatterAdd was given index ${index} at position 0, ${range}`,
            scatter(updates, indices),
          ),
          refusedSaying(
            'IndexError',
            'gather was given index 0 at position 0, but there are no rows.',
            apply('gather', { batchDims: 0 }, of([0, width]), of([count], 'i32')),
          ),
          notIntegers('gather (indices)', shape, apply('gather', { batchDims: 1 }, table, of(shape))),
          notIntegers('scatterAdd (indices)', shape, scatter(updates, of(shape))),
          notFloats(
            'scatterAdd',
            [batch, count, width],
            scatter(of([batch, count, width], 'i32'), of(shape, 'i32')),
          ),
          refuses(
            `gather needs an axis to take rows from behind 2 of ${show([batch, rows])}.`,
            apply('gather', { batchDims: 2 }, of([batch, rows]), of([batch, rows], 'i32')),
          ),
          refuses(
            `gather needs ${show([batch, rows, width])} and indices of shape ${show([batch + 1, count])} to agree in their first 1 axes.`,
            apply('gather', { batchDims: 1 }, table, of([batch + 1, count], 'i32')),
          ),
          refuses(
            `gather needs ${show([batch, rows, width])} and indices of shape ${show([batch])} to agree in their first 2 axes.`,
            apply('gather', { batchDims: 2 }, table, of([batch], 'i32')),
          ),
          refuses(
            `scatterAdd needs a row for each index, but was given ${show([batch, count + 1, width])} and indices of shape ${show(shape)}.`,
            scatter(of([batch, count + 1, width]), of(shape, 'i32')),
          ),
          ...[-1, 0.5].map(size =>
            refuses(
              `scatterAdd needs sizes that are non-negative integers, but was given [${size}].`,
              scatter(updates, of(shape, 'i32'), 1, size),
            ),
          ),
        )
      },
    ),
    law(
      'V7',
      'blocks that begin at a place that is computed lie within what they are a part of',
      [sizes, fc.tuple(sizes, sizes), fc.boolean(), fc.boolean()],
      (batch, [size, more], before, isCut) => {
        const name = isCut ? 'dynamicSlice' : 'dynamicUpdateSlice'
        const whole = [batch, size + more, 2]
        const block = [batch, size, 2]
        const at = (shape: Shape, value = 0, dtype: DType = 'i32') =>
          full(shape, value, dtype as 'i32') as AnyTensor
        const cut = (start: AnyTensor, batchDims = 1, part: Shape = block, x: AnyTensor = of(whole)) =>
          isCut
            ? apply('dynamicSlice', { sizes: part.slice(batchDims), batchDims }, x, start)
            : apply('dynamicUpdateSlice', { batchDims }, x, of(part), start)
        const wrong = before ? -1 : more + 1
        const where = batch > 1 ? ', in example 0' : ''
        return every(
          refusedSaying(
            'IndexError',
            `${name} was given start ${wrong} along axis 1 of ${show(whole)}${where}, but a block of ${size} begins from 0 to ${more}.`,
            cut(at([batch, 2], wrong)),
          ),
          refusedSaying(
            'IndexError',
            `${name} was given start 1 along axis 0 of ${show([size])}, but a block of ${size} begins at 0 only.`,
            cut(at([1], 1), 0, [size], of([size])),
          ),
          notIntegers(`${name} (start)`, [batch, 2], cut(at([batch, 2], 0, 'f32'))),
          refuses(
            `${name} needs a start for each axis of ${show(whole.slice(1))}, of shape ${show([batch, 2])}, but was given one of shape [2].`,
            cut(at([2])),
          ),
          refuses(
            `${name} needs a block that fits into ${show(whole.slice(1))}, but was given ${show([size + more + 1, 2])}, which is larger along axis 0.`,
            cut(at([batch, 2]), 1, [batch, size + more + 1, 2]),
          ),
          refuses(
            `${name} needs a block with a size for each axis of ${show(whole.slice(1))}, but was given ${show([2])}.`,
            cut(at([batch, 2]), 1, [batch, 2]),
          ),
          otherType(
            'dynamicUpdateSlice',
            apply('dynamicUpdateSlice', { batchDims: 1 }, of(whole), of(block, 'f64'), at([batch, 2])),
          ),
          refuses(
            `dynamicUpdateSlice needs ${show(whole)} and a block of shape ${show([batch + 1, size, 2])} to agree in their first 1 axes.`,
            apply(
              'dynamicUpdateSlice',
              { batchDims: 1 },
              of(whole),
              of([batch + 1, size, 2]),
              at([batch, 2]),
            ),
          ),
        )
      },
    ),
    law(
      'V7',
      'queries fit a cache, and there is room for them',
      [sizes, fc.tuple(sizes, sizes), fc.boolean()],
      (groups, [time, more], before) => {
        const [q, k] = [
          [1, 2 * groups, time, 2],
          [1, groups, time + more, 2],
        ] as const
        const at = (value: number, dtype: DType = 'i32') => full([], value, dtype as 'i32') as AnyTensor
        const attend = (position: AnyTensor, queries: Shape = q, values: Shape = k, dtype: DType = 'f32') =>
          apply('prefixAttention', {}, of(queries), of(k), of(values, dtype), position)
        const wrong = before ? -1 : more + 1
        const misfit = (queries: Shape, values: Shape) =>
          refuses(
            'prefixAttention needs queries [batch, heads, time, size], keys and values [batch, groups, capacity, size] and a position [], but ' +
              `was given ${show(queries)}, ${show(k)}, ${show(values)} and [].`,
            attend(at(0), queries, values),
          )
        return every(
          refusedSaying(
            'IndexError',
            `prefixAttention was given position ${wrong}, but ${time} of ${time + more} positions begin from 0 to ${more}.`,
            attend(at(wrong)),
          ),
          misfit([1, 2 * groups, time + more + 1, 2], k),
          misfit([1, 2 * groups + (groups > 1 ? 1 : 0), time, groups > 1 ? 2 : 3], k),
          misfit(q, [1, groups, time + more + 1, 2]),
          notIntegers('prefixAttention (position)', [], attend(at(0, 'f32'))),
          otherType('prefixAttention', attend(at(0), q, k, 'f64')),
        )
      },
    ),
    law(
      'V8',
      'windows slide over images that are as large, of the channels that the kernel is for',
      [fc.tuple(sizes, sizes, sizes), fc.tuple(sizes, sizes), fc.tuple(fc.nat(1), fc.nat(1)), sizes],
      ([batch, inputs, outputs], [height, width], padding, more) => {
        const plain = { strides: [1, 1], padding: [0, 0], dilations: [1, 1], groups: 1 }
        const [image, kernel] = [
          [batch, inputs, height, width],
          [outputs, inputs, 1, 1],
        ] as const
        const convolve = (options: object, x: Shape = image, w: Shape = kernel) =>
          apply('convolve', { ...plain, ...options }, of(x), of(w))
        const large = [height + 2 * padding[0] + more, 1] as const
        const padded = padding.some(n => n > 0)
          ? ` (${height + 2 * padding[0]} by ${width + 2 * padding[1]} with its padding)`
          : ''
        const over = `an image of ${height} by ${width}`
        const mend = 'the window is larger. Use a smaller kernel, or more padding.'
        const integers = (least: string, name: string, pair: readonly unknown[]) =>
          `convolve needs two ${least} integers for ${name}, but was given ${show(pair)}.`
        const argument = (words: string, options: object) =>
          refusedSaying('ArgumentError', words, convolve(options))
        return every(
          holds(show(convolve({})().shape) === show([batch, outputs, height, width]), image, kernel),
          refuses(
            `convolve cannot slide a window of ${large[0]} by 1 over ${over}${padded}: ${mend}`,
            convolve({ padding }, image, [outputs, inputs, ...large]),
            { axis: 2 },
          ),
          refuses(
            `convolve cannot slide a window of 1 by 2 (1 by ${width + 2} with its dilation) over ${over}: ${mend}`,
            convolve({ dilations: [1, width + 1] }, image, [outputs, inputs, 1, 2]),
            { axis: 3 },
          ),
          refuses(
            `convolve needs images [batch, channels, height, width], but was given ${show([height, width])}.`,
            convolve({}, [height, width]),
          ),
          refuses(
            `convolve needs a kernel [outputs, inputs / groups, height, width], but was given ${show([1, 1])}.`,
            convolve({}, image, [1, 1]),
          ),
          refuses(
            `convolve was given images ${show(image)} and a kernel ${show([outputs, inputs + more, 1, 1])} in 1 group: the kernel is for ${inputs + more} channels, not ${inputs}.`,
            convolve({}, image, [outputs, inputs + more, 1, 1]),
          ),
          refuses(
            `convolve was given images ${show([batch, 2 * inputs, height, width])} and a kernel ${show([2 * outputs, inputs + more, 1, 1])} in 2 groups: the kernel is for ${2 * (inputs + more)} channels, not ${2 * inputs}.`,
            convolve({ groups: 2 }, [batch, 2 * inputs, height, width], [2 * outputs, inputs + more, 1, 1]),
          ),
          refuses(
            `convolve needs a kernel with elements, but was given ${show([outputs, inputs, 0, 1])}.`,
            convolve({}, image, [outputs, inputs, 0, 1]),
          ),
          refuses(
            `convolve needs a number of groups that divides ${inputs} channels of the images and ${outputs} of the output, but was given ${inputs + 1}.`,
            convolve({ groups: inputs + 1 }),
          ),
          otherType('convolve', apply('convolve', plain, of(image), of(kernel, 'f64'))),
          notFloats('convolve', image, apply('convolve', plain, of(image, 'i32'), of(kernel, 'i32'))),
          argument(integers('positive', 'strides', [0, 1]), { strides: [0, 1] }),
          argument(integers('positive', 'dilations', [1, 1.5]), { dilations: [1, 1.5] }),
          argument(integers('non-negative', 'padding', [-1, 0]), { padding: [-1, 0] }),
          refuses(
            `convolveTransposed needs an output of shape ${show([batch, outputs, height, width])}, but was given ${show([batch, outputs, height + more, width])}.`,
            apply(
              'convolveTransposed',
              { ...plain, size: [height, width] },
              of([batch, outputs, height + more, width]),
              of(kernel),
            ),
          ),
          refuses(
            `convolveKernel needs an output of shape ${show([batch, outputs, height, width])}, but was given ${show([batch, outputs, height + more, width])}.`,
            apply(
              'convolveKernel',
              { ...plain, size: [1, 1] },
              of(image),
              of([batch, outputs, height + more, width]),
            ),
          ),
        )
      },
    ),
  ],
  [],
  25,
)
