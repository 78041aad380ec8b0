/**
 * Inputs of the example: the digits, the declared experiments, the reference runs and a place for outcomes.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { sequenceS } from 'fp-ts/lib/Apply.js'
import { chain, type Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse, match } from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { toValues } from 'pullback'
import type { ExampleError, Settings } from '../example.ts'
import { type Cache, folderCache, noCache } from './cache.ts'
import { type Digits, loadDigits } from './data.ts'
import { decodeJson } from './decode.ts'
import { loadReference, referencePath } from './referenceFile.ts'
import { type Inputs, machineryOf, ownSeed, shortEpochs } from './run.ts'
import { Plan, type Study, studiesOf } from './study.ts'

const fromHere = (path: string): string => relative(process.cwd(), join(import.meta.dirname, path))

/** The folder of the data that come with the examples. */
const ownData = (): string => fromHere('../data')

const folderOf = ({ data }: Settings): string => pipe(data, getOrElse(ownData))

/** The digits of the folder that was named, or those that come with the examples. */
export const loadOwnDigits = (settings: Settings): TE.TaskEither<ExampleError, Digits> =>
  pipe(
    loadDigits(join(folderOf(settings), 'digits.csv.gz')),
    TE.mapLeft(error => ({ _tag: 'BadData', error })),
  )

const studiesFrom =
  ({ seed, short }: Settings) =>
  (text: string): Either<string, readonly Study[]> => {
    const first = pipe(
      seed,
      getOrElse(() => ownSeed),
    )
    return pipe(
      decodeJson(Plan)(text),
      chain(plan =>
        short ? studiesOf(plan, first, { seeds: 1, epochs: shortEpochs }) : studiesOf(plan, first),
      ),
    )
  }

/** The experiments that a file declares. */
export const loadStudies =
  (settings: Settings) =>
  (path: string): TE.TaskEither<ExampleError, readonly Study[]> =>
    pipe(
      TE.tryCatch(
        () => readFile(path, 'utf8'),
        cause => (cause as NodeJS.ErrnoException).code ?? String(cause),
      ),
      TE.chainEitherK(studiesFrom(settings)),
      TE.mapLeft(reason => ({ _tag: 'NoData', reason: `${path}: ${reason}. Mend the declaration.` })),
    )

const digestOf = ({ inputs, targets }: Digits): string =>
  [inputs, targets]
    .reduce((hash, x) => hash.update(Float64Array.from(toValues(x))), createHash('sha256'))
    .digest('hex')

/** Counts up when the meaning of an experiment or of its figures changes, so that older outcomes are not found. */
const revision = 1

const cacheOf =
  (settings: Settings) =>
  (digits: Digits): Cache => {
    const { engine, dtype } = machineryOf(settings)
    const conditions = { data: digestOf(digits), engine: engine.name, dtype, revision }
    return pipe(
      settings.cache,
      match(
        () => noCache(conditions),
        folder => folderCache(join(folder, 'experiments'), conditions),
      ),
    )
  }

/** All inputs. */
export const loadInputs = (settings: Settings): TE.TaskEither<ExampleError, Inputs> => {
  const reference = referencePath(folderOf(settings))
  return pipe(
    sequenceS(TE.ApplySeq)({
      digits: loadOwnDigits(settings),
      studies: loadStudies(settings)(fromHere('experiments.json')),
      reference: loadReference(reference),
    }),
    TE.map(loaded => ({ ...loaded, referencePath: reference, cache: cacheOf(settings)(loaded.digits) })),
  )
}
