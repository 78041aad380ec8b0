/**
 * Training as files that need nothing of this library.
 *
 * @module
 */
import { type Either, left } from 'fp-ts/lib/Either.js'
import type { AnyOptimiser } from '../optimiser/optimiser.ts'
import { bytesOf } from '../primitive/core/primitive.ts'
import type { Program } from '../primitive/core/program.ts'
import { trace } from '../program/trace.ts'
import { foldIn, type Key, split } from '../random/key.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import { tensorsIn } from '../tensor/form.ts'
import { elementsOf } from '../tensor/tensor.ts'
import { beginning } from '../train/beginning.ts'
import type { Batch, Objective } from '../train/objective.ts'
import { type Training, trainingStep } from '../train/step.ts'
import { codeFor } from './codeFor.ts'
import { stepTypes } from './declarations.ts'
import type { EmitError } from './emitError.ts'
import { type EmitOptions, type EmittedFiles, emitEntries, filesOf } from './files.ts'
import { formOf, namesIn, type Place } from './form.ts'
import { stepLoader } from './loader.ts'

/**
 * How training is written as files.
 *
 * @category Other machines
 * @since 0.1.0
 */
export interface EmitStepOptions extends EmitOptions {
  /**
   * For how many steps there are rates. Schedules are functions, which stay here: their numbers are written. Defaults to 1000.
   *
   * @default 1000
   */
  readonly steps?: number
  /**
   * The element type of parameters. Defaults to f32.
   *
   * @default 'f32'
   */
  readonly dtype?: FloatDType
  /** What training begins with: a model or a checkpoint, as for `fit`. Defaults to fresh parameters. */
  readonly from?: unknown
}

/** What a step is given that depends on its number alone: the values of each number, as long as they change. */
type PerStep = Place & { readonly values: readonly number[] }

const trimmed = (values: readonly number[]): readonly number[] => {
  let length = values.length
  while (length > 1 && values[length - 2] === values[length - 1]) length--
  return values.slice(0, length)
}

const readBy = ({ equations, outputs }: Program): ReadonlySet<number> =>
  new Set([...equations.flatMap(({ operands }) => operands), ...outputs])

/**
 * The training of an objective as files that run without this library, for batches of the form of an example: a module of WebAssembly with
 * parameters and states, under 3 kB of JavaScript, and types. `load()` promises `{ step, state, restore }`: `step(batch)` gives the loss, and
 * `state()` what is trained, which `tree.restore` takes back into the library.
 *
 * The losses are those of `fit` with the same key, optimiser and batches, bit for bit on a machine of the same kind. A step whose loss or
 * result is not finite throws, and is not taken.
 *
 * @throws ArgumentError, ShapeError, DTypeError if the batch does not fit the model, or what training is to begin from.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { adam, dense, key, softmaxCrossEntropy, supervised, zeros } from 'pullback'
 * import { emitStep } from 'pullback/emit'
 * const example = { inputs: zeros([32, 64]), targets: zeros([32], 'i32') }
 * const files = pipe(dense(64, 10), supervised(softmaxCrossEntropy()), emitStep(adam(0.001), example))(key(0))
 * if (isRight(files)) console.log(Object.keys(files.right)) // model.wasm, model.js, model.d.ts
 *
 * @category Other machines
 * @since 0.1.0
 */
export const emitStep = takes(
  'emitStep',
  [
    {
      optimiser: needs.optimiser,
      batch: needs.record({ inputs: needs.tensors, targets: needs.tensors }),
      options: needs.optional(
        needs.options({
          ...emitEntries,
          steps: needs.optional(needs.integerBetween(1, 10_000_000)),
          dtype: needs.floatDType,
          from: needs.anything,
        }),
      ),
    },
    { objective: needs.objective },
    { key: needs.key },
  ],
  () => emitStepUnchecked,
)

const emitStepUnchecked =
  <I, T>(
    optimiser: AnyOptimiser,
    batch: Batch<I, T>,
    {
      name = 'model',
      weights = 'inside',
      portable = false,
      steps = 1000,
      dtype = 'f32',
      from,
    }: EmitStepOptions = {},
  ) =>
  <Y, P, S>(objective: Objective<I, T, Y, P, S>) =>
  (key: Key): Either<EmitError, EmittedFiles> => {
    const [initKey, , stepKey] = split(3)(key)
    const run = { objective, optimiser, dtype, epochs: Number.POSITIVE_INFINITY, key, initKey }
    const { params, state, optimiser: own, step: first } = beginning(run, from)
    const now: Training<P, S, unknown> = { params, state, optimiser: own }
    const advance = trainingStep(optimiser)(objective)
    // What `fit` compiles, so that sums have the same order.
    const { program: traced } = trace(
      (now: Training<P, S, unknown>, batch: Batch<I, T>, rates: unknown, key: Key) => {
        const { next, loss, predictions } = advance(now, batch, rates, key)
        return [next, loss, predictions] as const
      },
    )(now, batch, optimiser.rates(first), foldIn(first)(stepKey))
    const program = codeFor(traced)
    const states = tensorsIn(now)
    const batchTensors = tensorsIn(batch)
    const perStep = (step: number): readonly number[] =>
      [optimiser.rates(step), foldIn(step)(stepKey)].flatMap(tensorsIn).flatMap(x => [...elementsOf(x)])
    const rows = Array.from({ length: steps }, (_, i) => perStep(first + i))
    const wrong = rows.findIndex(row => !row.every(Number.isFinite))
    if (wrong >= 0)
      return left({
        _tag: 'RateNotFinite',
        step: first + wrong,
        rate: rows[wrong]?.find(rate => !Number.isFinite(rate)) as number,
      })
    const read = readBy(program)
    const isBeside = weights === 'beside'
    const names = namesIn(now)
    return filesOf({
      ...{ name, isBeside, program, isPortable: portable },
      carried: states.map((_, i) => ({ output: i, input: i })),
      watched: Array.from({ length: states.length + 1 }, (_, i) => i),
      weights: states.map((tensor, ref) => ({ name: names[ref] as string, ref, tensor })),
      inside: program.constants.map((x, i) => [program.inputs.length + i, x] as const),
      describe: placeOf => {
        let column = 0
        const each = program.inputs
          .map((_, ref) => placeOf(ref))
          .slice(states.length + batchTensors.length)
          .flatMap((place, i): readonly PerStep[] =>
            Array.from({ length: place.shape[0] ?? 1 }, (_, j) => {
              const values = rows.map(row => row[column] as number)
              column++
              return {
                dtype: place.dtype,
                shape: [],
                $at: place.$at + j * bytesOf({ ...place, shape: [] }),
                values,
                i,
              }
            })
              .filter(() => read.has(states.length + batchTensors.length + i))
              .map(({ i: _, values, ...rest }) => ({ ...rest, values: trimmed(values) })),
          )
        const forms = {
          state: formOf(now, placeOf),
          batch: formOf(batch, i => placeOf(states.length + i)),
        }
        const loader = { name, isBeside }
        const loss = placeOf(program.outputs[states.length] as number)
        return {
          about: { ...forms, each, loss, step: first, end: first + steps },
          javascript: stepLoader(loader),
          types: stepTypes(loader, forms),
        }
      },
    })
  }
