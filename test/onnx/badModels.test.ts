import { isLeft } from 'fp-ts/lib/Either.js'
import { predict, zeros } from 'pullback'
import { fromOnnx, showOnnxError } from 'pullback/onnx'
import { describe, expect, test } from 'vitest'
import { encodeModelFile } from '../../src/onnx/file/encodeMessage.ts'
import { bytesOf, floats, longs, modelOf, node, perceptron, port, wrongWith } from './models.ts'

const graph = (change: object) => ({ ...perceptron, ...change })
const y = [port('y', [2])]

/** Bytes of a field that holds bytes. */
const field = (number: number, bytes: Uint8Array): Uint8Array => {
  const length: number[] = []
  for (let n = bytes.length; ; n = Math.floor(n / 128)) {
    length.push(n < 128 ? n : (n % 128) + 128)
    if (n < 128) break
  }
  return Uint8Array.from([number * 8 + 2, ...length, ...bytes])
}

describe('bytes that are none of a model', () => {
  test.each([
    ['no bytes', new Uint8Array(), /the model: it has no graph/],
    ['a text', new TextEncoder().encode('hello, world'), /byte 0, in model: Model has no field 13/],
    ['a field that ONNX does not have', Uint8Array.from([0xf8, 0x3f, 1]), /Model has no field 1023/],
    [
      'a wire type of another field',
      Uint8Array.from([8 * 7, 1]),
      /in model.graph: the wire type is Varint, but this field has LengthDelimited/,
    ],
    [
      'a length beyond the end',
      Uint8Array.from([8 * 7 + 2, 100, 1]),
      /a length of 100 bytes goes beyond the 1 that are left/,
    ],
    ['a number cut off', Uint8Array.from([8, 0x80]), /byte \d, in a field/],
    ['text that is not UTF-8', field(2, Uint8Array.from([0xff])), /byte \d/],
    ['an end of a group', Uint8Array.from([8 * 7 + 4]), /wire type is EndGroup/],
  ])('%s', (_, bytes, said) => expect(wrongWith(bytes).said).toMatch(said))

  test('nesting without end', () => {
    // A type of a sequence of a sequence …
    let type = new Uint8Array()
    for (let i = 0; i < 200; i++) type = field(4, field(1, type)) as Uint8Array<ArrayBuffer>
    const input = field(2, type)
    expect(wrongWith(field(7, field(11, input))).said).toMatch(/nested more than 64 deep/)
  })

  test('an intact file with every byte cut off', () => {
    const bytes = bytesOf(perceptron)
    for (let n = 0; n < bytes.length; n += 7) expect(isLeft(fromOnnx(bytes.subarray(0, n)))).toBe(true)
  })
})

describe('a graph that says something impossible', () => {
  const gives = (nodes: readonly object[], more: object = {}) =>
    bytesOf(graph({ output: y, node: nodes, ...more }) as typeof perceptron)
  const long = 'a'.repeat(300)
  test.each([
    [
      'a name that nothing gives',
      gives([node('Exp', ['z'], ['y'])]),
      /node 0 'exp of y' \(Exp, opset 20\): nothing gives its input 'z'/,
    ],
    [
      'a cycle',
      gives([node('Add', ['x', 'b'], ['a']), node('Exp', ['a'], ['b']), node('Exp', ['a'], ['y'])]),
      /the graph has a cycle/,
    ],
    ['a node that reads itself', gives([node('Exp', ['y'], ['y'])]), /the graph has a cycle/],
    [
      'two that give one name',
      gives([node('Exp', ['x'], ['y']), node('Neg', ['x'], ['y'])]),
      /two things give 'y'/,
    ],
    ['an output that nothing gives', gives([]), /the output 'y': nothing gives it/],
    ['no outputs', gives([], { output: [] }), /the model: it has no outputs/],
    [
      'an operator that is unknown',
      gives([node('Frobnicate', ['x'], ['y'])]),
      /node 0 'frobnicate of y' \(Frobnicate, opset 20\): its operator is not among those/,
    ],
    [
      'an operator of another domain',
      gives([{ ...node('Exp', ['x'], ['y']), domain: 'com.example' }]),
      /of the domain 'com\.example'/,
    ],
    ['an operator named toString', gives([node('toString', ['x'], ['y'])]), /not among those that are read/],
    [
      'an attribute that it does not have',
      gives([node('Exp', ['x'], ['y'], { axis: 1 })]),
      /it has no attribute 'axis'/,
    ],
    [
      'an attribute named __proto__',
      gives([node('Gemm', ['x', '2.weight'], ['y'], Object.fromEntries([['__proto__', 1]]))]),
      /it has no attribute '__proto__'/,
    ],
    [
      'an attribute of another kind',
      gives([node('Gemm', ['x', '0.weight'], ['y'], { transB: 'yes' })]),
      /the attribute transB is of string, but has to be of int/,
    ],
    [
      'an attribute that is missing',
      gives([node('Concat', ['x', 'x'], ['y'])]),
      /the attribute axis is missing/,
    ],
    [
      'an attribute that is out of range',
      gives([node('Gemm', ['x', '0.weight'], ['y'], { transB: 2 })]),
      /the attribute transB is 2, but 0 or 1 is wanted/,
    ],
    [
      'a word that it does not know',
      gives([node('Gelu', ['x'], ['y'], { approximate: long })]),
      /one of none, tanh is wanted/,
    ],
    [
      'inputs of other element types',
      gives([node('Add', ['x', 'n'], ['y'])], { initializer: [longs('n', [], [1])] }),
      /its inputs have to be of one element type, but are of float and int64/,
    ],
    ['too few inputs', gives([node('Add', ['x'], ['y'])]), /it has 1 inputs, but takes 2/],
    ['an input left out', gives([node('Add', ['', 'x'], ['y'])]), /none of the first may be left out/],
    ['too many outputs', gives([node('Exp', ['x'], ['y', 'z'])]), /it has 2 outputs, but gives 1/],
    ['an opset that is to come', bytesOf(perceptron, 99), /it has opset 99, but those from 6 to 28 are read/],
    [
      'an operator older than what is read',
      bytesOf(graph({ output: y, node: [node('Where', ['x', 'x', 'x'], ['y'])] }) as typeof perceptron, 7),
      /its operator is read from opset 9 on/,
    ],
    [
      'an input named __proto__',
      bytesOf({ input: [port('__proto__', [2])], output: y, node: [node('Exp', ['__proto__'], ['y'])] }),
      /no input or output can have this name/,
    ],
    [
      'a parameter named __proto__',
      bytesOf({
        input: [],
        output: y,
        initializer: [floats('__proto__', [2], [1, 2])],
        node: [node('Exp', ['__proto__'], ['y'])],
      }),
      /no parameter can have this name/,
    ],
    [
      'a branch with another number of outputs',
      gives([
        node('If', ['x'], ['y', 'z'], {
          then_branch: { graph: { output: [port('x', [])] } },
          else_branch: { graph: { output: [port('x', [])] } },
        }),
      ]),
      /a branch gives 1 values, but it has 2 outputs/,
    ],
  ])('%s', (_, bytes, said) => expect(wrongWith(bytes).said).toMatch(said))
})

describe('tensors that say something impossible', () => {
  const stored = (tensor: object) =>
    bytesOf(graph({ initializer: [{ ...floats('0.weight', [4, 3], []), ...tensor }] }) as typeof perceptron)
  test.each([
    [
      'bytes of another size',
      stored({ raw_data: new Uint8Array(47) }),
      /shape \[4, 3\] of float needs 48 bytes, but there are 47/,
    ],
    ['no numbers', stored({ raw_data: undefined }), /needs 12 numbers, but there are 0/],
    [
      'numbers in two places',
      stored({ raw_data: new Uint8Array(48), float_data: [1] }),
      /numbers in raw bytes and in float_data/,
    ],
    [
      'numbers in the list of another type',
      stored({ raw_data: undefined, int64_data: [1n] }),
      /its numbers are in int64_data, but those of float belong in float_data/,
    ],
    ['a size that is negative', stored({ dims: [-4n, 3n] }), /sizes are not negative/],
    ['a size beyond all memory', stored({ dims: [2n ** 40n, 2n ** 40n, 0n] }), /no tensor has more than/],
    ['text', stored({ data_type: 8 }), /its elements are string, which tensors cannot hold/],
    ['a type that is unknown', stored({ data_type: 77 }), /its elements are type 77/],
    [
      'a byte that is none',
      stored({ data_type: 2, dims: [1n], raw_data: undefined, int32_data: [256] }),
      /its element 0 is 256, which is not a valid uint8/,
    ],
    ['a segment', stored({ segment: {} }), /it is a segment of a tensor/],
  ])('%s', (_, bytes, said) => expect(wrongWith(bytes).said).toMatch(said))

  test('a name twice', () => {
    const twice = [floats('0.weight', [1], [1]), floats('0.weight', [1], [2])]
    expect(wrongWith(bytesOf(graph({ initializer: twice }) as typeof perceptron)).said).toMatch(
      /the initialiser '0.weight': it is there twice/,
    )
  })
})

describe('numbers in another file', () => {
  const outside = (
    entries: Readonly<Record<string, string>>,
    external: { readonly [name: string]: Uint8Array } = {},
  ) =>
    fromOnnx(
      bytesOf(
        graph({
          initializer: [
            {
              name: '0.weight',
              data_type: 1,
              dims: [4n, 3n],
              data_location: 1,
              external_data: Object.entries(entries).map(([name, value]) => ({ key: name, value })),
            },
            ...perceptron.initializer!.slice(1),
          ],
        }) as typeof perceptron,
      ),
      { external },
    )
  const said = (
    entries: Readonly<Record<string, string>>,
    external: { readonly [name: string]: Uint8Array } = {},
  ): string => {
    const found = outside(entries, external)
    return isLeft(found) ? showOnnxError(found.left) : 'It was read.'
  }
  const bytes = new Uint8Array(Float32Array.from({ length: 14 }, (_, i) => i).buffer)

  test.each([
    '../w.bin',
    '/etc/passwd',
    'a/../../w.bin',
    'C:\\w.bin',
    '\\\\host\\w.bin',
    'file:///w.bin',
    '..',
    '',
    'w\0.bin',
  ])('%o is refused', location =>
    expect(said({ location }, { [location]: bytes })).toMatch(/not a path within the folder/),
  )

  test('is read where it is given, and its place has to be in it', () => {
    expect(isLeft(outside({ location: 'w.bin', offset: '8', length: '48' }, { 'w.bin': bytes }))).toBe(false)
    expect(said({ location: 'w.bin' })).toMatch(/'w.bin' was not given/)
    expect(said({ location: 'toString' })).toMatch(/'toString' was not given/)
    expect(said({ location: 'w.bin', offset: '9', length: '48' }, { 'w.bin': bytes })).toMatch(
      /has 56 bytes, but bytes 9 to 57 are wanted/,
    )
    expect(said({ location: 'w.bin', offset: '-1' }, { 'w.bin': bytes })).toMatch(
      /have to be numbers of bytes/,
    )
    expect(said({ location: 'w.bin', length: '40' }, { 'w.bin': bytes })).toMatch(
      /needs 48 bytes, but there are 40/,
    )
    expect(said({})).toMatch(/no file is named/)
  })
})

test('an input that decides over shapes has to be given, with its name and the node', () => {
  const shaping = bytesOf({
    input: [port('x', ['n']), port('shape', ['k'], 7)],
    output: y,
    node: [node('Identity', ['shape'], ['s']), node('Reshape', ['x', 's'], ['y'])],
  })
  expect(wrongWith(shaping).said).toMatch(
    /node 1 'reshape of y' \(Reshape, opset 20\): its input 1 decides over shapes.*known: \{ "shape": … \}/,
  )
  expect(isLeft(fromOnnx(shaping, { known: { shape: [2, 1] } }))).toBe(false)
  expect(wrongWith(shaping, { known: { shape: [0.5] } }).said).toMatch(/0.5 is not a valid int64/)
  expect(wrongWith(shaping, { known: { other: 1 } }).said).toMatch(
    /'other' is known, but the model's inputs are 'x', 'shape'/,
  )
})

test('what asks for more than there can be is refused, and nothing is allocated', () => {
  const huge = (operator: string, inputs: readonly string[], output: string) => {
    const read = fromOnnx(
      bytesOf({
        output: [port(output, [])],
        initializer: [
          longs('n', [], [2n ** 40n]),
          longs('shape', [1], [2n ** 40n]),
          longs('zero', [], [0]),
          longs('one', [], [1]),
        ],
        node: [node(operator, inputs, [output])],
      }),
    )
    return isLeft(read) ? showOnnxError(read.left) : predict(read.right.layer, read.right.model)({})
  }
  expect(() => huge('ConstantOfShape', ['shape'], 'y')).toThrow(/is not a shape that tensors can have/)
  expect(() => huge('Range', ['zero', 'n', 'one'], 'y')).toThrow(/more than a tensor can have/)
  expect(() => huge('Expand', ['one', 'shape'], 'y')).toThrow(/node 0 'expand of y'/)
})

test('a loop without end is refused when it is run', () => {
  const body = {
    input: [port('i', [], 7), port('on', [], 9), port('c', [])],
    output: [port('on', [], 9), port('d', [])],
    node: [node('Exp', ['c'], ['d'])],
  }
  const graphOf = {
    input: [port('x', [])],
    output: y,
    initializer: [longs('most', [], [2n ** 62n])],
    node: [node('Loop', ['most', '', 'x'], ['y'], { body: { graph: body } })],
  }
  const read = fromOnnx(bytesOf(graphOf))
  expect(() => isLeft(read) || predict(read.right.layer, read.right.model)(zeros([]))).toThrow(
    /loops run more than 10000 times/,
  )
})

/** Numbers that are the same in each run. */
const generator = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

test('files with bytes changed are read or refused, and what is read runs or throws an error of ours', () => {
  const branch = (name: string, operator: string) => ({
    graph: { output: [port(name, [2])], node: [node(operator, ['y'], [name])] },
  })
  const originals = [
    encodeModelFile(modelOf(perceptron)),
    bytesOf({
      ...perceptron,
      output: [port('z', ['batch', 2])],
      initializer: [...perceptron.initializer!, longs('shape', [2], [-1, 2])],
      node: [
        ...perceptron.node!,
        node('Reshape', ['y', 'shape'], ['r']),
        node('Equal', ['shape', 'shape'], ['e']),
        node('Gather', ['e', 'shape'], ['f'], { axis: 0 }),
        node('If', ['f'], ['z'], { then_branch: branch('a', 'Relu'), else_branch: branch('b', 'Neg') }),
      ],
    }),
  ]
  const below = generator(7)
  let read = 0
  for (let i = 0; i < 4000; i++) {
    const bytes = Uint8Array.from(originals[i % 2]!)
    for (let change = 0; change <= below(3); change++) {
      const at = below(bytes.length)
      const way = below(4)
      if (way === 0) bytes[at] = below(256)
      else if (way === 1) bytes[at]! ^= 1 << below(8)
      else if (way === 2) bytes.copyWithin(at, below(bytes.length), below(bytes.length))
      else bytes.fill(0xff, at, at + below(5))
    }
    const found = fromOnnx(bytes)
    if (isLeft(found)) expect(showOnnxError(found.left)).toMatch(/\w+.*[.)}]/s)
    else {
      read++
      try {
        predict(found.right.layer, found.right.model)(zeros([2, 3]))
      } catch (error) {
        expect((error as { readonly _tag?: string })._tag).toMatch(/Error$/)
      }
    }
  }
  expect(read).toBeGreaterThan(100)
})
