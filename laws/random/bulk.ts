/**
 * Laws of many samples at once: they are those of the operations, and those of vectors are those without, bit for bit.
 *
 * @module
 */
import fc from 'fast-check'
import { type AnyTensor, compile, type Key, program, random, reference, toValues } from '../../src/index.ts'
import { type Chunks, chunk } from '../../src/random/bulk/chunk.ts'
import { cosOfAngle } from '../../src/random/bulk/cosine.ts'
import { minusLogOfRest } from '../../src/random/bulk/logarithm.ts'
import { normal64, plainChunks } from '../../src/random/bulk/plainChunks.ts'
import { vectorChunks } from '../../src/random/bulk/vectorChunks.ts'
import { type VectorModule, vectorModule } from '../../src/random/bulk/vectorModule.ts'
import { places } from '../../src/random/bulk/vectorNormal.ts'
import { lacking } from '../../src/wasm/host/features.ts'
import { keys } from '../arbitraries.ts'
import { every, holds } from '../close.ts'
import { type LawSet, law, lawSet, type Verdict } from '../law.ts'
import { loosely } from '../oracle/loose.ts'

type Numbers = Uint8Array | Float32Array | Float64Array

/** Equal bit for bit, zeros by their signs, or the first place where they are not. */
const sameNumbers = (what: string, got: ArrayLike<number>, want: ArrayLike<number>): Verdict => {
  const place = Array.from(want).findIndex((x, i) => !Object.is(x, got[i]))
  const same = got.length === want.length && place < 0
  return {
    ...holds(same, got.length, want.length),
    ...(same ? {} : { at: `${what}, sample ${place}: ${got[place]} for ${want[place]}` }),
  }
}

type Sampled = (key: Key) => AnyTensor
type Sampler = (size: number) => Sampled

const samplers: Readonly<Record<string, Sampler>> = {
  'uniform in f32': size => random.uniform([size]),
  'uniform in f32 from 1 to 2, which rounds up to 2': size => random.uniform([size], 1, 2),
  'uniform in f32 from -0.1 to 0.7': size => random.uniform([size], -0.1, 0.7),
  'uniform in f64 from -3 to 0.1': size => random.uniform([size], -3, 0.1, { dtype: 'f64' }),
  'normal in f32': size => random.normal([size]),
  'normal in f32 with a mean': size => random.normal([size], 0.3, 1.7),
  'normal in f64': size => random.normal([size], 0.3, 1.7, { dtype: 'f64' }),
  'bernoulli of a third': size => random.bernoulli([size], 1 / 3),
  'bernoulli of all': size => random.bernoulli([size], 1),
  'bernoulli of none': size => random.bernoulli([size], 0),
}

/** Around the sizes from which on samples are made another way, and those of chunks. */
const sizes = fc.constantFrom(1023, 1024, chunk - 1, chunk, chunk + 3, 2 * chunk + 1, 2 ** 16 + 5)

/** Ways of making a chunk of samples. */
const makers: Readonly<
  Record<string, (from: Chunks, keys: readonly [Key, Key], first: number, count: number) => Numbers>
> = {
  unit32: (from, [key], first, count) => from.unit32(key, { first, count }),
  unit64: (from, [key], first, count) => from.unit64(key, { first, count }),
  ...Object.fromEntries(
    [0, 0.3, 1 / 3, 2 ** -30, 1 - 2 ** -53, 1].map(p => [
      `ones of ${p}`,
      (from: Chunks, [key]: readonly [Key, Key], first: number, count: number) =>
        from.ones(key, { first, count }, p),
    ]),
  ),
  ...Object.fromEntries(
    [
      [0, 1],
      [0.3, 1.7],
    ].flatMap(([mean, deviation]) =>
      (['normal32', 'normal64'] as const).map(
        name =>
          [
            `${name} of mean ${mean}`,
            (from: Chunks, both: readonly [Key, Key], first: number, count: number) =>
              from[name](both, { first, count }, mean as number, deviation as number),
          ] as const,
      ),
    ),
  ),
}

const firsts = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map(n => chunk * n),
  fc.constantFrom(5, 2 ** 29 - 3, 2 ** 31 - 5),
)
const counts = fc.constantFrom(0, 1, 2, 3, 4, 5, 9, chunk - 1, chunk)

/** Samples in f64 around those where the logarithm and the cosine branch, and others. */
export const delicate: readonly number[] = [
  ...Array.from({ length: 54 }, (_, e) => [2 ** -e, 1 - 2 ** -e, 1 - 2 ** -e * (0x16a09e * 2 ** -21)]).flat(),
  ...Array.from({ length: 9 }, (_, eighths) => eighths / 8),
  // Sizes of what is left of a quarter of a turn from which on the cosine starts otherwise.
  ...[0, 1, 2, 3, 4].flatMap(n =>
    [0.3, 0.78125].flatMap(x => [n / 4 - x / (2 * Math.PI), n / 4 + x / (2 * Math.PI)]),
  ),
]
  .flatMap(u =>
    [0, 1, 2, 5, 2 ** 20, 2 ** 30, 2 ** 33, 2 ** 34, 2 ** 36].flatMap(d => [
      u - d * 2 ** -53,
      u + d * 2 ** -53,
    ]),
  )
  .map(u => Math.round(u * 2 ** 53) * 2 ** -53)
  .filter(u => u >= 0 && u < 1)

const delicateOnes = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...delicate) },
  { weight: 1, arbitrary: fc.nat(2 ** 31 - 1).map(n => n * 2 ** -31) },
)

const ulps = (x: number, y: number): number =>
  Math.abs(x - y) / (2 ** -52 * Math.max(Math.abs(y), 2 ** -1022))

const turn = 2 * Math.PI

/** Every so many of the 2²⁴ samples of f32, one law's sample after the other. */
const stride = 1021

interface Ways {
  readonly made: VectorModule
  readonly vectors: Chunks
  readonly plain: Chunks
}

let known: Ways | null = null

/** The functions on vectors, and those without, made once; null where the host has no vectors, and nowhere else. */
const waysHere = (): Ways | null => {
  if (known !== null) return known
  const made = vectorModule()
  if (made === null) return null
  known = { made, vectors: vectorChunks(made), plain: plainChunks(chunk) }
  return known
}

/** What holds of both ways where there are two, which are there wherever programs are compiled to vectors. */
const ofBoth = (check: (ways: Ways) => Verdict): Verdict => {
  const ways = waysHere()
  return ways === null ? holds(lacking() !== null, 'no functions on vectors', lacking()) : check(ways)
}

/** Laws of many samples at once. */
export const bulkLaws: LawSet = lawSet(
  'many samples',
  [
    law(
      'K14',
      'many samples at once are those of the operations, one after the other, bit for bit',
      [fc.constantFrom(...Object.keys(samplers)), sizes, keys],
      (name, size, k) => {
        const sampler = (samplers[name] as Sampler)(size)
        const bulk = sampler(k)
        // A key that is an input of a program is a symbol: what runs are the operations.
        const composed = loosely<Sampled>(compile)(sampler, { engine: reference })(k)
        return every(
          holds(bulk.dtype === composed.dtype && `${bulk.shape}` === `${composed.shape}`, bulk, composed),
          sameNumbers(name, toValues(bulk), toValues(composed)),
          holds(
            program.trace(sampler)(k).program.equations.length > 1,
            name,
            'drawn by operations in a program',
          ),
        )
      },
    ),
    law(
      'K15',
      'samples by vectors are those without, bit for bit, of any range and each way of making them',
      [keys, keys, firsts, counts],
      (a, b, first, count) =>
        ofBoth(({ vectors, plain }) =>
          every(
            ...Object.entries(makers).map(([name, make]) =>
              sameNumbers(name, make(vectors, [a, b], first, count), make(plain, [a, b], first, count)),
            ),
          ),
        ),
    ),
    law(
      'K16',
      'whichever samples are turned into normal ones, vectors give the same or leave them to what does without',
      [fc.array(fc.tuple(delicateOnes, delicateOnes), { minLength: 64, maxLength: 64 })],
      pairs =>
        ofBoth(({ made }) => {
          const count = pairs.length
          const doubles = (at: number) => new Float64Array(made.memory, at, chunk)
          const [radii, angles, all] = [places.radii, places.angles, places.normal].map(doubles) as [
            Float64Array,
            Float64Array,
            Float64Array,
          ]
          radii.set(pairs.map(([u]) => u))
          angles.set(pairs.map(([, u]) => u))
          const end = made.normal64(0, 8 * count, 0, 1)
          const listed = new Int32Array(made.memory, places.list, (end - places.list) / 4)
          const left = new Set(Array.from(listed, at => at / 32))
          const wanted = new Float64Array(count)
          normal64(wanted, radii.subarray(0, count), angles.subarray(0, count), 0, 1)
          const isTheirs = (_: number, i: number): boolean => !left.has(i >> 2)
          return sameNumbers('those not left', all.slice(0, count).filter(isTheirs), wanted.filter(isTheirs))
        }),
    ),
    law(
      'K17',
      'the logarithm and the cosine of samples are the host’s, bit for bit, where the host’s are those of fdlibm, as in Node',
      [fc.nat(stride - 1), fc.array(delicateOnes, { minLength: 32, maxLength: 32 })],
      (from, few) => {
        const worst = few.map(u => {
          const angle = u * turn
          return Math.max(ulps(minusLogOfRest(u), -Math.log1p(-u)), ulps(cosOfAngle(angle), Math.cos(angle)))
        })
        const wrong: number[] = []
        for (let k = from; k < 2 ** 24; k += stride) {
          const u = k * 2 ** -24
          const angle = Math.fround(u * turn)
          if (
            !Object.is(Math.fround(cosOfAngle(angle)), Math.fround(Math.cos(angle))) ||
            !Object.is(Math.fround(minusLogOfRest(u)), Math.fround(-Math.log1p(-u)))
          )
            wrong.push(k)
        }
        return every(
          holds(
            worst.every(each => each === 0),
            few.filter((_, i) => worst[i] !== 0),
            'the same in f64',
          ),
          holds(wrong.length === 0, wrong.slice(0, 5), 'the same in f32'),
        )
      },
    ),
  ],
  [],
  20,
)
