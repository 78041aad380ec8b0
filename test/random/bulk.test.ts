import { expect, test } from 'vitest'
import { compile, key, program, random, reference, toValues } from '../../src/index.ts'
import { cosOfAngle } from '../../src/random/bulk/cosine.ts'
import { minusLogOfRest } from '../../src/random/bulk/logarithm.ts'
import { normal64, plainChunks } from '../../src/random/bulk/plainChunks.ts'
import { vectorChunks } from '../../src/random/bulk/vectorChunks.ts'
import { vectorModule } from '../../src/random/bulk/vectorModule.ts'
import { places } from '../../src/random/bulk/vectorNormal.ts'

// Many samples at once are those of the operations, bit for bit.

const f32 = { dtype: 'f32' } as const
const f64 = { dtype: 'f64' } as const

const samplers = {
  'uniform f32': random.uniform([4099], 0, 1, f32),
  'uniform f32 from 1 to 2, which rounds up to 2': random.uniform([300_000], 1, 2, f32),
  'uniform f32 from -0.1 to 0.7': random.uniform([41, 100], -0.1, 0.7, f32),
  'uniform f64': random.uniform([4099], -3, 0.1, f64),
  'normal f32': random.normal([4099], 0, 1, f32),
  'normal f32 with a mean': random.normal([3, 2048], 0.3, 1.7, f32),
  'normal f64': random.normal([4099], 0.3, 1.7, f64),
  bernoulli: random.bernoulli([4099], 0.3),
  'bernoulli of all': random.bernoulli([2048], 1),
  'bernoulli of none': random.bernoulli([4099], 0),
  'bernoulli of a share that f32 has not': random.bernoulli([8200], 1 / 3),
}

test.each(Object.entries(samplers))('%s', (_, sampler) => {
  for (const seed of [0, 2 ** 40 + 3]) {
    const bulk = sampler(key(seed))
    // A key that is an input of a program is a symbol: what runs are the operations.
    const alone = compile(sampler as never, { engine: reference } as never) as typeof sampler
    const composed = alone(key(seed))
    expect([bulk.dtype, bulk.shape]).toEqual([composed.dtype, composed.shape])
    expect(Buffer.compare(Buffer.from(toValues(bulk).buffer), Buffer.from(toValues(composed).buffer))).toBe(0)
  }
})

test('a program draws by operations', () => {
  const { program: traced } = program.trace(samplers['normal f32'])(key(0))
  expect(program.show(traced)).toContain('log1p')
})

test('the first samples of many are those of few', () => {
  const [few, many] = [random.uniform([10])(key(5)), random.uniform([5000])(key(5))]
  expect([...toValues(many).slice(0, 10)]).toEqual([...toValues(few)])
})

/** Those of every 31st sample for whom a function is not the host's. */
const wrong = (isRight: (k: number) => boolean): readonly number[] =>
  Array.from({ length: Math.ceil(2 ** 24 / 31) }, (_, i) => 31 * i).filter(k => !isRight(k))

test('the cosine of each 31st angle is that of Math.cos, in f32', () => {
  const angle = (k: number): number => Math.fround(k * 2 ** -24 * (2 * Math.PI))
  expect(wrong(k => Object.is(Math.fround(cosOfAngle(angle(k))), Math.fround(Math.cos(angle(k)))))).toEqual(
    [],
  )
})

test('the logarithm of each 31st sample is that of Math.log1p, in f32', () => {
  const u = (k: number): number => k * 2 ** -24
  expect(wrong(k => Object.is(Math.fround(minusLogOfRest(u(k))), Math.fround(-Math.log1p(-u(k)))))).toEqual(
    [],
  )
})

/** Samples in f64 around those where the logarithm and the cosine branch, and others. */
const delicate: readonly number[] = [
  ...Array.from({ length: 54 }, (_, e) => [2 ** -e, 1 - 2 ** -e, 1 - 2 ** -e * Math.SQRT1_2]).flat(),
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

test('the logarithm and the cosine in f64 are the host’s, up to the last bit', () => {
  const ulps = (x: number, y: number): number =>
    Math.abs(x - y) / (2 ** -52 * Math.max(Math.abs(y), 2 ** -1022))
  for (const u of delicate) {
    expect(ulps(minusLogOfRest(u), -Math.log1p(-u))).toBeLessThanOrEqual(2)
    const angle = u * (2 * Math.PI)
    expect(ulps(cosOfAngle(angle), Math.cos(angle))).toBeLessThanOrEqual(2)
  }
})

test('normal samples in f64 are the same on every host', () => {
  expect([...toValues(random.normal([4], 0, 1, f64)(key(0)))]).toEqual([
    0.03710836565552048, -0.2976239982743679, -1.4510896815771623, -0.6393432292503987,
  ])
})

const module = () => {
  const made = vectorModule()
  if (made === null) throw new Error('This host has no vectors.')
  return made
}

test('samples by vectors are those without', () => {
  const [ours, theirs] = [vectorChunks(module()), plainChunks(2048)]
  for (const [seed, first, count] of [
    [0, 0, 2048],
    [1, 2048, 3],
    [2 ** 40 + 3, 5, 0],
    [2 ** 52 + 17, 2 ** 31 - 5, 2047],
    [7, 2 ** 29 - 3, 9],
    // So many that some are left to what computes without vectors.
    ...Array.from({ length: 40 }, (_, i) => [11, 2048 * i, 2048] as const),
  ] as const) {
    const [range, keys] = [{ first, count }, [key(seed), key(seed + 1)] as const]
    const makers = [ours, theirs].map(each => [
      () => each.unit32(keys[0], range),
      () => each.unit64(keys[0], range),
      ...[0, 0.3, 1 / 3, 2 ** -30, 1 - 2 ** -53, 1].map(p => () => each.ones(keys[0], range, p)),
      ...[
        [0, 1],
        [0.3, 1.7],
      ].flatMap(([mean, deviation]) => [
        () => each.normal32(keys, range, mean!, deviation!),
        () => each.normal64(keys, range, mean!, deviation!),
      ]),
    ])
    makers[0]!.forEach((make, i) => {
      const [made, wanted] = [make(), makers[1]![i]!()]
      expect(made.length).toBe(count)
      expect(Buffer.compare(bytesOf(made), bytesOf(wanted))).toBe(0)
    })
  }
})

const bytesOf = (x: Uint8Array | Float32Array | Float64Array): Buffer =>
  Buffer.from(x.buffer, x.byteOffset, x.byteLength)

test('whichever samples are turned into normal ones, vectors give the same or leave them', () => {
  const made = module()
  const doubles = (at: number) => new Float64Array(made.memory, at, 2048)
  const [radii, angles, all] = [doubles(places.radii), doubles(places.angles), doubles(places.normal)]
  const wanted = new Float64Array(4)
  let left = 0
  delicate.forEach((u, i) => {
    const given = Array.from({ length: 4 }, (_, j) => delicate[(i + 7919 * j) % delicate.length]!)
    radii.set(given)
    angles.set([u, ...given.slice(0, 3).toReversed()])
    const isLeft = made.normal64(0, 32, 0, 1) > places.list
    normal64(wanted, radii.subarray(0, 4), angles.subarray(0, 4), 0, 1)
    if (isLeft) left += 1
    else expect([...all.subarray(0, 4)]).toEqual([...wanted])
  })
  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThan(delicate.length)
})

test('a host without vectors, or one that forbids modules, draws without', () => {
  class Forbidden {
    constructor() {
      throw new Error('Refused to compile or instantiate WebAssembly module')
    }
  }
  expect(vectorModule({ Module: Forbidden, Instance: Forbidden as never })).toBe(null)
})
