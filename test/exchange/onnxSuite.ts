/**
 * ONNX's own tests of its operators: each a model of one node or a few, with inputs and what comes out.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { isLeft } from 'fp-ts/lib/Either.js'
import { type AnyTensor, fromValues, isTensor, predict, toValues } from 'pullback'
import { fromOnnx, type KnownInput, type OnnxError, showOnnxError } from 'pullback/onnx'
import { expect } from 'vitest'
import { decodeModelFile, decodeTensorFile } from '../../src/onnx/file/decodeModel.ts'
import { carrierOf, isFloatType } from '../../src/onnx/file/elementType.ts'
import { type Literal, literalOf } from '../../src/onnx/file/literal.ts'
import { operators } from '../../src/onnx/table/operators.ts'
import type { ExchangeCase, Family } from './family.ts'

const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(file))

const right = <E, A>(
  either: { readonly _tag: 'Left'; readonly left: E } | { readonly _tag: 'Right'; readonly right: A },
): A => {
  if (either._tag === 'Left') throw new Error(JSON.stringify(either.left))
  return either.right
}

const literalIn = (file: string): Literal => right(literalOf(right(decodeTensorFile(bytesOf(file)))))

const tensorOf = ({ type, shape, floats, integers }: Literal): AnyTensor =>
  isFloatType(type)
    ? fromValues([...shape], floats(), carrierOf(type, 'f32'))
    : fromValues([...shape], integers().map(Number), carrierOf(type, 'f32'))

const isWide = ({ type, integers }: Literal): boolean =>
  !isFloatType(type) && integers().some(x => x !== BigInt(Number(x) | 0))

/** An input as it is given when the model is read. */
const knownOf = (literal: Literal): KnownInput =>
  isWide(literal)
    ? literal.shape.length === 0
      ? literal.integers()[0]!
      : literal.integers()
    : tensorOf(literal)

/** As ONNX compares: relative to 10⁻³; integers exactly. */
const expectSame = (name: string, found: unknown, wanted: Literal): void => {
  if (!isTensor(found)) throw new Error(`There is no output '${name}'.`)
  expect([name, found.shape, found.dtype]).toEqual([name, wanted.shape, carrierOf(wanted.type, 'f32')])
  const numbers = toValues(found)
  const others = isFloatType(wanted.type) ? wanted.floats() : wanted.integers().map(Number)
  numbers.forEach((x, i) => {
    const y = others[i]!
    const near = isFloatType(wanted.type) && Math.abs(x - y) <= 1e-3 * Math.abs(y) + 1e-6
    if (!near && x !== y && !(Number.isNaN(x) && Number.isNaN(y)))
      throw new Error(`Output '${name}' has ${x} at ${i}, but ${y} is right.`)
  })
}

/** The model, with the inputs that have to be known given one after the other. */
const readKnowing = (
  bytes: Uint8Array,
  literals: ReadonlyMap<string, Literal>,
  known: Record<string, KnownInput>,
) => {
  for (;;) {
    const read = fromOnnx(bytes, { known })
    if (!isLeft(read)) return read.right
    const error: OnnxError = read.left
    if (error._tag !== 'UnknownInput') throw new Error(showOnnxError(error))
    known[error.input] = knownOf(literals.get(error.input)!)
  }
}

const run = (
  bytes: Uint8Array,
  literals: ReadonlyMap<string, Literal>,
  known: Record<string, KnownInput>,
): unknown => {
  const { layer, model, inputs } = readKnowing(bytes, literals, known)
  const given = inputs.map(({ name }) => [name, tensorOf(literals.get(name)!)] as const)
  return predict(layer, model)(given.length === 1 ? given[0]![1] : Object.fromEntries(given))
}

const check = (folder: string, files: readonly string[], at: (file: string) => string): void => {
  const bytes = bytesOf(at(`${folder}/model.onnx`))
  const graph = right(decodeModelFile(bytes)).graph!
  const literals = new Map(
    graph.input.flatMap(({ name }, i) =>
      files.includes(`${folder}/input_${i}.pb`)
        ? [[name!, literalIn(at(`${folder}/input_${i}.pb`))] as const]
        : [],
    ),
  )
  const wide = [...literals].filter(([, literal]) => isWide(literal))
  const known: Record<string, KnownInput> = Object.fromEntries(
    wide.map(([name, literal]) => [name, knownOf(literal)]),
  )
  let outputs: unknown
  try {
    outputs = run(bytes, literals, known)
  } catch (error) {
    // Integers whose width no tensor has are computed where they are known.
    if (!String(error).includes('only computed where they are known')) throw error
    const integers = [...literals].filter(([, { type }]) => !isFloatType(type))
    outputs = run(
      bytes,
      literals,
      Object.fromEntries(integers.map(([name, literal]) => [name, knownOf(literal)])),
    )
  }
  graph.output.forEach(({ name }, i) => {
    const found = graph.output.length === 1 ? outputs : (outputs as Readonly<Record<string, unknown>>)[name!]
    expectSame(name!, found, literalIn(at(`${folder}/output_${i}.pb`)))
  })
}

/** The operators of a model that are not in the table. */
const missing = (bytes: Uint8Array): readonly string[] =>
  right(decodeModelFile(bytes)).graph!.node.flatMap(({ op_type = '' }) =>
    operators.has(op_type) ? [] : [op_type],
  )

/** A model with an operator that is not read is refused with its name. */
const checkRefused = (bytes: Uint8Array, operator: string): void => {
  const read = fromOnnx(bytes)
  expect(isLeft(read) && read.left._tag).toBe('Unsupported')
  expect(isLeft(read) && showOnnxError(read.left)).toContain(operator)
}

/** The cases, by their folders. A case of an operator that is not read has to be refused. */
export const onnxSuite: Family = {
  folder: 'onnx-suite',
  cases: (files, at): readonly ExchangeCase[] =>
    [...new Set(files.map(file => file.split('/')[0]!))].map(folder => {
      const own = files.filter(file => file.startsWith(`${folder}/`))
      const bytes = bytesOf(at(`${folder}/model.onnx`))
      const [operator] = missing(bytes)
      return {
        name: operator === undefined ? folder : `${folder}: refused, as ${operator} is not read`,
        files: own,
        isCheap: /^test_(add|gru|if|resize_up.*cubic|slice|split_|scan)/.test(folder),
        run: () => (operator === undefined ? check(folder, files, at) : checkRefused(bytes, operator)),
      }
    }),
}
