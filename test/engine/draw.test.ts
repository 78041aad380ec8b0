import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compile,
  type FloatDType,
  type Key,
  key,
  op,
  random,
  type Tensor,
  toValues,
  tree,
} from '../../src/index.ts'
import { bits } from '../../src/primitive/random/bits.ts'
import { uniform01 } from '../../src/primitive/random/uniform01.ts'
import { core, inChunks, onThreads } from '../engines.ts'

const values = (x: unknown): readonly number[] =>
  tree.tensors(x as tree.Tree).flatMap(each => Array.from(toValues(each) as ArrayLike<number>))

describe.each([...core, inChunks, onThreads])('what the engine draws, $name', engine => {
  const counts = fc.integer({ min: 0, max: 150 })
  const domains = fc.constantFrom(0, 1, 7, -1)
  const offsets = fc.constantFrom(0, 1, 1000, 2 ** 31 - 20, -3)
  const dtypes = fc.constantFrom<FloatDType>('f32', 'f64')
  const runs = { numRuns: engine === onThreads ? 20 : 120 }

  test('are the words that evaluation gives, bit for bit', () => {
    fc.assert(
      fc.property(counts, domains, offsets, fc.nat(), (count, domain, offset, seed) => {
        const draw = (k: Key) => bits<number, [number]>([count], domain, offset)(k.bits)
        expect(values(compile(draw, { engine })(key(seed)))).toEqual(values(draw(key(seed))))
      }),
      runs,
    )
  })

  test('are its floats, whether or not other equations read their words', () => {
    fc.assert(
      fc.property(counts, dtypes, offsets, fc.nat(), fc.boolean(), (count, dtype, offset, seed, isKept) => {
        const draw = (k: Key) => {
          const words = bits<number, readonly number[]>([count, 2], 3, offset)(k.bits)
          const floats = uniform01(dtype)(words as never) as Tensor
          return isKept ? [floats, words] : [floats]
        }
        expect(values(compile(draw, { engine })(key(seed)))).toEqual(values(draw(key(seed))))
      }),
      runs,
    )
  })

  test('are samples and masks of any shape', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        dtypes,
        fc.nat(),
        (shape, p, dtype, seed) => {
          const draw = (k: Key) => [
            random.bernoulli(shape, p)(k),
            op.convert(dtype)(random.bernoulli(shape, p)(k)),
            random.uniform(shape, 0, 1, { dtype })(k),
          ]
          expect(values(compile(draw, { engine })(key(seed)))).toEqual(values(draw(key(seed))))
        },
      ),
      runs,
    )
  })
})
