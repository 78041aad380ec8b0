import { describe, expect, test } from 'vitest'
import {
  compile,
  compose,
  dense,
  type Empty,
  type Engine,
  engines,
  fold,
  full,
  IndexError,
  identity,
  init,
  key,
  label,
  layer,
  ones,
  op,
  predict,
  program,
  smooth,
  type Tensor,
  TracingError,
  tensor,
  toNested,
  toValues,
  wasm,
  zeros,
} from '../../src/index.ts'

/** An engine that counts what it prepares. */
const counting = (engine: Engine = wasm) => {
  const prepared: program.Program[] = []
  const counted: Engine = {
    name: 'counting',
    prepare: (made, preparation) => {
      prepared.push(made)
      return engine.prepare(made, preparation)
    },
  }
  return { engine: counted, count: () => prepared.length }
}

const square = (x: Tensor) => op.mul(x, x)

describe('a compiled function', () => {
  test('is made once for each set of shapes and element types', () => {
    const { engine, count } = counting()
    const f = compile(square, { engine })
    for (const x of [zeros([2]), ones([2]), zeros([3]), zeros([2], 'f64'), full([3], 2)]) f(x)
    expect(count()).toBe(3)
    expect(toNested(f(tensor([1, 2, 3, 4])))).toEqual([1, 4, 9, 16])
    expect(count()).toBe(4)
  })

  test('tells trees apart that have the same leaves at paths that are written alike', () => {
    const f = compile((tree: unknown) => tree)
    const x = tensor([1, 2])
    for (const tree of [[], {}, [[]], { none: {} }, [x], { 0: x }, { 'a.b': x }, { a: { b: x } }, [x, {}]])
      expect(f(tree)).toEqual(tree)
  })

  test('tells trees of different structure apart', () => {
    const { engine, count } = counting()
    const f = compile((xs: Readonly<Record<string, Tensor>>) => Object.values(xs).map(op.neg), { engine })
    expect(f({ a: ones([1]), b: ones([2]) }).map(toNested)).toEqual([[-1], [-1, -1]])
    expect(f({ b: ones([2]), c: ones([1]) }).map(toNested)).toEqual([[-1, -1], [-1]])
    expect(count()).toBe(2)
  })

  test('forgets the program that was used longest ago', () => {
    const { engine, count } = counting()
    const f = compile(square, { engine, cache: 2 })
    const use = (size: number): number => {
      f(zeros([size]))
      return count()
    }
    expect([1, 2, 1, 3, 1, 2, 3].map(use)).toEqual([1, 2, 2, 3, 3, 4, 5])
  })

  test('gives copies that a later call does not change', () => {
    const f = compile((x: Tensor) => ({ same: x, again: x, twice: op.scale(2)(x), zero: zeros([1]) }))
    const first = f(tensor([1, 2]))
    const shown = Object.values(first).map(toNested)
    f(tensor([5, 6]))
    expect(Object.values(first).map(toNested)).toEqual(shown)
    expect(shown).toEqual([[1, 2], [1, 2], [2, 4], [0]])
  })

  test('runs as it was inside of other readings', () => {
    const { engine, count } = counting()
    const f = compile(square, { engine })
    const [x, dx] = [tensor([1, 2, 3]) as Tensor, tensor([1, 0, -1]) as Tensor]
    expect(
      smooth
        .jvp(f)(x, dx as never)
        .map(toNested as never),
    ).toEqual([
      [1, 4, 9],
      [2, 0, -6],
    ])
    expect(program.show(program.trace(f)(x).program)).toBe(program.show(program.trace(square)(x).program))
    expect(count()).toBe(0)
  })

  test('may refer to what another tracer stands for', () => {
    const c = tensor([2, 3]) as Tensor
    const g = (x: Tensor) => compile((y: Tensor) => op.mul(x, y))(c)
    const h = (x: Tensor) => op.mul(x, c)
    const [x, dx] = [tensor([5, 7]) as Tensor, tensor([1, -1]) as Tensor]
    expect(
      smooth
        .jvp(g)(x, dx as never)
        .map(toNested as never),
    ).toEqual(
      smooth
        .jvp(h)(x, dx as never)
        .map(toNested as never),
    )
    expect(toNested(program.traced(g)(x)(x))).toEqual([10, 21])
  })

  test('says at the first call that it looks at values', () => {
    const f = compile((x: Tensor<[1]>) => (toValues(x)[0]! > 0 ? x : op.neg(x)))
    expect(() => f(ones([1]))).toThrow(TracingError)
  })

  test('goes wrong as evaluation does, with the layer, and is well afterwards', () => {
    const table = tensor([[1], [2]])
    const rows = layer.parametric({
      name: 'rows',
      params: {},
      run: (_: Empty, x: Tensor) => {
        const taken = op.gather(table, op.convert('i32')(op.reshape([2])(x)) as never)
        return [taken as Tensor, () => [{}, op.scale(0)(x)]]
      },
    })
    const net = compose(label('lookup')(rows), identity())
    const f = (x: Tensor) => predict(net, init(net)(key(0)))(x)
    const g = compile(f)
    const messageOf = (h: typeof f): string => {
      try {
        return String(h(tensor([0, 2])))
      } catch (error) {
        expect(error).toBeInstanceOf(IndexError)
        return String(error)
      }
    }
    expect(messageOf(g)).toBe(messageOf(f))
    expect(messageOf(g)).toMatch(/index 2 at position 1, but indices run from 0 to 1.*lookup/s)
    expect(toNested(g(tensor([1, 0])))).toEqual([[2], [1]])
  })
})

describe.each(Object.values(engines))('a fold in the $name engine', engine => {
  // Sums of all rows so far; the largest says whether the step was good, and the count of rows is reported besides.
  const step = (
    sum: { readonly total: Tensor<[3]> },
    x: Tensor<[number, 3]>,
    rate: Tensor<[]>,
    _: Tensor<[2]>,
  ) => {
    const total = op.add(sum.total, op.mul(op.broadcast([3])(rate), op.sum([0])(x) as Tensor<[3]>))
    return [{ total }, op.max([0])(total) as Tensor, { rows: full([1], x.shape[0]!) }] as const
  }
  const batch = (rows: number, value = 1) => full([rows, 3], value) as Tensor<[number, 3]>
  const begin = (counted = counting(engine)) => {
    const sums = fold(step, { total: zeros([3]) }, counted.engine)
    let asked = 0
    const unread = (): Tensor<[2]> => {
      asked++
      return zeros([2])
    }
    const advance = (x: Tensor<[number, 3]>, rate = 1): boolean =>
      sums.advance(
        () => x,
        () => full([], rate),
        unread,
      )
    return { ...sums, step: advance, count: counted.count, asked: () => asked }
  }
  const total = (sums: { readonly state: () => { readonly total: Tensor<[3]> } }): number =>
    toValues(sums.state().total)[0]!

  test('moves its state between shapes, with one program for each', () => {
    const sums = begin()
    expect(total(sums)).toBe(0)
    const seen = [4, 4, 2, 4, 2, 1].map(rows => {
      expect(sums.step(batch(rows))).toBe(true)
      expect(toNested(sums.other().rows)).toEqual([rows])
      return total(sums)
    })
    expect(seen).toEqual([4, 8, 10, 14, 16, 17])
    expect(sums.count()).toBe(3)
  })

  test('keeps its state when a step is not finite, and tells what was attempted', () => {
    const sums = begin()
    sums.step(batch(2))
    for (const value of [Number.NaN, 1 / 0]) {
      expect(sums.step(batch(2, value))).toBe(false)
      expect(toNested(sums.finite())).toBe(value)
      expect(toNested(sums.attempted().total)).toEqual([value, value, value])
      expect(total(sums)).toBe(2)
    }
    expect(sums.step(batch(3, -1 / 0))).toBe(false)
    expect(sums.step(batch(3))).toBe(true)
    expect(total(sums)).toBe(5)
  })

  test('gives copies of its state', () => {
    const sums = begin()
    sums.step(batch(2))
    const before = sums.state()
    sums.step(batch(2))
    expect(toNested(before.total)).toEqual([2, 2, 2])
  })

  test('has no outcome before its first step', () => {
    const sums = begin()
    for (const ask of [sums.attempted, sums.finite, sums.other]) expect(ask).toThrow('before its first step')
  })

  test.runIf(engine === wasm)('asks for inputs that are not read only to make the program', () => {
    const sums = begin()
    for (let i = 0; i < 5; i++) sums.step(batch(2))
    expect(sums.asked()).toBe(1)
  })
})

describe('a fold that swaps two states', () => {
  test.each(Object.values(engines))('in the $name engine', engine => {
    const swap = fold(
      ([a, b]: readonly [Tensor<[3]>, Tensor<[3]>], x: Tensor<[]>) =>
        [[b, op.add(a, op.broadcast([3])(x))], x, {}] as const,
      [tensor([1, 2, 3]), tensor([4, 5, 6])] as const,
      engine,
    )
    for (let i = 0; i < 3; i++) swap.advance(() => full([], 10))
    expect(swap.state().map(toNested)).toEqual([
      [14, 15, 16],
      [21, 22, 23],
    ])
  })
})

describe('a fold of states of all sizes, one of which stays as it is', () => {
  test.each(Object.values(engines))('in the $name engine', engine => {
    const sizes = [1, 3, 4, 15, 16, 17, 63, 64, 65, 1023, 2048, 2049, 5000]
    for (const dtype of ['f32', 'f64'] as const) {
      const initial = [...sizes.map(n => full([n], n, dtype)), full([7], 7, dtype)] as readonly Tensor[]
      const step = (states: readonly Tensor[], x: Tensor<[]>) =>
        [states.map((state, i) => (i < sizes.length ? op.shift(i + 1)(state) : state)), x, {}] as const
      const counts = fold(step, initial, engine)
      for (let i = 0; i < 3; i++) counts.advance(() => full([], 0))
      expect(counts.state().map(state => Array.from(toValues(state)))).toEqual([
        ...sizes.map((n, i) => Array.from({ length: n }, () => n + 3 * (i + 1))),
        Array.from({ length: 7 }, () => 7),
      ])
    }
  })
})

test('a layer in a compiled function gives what it gives evaluated', () => {
  const net = compose(dense(3, 4), dense(4, 2))
  const model = init(net)(key(0))
  const f = (x: Tensor<[number, 3]>) => predict(net, model)(x)
  const x = tensor([[1, 2, 3]])
  toValues(f(x)).forEach((y, i) => {
    expect(toValues(compile(f)(x))[i]).toBeCloseTo(y, 5)
  })
})
