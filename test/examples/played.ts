import { isLeft } from 'fp-ts/lib/Either.js'
import { type Example, type Settings, showExampleError, unasked } from '../../examples/example.ts'
import { renderPage } from '../../examples/report/page.ts'

/** All that a run gives: its events without progress, the lines that it prints, its result and its report. */
export interface Played<E, R> {
  readonly events: readonly E[]
  readonly lines: readonly string[]
  readonly result: R
  readonly html: string
}

/** Runs an example without the command line. */
export const played = async <I, E extends { readonly event: string }, R>(
  { load, run, show, report }: Example<I, E, R>,
  asked: Partial<Settings> = {},
): Promise<Played<E, R>> => {
  const settings: Settings = { ...unasked, ...asked }
  const inputs = await load(settings)()
  if (isLeft(inputs)) throw new Error(showExampleError(inputs.left))
  const told: E[] = []
  const events = run(inputs.right, settings)
  for (;;) {
    const { done, value } = await events.next()
    if (done) {
      const lines = told.flatMap(event => show(event)?.split('\n') ?? [])
      return { events: told, lines, result: value, html: renderPage(await report(value)) }
    }
    if (value.event !== 'progress') told.push(value as E)
  }
}
