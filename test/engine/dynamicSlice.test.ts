import { describe, expect, test } from 'vitest'
import {
  type AnyTensor,
  compile,
  type DType,
  engines,
  fold,
  fromValues,
  type Integers,
  iterate,
  key,
  op,
  program,
  random,
  scalar,
  smooth,
  type Tensor,
  tensor,
  toNested,
  toValues,
  wasmThreads,
  zeros,
} from '../../src/index.ts'
import { fuse } from '../../src/plan/fusion.ts'
import { place } from '../../src/plan/layout.ts'
import type { LoopOptions } from '../../src/primitive/core/program.ts'

const all = [...Object.values(engines), wasmThreads(2)].map(engine => [engine.name, engine] as const)
const numbers = (shape: readonly number[], dtype: DType): AnyTensor =>
  fromValues(
    shape,
    Array.from({ length: shape.reduce((n, m) => n * m, 1) }, (_, i) => (i * 7) % 100),
    dtype,
  )

describe.each(all)('on %s', (_, engine) => {
  test.each(['f32', 'f64', 'i32', 'u8'] as const)('blocks of %s are read and written', dtype => {
    const [x, block] = [numbers([4, 5, 6], dtype), numbers([2, 1, 3], dtype)] as [Tensor, Tensor]
    const cut = compile((a: Tensor, i: Integers<[3]>) => op.dynamicSlice([2, 1, 3])(a, i), { engine })
    const put = compile((a: Tensor, b: Tensor, i: Integers<[3]>) => op.dynamicUpdateSlice(a, b, i), {
      engine,
    })
    for (const start of [
      [0, 0, 0],
      [2, 4, 3],
      [1, 2, 1],
    ])
      for (const type of ['i32', 'u8'] as const) {
        const at = tensor(start, type) as Integers<[3]>
        const [own, whole] = [op.slice(start, [2, 1, 3]), put(x, block, at)]
        expect(cut(x, at)).toEqual(own(x))
        expect(own(whole)).toEqual(block)
        expect(put(whole, own(x), at)).toEqual(x)
      }
  })

  test('each example of a batch has a block of its own', () => {
    const [x, block] = [random.normal([3, 5, 4])(key(1)), random.normal([3, 2, 4])(key(2))]
    const starts = tensor([[1], [3], [0]], 'i32')
    type Example = readonly [Tensor<[5, 4]>, Tensor<[2, 4]>, Integers<[1]>]
    const put = ([a, b, i]: Example) => {
      const y = op.dynamicUpdateSlice(a, b, [op.reshape([])(i), 0])
      return [y, op.dynamicSlice([2, 4])(y, [op.reshape([])(i), 0])] as const
    }
    const [ys, cuts] = compile(
      (a: typeof x, b: typeof block, i: typeof starts) => smooth.vmap(put)([a, b, i]),
      {
        engine,
      },
    )(x, block, starts)
    expect(cuts).toEqual(block)
    const nested = (t: AnyTensor) => toNested(t) as unknown as readonly (readonly (readonly number[])[])[]
    ;[1, 3, 0].forEach((start, i) => {
      const rows = [...(nested(x)[i] as readonly (readonly number[])[])]
      rows.splice(start, 2, ...(nested(block)[i] as readonly (readonly number[])[]))
      expect(nested(ys)[i]).toEqual(rows)
    })
  })

  const append = ([buffer, at]: readonly [Tensor<[6]>, Integers<[]>]) =>
    [
      op.dynamicUpdateSlice(buffer, op.reshape([1])(op.convert('f32')(at)), [at]),
      op.add(at, scalar(1, 'i32')),
    ] as const
  const empty = [zeros([6]), scalar(0, 'i32')] as const

  test('what is carried on is written block by block, and a block that does not fit is refused', () => {
    expect(toNested(iterate(append, { engine })(5)(empty)[0])).toEqual([0, 1, 2, 3, 4, 0])
    const words =
      /dynamicUpdateSlice was given start 6 along axis 0 of \[6\], but a block of 1 begins from 0 to 5/
    expect(() => iterate(append, { engine })(7)(empty)).toThrow(words)
    const run = fold((s: typeof empty, x: Tensor<[]>) => [append(s), x, {}] as const, empty, engine)
    for (let i = 0; i < 6; i++) run.advance(() => tensor(1))
    expect(() => run.advance(() => tensor(1))).toThrow(words)
    expect(toNested(run.state()[0])).toEqual([0, 1, 2, 3, 4, 5])
    const inPlace = fold((s: typeof empty, x: Tensor<[]>) => [append(s), x, s[1]] as const, empty, engine, {
      inPlace: true,
    })
    expect(inPlace.advance(() => tensor(Number.NaN))).toBe(false)
    expect(inPlace.advance(() => tensor(1))).toBe(true)
    expect([toNested(inPlace.state()[0]), toNested(inPlace.other())]).toEqual([[0, 1, 0, 0, 0, 0], 1])
    const lifted = smooth.lift(append)
    const [last, pullback] = smooth.loop(4)(lifted)(empty)
    expect(toNested(last[0])).toEqual([0, 1, 2, 3, 0, 0])
    // What was written over has no part in the result.
    expect(toNested(pullback([tensor([1, 2, 3, 4, 5, 6]), {}] as never)[0])).toEqual([0, 0, 0, 0, 5, 6])
    const looped = (times: number) =>
      compile((s: typeof empty) => smooth.loop(times)(lifted)(s)[0], {
        engine,
      })
    expect(toNested(looped(6)(empty)[0])).toEqual([0, 1, 2, 3, 4, 5])
    expect(() => looped(7)(empty)).toThrow(words)
  })

  test('a block goes where a part of what a loop gives is, and leaves the other parts', () => {
    const f = (x: Tensor<[3]>, at: Integers<[]>) => {
      const [first, second] = smooth.loop(2)(
        smooth.lift(([a, b]: readonly [Tensor<[3]>, Tensor<[3]>]) => [op.add(a, b), op.scale(2)(b)] as const),
      )([x, x])[0]
      return [op.dynamicUpdateSlice(second, tensor([7]), [at]), op.neg(first)] as const
    }
    const [y, z] = compile(f, { engine })(tensor([1, 2, 3]), scalar(1, 'i32'))
    expect([y, z].map(toNested)).toEqual([
      [4, 7, 12],
      [-4, -8, -12],
    ])
  })
})

test('in a loop a block is written where what is carried lies', () => {
  const step = smooth.lift(([cache, at]: readonly [Tensor<[64, 4]>, Integers<[]>]) => {
    const next = op.dynamicUpdateSlice(cache, zeros([1, 4]), [at, 0])
    return [next, op.add(at, scalar(1, 'i32'))] as const
  })
  const { equations } = program.trace(
    (cache: Tensor<[64, 4]>, at: Integers<[]>) => smooth.loop(9)(step)([cache, at])[0],
  )(zeros([64, 4]), scalar(0, 'i32')).program
  const loop = equations.find(({ primitive }) => primitive.name === 'loop')
  if (loop === undefined) throw new Error('There is no loop.')
  const { body } = loop.options as LoopOptions
  const carried = [0, 1].map(i => ({ input: i, output: i }))
  const { moves } = place(body, fuse(body), 0, carried, true, 16)
  expect(moves.filter(({ input }) => toValues(zeros(body.inputs[input]!.shape)).length > 1)).toEqual([])
})
