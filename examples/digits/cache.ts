/**
 * Outcomes kept on disk, each under the hash of its experiment: what was computed once is not computed again, and a run that
 * was interrupted goes on where it stopped.
 *
 * @module
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bimap, type Either, filterOrElse, left, map, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as O from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import { hashOf, type Json } from './canonical.ts'
import { decodeJson } from './decode.ts'
import { Experiment } from './experiment.ts'
import { Outcome } from './outcome.ts'
import { record } from './record.ts'

/** What figures depend on besides the experiment. */
const Conditions = record({
  /** The SHA-256 of the data. */
  data: t.string,
  engine: t.string,
  dtype: t.keyof({ f32: null, f64: null }),
  /** Counts up when the meaning of an experiment or of its figures changes. */
  revision: t.number,
})
export type Conditions = t.TypeOf<typeof Conditions>

/** A file of the cache. The checksum is the hash of the rest. */
const Kept = record({ experiment: Experiment, conditions: Conditions, outcome: Outcome, checksum: t.string })

/** What can be wrong with a kept outcome; none of it keeps the outcome from being computed anew. */
export type CacheError =
  | { readonly _tag: 'Unreadable'; readonly path: string; readonly reason: string }
  /** The file does not hold what was written to it. */
  | { readonly _tag: 'Corrupt'; readonly path: string; readonly reason: string }
  | { readonly _tag: 'Unwritable'; readonly path: string; readonly reason: string }

/** Says what is wrong and what comes of it. */
export const showCacheError = ({ _tag, path, reason }: CacheError): string => {
  switch (_tag) {
    case 'Unreadable':
      return `${path} cannot be read (${reason}): the experiment is run again.`
    case 'Corrupt':
      return `${path} cannot be trusted, as ${reason}: the experiment is run again.`
    case 'Unwritable':
      return `${path} cannot be written (${reason}): the experiment will be run again next time.`
  }
}

/** Finds and keeps the outcomes of experiments. */
export interface Cache {
  /** The name under which the outcome of an experiment is kept. */
  readonly hash: (experiment: Experiment) => string
  readonly find: (experiment: Experiment) => TE.TaskEither<CacheError, O.Option<Outcome>>
  readonly keep: (experiment: Experiment, outcome: Outcome) => TE.TaskEither<CacheError, void>
}

const jsonOf = (value: unknown): Json => value as Json

const identity = (experiment: Experiment, conditions: Conditions): string =>
  hashOf(jsonOf({ experiment, conditions }))

/** Finds nothing and keeps nothing. */
export const noCache = (conditions: Conditions): Cache => ({
  hash: experiment => identity(experiment, conditions),
  find: () => TE.right(O.none),
  keep: () => TE.right(undefined),
})

const trusted =
  (hash: string) =>
  (text: string): Either<string, Outcome> =>
    pipe(
      decodeJson(Kept)(text),
      filterOrElse(
        ({ checksum, ...rest }) => checksum === hashOf(jsonOf(rest)),
        () => 'its checksum is another one',
      ),
      filterOrElse(
        ({ experiment, conditions }) => identity(experiment, conditions) === hash,
        () => 'it is of another experiment',
      ),
      map(({ outcome }) => outcome),
    )

const codeOf = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? String(cause)

/** Keeps outcomes in files of a folder, which is made when there is something to keep. */
export const folderCache = (folder: string, conditions: Conditions): Cache => {
  const hash = (experiment: Experiment): string => identity(experiment, conditions)
  const pathOf = (experiment: Experiment): string => join(folder, `${hash(experiment)}.json`)
  return {
    hash,
    find: experiment => {
      const path = pathOf(experiment)
      return pipe(
        TE.tryCatch(() => readFile(path, 'utf8'), codeOf),
        TE.matchE(
          code => async () =>
            code === 'ENOENT' ? right(O.none) : left({ _tag: 'Unreadable', path, reason: code }),
          text => async () =>
            pipe(
              trusted(hash(experiment))(text),
              bimap(reason => ({ _tag: 'Corrupt', path, reason }), O.some),
            ),
        ),
      )
    },
    keep: (experiment, outcome) => {
      const path = pathOf(experiment)
      const kept = { experiment, conditions, outcome }
      const text = JSON.stringify({ ...kept, checksum: hashOf(jsonOf(kept)) })
      return TE.tryCatch(
        async () => {
          await mkdir(folder, { recursive: true })
          // Whole or not at all: a run may be interrupted while it writes.
          await writeFile(`${path}.part`, text)
          await rename(`${path}.part`, path)
        },
        cause => ({ _tag: 'Unwritable', path, reason: codeOf(cause) }),
      )
    },
  }
}
