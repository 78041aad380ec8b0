import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inputsFrom, resultsFrom } from '../../laws/program/randomProgram.ts'
import { tapeOf } from '../../laws/program/tape.ts'
import type { Carry } from '../../src/engine/engine.ts'
import {
  type AnyTensor,
  full,
  op,
  type Preparation,
  program,
  scalar,
  type Tensor,
  tensor,
  toNested,
  wasm,
  zeros,
} from '../../src/index.ts'
import { fuse, membersOf } from '../../src/plan/fusion.ts'
import { place } from '../../src/plan/layout.ts'
import { bytesOf } from '../../src/primitive/core/primitive.ts'
import { abstractOf, firstResult, type Program, type Ref } from '../../src/primitive/core/program.ts'

const tapes = fc.array(fc.nat(2 ** 16), { minLength: 12, maxLength: 120 })

const programFrom = (numbers: readonly number[]): Program =>
  program.trace((...inputs: readonly AnyTensor[]) =>
    resultsFrom(tapeOf(numbers.slice(8)), inputs).map(({ x }) => x),
  )(...inputsFrom(tapeOf(numbers.slice(0, 8))).map(({ shape, dtype }) => zeros(shape, dtype) as AnyTensor))
    .program

/**
 * Replays a program on its memory plan, where each byte remembers who wrote it last, and tells each read of a value that
 * is not there any more. A loop reads before it writes; only it and what puts in a block may write where they read.
 */
const brokenReads = (traced: Program, carried: readonly Carry[] = [], inPlace = false): readonly string[] => {
  const fusion = fuse(traced)
  const layout = place(traced, fusion, 0, carried, inPlace, 16)
  const base = firstResult(traced)
  const owners = new Map<number, Ref>()
  const broken: string[] = []
  const pieces = (ref: Ref): readonly number[] => {
    const [at, bytes] = [layout.addressOf(ref), bytesOf(abstractOf(traced, ref))]
    if (!(at >= 0 && at % 16 === 0 && at + bytes + 16 <= layout.size)) broken.push(`%${ref} lies at ${at}`)
    return Array.from({ length: Math.ceil(bytes / 16) }, (_, i) => at / 16 + i)
  }
  const write = (ref: Ref): void => {
    for (const piece of pieces(ref)) owners.set(piece, ref)
  }
  const read = (ref: Ref, by: string): void => {
    if (pieces(ref).some(piece => owners.get(piece) !== ref))
      broken.push(`${by} reads %${ref}, which is gone`)
  }
  for (let ref = 0; ref < base; ref++) write(ref)
  for (const step of fusion.steps) {
    const own = membersOf(step).map(i => base + i)
    const sources = own.flatMap(ref => traced.equations[ref - base]!.operands.flatMap(fusion.sourcesOf))
    for (const ref of new Set(sources)) if (!own.includes(ref)) read(ref, `%${own.join(' %')}`)
    const stored = own.filter(layout.isStored)
    stored.forEach(write)
    for (const ref of stored) read(ref, 'its own step')
    // What puts a block into a tensor may write where that lies, to the byte.
    const whole = (ref: Ref): boolean =>
      step._tag === 'single' &&
      traced.equations[step.equation]!.primitive.name === 'dynamicUpdateSlice' &&
      ref === fusion.storageOf(traced.equations[step.equation]!.operands[0] as Ref) &&
      layout.addressOf(ref) === layout.addressOf(own[0] as Ref)
    if (step._tag === 'single')
      for (const ref of sources)
        if (!whole(ref) && pieces(ref).some(piece => owners.get(piece) !== ref))
          broken.push(`%${own[0]} overwrites its operand %${ref}`)
  }
  for (const output of traced.outputs) read(fusion.storageOf(output), 'the caller')
  return broken
}

describe('the memory plan of a random program', () => {
  test('keeps every value until its last reader has read it', () => {
    fc.assert(
      fc.property(tapes, tape => {
        const traced = programFrom(tape)
        expect(brokenReads(traced), program.show(traced)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  test('does so where carried outputs overwrite their inputs', () => {
    fc.assert(
      fc.property(tapes, fc.nat(), (tape, choice) => {
        const traced = programFrom(tape)
        const outputs = traced.outputs.map((ref, output) => ({ ...abstractOf(traced, ref), output }))
        const carried = [0, 1].flatMap(input => {
          const { shape, dtype } = traced.inputs[input]!
          const fitting = outputs.filter(o => o.dtype === dtype && String(o.shape) === String(shape))
          return fitting.length === 0 ? [] : [{ input, output: fitting[choice % fitting.length]!.output }]
        })
        expect(brokenReads(traced, carried, true), program.show(traced)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  test('runs every equation once, after those it reads', () => {
    fc.assert(
      fc.property(tapes, tape => {
        const traced = programFrom(tape)
        const { steps, isVirtual, sourcesOf } = fuse(traced)
        const base = firstResult(traced)
        const order = steps.flatMap(membersOf)
        const real = traced.equations.flatMap(({ primitive }, i) =>
          isVirtual(base + i) || primitive.name === 'reshape' ? [] : [i],
        )
        expect([...order].sort((a, b) => a - b)).toEqual(real)
        const done = new Set<Ref>()
        for (const i of order) {
          const sources = traced.equations[i]!.operands.flatMap(sourcesOf).filter(ref => ref >= base)
          expect(
            sources.filter(ref => !done.has(ref)),
            program.show(traced),
          ).toEqual([])
          done.add(base + i)
        }
      }),
      { numRuns: 200 },
    )
  })
})

test('an update is written where the parameter was, unless the parameter is still needed or may not be lost', () => {
  const update = (p: Tensor<[40]>, g: Tensor<[40]>) => [op.sub(p, op.scale(0.1)(g))]
  const late = (p: Tensor<[40]>, g: Tensor<[40]>) => [op.sub(p, op.scale(0.1)(g)), p]
  const movesOf = (f: typeof update, inPlace: boolean) => {
    const traced = program.trace(f)(zeros([40]), zeros([40])).program
    const carried = [{ input: 0, output: 0 }]
    expect(brokenReads(traced, carried, inPlace)).toEqual([])
    return place(traced, fuse(traced), 0, carried, inPlace, 16).moves
  }
  expect(movesOf(update, true)).toEqual([])
  expect(movesOf(update, false)).toEqual([{ input: 0, output: 0 }])
  expect(movesOf(late, true)).toEqual([{ input: 0, output: 0 }])
})

test('a block is written where what it is a part of was, unless that is still needed or may not be lost', () => {
  const once = (x: Tensor<[40]>, g: Tensor<[2]>) => [op.dynamicUpdateSlice(x, g, [3])]
  const twice = (x: Tensor<[40]>, g: Tensor<[2]>) => [op.dynamicUpdateSlice(once(x, g)[0]!, g, [5])]
  const read = (x: Tensor<[40]>, g: Tensor<[2]>) => {
    const next = once(x, g)[0]!
    return [next, op.sum()(next), op.sum()(x)]
  }
  const late = (x: Tensor<[40]>, g: Tensor<[2]>) => [once(x, g)[0]!, x]
  const movesOf = (f: (x: Tensor<[40]>, g: Tensor<[2]>) => readonly Tensor[], inPlace: boolean) => {
    const traced = program.trace(f)(zeros([40]), zeros([2])).program
    const carried = [{ input: 0, output: 0 }]
    expect(brokenReads(traced, carried, inPlace)).toEqual([])
    return place(traced, fuse(traced), 0, carried, inPlace, 16).moves
  }
  expect([once, twice, read].map(f => movesOf(f, true))).toEqual([[], [], []])
  expect(movesOf(once, false)).toEqual([{ input: 0, output: 0 }])
  expect(movesOf(late, true)).toEqual([{ input: 0, output: 0 }])
})

test('the plan reuses memory: a chain of products takes no more room than a few of its results', () => {
  const f = (x: Tensor<[64, 64]>) =>
    Array.from({ length: 30 }).reduce((y: Tensor<[64, 64]>) => op.matmul<[], 64, 64, 64>(y, x), x)
  const traced = program.trace(f)(zeros([64, 64])).program
  expect(place(traced, fuse(traced), 0, [], false, 16).size).toBeLessThan(5 * 64 * 64 * 4)
})

const put = (a: Tensor<[5]>, b: Tensor<[5]>, at: number): Tensor<[5]> =>
  op.dynamicUpdateSlice(a, op.slice([at], [2])(b), [op.add(scalar(at, 'i32'), scalar(0, 'i32'))])

type Pair = readonly [Tensor<[5]>, Tensor<[5]>]
const steps: Readonly<Record<string, (a: Tensor<[5]>, b: Tensor<[5]>) => Pair>> = {
  'a swap': (a, b) => [b, a],
  'the identity': (a, b) => [a, b],
  'one value for both': (a, b) => [op.add(a, b), op.add(a, b)],
  'the first for both': a => [a, a],
  'a swap with changes': (a, b) => [op.neg(b), op.shift(1)(a)],
  'the old value of the other': (a, b) => [op.add(a, b), a],
  'a reader of the old value behind a sum': (a, b) => [
    op.shift(1)(a),
    op.sub(b, op.broadcast([5])(op.sum()(a))),
  ],
  'a broadcast of what is overwritten': (a, b) => [
    op.add(a, op.broadcast([5])(op.max([0])(b) as Tensor)),
    op.scale(2)(b),
  ],
  'a constant': (_, b) => [full([5], 3), b],
  'a block': (a, b) => [put(a, b, 1), op.shift(1)(b)],
  'a block in each': (a, b) => [put(a, b, 1), put(b, a, 2)],
  'a block in each, and a swap': (a, b) => [put(b, a, 1), put(a, b, 2)],
  'a block in a swap': (a, b) => [put(b, b, 1), a],
  'blocks behind each other': (a, b) => [put(put(a, b, 0), b, 3), op.neg(b)],
  'a block of the same': (a, b) => [put(a, a, 2), b],
  'a block, and what was there before': (a, b) => [put(a, b, 1), op.add(a, b)],
  'a block for both': (a, b) => {
    const next = put(a, b, 1)
    return [next, next]
  },
  'a block for the other': (a, b) => [op.neg(b), put(a, b, 1)],
  'a block that something reads later': (a, b) => {
    const next = put(a, b, 1)
    return [op.scale(2)(b), op.add(next, op.broadcast([5])(op.sum()(next)))]
  },
  'blocks in what is computed': (a, b) => {
    const next = put(op.scale(2)(a), b, 1)
    return [op.add(put(next, a, 2), next), put(op.neg(a), b, 3)]
  },
}

describe.each(Object.entries(steps))('a fold of %s', (_, step) => {
  const start: Pair = [tensor([1, 2, 3, 4, 5]), tensor([-2, 0, 7, 1, 9])]
  const carried = [0, 1].map(i => ({ input: i, output: i }))
  const traced = program.trace(step)(...start).program

  test.each([false, true])('threads the state through three runs, with inPlace: %s', inPlace => {
    const options: Preparation = { carried, inPlace }
    const executable = wasm.prepare(traced, options)
    start.forEach((x, i) => {
      executable.write(i, x)
    })
    let want = start
    for (let run = 0; run < 3; run++) {
      want = step(...want)
      executable.execute()
      expect([0, 1].map(i => toNested(executable.read(i)))).toEqual(want.map(toNested))
      executable.commit()
      expect([0, 1].map(i => toNested(executable.readInput(i)))).toEqual(want.map(toNested))
    }
  })

  test('has a plan without broken reads', () => {
    expect(brokenReads(traced, carried, true)).toEqual([])
  })
})

test('one output may be carried to two inputs', () => {
  const traced = program.trace((a: Tensor<[5]>, b: Tensor<[5]>) => [op.add(a, b)])(
    zeros([5]),
    zeros([5]),
  ).program
  const carried = [0, 1].map(input => ({ input, output: 0 }))
  const executable = wasm.prepare(traced, { carried, inPlace: true })
  for (const i of [0, 1]) executable.write(i, full([5], 1))
  for (let run = 0; run < 3; run++) {
    executable.execute()
    executable.commit()
  }
  expect([0, 1].map(i => toNested(executable.readInput(i)))).toEqual([Array(5).fill(8), Array(5).fill(8)])
})

test('inputs that swap places in another shape are all saved before one is overwritten', () => {
  const swap = (a: Tensor<[2, 3]>, b: Tensor<[3, 2]>) => [op.reshape([2, 3])(b), op.reshape([3, 2])(a)]
  const [a, b] = [
    tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]),
    tensor([
      [7, 8],
      [9, 10],
      [11, 12],
    ]),
  ]
  const executable = wasm.prepare(program.trace(swap)(a, b).program, {
    carried: [0, 1].map(i => ({ input: i, output: i })),
  })
  for (const [i, x] of [a, b].entries()) executable.write(i, x)
  executable.execute()
  executable.commit()
  expect([0, 1].map(i => toNested(executable.readInput(i)))).toEqual(swap(a, b).map(toNested))
})

test('what a small result leaves of a large place is used for another', () => {
  // A large result is read once, and then many small ones live at a time.
  const run = (x: Tensor<[64, 64]>): Tensor<[64]> => {
    const rows = op.sum([0])(op.exp(op.matmul(x, x)))
    const small = Array.from({ length: 40 }, (_, i) => op.sort(0)(op.shift(i)(rows)))
    return small.reduce((sum, each) => op.add(sum, each), rows)
  }
  const sizeOf = (traced: Program): number => place(traced, fuse(traced), 0, [], false, 16).size
  const traced = program.trace(run)(full([64, 64], 1, 'f64')).program
  const alone = program.trace((x: Tensor<[64, 64]>) => op.sum([0])(op.exp(op.matmul(x, x))))(
    full([64, 64], 1, 'f64'),
  ).program
  expect(sizeOf(traced)).toBeLessThan(sizeOf(alone) + 2 * 64 * 8)
})
