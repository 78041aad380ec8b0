/**
 * The whole job: read the digits, train both models, print what the notebook prints, and write the report.
 *
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type Key, key, random } from 'pullback'
import type { DataError } from 'pullback/node'
import { type Digits, loadDigits, prepare } from './data.ts'
import { type Display, figures, worstLosses } from './display.ts'
import { worst } from './evaluate.ts'
import { logisticRegression, neuralNetwork } from './models.ts'
import { type DigitsRun, digitsReport } from './report.ts'
import { everyEpoch, everyHundredUpdates, train } from './train.ts'

/** What may differ between runs. */
export interface RunOptions {
  readonly data: string
  /** The folder of the report. */
  readonly out: string
  readonly seed: number
  /** Epochs of the hidden-layer model; 15 as in the notebook unless told. */
  readonly epochs?: number
}

const trainBoth =
  ({ seed, epochs = neuralNetwork.epochs }: RunOptions, display: Display) =>
  async (digits: Digits): Promise<DigitsRun> => {
    const [splitKey, logisticKey, neuralKey] = random.split(3)(key(seed)) as readonly [Key, Key, Key]
    const split = prepare(digits)(splitKey)
    const examples = { train: split.train.targets.shape[0], test: split.test.targets.shape[0] }
    const { line, progress } = display
    line(`digits: ${examples.train} to train on, ${examples.test} to test on; seed ${seed}`)

    line('')
    line('Logistic regression')
    const logistic = await train(logisticRegression, split, everyHundredUpdates, {
      onStart: untrained => {
        line('Evaluation of the untrained model:')
        line(figures(untrained, 4))
      },
      onStep: progress('logistic regression', examples.train * logisticRegression.epochs),
      onMilestone: milestone => line(`Update #${milestone.time}, ${figures(milestone, 4)}`),
    })(logisticKey)

    line('')
    line('One hidden layer of 10 units')
    const neural = await train({ ...neuralNetwork, epochs }, split, everyEpoch, {
      onStart: untrained => line(`Random init: ${figures(untrained, 5)}`),
      onStep: progress('one hidden layer', examples.train * epochs),
      onMilestone: milestone => line(`Epoch #${milestone.time}, ${figures(milestone, 5)}`),
    })(neuralKey)
    line(worstLosses(worst(neural.predictions, 5)))
    return { seed, epochs, examples, logistic, neural }
  }

const writeReport =
  (out: string, display: Display) =>
  async (run: DigitsRun): Promise<DigitsRun> => {
    const path = join(out, 'report.html')
    await mkdir(out, { recursive: true })
    await writeFile(path, await digitsReport(run))
    display.line('')
    display.line(`report: ${path}`)
    return run
  }

/** Trains both models and writes `report.html`; what is wrong with the data file comes back as an error. */
export const runDigits = (options: RunOptions, display: Display): TE.TaskEither<DataError, DigitsRun> =>
  pipe(
    loadDigits(options.data),
    TE.chainTaskK(digits => () => trainBoth(options, display)(digits)),
    TE.chainTaskK(run => () => writeReport(options.out, display)(run)),
  )
