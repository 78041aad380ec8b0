import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import {
  batchNorm,
  compose,
  dense,
  frozen,
  init,
  initialiser,
  key,
  type Layer,
  label,
  lstm,
  ones,
  predict,
  relu,
  tensor,
  zeros,
} from 'pullback'
import {
  decodeModel,
  decodeSafetensors,
  encodeModel,
  encodeSafetensors,
  showModelFileError,
  tensorsOf,
  treeOf,
} from 'pullback/safetensors'
import { describe, expect, test } from 'vitest'

const net = compose(label('first')(dense(4, 8)), batchNorm(8), relu(), dense(8, 2))
const model = init(net)(key(1))

const roundTrip = <A, B, P, S>(layer: Layer<A, B, P, S>): void => {
  const own = init(layer)(key(3))
  const loaded = decodeModel(layer)(encodeModel(layer)(own))
  expect(isRight(loaded) && loaded.right.model).toEqual(own)
}

const namesIn = (bytes: Uint8Array): readonly string[] => {
  const decoded = decodeSafetensors(bytes)
  return isRight(decoded) ? Object.keys(decoded.right.tensors) : []
}

describe('a model file', () => {
  test('has parameters and state by their paths, the name of the model, the version and what was added', () => {
    const bytes = encodeModel(net, { metadata: { trained: 'yes' } })(model)
    expect(namesIn(bytes)).toEqual([
      'params.1.scale',
      'params.1.shift',
      'params.3.b',
      'params.3.w',
      'params.first.b',
      'params.first.w',
      'state.1.mean',
      'state.1.variance',
    ])
    expect(decodeModel(net)(bytes)).toEqual({
      _tag: 'Right',
      right: { model, name: net.name, version: '0.1.0', metadata: { trained: 'yes' } },
    })
  })

  test('states the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
    const loaded = decodeModel(net)(encodeModel(net)(model))
    expect(isRight(loaded) && loaded.right.version).toBe(version)
  })

  test('has the floats that the model has', () => {
    const wide = init(net, { dtype: 'f64' })(key(2))
    const loaded = decodeModel(net)(encodeModel(net)(wide))
    expect(isRight(loaded) && loaded.right.model).toEqual(wide)
  })

  test('has the tensors of layers that keep integers, are frozen, or have no parameters', () => {
    const inner = dense(2, 3)
    const counting: typeof inner = {
      ...inner,
      init: () => ({ params: {}, state: { seen: tensor([1, 2], 'i32'), key: tensor([7], 'u8') } }) as never,
    }
    roundTrip(counting)
    roundTrip(frozen(init(inner)(key(8)))(inner))
    roundTrip(relu())
    roundTrip(lstm(2, 3))
  })

  test('is read by a layer whose beginning looks at values', () => {
    roundTrip(dense(4, 4, { w: initialiser.orthogonal() }))
  })

  test('of another model is refused with every entry that does not fit, by its name', () => {
    const other = compose(label('first')(dense(4, 8)), relu(), dense(8, 3), dense(3, 2))
    const loaded = decodeModel(other)(encodeModel(net)(model))
    if (!isLeft(loaded)) throw new Error('it was read')
    expect(showModelFileError(loaded.left)).toBe(
      [
        'the file, which says it holds "compose(dense(4, 8), batchNorm(8), relu, dense(8, 2))", is not one of the model ' +
          '"compose(dense(4, 8), relu, dense(8, 3), dense(3, 2))":',
        '  "params.2.w" is missing: f32[8, 3] is expected',
        '  "params.2.b" is missing: f32[3] is expected',
        '  "params.3.w" is f32[8, 2], but f32[3, 2] is expected',
        '  "params.1.scale" is not expected: it is f32[8]',
        '  "params.1.shift" is not expected: it is f32[8]',
        '  "state.1.mean" is not expected: it is f32[8]',
        '  "state.1.variance" is not expected: it is f32[8]',
        'Read it with the model that it was written with, or read its tensors by name and choose among them.',
      ].join('\n'),
    )
  })

  test('with floats of two widths is refused: parameters have one', () => {
    const mixed = { ...tensorsOf({ ...model }), 'params.3.b': zeros([2], 'f64') }
    const loaded = decodeModel(net)(encodeSafetensors()(mixed))
    if (!isLeft(loaded)) throw new Error('it was read')
    expect(showModelFileError(loaded.left)).toContain('"params.3.b" is f64[2], but f32[2] is expected')
  })

  test('is written of a model of the layer only', () => {
    expect(() => encodeModel(net)(init(dense(4, 8))(key(0)) as never)).toThrow(
      /^encodeModel needs a model of the layer "compose.+, but .*"params\.first\.w" is missing: f32\[4, 8\] is expected; .+ more\. Give/,
    )
    expect(() => encodeModel(net, { metadata: { 'pullback.model': 'mine' } })).toThrow(
      /are the library's own/,
    )
  })

  test('loads into a model that predicts the same', () => {
    const loaded = decodeModel(net)(encodeModel(net)(model))
    if (isLeft(loaded)) throw new Error(showModelFileError(loaded.left))
    expect(predict(net, loaded.right.model)(ones([3, 4]))).toEqual(predict(net, model)(ones([3, 4])))
  })
})

describe('trees by name', () => {
  test('are the trees that they were', () => {
    const tree = { a: [{ w: ones([2]) }, zeros([3], 'u8')], b: tensor(1), c: {}, 0: tensor([1], 'i32') }
    const named = tensorsOf(tree)
    expect(Object.keys(named).toSorted()).toEqual(['0', 'a.0.w', 'a.1', 'b'])
    expect(treeOf(tree)(named)).toEqual({ _tag: 'Right', right: tree })
  })

  test('have no names with dots', () => {
    expect(() => tensorsOf({ a: [{ 'b.c': ones([2]) }] })).toThrow(
      "The names of tensors in a file are paths joined by dots, but 'b.c' in a[0].b.c has a dot itself.",
    )
    const dotted = compose(label('a.b')(dense(2, 2)), relu())
    expect(() => encodeModel(dotted)(init(dotted)(key(0)))).toThrow(
      'Give that entry of the record, or that label',
    )
  })
})
