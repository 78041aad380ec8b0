import { isLeft, isRight, left, right } from 'fp-ts/lib/Either.js'
import { describe } from 'vitest'
import { type Codec, safetensorsLaws } from '../../laws/safetensors/safetensors.ts'
import { type AnyTensor, fromValues, toValues } from '../../src/index.ts'
import { decodeSafetensors, encodeSafetensors } from '../../src/safetensors/index.ts'
import { type Mutant, testMutants } from './mutant.ts'

const encode: Codec['encode'] = (tensors, metadata) => encodeSafetensors({ metadata })(tensors)
const decode: Codec['decode'] = bytes => decodeSafetensors(bytes)

/** A reader that passes over what it should refuse. */
const lenient =
  (...rules: readonly string[]): Codec['decode'] =>
  bytes => {
    const decoded = decode(bytes)
    return isLeft(decoded) && decoded.left._tag === 'RuleBroken' && rules.includes(decoded.left.rule)
      ? right({ tensors: {}, metadata: {} })
      : decoded
  }

/** A reader that changes numbers. */
const changing =
  (f: (x: AnyTensor, bytes: Uint8Array) => AnyTensor): Codec['decode'] =>
  bytes => {
    const decoded = decode(bytes)
    if (isLeft(decoded)) return decoded
    const { tensors, metadata } = decoded.right
    const changed = Object.entries(tensors).map(([name, x]) => [name, f(x, bytes)] as const)
    return right({ tensors: Object.fromEntries(changed), metadata })
  }

const valuesOf = (x: AnyTensor, f: (value: number) => number): AnyTensor =>
  fromValues(x.shape as number[], Array.from(toValues(x), f), x.dtype) as AnyTensor

const mutant = (name: string, codec: Partial<Codec>, ...killedBy: readonly string[]): Mutant => ({
  name,
  mutant: safetensorsLaws({ encode, decode, ...codec }),
  twin: safetensorsLaws(),
  killedBy,
})

const mutants: readonly Mutant[] = [
  mutant('a writer that leaves metadata out', { encode: tensors => encode(tensors, {}) }, 'CS1'),
  mutant(
    'a writer whose bytes depend on the first name',
    { encode: (tensors, metadata) => encode(tensors, { ...metadata, first: Object.keys(tensors)[0] ?? '' }) },
    ...['CS1', 'CS2'],
  ),
  mutant(
    'a reader that makes all NaN one',
    { decode: changing(x => (x.dtype === 'f32' ? valuesOf(x, value => value) : x)) },
    'CS1',
  ),
  mutant(
    'a reader without order of bytes',
    { decode: changing(x => valuesOf(x, value => (value === 0 ? 0 : value))) },
    'CS1',
  ),
  mutant(
    'a reader that flushes small halves to 0',
    { decode: changing(x => valuesOf(x, value => (Math.abs(value) < 2 ** -14 ? 0 : value))) },
    'CS5',
  ),
  mutant(
    'a reader that knows no infinity',
    { decode: changing(x => valuesOf(x, value => (Number.isFinite(value) ? value : Number.NaN))) },
    'CS5',
  ),
  mutant(
    'a reader that cuts integers of 64 bits',
    {
      decode: bytes => {
        const decoded = decode(bytes)
        return isLeft(decoded) && decoded.left._tag === 'IntegerOutOfRange'
          ? right({ tensors: { x: fromValues([0], [], 'i32') as AnyTensor }, metadata: {} })
          : decoded
      },
    },
    'CS6',
  ),
  mutant(
    'a reader that counts from the data',
    {
      decode: bytes => {
        const decoded = decode(bytes)
        return isRight(decoded) || decoded.left._tag !== 'RuleBroken'
          ? decoded
          : left({ ...decoded.left, byte: Math.max(0, decoded.left.byte - 8) })
      },
    },
    'CS8',
  ),
  mutant('a reader that takes bytes behind the end', { decode: lenient('end') }, 'CS3'),
  mutant('a reader that takes files cut short', { decode: lenient('headerEnd', 'length', 'end') }, 'CS3'),
  ...[
    'names',
    'shape',
    'contiguous',
    'size',
    'json',
    'metadata',
    'dtype',
    'offsets',
    'entry',
    'overflow',
    'characters',
  ].map(rule => mutant(`a reader without the rule '${rule}'`, { decode: lenient(rule) }, 'CS8')),
]

describe('safetensors', () => testMutants(mutants))
