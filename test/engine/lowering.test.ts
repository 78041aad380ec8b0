// The lowering of primitives: what has code, what runs as its kernel, and why.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Specification } from '../../laws/primitive/specification.ts'
import { specifications } from '../../laws/primitive/specifications.ts'
import {
  type AnyTensor,
  engines,
  type Integers,
  program,
  type Shape,
  type Tensor,
  tensor,
  toNested,
} from '../../src/index.ts'
import { fuse } from '../../src/plan/fusion.ts'
import { place } from '../../src/plan/layout.ts'
import { type LoweredBy, lowering, loweringOf } from '../../src/plan/lowering.ts'
import { bind } from '../../src/primitive/core/bind.ts'
import type { Primitive } from '../../src/primitive/core/primitive.ts'
import type { Program } from '../../src/primitive/core/program.ts'
import { bits } from '../../src/primitive/random/bits.ts'
import { uniform01 } from '../../src/primitive/random/uniform01.ts'
import { type PrimitiveName, primitives } from '../../src/primitive/table.ts'
import { outlineOf } from '../../src/wasm/emit/outline.ts'
import { generate } from '../../src/wasm/emit/program.ts'

const applied = (primitive: Primitive, options: unknown, inputs: readonly AnyTensor[]): Program =>
  program.trace((...xs: readonly AnyTensor[]): AnyTensor => bind(primitive, options, xs))(...inputs).program

/** The reasons why equations of a program run as their kernels. */
const reasonsOf = (traced: Program): readonly string[] => {
  const fusion = fuse(traced)
  const layout = place(traced, fusion, 2 ** 20, [], false, 1024)
  const { segments } = generate({
    ...{
      program: traced,
      fusion,
      layout,
      addresses: 'i32',
      partitions: [],
      cacheOffsets: new Map(),
      spinLimit: null,
    },
    ...{
      watched: new Set(),
      offloaded: new Map(),
      bodies: outlineOf(traced, { products: null, grainSize: undefined }).bodies,
      commits: false,
    },
  })
  return segments.flatMap(segment => ('reason' in segment ? [segment.reason] : []))
}

const names = Object.keys(primitives) as readonly PrimitiveName[]

/** A few programs of one equation each, in all element types. */
const programsOf = (name: PrimitiveName): readonly Program[] => {
  const { dtypes, cases } = specifications[name] as Specification<unknown>
  return dtypes.flatMap(dtype =>
    fc
      .sample(cases(dtype), { numRuns: 20, seed: 1 })
      .map(({ inputs, options }) =>
        applied(primitives[name] as Primitive as Primitive<unknown>, options, inputs),
      ),
  )
}

/** Floats of words that nothing else reads. */
const drawn = program.trace((key: Integers<[2]>) => uniform01('f32')(bits([8, 2], 0)(key)))(
  tensor([1, 2], 'i32'),
).program

describe.each(names)('%s', name => {
  const found = [...programsOf(name), ...(name === 'uniform01' ? [drawn] : [])].map(reasonsOf)
  const how = loweringOf({ primitive: primitives[name] as Primitive })

  test('has the code that its lowering promises', () => {
    const isEmpty = (reasons: readonly string[]): boolean =>
      reasons.includes('an operand or the result has no elements')
    if (how.by === 'kernel') {
      expect(found.every(reasons => reasons.includes(how.reason) || isEmpty(reasons))).toBe(true)
      expect(found.flat()).toContain(how.reason)
    } else expect(found).toContainEqual([])
  })

  test('gives a reason where its kernel runs', () => {
    for (const reason of found.flat()) expect(reason).toMatch(/^\w+ [\w ,;:-]{10,}[^.]$/)
  })
})

test('what loops compute is what element-wise code is for', () => {
  const inLoops: readonly LoweredBy<'elementwise' | 'comparison'>[] = ['add', 'convert', 'equal', 'tanh']
  for (const name of inLoops) expect(['elementwise', 'comparison']).toContain(lowering[name].by)
  // @ts-expect-error a sum is not a function of each element
  const wrong: LoweredBy<'elementwise'> = 'sum'
  expect(lowering[wrong].by).toBe('reduction')
})

test('an operation of a name in the table that is not the one in the table runs as its own kernel', () => {
  const cube: Primitive = {
    ...(primitives.abs as Primitive),
    kernel: ([x], y) => {
      y.elements.set(x!.elements.map(value => value ** 3))
    },
  }
  const x: Tensor<Shape> = tensor([1, -2, 3])
  const traced = applied(cube, {}, [x])
  expect(reasonsOf(traced)).toEqual(['the operation is not in the table of primitives'])
  for (const engine of Object.values(engines)) {
    const executable = engine.prepare(traced)
    executable.write(0, x)
    executable.execute()
    expect(toNested(executable.read(0)), engine.name).toEqual([1, -8, 27])
  }
})
