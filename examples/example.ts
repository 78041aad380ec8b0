/**
 * The type of an example: data in, a stream of figures out, a page at the end.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse, none, type Option } from 'fp-ts/lib/Option.js'
import { of, type TaskEither } from 'fp-ts/lib/TaskEither.js'
import { auto, type Engine, type FloatDType } from 'pullback'
import { type DataError, showDataError } from 'pullback/node'
import type { Page } from './report/page.ts'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** What a run was asked for. */
export interface Settings {
  /** A folder with `mnist/`, `fashion-mnist/` (IDX files), `digits.csv.gz` and `iris.csv`. */
  readonly data: Option<string>
  readonly engine: Engine
  /** The element type. Defaults to what the example finds best. */
  readonly dtype: Option<FloatDType>
  /** The seed of everything random. Defaults to the example's own. */
  readonly seed: Option<number>
  /** Whether seconds must do: the same code with fewer epochs or rows. */
  readonly short: boolean
  /** A folder of the example's own for what later runs need not compute or fetch again. Defaults to none: nothing is kept. */
  readonly cache: Option<string>
}

/** What a run is asked for by default, on an engine that every host has. */
export const unasked: Settings = {
  data: none,
  engine: auto().engine,
  dtype: none,
  seed: none,
  short: false,
  cache: none,
}

/** How far something long has come. It is shown where a person watches, and never recorded. */
export interface Progress {
  readonly event: 'progress'
  readonly name: string
  readonly done: number
  readonly of: number
}

/**
 * An example with inputs `I`, events `E` and a result `R`.
 *
 * Everything that can go wrong outside of the program goes wrong in `load`. `run` is pure but for the time it takes and tells
 * each figure as soon as it is known; its last event is called `result` and has the figures by which the run is judged.
 */
export interface Example<I, E extends { readonly event: string }, R> {
  readonly name: string
  /** What it shows, in a line. */
  readonly summary: string
  readonly load: (settings: Settings) => TaskEither<ExampleError, I>
  readonly run: (inputs: I, settings: Settings) => AsyncGenerator<E | Progress, R, void>
  /** The line or lines that the notebook prints, or nothing. */
  readonly show: (event: E) => string | undefined
  readonly report: (result: R) => Promise<Page>
}

/** Inputs that are drawn from a seed, by default 0: nothing is read. */
export const drawn =
  <I>(draw: (seed: number) => I) =>
  ({ seed }: Settings): TaskEither<ExampleError, I> =>
    of(
      draw(
        pipe(
          seed,
          getOrElse(() => 0),
        ),
      ),
    )

// -------------------------------------------------------------------------------------
// errors
// -------------------------------------------------------------------------------------

/** Why an example could not run: what is wrong with its surroundings. */
export type ExampleError =
  /** `--data` names no folder. */
  | { readonly _tag: 'NoFolder'; readonly path: string }
  /** Files without which the example cannot run, and no folder was named. */
  | { readonly _tag: 'DataNeeded'; readonly files: readonly string[] }
  /** A file of the data cannot be used. */
  | { readonly _tag: 'BadData'; readonly error: DataError }
  /** What else is wrong with the data: a download that failed, say. The reason says how to mend it, too. */
  | { readonly _tag: 'NoData'; readonly reason: string }
  /** The engine that was asked for does not run here. */
  | { readonly _tag: 'NoEngine'; readonly engine: string; readonly reason: string }
  /** The report cannot be written. */
  | { readonly _tag: 'NoReport'; readonly path: string; readonly reason: string }

/** An error in a sentence or two: what is wrong, where, and how to mend it. */
export const showExampleError = (error: ExampleError): string => {
  switch (error._tag) {
    case 'NoFolder':
      return `--data: '${error.path}' is not a folder. Name one with the data in it; docs/examples.md says how it is laid out.`
    case 'DataNeeded':
      return `The example needs ${error.files.join(', ')}. Name the folder that has them: --data FOLDER.`
    case 'BadData':
      return showDataError(error.error)
    case 'NoData':
      return error.reason
    case 'NoEngine':
      return `--engine: '${error.engine}' does not run here: ${error.reason} Or take --engine auto, which chooses one that does.`
    case 'NoReport':
      return `--out: ${error.path} cannot be written (${error.reason}). Name a folder that can.`
  }
}
