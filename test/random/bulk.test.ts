import { expect, test } from 'vitest'
import { compile, key, program, random, reference, toValues } from '../../src/index.ts'
import { cosOfAngle } from '../../src/random/cosine.ts'
import { minusLogOfRest } from '../../src/random/logarithm.ts'
import { plainUnits, vectorSource } from '../../src/random/units.ts'
import { vectorUnits } from '../../src/random/vectorUnits.ts'

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
    const bulk = sampler(key(seed) as never)
    // A key that is an input of a program is a symbol: what runs are the operations.
    const alone = compile(sampler as never, { engine: reference } as never) as typeof sampler
    const composed = alone(key(seed) as never)
    expect([bulk.dtype, bulk.shape]).toEqual([composed.dtype, composed.shape])
    expect(Buffer.compare(Buffer.from(toValues(bulk).buffer), Buffer.from(toValues(composed).buffer))).toBe(0)
  }
})

test('a program draws by operations', () => {
  const { program: traced } = program.trace(samplers['normal f32'] as never)(key(0) as never)
  expect(program.show(traced)).toContain('log1p')
})

test('the first samples of many are those of few', () => {
  const [few, many] = [random.uniform([10])(key(5)), random.uniform([5000])(key(5))]
  expect([...toValues(many).slice(0, 10)]).toEqual([...toValues(few)])
})

test('the cosine of each 31st angle is that of Math.cos, in f32', () => {
  const wrong: number[] = []
  for (let k = 0; k < 2 ** 24; k += 31) {
    const angle = Math.fround(k * 2 ** -24 * (2 * Math.PI))
    if (!Object.is(Math.fround(cosOfAngle(angle)), Math.fround(Math.cos(angle)))) wrong.push(k)
  }
  expect(wrong).toEqual([])
})

test('samples by vectors are those without', () => {
  const made = vectorUnits()
  if (made === null) throw new Error('This host has no vectors.')
  const sources = [vectorSource(made, 0, 2048), vectorSource(made, 8 * 2048, 2048)]
  const plain = plainUnits(2048)
  for (const [seed, first, count] of [
    [0, 0, 2048],
    [1, 2048, 3],
    [2 ** 40 + 3, 5, 0],
    [2 ** 52 + 17, 2 ** 31 - 5, 2047],
    [7, 2 ** 29 - 3, 9],
  ] as const)
    for (const dtype of ['f32', 'f64'] as const)
      for (const source of sources) {
        const [ours, theirs] = [source, plain].map(each => each[dtype](key(seed), first, count))
        expect(ours!.length).toBe(count)
        expect([...ours!]).toEqual([...theirs!])
      }
})

test('a host without vectors, or one that forbids modules, draws without', () => {
  class Forbidden {
    constructor() {
      throw new Error('Refused to compile or instantiate WebAssembly module')
    }
  }
  expect(vectorUnits({ Module: Forbidden, Instance: Forbidden as never })).toBe(null)
})

test('the logarithm of each 31st sample is that of Math.log1p, in f32', () => {
  const wrong: number[] = []
  for (let k = 0; k < 2 ** 24; k += 31)
    if (!Object.is(Math.fround(minusLogOfRest(k * 2 ** -24)), Math.fround(-Math.log1p(-k * 2 ** -24))))
      wrong.push(k)
  expect(wrong).toEqual([])
})
