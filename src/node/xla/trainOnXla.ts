/**
 * Training by XLA from here: batches, rates and keys are sent to the driver, and its reports are those of `fit`.
 *
 * @module
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import {
  decodeCheckpoint,
  encodeCheckpoint,
  showCheckpointFileError,
} from '../../checkpoint/checkpointFile.ts'
import type { AnyOptimiser, OptimiserState } from '../../optimiser/optimiser.ts'
import { foldIn, type Key, split } from '../../random/key.ts'
import { encodeSafetensors } from '../../safetensors/encode.ts'
import { stablehloStep } from '../../stablehlo/training.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { formDifference } from '../../tensor/form.ts'
import type { Batches } from '../../train/batches.ts'
import { beginning, type Checkpoint } from '../../train/beginning.ts'
import type { Batch, Objective } from '../../train/objective.ts'
import { withLast } from '../../train/withLast.ts'
import { DataFailure } from '../dataFailure.ts'
import { type Driver, type DriverLine, startDriver } from './driver.ts'
import { namedIn, writeFolder } from './files.ts'
import { needsXlaOptions, type XlaOptions } from './options.ts'
import { XlaFailure } from './xlaError.ts'

/**
 * The report after each step that XLA made.
 *
 * @category Other machines
 * @since 0.1.0
 */
export interface XlaReport<P, S, O> {
  /** The step, counted from 0. */
  readonly step: number
  /** The epoch, counted from 0. */
  readonly epoch: number
  /** Whether this is the last step of its epoch. */
  readonly endOfEpoch: boolean
  /** The loss on the batch, before the update. */
  readonly loss: number
  /** How long the step took, in seconds. */
  readonly seconds: number
  /** How many devices shared the batch. */
  readonly devices: number
  /**
   * What to continue from after the update, here or by `fit`; null where none was written. There is one at the end of each epoch, and
   * with `every` after so many steps.
   */
  readonly checkpoint: Checkpoint<P, S, O> | null
}

/** What was sent, and is to be reported. */
interface Sent {
  readonly writes: boolean
}

/** A checkpoint of the driver in the form of the one that the run began with. */
const readCheckpoint = async <P, S, O>(
  path: string,
  begun: Checkpoint<P, S, O>,
): Promise<Checkpoint<P, S, O>> => {
  const decoded = decodeCheckpoint(begun)(new Uint8Array(await readFile(path)))
  if (isLeft(decoded))
    throw new XlaFailure({
      _tag: 'XlaFailed',
      python: '',
      reason: `its checkpoint ${path} cannot be read: ${showCheckpointFileError(decoded.left)}`,
    })
  return decoded.right
}

const requireSameForm = (example: unknown, batch: unknown): void => {
  if (formDifference(example, batch) !== null)
    throw new ArgumentError(
      'trainOnXla takes batches of one size, as a module is made for one, but was given another. Leave a last batch that is short ' +
        'out: batches(data, { size, dropLast: true }).',
    )
}

/** The next report, with the checkpoint that follows it if one was asked for. */
const reported = async <P, S, O>(
  driver: Driver,
  { writes }: Sent,
  begun: Checkpoint<P, S, O>,
  devices: number,
): Promise<XlaReport<P, S, O>> => {
  const line = await lineWith(driver, 'loss')
  const written = writes ? await lineWith(driver, 'checkpoint') : null
  return Object.freeze({
    step: line.step as number,
    epoch: line.epoch as number,
    endOfEpoch: line.endOfEpoch as boolean,
    loss: line.loss as number,
    seconds: line.seconds as number,
    devices,
    checkpoint: written === null ? null : await readCheckpoint(written.checkpoint as string, begun),
  })
}

const lineWith = async (driver: Driver, name: string): Promise<DriverLine> => {
  const line = await driver.next()
  return Object.hasOwn(line, name) ? line : lineWith(driver, name)
}

const argumentsOf = (
  folder: string,
  { devices, platform, shardParameters }: XlaOptions,
): readonly string[] => [
  folder,
  ...['--data', '-', '--checkpoints', join(folder, 'checkpoints')],
  ...(devices === undefined ? [] : ['--devices', String(devices)]),
  ...(platform === undefined ? [] : ['--platform', platform]),
  ...(shardParameters === undefined ? [] : ['--shard-parameters', String(shardParameters)]),
]

/**
 * Trains by XLA: `fit` on as many devices as JAX finds. The training step is exported, the driver `pullback_xla.py` started, and batches,
 * rates and keys are sent to it in the order of `fit`, whose checkpoints it continues and which continues from its own. Each device has a
 * part of every batch, so that the number of devices divides its size. Nothing happens until the result is iterated, and breaking out of
 * the loop ends the driver.
 *
 * @throws XlaFailure if there is no Python or no JAX, with how to get them, and if the driver says what is wrong.
 * @throws ArgumentError if batches are not all of one size.
 * @throws DataFailure if its folder cannot be written.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { adam, batches, dense, key, softmaxCrossEntropy, supervised, tensor, zeros } from 'pullback'
 * import { trainOnXla } from 'pullback/node'
 * const data = { inputs: zeros([8, 64]), targets: tensor([0, 1, 2, 3, 4, 5, 6, 7], 'i32') }
 * const training = pipe(
 *   dense(64, 10),
 *   supervised(softmaxCrossEntropy()),
 *   trainOnXla(adam(0.001), batches(data, { size: 4 }), { epochs: 2, devices: 2, platform: 'cpu' }),
 * )
 * // for await (const { step, loss, checkpoint } of training(key(0))) console.log(step, loss, checkpoint?.params)
 *
 * @category Other machines
 * @since 0.1.0
 */
export const trainOnXla = takes(
  'trainOnXla',
  [
    { optimiser: needs.optimiser, batches: needs.fn, options: needs.optional(needsXlaOptions) },
    { objective: needs.objective },
    { key: needs.key },
  ],
  () => trainUnchecked,
)

const trainUnchecked =
  <O extends AnyOptimiser>(
    optimiser: O,
    batches: Batches<Batch<unknown, unknown>>,
    options: XlaOptions = {},
  ) =>
  <I, T, Y, P, S>(objective: Objective<I, T, Y, P, S>) =>
  (key: Key): AsyncIterable<XlaReport<P, S, OptimiserState<O>>> => ({
    [Symbol.asyncIterator]: () => reports(optimiser, batches, options, objective, key),
  })

async function* reports<O extends AnyOptimiser, I, T, Y, P, S>(
  optimiser: O,
  batches: Batches<Batch<unknown, unknown>>,
  options: XlaOptions,
  objective: Objective<I, T, Y, P, S>,
  key: Key,
): AsyncGenerator<XlaReport<P, S, OptimiserState<O>>> {
  const { epochs = 1, dtype = 'f32', from, every = Number.POSITIVE_INFINITY } = options
  const python = options.python ?? process.env.PULLBACK_PYTHON ?? 'python3'
  const [initKey, dataKey, stepKey] = split(3)(key)
  const begun: Checkpoint<P, S, OptimiserState<O>> = beginning(
    { objective, optimiser, dtype, epochs, key, initKey },
    from,
  )
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'pullback-xla-')))
  let [driver, example, devices, step]: [Driver | null, Batch<unknown, unknown> | null, number, number] = [
    null,
    null,
    0,
    begun.step,
  ]
  try {
    // One step is on its way while the batch for the next is made.
    let sent: Sent | null = null
    for (let epoch = begun.epoch; epoch < epochs; epoch++) {
      let position = 0
      for await (const [batch, endOfEpoch] of withLast(batches(foldIn(epoch)(dataKey)))) {
        if (epoch === begun.epoch && position++ < begun.batch) continue
        if (driver === null || example === null) {
          example = batch
          driver = await started(folder, optimiser, example, objective, begun, options, python)
          devices = (await lineWith(driver, 'devices')).devices as number
        }
        requireSameForm(example, batch)
        const writes = endOfEpoch || (step + 1) % every === 0
        const about = { epoch: String(epoch), endOfEpoch: String(endOfEpoch), checkpoint: String(writes) }
        const bytes = encodeSafetensors({ metadata: about })({
          ...namedIn(batch, ['batch']),
          ...namedIn(optimiser.rates(step), ['rates']),
          key: foldIn(step)(stepKey).bits,
        })
        await driver.send(bytes)
        step++
        if (sent !== null) yield await reported(driver, sent, begun, devices)
        sent = { writes }
      }
    }
    if (driver !== null && sent !== null) {
      yield await reported(driver, sent, begun, devices)
      await driver.end()
    }
  } finally {
    driver?.stop()
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
  }
}

const started = async <I, T, Y, P, S, O>(
  folder: string,
  optimiser: AnyOptimiser,
  example: Batch<unknown, unknown>,
  objective: Objective<I, T, Y, P, S>,
  begun: Checkpoint<P, S, O>,
  options: XlaOptions,
  python: string,
): Promise<Driver> => {
  const module = stablehloStep(optimiser, example, { dtype: options.dtype ?? 'f32' })(objective)
  const written = await writeFolder(folder, module, { 'start.safetensors': encodeCheckpoint(begun) })()
  if (isLeft(written)) throw new DataFailure(written.left)
  return startDriver(python, ['--start', join(folder, 'start.safetensors'), ...argumentsOf(folder, options)])
}
