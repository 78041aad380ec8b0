/**
 * The whole job: both networks on the same batches.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import { type FloatDType, fromValues, takeRows } from 'pullback'
import type { Progress, Settings } from '../example.ts'
import type { Clothes, FashionMnist } from '../fashion-mnist/data.ts'
import { pixelStatistics } from '../fashion-mnist/pixels.ts'
import { depth, type Epoch, trials, type Variant } from './models.ts'

/** How a network ended. */
export interface Outcome {
  readonly variant: Variant
  readonly loss: number
  readonly testAccuracy: number
  readonly seconds: number
}

/** What a run tells. */
export type ResidualEvent =
  | {
      readonly event: 'data'
      readonly train: number
      readonly test: number
      readonly depth: number
      readonly seed: number
    }
  | ({ readonly event: 'epoch'; readonly variant: Variant } & Epoch)
  | { readonly event: 'result'; readonly variants: readonly Outcome[] }

/** A training. */
export interface Course {
  readonly variant: Variant
  readonly epochs: readonly Epoch[]
}

/** What the report is made of. */
export interface ResidualRun {
  readonly train: number
  readonly courses: readonly Course[]
}

const firstRows = (data: Clothes, count: number): Clothes =>
  takeRows(
    fromValues<number, [number], 'i32'>(
      [count],
      Array.from({ length: count }, (_, i) => i),
      'i32',
    ),
  )(data)

/** Trains both for 5 epochs; in short runs for 2 epochs on 12,800 images. */
export async function* runResidual(
  all: FashionMnist,
  { engine, short, ...asked }: Settings,
): AsyncGenerator<ResidualEvent | Progress, ResidualRun, void> {
  const dtype = pipe(
    asked.dtype,
    getOrElse((): FloatDType => 'f32'),
  )
  const seed = pipe(
    asked.seed,
    getOrElse(() => 0),
  )
  const data = short ? { ...all, train: firstRows(all.train, 12_800) } : all
  const epochs = short ? 2 : 5
  const train = data.train.targets.shape[0]
  yield { event: 'data', train, test: data.test.targets.shape[0], depth, seed }
  const courses: Course[] = []
  for (const [variant, training] of trials(pixelStatistics(data.train.inputs), dtype)) {
    const told: Epoch[] = []
    for await (const epoch of training({ ...data, epochs, seed, dtype, engine })) {
      told.push(epoch)
      yield { event: 'epoch', variant, ...epoch }
      yield { event: 'progress', name: variant, done: epoch.epoch, of: epochs }
    }
    courses.push({ variant, epochs: told })
  }
  const variants = courses.map(({ variant, epochs: told }): Outcome => {
    const { loss, testAccuracy, seconds } = told.at(-1) as Epoch
    return { variant, loss, testAccuracy, seconds }
  })
  yield { event: 'result', variants }
  return { train, courses }
}
