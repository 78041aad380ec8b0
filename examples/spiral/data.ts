/**
 * The points of the spiral, drawn as the notebook draws them: by NumPy's `randn`, from a seed.
 *
 * @module
 */
import { sequenceS } from 'fp-ts/lib/Apply.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as S from 'fp-ts/lib/State.js'
import { type FloatDType, fromValues, type Integers, op, type Tensor, takeRows } from 'pullback'
import { type RandomState, randomState, standardNormal, trainTestSplit } from 'pullback/numpy'

/** The figures of the notebook. */
export const [arms, perArm, hidden] = [3, 300, 200] as const

/** Points in the plane and the arms that they belong to. */
export interface Points {
  readonly inputs: Tensor<[number, 2]>
  readonly targets: Integers<[number]>
}

/** Everything that is drawn: the points in two parts, and standard normals in the shapes of the weights. */
export interface Spiral {
  readonly seed: number
  readonly train: Points
  readonly test: Points
  readonly first: Tensor<[3, 200]>
  readonly second: Tensor<[201, 3]>
}

const linspace = (from: number, to: number): Tensor<[number]> =>
  fromValues<number, [number], 'f64'>(
    [perArm],
    Array.from({ length: perArm }, (_, i) => from + i * ((to - from) / (perArm - 1))),
    'f64',
  )

const column = op.reshape([perArm, 1])

/** One arm: the radius grows from 0 to 1 while the angle turns by 8, with noise of deviation 0.2. */
const arm = (j: number): S.State<RandomState, Tensor<[number, 2]>> =>
  pipe(
    standardNormal<number, [number]>([perArm]),
    S.map(noise => {
      const radius = linspace(0, 1)
      const angle = op.add(linspace(8 * j, 8 * (j + 1)), op.scale(0.2)(noise))
      return op.concat(1)(
        column(op.mul(radius, op.sin(angle))),
        column(op.mul(radius, op.cos(angle))),
      ) as Tensor<[number, 2]>
    }),
  )

const numbers = Array.from({ length: arms }, (_, j) => j)

const points: S.State<RandomState, Points> = pipe(
  numbers,
  S.traverseArray(arm),
  S.map(drawn => ({
    inputs: op.concat(0)(...drawn) as Tensor<[number, 2]>,
    targets: fromValues<number, [number], 'i32'>(
      [arms * perArm],
      numbers.flatMap(j => Array.from({ length: perArm }, () => j)),
      'i32',
    ),
  })),
)

/** What the notebook draws after `np.random.seed(seed)`, in its order: points, weights, split. */
export const spiral = (seed: number): Spiral => {
  const drawn = sequenceS(S.Applicative)({
    points,
    first: standardNormal([3, hidden]),
    second: standardNormal([hidden + 1, arms] as [201, 3]),
    split: trainTestSplit(arms * perArm, 0.33),
  })
  const [{ points: all, split, ...weights }] = drawn(randomState(seed))
  return { seed, ...weights, train: takeRows(split.train)(all), test: takeRows(split.test)(all) }
}

/** The same in another element type. */
export const converted =
  (dtype: FloatDType) =>
  ({ seed, train, test, first, second }: Spiral): Spiral => ({
    seed,
    train: { ...train, inputs: op.convert(dtype)(train.inputs) },
    test: { ...test, inputs: op.convert(dtype)(test.inputs) },
    first: op.convert(dtype)(first),
    second: op.convert(dtype)(second),
  })
