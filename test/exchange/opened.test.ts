import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { specifications } from '../../laws/primitive/specifications.ts'
import { opened } from '../../src/exchange/opened/opened.ts'
import { type OpenedName, openings } from '../../src/exchange/opened/openings.ts'
import { type AnyTensor, program, toValues } from '../../src/index.ts'
import { evaluate } from '../../src/primitive/core/bind.ts'
import type { Primitive } from '../../src/primitive/core/primitive.ts'
import { primitives } from '../../src/primitive/table.ts'

const names = Object.keys(openings) as readonly OpenedName[]

const finiteSize = (xs: readonly number[]): number =>
  xs.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1e-300)

/** How far two lists of numbers are apart beside the largest; infinite where one is not finite and the other is another. */
const apart = (xs: readonly number[], ys: readonly number[]): number => {
  const size = finiteSize(ys)
  return xs.reduce((most, x, i) => {
    const y = ys[i] as number
    if (Object.is(x, y) || x === y) return most
    return Number.isFinite(x) && Number.isFinite(y)
      ? Math.max(most, Math.abs(x - y) / size)
      : Number.POSITIVE_INFINITY
  }, 0)
}

/** What a kernel refuses has no value to compare with. */
const kernelOf = (name: OpenedName, inputs: readonly AnyTensor[], options: unknown): AnyTensor | null => {
  try {
    return evaluate(primitives[name] as unknown as Primitive, options, inputs)
  } catch {
    return null
  }
}

const dtypesOf = (name: OpenedName) =>
  specifications[name].dtypes.filter(dtype => dtype === 'f64' || dtype === 'f32')

/** Those that search are slow without code of their own. */
const runsOf: { readonly [N in OpenedName]?: number } = { gammaQuantile: 1, poissonQuantile: 2 }

type Sample = { readonly inputs: readonly AnyTensor[]; readonly options: unknown }

describe.each(names)('%s opened is what its kernel gives', name => {
  test.each(dtypesOf(name))('in %s', dtype => {
    const cases = specifications[name].cases(dtype) as fc.Arbitrary<Sample>
    const compared = fc
      .sample(cases, { seed: 7, numRuns: runsOf[name] ?? 6 })
      .map(({ inputs, options }) => {
        const wanted = kernelOf(name, inputs, options)
        if (wanted === null) return null
        const [result] = program.run(opened(name, options, inputs))(inputs) as readonly [AnyTensor]
        expect([result.dtype, result.shape]).toEqual([wanted.dtype, wanted.shape])
        return apart([...toValues(result)], [...toValues(wanted)])
      })
      .filter(error => error !== null)
    expect(compared.length).toBeGreaterThan(0)
    expect(Math.max(...compared)).toBeLessThan(dtype === 'f32' ? 3e-7 : 1e-10)
  })
})
