import { describe, expect, test } from 'vitest'
import { betaCdf, gammaCdf, normalCdf, poissonCdf } from '../../laws/random/distributions.ts'
import { distanceFrom } from '../../laws/random/random.ts'
import { type Key, key, random, type Tensor, tensor, toValues } from '../../src/index.ts'
import {
  concentrationOf,
  logGammaQuantile,
  logGammaSlope,
} from '../../src/primitive/special/incompleteGamma.ts'
import { normalQuantileOf } from '../../src/primitive/special/normalQuantileOf.ts'
import { poissonOf } from '../../src/primitive/special/poissonOf.ts'
import { truncatedNormalOf } from '../../src/primitive/special/truncatedNormalOf.ts'

// The values are mpmath's, of 40 digits.
const gammas: readonly (readonly [alpha: number, p: number, q: number, logZ: number, slope: number])[] = [
  [0.01, 9.094947017729282e-13, 1, -2773.157753034388, 277259.6867576519],
  [0.01, 0.125, 0.875, -208.51318496259054, 20795.22995047219],
  [0.01, 0.5, 0.5, -69.88374885060149, 6932.286339273282],
  [0.01, 0.75, 0.25, -29.33723803978488, 2877.635258192155],
  [0.01, 1, 9.313225746154785e-10, 2.6062675250706304, 7.130420243324625],
  [0.5, 9.094947017729282e-13, 1, -55.69333892006612, 111.45965778808937],
  [0.5, 0.125, 0.875, -4.392212272911829, 8.941917092639555],
  [0.5, 0.5, 0.5, -1.4807447797617275, 3.773570991998181],
  [0.5, 0.75, 0.25, -0.4130157700456284, 2.332301975340432],
  [0.5, 1, 9.313225746154785e-10, 2.930224149497132, 0.25735878780466637],
  [1, 9.094947017729282e-13, 1, -27.725887222397358, 28.14867155750885],
  [1, 0.125, 0.875, -2.013418678039948, 2.642316217129731],
  [1, 0.5, 0.5, -0.36651292058166435, 1.396593476236935],
  [1, 0.75, 0.25, 0.326634259978281, 0.9943762229218863],
  [1, 1, 9.313225746154785e-10, 3.034684461080491, 0.1759064924616502],
  [3.75, 9.094947017729282e-13, 1, -6.644343583187214, 2.1588861973116664],
  [3.75, 0.125, 0.875, 0.5448227468825821, 0.40041695428011614],
  [3.75, 0.5, 0.5, 1.2303574679464753, 0.29169694582489897],
  [3.75, 0.75, 0.25, 1.571697718601063, 0.24540753141418917],
  [3.75, 1, 9.313225746154785e-10, 3.3544377134442405, 0.08503030856507819],
  [40, 9.094947017729282e-13, 1, 2.309657101176412, 0.0462637913838412],
  [40, 0.125, 0.875, 3.492288202305102, 0.027652702187165357],
  [40, 0.5, 0.5, 3.680523767659185, 0.025209450384921523],
  [40, 0.75, 0.25, 3.7856687412511048, 0.023909080064777693],
  [40, 1, 9.313225746154785e-10, 4.503841512579515, 0.016247754772584166],
  [90, 9.094947017729282e-13, 1, 3.6472736219617516, 0.016542261667977433],
  [90, 0.125, 0.875, 4.372149755679117, 0.011857346759437662],
  [90, 0.5, 0.5, 4.496101548587766, 0.011152361530359476],
  [90, 0.75, 0.25, 4.566474255048711, 0.010764784622699747],
  [90, 1, 9.313225746154785e-10, 5.069991359124541, 0.00825796362230882],
  [1000, 9.094947017729282e-13, 1, 6.675926127056532, 0.001120575712973673],
  [1000, 0.125, 0.875, 6.870817672651936, 0.0010187522721562617],
  [1000, 0.5, 0.5, 6.907421909847787, 0.0010003334049339134],
  [1000, 0.75, 0.25, 6.928678540786962, 0.000989739794128745],
  [1000, 1, 9.313225746154785e-10, 7.0916466105489775, 0.0009110224064669604],
]

const normals: readonly (readonly [p: number, q: number, z: number])[] = [
  [0.25, 0.75, -0.6744897501960817],
  [0.5078125, 0.4921875, 0.01958428523012692],
  [0.0009765625, 0.9990234375, -3.0972690781987846],
  [1, 9.5367431640625e-7, 4.763001034267814],
  [1.1102230246251565e-16, 1, -8.209536151601387],
]

const truncated: readonly (readonly [low: number, high: number, p: number, z: number])[] = [
  [-1, 2, 0.25, -0.34964142929246544],
  [0.5, 0.75, 0.5, 0.6201411063570667],
  [-0.5, 6, 0.875, 1.3630536051568567],
  [3, 4, 0.5, 3.1984741317619534],
  [8, 9, 0.75, 8.168898708564893],
  [20, Number.POSITIVE_INFINITY, 0.5, 20.03454167651402],
  [60, Number.POSITIVE_INFINITY, 0.25, 60.004793179105924],
  [1000, 1001, 0.125, 1000.0001335312502],
  [-45, -40, 0.5, -40.01731412676465],
  [0.5, 0.5000076293945312, 0.5, 0.5000038146936276],
]

const poissons: readonly (readonly [rate: number, p: number, q: number, k: number])[] = [
  [0, 9.313225746154785e-10, 1, 0],
  [0, 0.3, 0.7, 0],
  [0, 0.5, 0.5, 0],
  [0, 0.9999999990686774, 9.313225746154785e-10, 0],
  [0.1, 9.313225746154785e-10, 1, 0],
  [0.1, 0.3, 0.7, 0],
  [0.1, 0.5, 0.5, 0],
  [0.1, 0.9999999990686774, 9.313225746154785e-10, 6],
  [5, 9.313225746154785e-10, 1, 0],
  [5, 0.3, 0.7, 4],
  [5, 0.5, 0.5, 5],
  [5, 0.9999999990686774, 9.313225746154785e-10, 23],
  [20, 9.313225746154785e-10, 1, 0],
  [20, 0.3, 0.7, 18],
  [20, 0.5, 0.5, 20],
  [20, 0.9999999990686774, 9.313225746154785e-10, 52],
  [21, 9.313225746154785e-10, 1, 1],
  [21, 0.3, 0.7, 18],
  [21, 0.5, 0.5, 21],
  [21, 0.9999999990686774, 9.313225746154785e-10, 54],
  [300, 9.313225746154785e-10, 1, 202],
  [300, 0.3, 0.7, 291],
  [300, 0.5, 0.5, 300],
  [300, 0.9999999990686774, 9.313225746154785e-10, 410],
  [1000000, 9.313225746154785e-10, 1, 993997],
  [1000000, 0.3, 0.7, 999475],
  [1000000, 0.5, 0.5, 1000000],
  [1000000, 0.9999999990686774, 9.313225746154785e-10, 1006015],
  [1073741824, 9.313225746154785e-10, 1, 1073544915],
  [1073741824, 0.3, 0.7, 1073724640],
  [1073741824, 0.5, 0.5, 1073741824],
  [1073741824, 0.9999999990686774, 9.313225746154785e-10, 1073938744],
]

const near = (value: number, wanted: number, digits: number): void =>
  expect(Math.abs(value - wanted) / Math.abs(wanted)).toBeLessThan(10 ** -digits)

test.each(gammas)(
  'the gamma quantile of %d at %d, 1 minus it %d, and its slope are those of mpmath',
  (alpha, p, q, logZ, slope) => {
    const given = concentrationOf(alpha)
    const d = logGammaQuantile(given, p, q)
    near(d + given.log, logZ, 12)
    near(logGammaSlope(given, d), slope, 11)
  },
)

test.each(normals)('the normal quantile at %d, 1 minus it %d, is that of mpmath', (p, q, z) =>
  near(normalQuantileOf(p, q), z, 14),
)

test.each(truncated)('the normal quantile between %d and %d at %d is that of mpmath', (low, high, p, z) =>
  near(truncatedNormalOf(low, high, p, 1 - p), z, 12),
)

test.each(poissons)(
  'the Poisson quantile of %d at %d, 1 minus it %d, is that of SciPy, which is one off at the largest, by mpmath',
  (rate, p, q, k) => expect(poissonOf(rate, p, q)).toBe(k),
)

// Of fixed keys: a right sampler is over 2 for one in 1,500.
const distributions: readonly (readonly [
  string,
  (shape: [number]) => (k: Key) => Tensor | Tensor<[number], 'integer'>,
  (x: number) => number,
])[] = [
  ['gamma of 0.05', shape => random.gamma(shape, 0.05, 1, { dtype: 'f64' }), gammaCdf(0.05, 1)],
  ['gamma of 1', shape => random.gamma(shape, 1, 3), gammaCdf(1, 3)],
  ['gamma of 30', shape => random.gamma(shape, 30), gammaCdf(30, 1)],
  ['beta of 0.3 and 4', shape => random.beta(shape, 0.3, 4), betaCdf(0.3, 4)],
  ['beta of 50 and 20', shape => random.beta(shape, 50, 20), betaCdf(50, 20)],
  ['Poisson of 20', shape => random.poisson(shape, 20), poissonCdf(20)],
  ['Poisson of 150', shape => random.poisson(shape, 150), poissonCdf(150)],
  [
    'upper half of a normal one',
    shape => random.truncatedNormal(shape, 0, 1, { low: 0, high: Number.POSITIVE_INFINITY }),
    x => 2 * normalCdf(x) - 1,
  ],
]

describe.each([1, 2, 3])('from key %d', seed => {
  test.each(distributions)(
    '20,000 samples of a distribution, %s, are as near to it as so many are',
    (_, sampler, cdf) => {
      expect(distanceFrom(cdf, toValues(sampler([20_000])(key(seed))))).toBeLessThan(2)
    },
  )
})

test('parameters that a program computes and that are of no use make samples of no use', async () => {
  const { compile, op } = await import('../../src/index.ts')
  const wrong = tensor([-1, 2])
  const drawn = compile(
    (x: Tensor<[2]>) => [random.gamma([2], x)(key(0)), random.poisson([2], x)(key(0))] as const,
  )
  const [gammas, counts] = drawn(wrong)
  expect(Array.from(toValues(gammas), Number.isNaN)).toEqual([true, false])
  expect(toValues(counts)[0]).toBe(-1)
  const cut = compile((x: Tensor<[2]>) =>
    random.truncatedNormal([2], 0, 1, { low: op.neg(x), high: x })(key(0)),
  )
  expect(Array.from(toValues(cut(wrong)), Number.isNaN)).toEqual([true, false])
})
