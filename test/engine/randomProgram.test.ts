import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Bounded } from '../../laws/program/bounded.ts'
import { inputsFrom, resultsFrom } from '../../laws/program/randomProgram.ts'
import { tapeOf } from '../../laws/program/tape.ts'
import { type AnyTensor, type Executable, fromValues, program, reference, toValues } from '../../src/index.ts'
import type { Abstract } from '../../src/primitive/core/primitive.ts'
import { core, inChunks, onThreads } from '../engines.ts'

const tapes = fc.array(fc.nat(2 ** 16), { minLength: 12, maxLength: 120 })

/** A random function: its program, and how far apart its results may be. */
const randomProgram = (numbers: readonly number[]) => {
  const abstracts = inputsFrom(tapeOf(numbers.slice(0, 8)))
  let bounds: readonly Bounded[] = []
  const f = (...inputs: readonly AnyTensor[]): readonly AnyTensor[] => {
    bounds = resultsFrom(tapeOf(numbers.slice(8)), inputs)
    return bounds.map(({ x }) => x)
  }
  const traced = program.trace(f)(...abstracts.map(it => valuesFor(it, () => 0)))
  return { abstracts, f, program: traced.program, errors: bounds.map(({ error }) => error) }
}

const valuesFor = ({ shape, dtype }: Abstract, value: () => number): AnyTensor =>
  fromValues(shape, Array.from({ length: shape.reduce((n, m) => n * m, 1) }, value), dtype) as AnyTensor

/** Small whole numbers, or bits for what is an index. */
const inputsOf = (abstracts: readonly Abstract[], seed: number, special: readonly number[] = []) => {
  let state = seed
  const next = (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
  return abstracts.map(it =>
    valuesFor(it, () =>
      it.dtype === 'i32'
        ? next(2)
        : special.length > 0 && next(4) === 0
          ? special[next(special.length)]!
          : next(9) - 4,
    ),
  )
}

const outputsOf = (executable: Executable, inputs: readonly AnyTensor[], count: number) => {
  inputs.forEach((x, i) => {
    executable.write(i, x)
  })
  executable.execute()
  return Array.from({ length: count }, (_, i) => executable.read(i))
}

/** Where two outputs differ by more than they may, as a sentence; none if they do not. */
const differences = (got: readonly AnyTensor[], want: readonly AnyTensor[], errors: readonly number[]) =>
  got.flatMap((x, i) => {
    const [xs, ys] = [toValues(x), toValues(want[i] as AnyTensor)]
    const wrong = ys.findIndex(
      (y, j) => y !== xs[j] && !(Math.abs(y - (xs[j] as number)) <= (errors[i] as number)),
    )
    const unlike = x.dtype !== want[i]?.dtype || String(x.shape) !== String(want[i]?.shape)
    return unlike || wrong >= 0
      ? [`output ${i} at ${wrong}: ${xs[wrong]} for ${ys[wrong]} ± ${errors[i]}`]
      : []
  })

const finiteness = (xs: readonly AnyTensor[]): readonly string[] =>
  xs.map(x => Array.from(toValues(x), y => (Number.isFinite(y) ? '.' : '!')).join(''))

/** The engines beside the reference, and for how many of the programs there is time. */
const tried = [
  ...core.filter(engine => engine !== reference).map(engine => [engine.name, engine, 1] as const),
  [inChunks.name, inChunks, 0.4] as const,
  [onThreads.name, onThreads, 0.04] as const,
]

describe.each(tried)('a random program on the engine %s', (_, engine, share) => {
  test('gives what the reference gives, run after run, also after NaN and infinities', {
    timeout: 120_000,
  }, () => {
    fc.assert(
      fc.property(tapes, fc.nat(), (tape, seed) => {
        const { abstracts, program: traced, errors } = randomProgram(tape)
        const [fast, plain] = [engine.prepare(traced), reference.prepare(traced)]
        const count = traced.outputs.length
        for (const [run, special] of [[], [Number.NaN], [], [1 / 0, -1 / 0], []].entries()) {
          const inputs = inputsOf(abstracts, seed + run, special)
          const [got, want] = [fast, plain].map(it => outputsOf(it, inputs, count)) as [
            AnyTensor[],
            AnyTensor[],
          ]
          if (special.length === 0) expect(differences(got, want, errors), program.show(traced)).toEqual([])
        }
      }),
      { numRuns: 5_000 * share },
    )
  })

  test('gives what evaluating the function gives', () => {
    fc.assert(
      fc.property(tapes, fc.nat(), (tape, seed) => {
        const { abstracts, f, program: traced, errors } = randomProgram(tape)
        const inputs = inputsOf(abstracts, seed)
        const got = outputsOf(engine.prepare(traced), inputs, traced.outputs.length)
        expect(differences(got, f(...inputs), errors), program.show(traced)).toEqual([])
        expect(program.run(traced)(inputs).map(toValues)).toEqual(f(...inputs).map(toValues))
      }),
      { numRuns: 400 * share },
    )
  })

  test('has NaN where the reference has', () => {
    fc.assert(
      fc.property(tapes, fc.nat(), (tape, seed) => {
        const { abstracts, program: traced } = randomProgram(tape)
        const inputs = inputsOf(abstracts, seed, [Number.NaN])
        const [got, want] = [engine, reference].map(it =>
          finiteness(outputsOf(it.prepare(traced), inputs, traced.outputs.length)),
        )
        expect(got, program.show(traced)).toEqual(want)
      }),
      { numRuns: 400 * share },
    )
  })

  test('knows whether all that is watched is finite', () => {
    fc.assert(
      fc.property(tapes, fc.nat(), (tape, seed) => {
        const { abstracts, program: traced } = randomProgram(tape)
        const watched = traced.outputs.map((_, i) => i)
        const [fast, plain] = [engine, reference].map(it => it.prepare(traced, { watched })) as [
          Executable,
          Executable,
        ]
        for (const [run, special] of [[], [Number.NaN], [], [1 / 0], []].entries()) {
          const inputs = inputsOf(abstracts, seed + run, special)
          const [got, want] = [fast, plain].map(it => {
            inputs.forEach((x, i) => {
              it.write(i, x)
            })
            return it.execute()
          })
          expect(got, program.show(traced)).toBe(want)
        }
      }),
      { numRuns: 500 * share },
    )
  })

  test('refuses an index out of range as the reference does, and is none the worse', () => {
    let refused = 0
    fc.assert(
      fc.property(tapes, fc.nat(), fc.constantFrom(-1, 100), (tape, seed, index) => {
        const { abstracts, program: traced, errors } = randomProgram(tape)
        const good = inputsOf(abstracts, seed)
        const bad = good.map((x, i) => (abstracts[i]?.dtype === 'i32' ? valuesFor(x, () => index) : x))
        const prepared = [engine, reference].map(it => it.prepare(traced))
        const count = traced.outputs.length
        const said = prepared.map(it => {
          try {
            outputsOf(it, bad, count)
            return 'nothing'
          } catch (error) {
            return String(error)
          }
        })
        if (said[1] !== 'nothing') refused++
        // Where several indices are wrong, engines may meet another one first.
        const refusing = traced.equations.filter(({ primitive: { name } }) =>
          /^(gather|scatterAdd|dynamicSlice|dynamicUpdateSlice)$/.test(name),
        )
        const part = (error: string | undefined) => (refusing.length > 1 ? error?.split(':')[0] : error)
        expect(part(said[0]), program.show(traced)).toBe(part(said[1]))
        const [got, want] = prepared.map(it => outputsOf(it, good, count)) as [AnyTensor[], AnyTensor[]]
        expect(differences(got, want, errors)).toEqual([])
      }),
      { numRuns: 500 * share },
    )
    expect(refused).toBeGreaterThanOrEqual(Math.floor(5 * share))
  })
})
