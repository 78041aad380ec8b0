/**
 * Running an example: its figures to a display as they come, its report to a file.
 *
 * @module
 */
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipe } from 'fp-ts/lib/function.js'
import { match, some } from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Display } from './display.ts'
import type { Example, ExampleError, Progress, Settings } from './example.ts'
import { renderPage } from './report/page.ts'

/** Where a run goes. */
export interface Stage {
  readonly display: Display
  /** Whether events are printed as JSON, one a line, instead of what the notebook prints. */
  readonly json: boolean
  /** The folder of the report. */
  readonly out: string
}

/** An example ready to run, whatever its inputs and results are; running it gives the path of its report. */
export interface Playable {
  readonly name: string
  readonly summary: string
  readonly play: (settings: Omit<Settings, 'cache'>, stage: Stage) => TE.TaskEither<ExampleError, string>
}

const requireFolder = (path: string): TE.TaskEither<ExampleError, void> =>
  pipe(
    TE.tryCatch(
      () => stat(path),
      () => null,
    ),
    TE.filterOrElseW(
      stats => stats.isDirectory(),
      () => null,
    ),
    TE.bimap(
      () => ({ _tag: 'NoFolder', path }),
      () => undefined,
    ),
  )

const writing = (path: string, write: () => Promise<unknown>): TE.TaskEither<ExampleError, void> =>
  pipe(
    TE.tryCatch(write, cause => (cause as NodeJS.ErrnoException).code ?? String(cause)),
    TE.bimap(
      reason => ({ _tag: 'NoReport', path, reason }),
      () => undefined,
    ),
  )

const isProgress = (event: { readonly event: string }): event is Progress => event.event === 'progress'

const tell = async <I, E extends { readonly event: string }, R>(
  { run, show }: Example<I, E, R>,
  inputs: I,
  settings: Settings,
  { display, json }: Stage,
): Promise<R> => {
  const events = run(inputs, settings)
  for (;;) {
    const { done, value } = await events.next()
    if (done) return value
    if (isProgress(value)) {
      display.progress(value)
      continue
    }
    const text = json ? JSON.stringify(value) : show(value)
    if (text !== undefined) display.line(text)
  }
}

/** Makes an example ready to run. */
export const playable = <I, E extends { readonly event: string }, R>(
  example: Example<I, E, R>,
): Playable => ({
  name: example.name,
  summary: example.summary,
  play: (asked, stage) => {
    const settings: Settings = { ...asked, cache: some(join(stage.out, example.name)) }
    const path = join(stage.out, `${example.name}.html`)
    return pipe(
      pipe(
        settings.data,
        match(() => TE.right(undefined), requireFolder),
      ),
      TE.chain(() => example.load(settings)),
      // Before the work and not after it: a user should not wait for minutes to hear that a folder cannot be written.
      TE.chainFirst(() => writing(stage.out, () => mkdir(stage.out, { recursive: true }))),
      TE.chainTaskK(inputs => () => tell(example, inputs, settings, stage)),
      TE.chainTaskK(result => () => example.report(result)),
      TE.chain(page => writing(path, () => writeFile(path, renderPage(page)))),
      TE.map(() => path),
    )
  },
})
