/**
 * Samples for engines: random programs with inputs for several runs, and how what they give is compared.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type AnyTensor,
  type Executable,
  type FloatDType,
  fromValues,
  program,
  toValues,
} from '../../src/index.ts'
import type { Abstract } from '../../src/primitive/core/primitive.ts'
import { abstractOf, type Program } from '../../src/primitive/core/program.ts'
import type { PrimitiveName } from '../../src/primitive/table.ts'
import { every, holds, sameStructure } from '../close.ts'
import type { Verdict } from '../law.ts'
import type { Bounded } from './bounded.ts'
import { inputsFrom, resultsFrom } from './randomProgram.ts'
import { tapeOf } from './tape.ts'

/** The programs that an engine runs. */
export interface Range {
  readonly floats: readonly FloatDType[]
  readonly declines: readonly PrimitiveName[]
}

/** Whether an engine is to run a program. */
export const isIn = ({ floats, declines }: Range, it: Program): boolean => {
  const others = (['f32', 'f64'] as const).filter(dtype => !floats.includes(dtype))
  const values = [...it.inputs, ...it.constants, ...it.equations]
  return (
    values.every(({ dtype }) => !(others as readonly string[]).includes(dtype)) &&
    it.equations.every(({ primitive }) => !(declines as readonly string[]).includes(primitive.name))
  )
}

/** A random program, with inputs for several runs. It is shown as its own text, not as an object. */
export class Sample {
  readonly program: Program
  /** How far each output may be from that of another engine. */
  readonly errors: readonly number[]
  /** Inputs by run: small whole numbers, with a special one among them if it is given. */
  readonly inputs: (run: number, special?: number) => readonly AnyTensor[]

  constructor(own: Program, errors: readonly number[], inputs: Sample['inputs']) {
    this.program = own
    this.errors = errors
    this.inputs = inputs
  }

  [fc.toStringMethod](): string {
    return program.show(this.program)
  }
}

const tensorOf = ({ shape, dtype }: Abstract, value: () => number): AnyTensor =>
  fromValues(shape, Array.from({ length: shape.reduce((n, m) => n * m, 1) }, value), dtype) as AnyTensor

const inputsOf = (abstracts: readonly Abstract[], seed: number, special?: number): readonly AnyTensor[] => {
  let state = seed
  const next = (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
  return abstracts.map(it =>
    tensorOf(it, () =>
      it.dtype === 'i32' ? next(2) : special !== undefined && next(4) === 0 ? special : next(9) - 4,
    ),
  )
}

const sampleOf = (numbers: readonly number[], seed: number): Sample => {
  const abstracts = inputsFrom(tapeOf(numbers.slice(0, 8)))
  let bounds: readonly Bounded[] = []
  const f = (...inputs: readonly AnyTensor[]): readonly AnyTensor[] => {
    bounds = resultsFrom(tapeOf(numbers.slice(8)), inputs)
    return bounds.map(({ x }) => x)
  }
  const traced = program.trace(f)(...abstracts.map(it => tensorOf(it, () => 0))).program
  const errors = bounds.map(({ error }) => error)
  return new Sample(traced, errors, (run, special) => inputsOf(abstracts, seed + run, special))
}

/** Random programs in an engine's range. */
export const samplesIn = (range: Range): Arbitrary<Sample> =>
  fc
    .tuple(fc.array(fc.nat(2 ** 16), { minLength: 12, maxLength: 80 }), fc.nat(2 ** 16))
    .map(([numbers, seed]) => sampleOf(numbers, seed))
    .filter(sample => isIn(range, sample.program))

/** Writes inputs. */
export const write = (executable: Executable, inputs: readonly AnyTensor[]): void => {
  for (const [input, x] of inputs.entries()) executable.write(input, x)
}

/** All outputs of the last run. */
export const read = (executable: Executable, { outputs }: Program): readonly AnyTensor[] =>
  outputs.map((_, output) => executable.read(output))

/** Writes inputs, runs, and reads all outputs. */
export const runOn = (
  executable: Executable,
  it: Program,
  inputs: readonly AnyTensor[],
): readonly AnyTensor[] => {
  write(executable, inputs)
  executable.execute()
  return read(executable, it)
}

/** The last place of a number, in an element type. */
const unitOf = (x: number, dtype: string): number => {
  const [digits, least] = dtype === 'f32' ? [23, -149] : [52, -1074]
  const exponent = x === 0 ? least : Math.floor(Math.log2(Math.abs(x)))
  return 2 ** Math.max(exponent - digits, least)
}

const compared = (
  got: AnyTensor,
  want: AnyTensor,
  far: (x: number, y: number) => number,
  bound: number,
): Verdict => {
  if (!sameStructure(got, want)) return holds(false, got, want)
  const [xs, ys] = [toValues(got), toValues(want)]
  let [worst, place] = [0, -1]
  ys.forEach((y, i) => {
    const x = xs[i] as number
    if (x === y || (Number.isNaN(x) && Number.isNaN(y))) return
    const error = Number.isFinite(x) && Number.isFinite(y) ? far(x, y) : Number.POSITIVE_INFINITY
    if (error > worst) [worst, place] = [error, i]
  })
  const at = place < 0 ? {} : { at: `element ${place}: ${xs[place]} for ${ys[place]}` }
  return { lhs: got, rhs: want, error: worst, bound, ...at }
}

/** At most so many units in the last place apart, NaN and infinities in the same places, and integers equal. */
export const inUlps =
  (most: number) =>
  (got: AnyTensor, want: AnyTensor): Verdict =>
    compared(
      got,
      want,
      (x, y) => Math.abs(x - y) / unitOf(y, want.dtype),
      want.dtype === 'f32' || want.dtype === 'f64' ? most : 0,
    )

/** All outputs at most so far apart. */
export const within = (
  got: readonly AnyTensor[],
  want: readonly AnyTensor[],
  errors: readonly number[],
): Verdict =>
  every(
    holds(got.length === want.length, got, want),
    ...want.map((y, i) => compared(got[i] as AnyTensor, y, (a, b) => Math.abs(a - b), errors[i] as number)),
  )

/** Equal bit for bit, but for what a NaN carries. */
export const sameBits = (got: readonly AnyTensor[], want: readonly AnyTensor[]): Verdict =>
  every(
    holds(got.length === want.length, got, want),
    ...want.map((y, i) => {
      const [xs, ys] = [toValues(got[i] as AnyTensor), toValues(y)]
      const place = ys.findIndex((value, j) => !Object.is(value, xs[j]))
      const same = sameStructure(got[i], y) && place < 0
      return { ...holds(same, got[i], y), ...(same ? {} : { at: `output ${i}, element ${place}` }) }
    }),
  )

/** Pairs of an output and an input of one shape and element type, each at most once. */
export const carriesOf = (it: Program): readonly { readonly output: number; readonly input: number }[] => {
  const taken = new Set<number>()
  return it.outputs.flatMap((ref, output) => {
    const from = abstractOf(it, ref)
    // What an index says is not to change, or it would name no row.
    const input = it.inputs.findIndex(
      (to, i) => !taken.has(i) && to.dtype !== 'i32' && sameStructureOf(from, to) && ref !== i,
    )
    if (input < 0) return []
    taken.add(input)
    return [{ output, input }]
  })
}

const sameStructureOf = (x: Abstract, y: Abstract): boolean =>
  x.dtype === y.dtype && x.shape.join() === y.shape.join()
