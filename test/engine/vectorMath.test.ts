import { describe, expect, test } from 'vitest'
import type { Lanes } from '../../src/plan/lanes.ts'
import { threefry2x32 } from '../../src/primitive/random/threefry.ts'
import { erfOf } from '../../src/primitive/special/erfOf.ts'
import { FunctionBuilder, type Plain } from '../../src/wasm/binary/assembler.ts'
import { type ElementaryName, emitters, errorBounds } from '../../src/wasm/math/math.ts'
import { exactMath, ulpsFrom } from './exactMath.ts'
import { arrayOf, type Emit, moduleOf, vectorProgram, wasm } from './vectorProgram.ts'

const reference: Readonly<Record<ElementaryName, (x: number) => number>> = {
  ...{ exp: Math.exp, expm1: Math.expm1, log: Math.log, log1p: Math.log1p },
  ...{ erf: erfOf, tanh: Math.tanh, sin: Math.sin, cos: Math.cos },
  sigmoid: x => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
}

/** Sources of arguments: numbers in [0, 1) to arguments. */
type Source = (u: number) => number
const between =
  (low: number, high: number): Source =>
  u =>
    low + (high - low) * u
/** Of either sign and of sizes from `2^low` to `2^high`, each power of 2 as likely. */
const sizes =
  (low: number, high: number): Source =>
  u =>
    (u < 0.5 ? -1 : 1) * 2 ** between(low, high)((2 * u) % 1)
const positive =
  (source: Source): Source =>
  u =>
    Math.abs(source(u))
/** Near odd multiples of a number: where a reduction goes from one multiple to the next. */
const nearOdd =
  (unit: number, most: number): Source =>
  u =>
    (2 * Math.floor(between(-most, most)(u)) + 1) * unit * (1 + ((u * 1e6) % 1) * 1e-6)

const halfLog2 = Math.LN2 / 2
const angles = [between(-1, 1), between(-1e4, 1e4), between(-1e6, 1e6), sizes(-30, 10)] as const
const large = { f32: sizes(10, 128), f64: sizes(10, 300) }
const sources: Readonly<Record<ElementaryName, Readonly<Record<Lanes, readonly Source[]>>>> = {
  exp: {
    f32: [between(-1, 1), between(-104, 89), nearOdd(halfLog2, 120), sizes(-30, 6)],
    f64: [between(-1, 1), between(-745.2, 709.8), nearOdd(halfLog2, 1020), sizes(-60, 9)],
  },
  expm1: {
    f32: [between(-1, 1), between(-20, 89), nearOdd(halfLog2, 20), sizes(-99, 6)],
    f64: [between(-1, 1), between(-40, 709.8), nearOdd(halfLog2, 50), sizes(-99, 9)],
  },
  erf: {
    f32: [between(-1, 1), between(-4.5, 4.5), sizes(-99, 2)],
    f64: [between(-1, 1), between(-6.5, 6.5), sizes(-99, 2)],
  },
  log: {
    f32: [between(0, 3), between(0.9, 1.1), positive(sizes(-149, 128))],
    f64: [between(0, 3), between(0.9, 1.1), positive(sizes(-99, 1024))],
  },
  log1p: {
    f32: [between(-1, 3), sizes(-99, -1), positive(sizes(0, 128))],
    f64: [between(-1, 3), sizes(-99, -1), positive(sizes(0, 1024))],
  },
  sigmoid: {
    f32: [between(-10, 10), between(-104, 20), sizes(-30, 6)],
    f64: [between(-10, 10), between(-745, 40), sizes(-60, 9)],
  },
  tanh: {
    f32: [between(-1, 1), between(-10, 10), sizes(-99, 3)],
    f64: [between(-1, 1), between(-20, 20), sizes(-99, 4)],
  },
  sin: {
    f32: [...angles, large.f32, nearOdd(Math.PI / 4, 3e5)],
    f64: [...angles, large.f64, nearOdd(Math.PI / 4, 5e5)],
  },
  cos: {
    f32: [...angles, large.f32, nearOdd(Math.PI / 4, 3e5)],
    f64: [...angles, large.f64, nearOdd(Math.PI / 4, 5e5)],
  },
}

/** As many arguments from each source. */
const samples = (name: ElementaryName, dtype: Lanes, count: number): readonly number[] => {
  const uniform = Array.from({ length: count }, (_, i) => {
    const [a, b] = threefry2x32(0, 7, i, 0)
    return ((a >>> 5) * 2 ** 26 + (b >>> 6)) / 2 ** 53
  })
  const all = sources[name][dtype].flatMap(source => uniform.map(source))
  return dtype === 'f32' ? all.map(Math.fround) : all
}

/** The unit of the last place of f32 numbers in the size of x. */
const unitOfSingle = (x: number): number => {
  const size = Math.max(Math.abs(x), 2 ** -126)
  const exponent = Math.floor(Math.log2(size))
  return 2 ** ((2 ** exponent > size ? exponent - 1 : exponent) - 23)
}

/** How far a result is from the exact one, in units of its last place; infinitely if it is another special value. */
const ulps = (name: ElementaryName, dtype: Lanes, x: number, y: number): number => {
  const double = reference[name](x)
  const rounded = dtype === 'f32' ? Math.fround(double) : double
  if (Object.is(y, rounded) && (dtype === 'f32' || !Number.isFinite(y) || y === 0)) return 0
  if (!Number.isFinite(y) || !Number.isFinite(rounded)) return Number.POSITIVE_INFINITY
  return dtype === 'f32' ? Math.abs(y - double) / unitOfSingle(double) : ulpsFrom(y, exactMath[name](x))
}

const names = Object.keys(emitters) as readonly ElementaryName[]
const dtypes = ['f32', 'f64'] as const

const hasRelaxed = wasm.validate(moduleOf(emitters.exp, 'f32', { relaxed: true }))
const variants = [{ relaxed: false }, { relaxed: true }].filter(({ relaxed }) => hasRelaxed || !relaxed)

describe.each(names)('%s', name => {
  describe.each(dtypes)('of %s', dtype => {
    describe.each(variants)('relaxed: $relaxed', features => {
      const run = vectorProgram(emitters[name], dtype, features)

      test('its error is within the stated bound', () => {
        const arguments_ = samples(name, dtype, dtype === 'f32' ? 50_000 : 2000)
        const results = run(arguments_)
        const [worst, x] = arguments_.reduce<readonly [number, number]>(
          (found, x, i) => {
            const error = ulps(name, dtype, x, results[i] as number)
            return error > found[0] ? [error, x] : found
          },
          [0, 0],
        )
        expect(worst, `at ${x}`).toBeLessThanOrEqual(errorBounds[name][dtype])
      })

      test('special values are those of Math', () => {
        const tiny = dtype === 'f32' ? [2 ** -149, 2 ** -126] : [2 ** -1074, 2 ** -1022, 2 ** -1060]
        const huge = dtype === 'f32' ? [(2 - 2 ** -23) * 2 ** 127] : [Number.MAX_VALUE]
        const ends = dtype === 'f32' ? [89, -104.1, 88.75] : [709.79, -745.2, 1000]
        const plain = [Number.NaN, Number.POSITIVE_INFINITY, 0, ...tiny, ...huge, ...ends]
        const arguments_ = [...plain, ...plain.map(x => -x), 1, -1, -2]
        const results = run([...arguments_, 0, 0, 0])
        for (const [i, given] of arguments_.entries()) {
          const x = dtype === 'f32' ? Math.fround(given) : given
          const want = reference[name](x)
          const rounded = dtype === 'f32' ? Math.fround(want) : want
          const special = !Number.isFinite(rounded) || rounded === 0
          const distance = Math.abs((results[i] as number) - rounded)
          if (special) expect(results[i], `at ${x}`).toBe(rounded)
          else
            expect(distance, `at ${x}`).toBeLessThanOrEqual(
              2 ** (dtype === 'f32' ? -22 : -51) * Math.abs(rounded),
            )
        }
      })
    })
  })
})

test.each(['sin', 'cos'] as const)(
  '%s of large angles is as evaluated, and does not depend on what stands beside them',
  name => {
    for (const dtype of dtypes)
      for (const features of variants) {
        const run = vectorProgram(emitters[name], dtype, features)
        const ratio = dtype === 'f32' ? 1.7 ** (1 / 3) : 1.7
        const given = Array.from({ length: 480 }, (_, i) => (i % 2 ? -1 : 1) * 1e5 * ratio ** (i % 300))
        const angles = [...arrayOf(dtype, [1e7, 1e8, 16777216, 1e22, ...given])]
        const results = run(angles)
        for (const [i, x] of angles.entries())
          expect(ulps(name, dtype, x, results[i] as number), `at ${x}`).toBeLessThanOrEqual(
            errorBounds[name][dtype],
          )
        const spread = angles.flatMap(x => [0.5, x, Number.NaN, Number.POSITIVE_INFINITY])
        const beside = run(spread)
        expect(angles.map((_, i) => beside[4 * i + 1])).toEqual([...results])
        expect([beside[0], beside[2], beside[3]]).toEqual([run([0.5, 0, 0, 0])[0], Number.NaN, Number.NaN])
      }
  },
)

test('f64 results are those of Math but for the errors of both', () => {
  const eps = 2 ** -52
  for (const name of names)
    for (const features of variants) {
      const arguments_ = samples(name, 'f64', 20_000)
      const results = vectorProgram(emitters[name], 'f64', features)(arguments_)
      for (const [i, x] of arguments_.entries()) {
        const want = reference[name](x)
        const allowed = (errorBounds[name].f64 + 2) * eps * Math.abs(want) + 2 ** -1073
        if (!(results[i] === want || Math.abs((results[i] as number) - want) <= allowed))
          expect.fail(`${name}(${x}) is ${results[i]} instead of ${want}`)
      }
    }
})

/** Remembers which instructions were emitted. */
class Recorder extends FunctionBuilder {
  readonly names = new Set<Plain>()

  override op(...names: readonly Plain[]): this {
    for (const name of names) this.names.add(name)
    return super.op(...names)
  }
}

test('there is a relaxed instruction only where the host has them', () => {
  for (const name of names)
    for (const dtype of dtypes)
      for (const relaxed of [false, true]) {
        const f = new Recorder(['i32', 'i32'])
        moduleOf(emitters[name], dtype, { relaxed }, f)
        expect([...f.names].some(each => each.includes('relaxed'))).toBe(relaxed)
      }
})

test('functions follow one another in one body: locals are given back, and constants outlast them', () => {
  const emit: Emit = (f, dtype, features) => {
    for (const name of ['exp', 'log', 'sin', 'tanh', 'exp'] as const) emitters[name](f, dtype, features)
  }
  for (const dtype of dtypes) {
    const xs = [0.5, -0.25, 3, 1.5, 2, -1, 0.125, 0]
    const results = vectorProgram(emit, dtype, { relaxed: false })(xs)
    for (const [i, x] of xs.entries()) expect(results[i]).toBeCloseTo(Math.exp(Math.tanh(Math.sin(x))), 5)
  }
})
