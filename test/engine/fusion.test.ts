import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AnyTensor,
  compile,
  fromElements,
  fromValues,
  full,
  op,
  program,
  scalar,
  type Tensor,
  toNested,
  toValues,
  wasm,
  zeros,
} from '../../src/index.ts'
import { fuse, membersOf } from '../../src/plan/fusion.ts'
import { place } from '../../src/plan/layout.ts'
import { firstResult } from '../../src/primitive/core/program.ts'

const counting = (shape: readonly number[], dtype: 'f32' | 'f64' = 'f32'): Tensor =>
  fromValues(
    shape,
    Array.from({ length: shape.reduce((n, m) => n * m, 1) }, (_, i) => (i % 11) - 5),
    dtype,
  ) as Tensor

const stepsOf = (f: (...xs: Tensor[]) => unknown, ...xs: readonly Tensor[]): readonly string[] => {
  const traced = program.trace(f as (...args: readonly Tensor[]) => unknown)(...xs).program
  return fuse(traced).steps.map(step =>
    membersOf(step)
      .map(i => traced.equations[i]!.primitive.name)
      .join(' '),
  )
}

describe('loops', () => {
  const [x, row, column] = [counting([6, 7]), counting([7]), counting([6])]
  const along = (axis: number) => (y: Tensor) => op.broadcastAlong([6, 7], [axis])(y)

  test('take in chains, broadcasts and comparisons', () => {
    const relu = (a: Tensor, b: Tensor) => {
      const y = op.add(op.tanh(a), along(1)(b))
      return op.select(op.greater(y, zeros([6, 7])), y, op.scale(0.1)(y))
    }
    expect(stepsOf(relu, x, row)).toEqual(['tanh add scale select'])
  })

  test('take in rows and columns of one length at the same time', () => {
    const f = (a: Tensor, b: Tensor, c: Tensor) => op.mul(op.sub(a, along(0)(c)), along(1)(b))
    expect(stepsOf(f, x, row, column)).toEqual(['sub mul'])
  })

  test('take in what sums up their rows, columns or all of them, and do not store what no other value reads', () => {
    const kinds = [
      (a: Tensor) => op.sum([1])(op.exp(a)),
      (a: Tensor) => op.max([1])(op.exp(a)),
      (a: Tensor) => op.sum([0])(op.exp(a)),
      (a: Tensor) => op.max([0])(op.exp(a)),
      (a: Tensor) => op.sum()(op.exp(a)),
      (a: Tensor) => op.max()(op.exp(a)),
    ]
    for (const f of kinds) {
      const { program: traced } = program.trace(f)(x)
      const fusion = fuse(traced)
      expect(fusion.steps).toHaveLength(1)
      const layout = place(traced, fusion, 0, [], false, 16)
      expect(layout.isStored(firstResult(traced))).toBe(false)
      const close = (got: Tensor, want: Tensor) =>
        Array.from(toValues(got), (value, i) => Math.abs(value / toValues(want)[i]! - 1)).every(e => e < 1e-5)
      expect(close(compile(f as (a: Tensor) => Tensor, { engine: wasm })(x), f(x) as Tensor)).toBe(true)
    }
  })

  test('end where others read the sum', () => {
    const f = (a: Tensor) => op.sub(a, op.broadcast([6, 7])(op.reshape([6, 1])(op.sum([1])(op.exp(a)))))
    expect(stepsOf(f, x)).toEqual(['exp sum', 'sub'])
  })
})

describe('a loop', () => {
  const agrees = (f: (...xs: Tensor[]) => unknown, ...xs: readonly Tensor[]): void => {
    const valuesOf = (result: unknown) => (result as readonly AnyTensor[]).map(y => Array.from(toValues(y)))
    const g = compile(f as (...args: readonly Tensor[]) => unknown)
    expect(valuesOf(g(...xs))).toEqual(valuesOf(f(...xs)))
  }

  test.each([[[6]], [[2, 3]], [[11]], [[4]]])('of shape %j reads its own results in another shape', shape => {
    const there = (y: Tensor) => op.reshape([1, y.shape.reduce((n, m) => n * m, 1), 1])(y)
    const back = (y: Tensor) => op.reshape(shape)(y) as Tensor
    agrees(a => [op.add(op.neg(a!), back(there(op.neg(a!))))], counting(shape))
    agrees(
      a => [
        op.add(
          op.neg(a!),
          op.broadcastAlong(
            shape,
            shape.map((_, i) => i),
          )(op.neg(a!)),
        ),
      ],
      counting(shape),
    )
  })

  test('reads its own results through a broadcast that repeats nothing', () => {
    agrees(
      a => {
        const y = op.neg(a!)
        return [op.mul(y, op.broadcastAlong([1, 7], [1])(op.reshape([7])(y)))]
      },
      counting([1, 7]),
    )
  })

  test('reads masks that are results too', () => {
    agrees((a, b) => {
      const mask = op.greater(a!, b!)
      return [op.select(mask, a!, b!), mask, op.convert('f32')(mask), op.convert('f64')(mask)]
    }, counting([9]), full([9], 0.5)) // biome-ignore format: two arguments
  })

  test('reads masks of masks, and masks of another type', () => {
    agrees((a, b) => {
      const [mask, other] = [op.greater(a!, op.neg(a!)), op.greaterEqual(b!, op.neg(b!))]
      return [op.select(other, a!, op.neg(a!)), op.select(op.equal(mask, other), a!, op.scale(2)(a!))]
    }, counting([9]), counting([9], 'f64')) // biome-ignore format: two arguments
  })

  test('reads what repeats after several of its rows, and sums up the rows meanwhile', () => {
    const shapes = [
      [3, 4, 32],
      [2, 3, 33],
      [5, 2, 40],
      [1, 3, 35],
      [4, 1, 64],
    ] as const
    const from = (...axes: readonly number[]) => axes
    const kinds = [from(2), from(1, 2), from(0), from(0, 1), from(), from(0, 1, 2)]
    for (const dtype of ['f32', 'f64'] as const)
      for (const shape of shapes)
        fc.assert(
          fc.property(fc.array(fc.nat(kinds.length - 1), { minLength: 1, maxLength: 5 }), which => {
            const operands = which.map((kind, i) =>
              counting([...kinds[kind]!.map(axis => shape[axis]!), 1 + i], dtype),
            )
            const small = operands.map(x => op.sum([x.shape.length - 1])(x) as Tensor)
            agrees((x, ...others) => {
              const spread = others.map((y, i) => op.broadcastAlong(shape, kinds[which[i]!]!)(y))
              const y = spread.reduce((sum, each, i) => (i % 2 === 0 ? op.add(sum, each) : op.sub(sum, each)), x!)
              const flat = op.reshape([shape[0] * shape[1], shape[2]])(y)
              const again = op.neg(flat)
              return [y, op.sum([2])(y), op.max([1])(again), op.sum([1, 2])(op.scale(2)(y))]
            }, counting(shape, dtype), ...small) // biome-ignore format: many arguments
          }),
          { numRuns: 60 },
        )
  })

  test('reads broadcasts of rows of two lengths', () => {
    agrees((a, b, c) => [
      op.add(op.mul(a!, op.broadcastAlong([2, 3, 5], [1, 2])(b!)), op.broadcastAlong([2, 3, 5], [2])(c!)),
      op.add(op.broadcastAlong([2, 3, 5], [2])(c!), op.broadcastAlong([2, 3, 5], [1, 2])(b!)),
      op.add(a!, op.broadcastAlong([2, 3, 5], [1])(op.sum([1])(b!) as Tensor)),
      op.add(a!, op.broadcastAlong([2, 3, 5], [2, 1])(op.transpose([1, 0])(b!) as Tensor)),
    ], counting([2, 3, 5]), counting([3, 5]), counting([5])) // biome-ignore format: three arguments
  })
})

describe.each(['f32', 'f64'] as const)('watched outputs of %s', dtype => {
  const Elements = { f32: Float32Array, f64: Float64Array }[dtype]
  const sizes = [1, 2, 3, 4, 5, 7, 8, 16, 17, 21, 35]
  const kinds = {
    'of loops': (x: Tensor) => op.neg(x),
    'of rows': (x: Tensor) =>
      op.add(op.broadcastAlong([3, x.shape[0]!], [1])(x), zeros([3, x.shape[0]!], dtype)),
    'of columns': (x: Tensor) =>
      op.add(op.broadcastAlong([x.shape[0]!, 3], [0])(x), counting([x.shape[0]!, 3], dtype)),
    'that are moved': (x: Tensor) => op.pad([1], [1])(x),
    'that are inputs': (x: Tensor) => x,
    'that are reshaped': (x: Tensor) => op.reshape([x.shape[0]!, 1])(op.neg(x)),
    'of products': (x: Tensor) =>
      op.matmul<[], number, 1, 1>(op.reshape([x.shape[0]!, 1])(x), full([1, 1], 1, dtype)),
  }

  test.each(Object.entries(kinds))('%s tell NaN and infinities at every place, and nothing else', (_, f) => {
    for (const size of sizes) {
      // Between values that are not finite, so that reading too far would be noticed.
      const g = (before: Tensor, x: Tensor, after: Tensor) => [f(x), op.neg(before), op.neg(after)]
      const bad = full([size], Number.NaN, dtype) as Tensor
      const traced = program.trace(g)(bad, zeros([size], dtype) as Tensor, bad).program
      const executable = wasm.prepare(traced, { watched: [0] })
      executable.write(0, bad)
      executable.write(2, bad)
      const finite = (elements: Float32Array | Float64Array): boolean => {
        executable.write(1, fromElements([size], elements) as AnyTensor)
        return executable.execute()
      }
      const largest = { f32: 3.4e38, f64: 1.7e308 }[dtype]
      expect(finite(new Elements(size).fill(-largest))).toBe(true)
      for (let at = 0; at < size; at++)
        for (const value of [Number.NaN, 1 / 0, -1 / 0])
          expect(
            finite(new Elements(size).fill(1).fill(value, at, at + 1)),
            `${value} at ${at} of ${size}`,
          ).toBe(false)
      expect(finite(new Elements(size))).toBe(true)
    }
  })

  test('that are sums tell overflow', () => {
    const traced = program.trace((x: Tensor) => op.sum()(x))(zeros([7], dtype) as Tensor).program
    const executable = wasm.prepare(traced, { watched: [0] })
    executable.write(0, full([7], { f32: 3e38, f64: 1e308 }[dtype], dtype) as AnyTensor)
    expect(executable.execute()).toBe(false)
  })
})

test('what is not watched may be anything', () => {
  const traced = program.trace((x: Tensor<[]>) => [op.neg(x), op.log(x)])(scalar(0)).program
  const executable = wasm.prepare(traced, { watched: [0] })
  executable.write(0, scalar(0))
  expect(executable.execute()).toBe(true)
  expect(toNested(executable.read(1))).toBe(-1 / 0)
})
