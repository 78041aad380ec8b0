import { isLeft } from 'fp-ts/lib/Either.js'
import { expect, vi } from 'vitest'
import { type Example, type Settings, showExampleError, unasked } from '../../examples/example.ts'
import { renderPage } from '../../examples/report/page.ts'

/** All that a run gives: its events without progress, the lines that it prints, its result and its report. */
export interface Played<E, R> {
  readonly events: readonly E[]
  readonly lines: readonly string[]
  readonly result: R
  readonly html: string
}

/** What `--json` prints of every run: events by name, each with figures that JSON has, and the result at the end. */
export const expectFigures = (printed: readonly string[]): void => {
  const events = printed.map(line => JSON.parse(line) as Readonly<Record<string, unknown>>)
  expect(events.findIndex(({ event }) => event === 'result')).toBe(events.length - 1)
  for (const [i, { event, ...figures }] of events.entries()) {
    expect(event, `line ${i + 1}`).toMatch(/^[a-z][A-Za-z]*$/)
    expect(event, `line ${i + 1}`).not.toBe('progress')
    // JSON has no NaN and no infinities: they come out as null.
    expect(JSON.stringify(figures), `line ${i + 1}`).not.toMatch(/:null|[[,]null/)
  }
  expect(Object.keys(events.at(-1) ?? {}).length).toBeGreaterThan(1)
}

/** Runs an example without the command line, and expects of it what is expected of all. */
export const played = async <I, E extends { readonly event: string }, R>(
  { load, run, show, report }: Example<I, E, R>,
  asked: Partial<Settings> = {},
): Promise<Played<E, R>> => {
  const settings: Settings = { ...unasked, ...asked }
  const inputs = await load(settings)()
  if (isLeft(inputs)) throw new Error(showExampleError(inputs.left))
  const told: E[] = []
  const written = [vi.spyOn(console, 'log'), vi.spyOn(console, 'info')]
  const events = run(inputs.right, settings)
  for (;;) {
    const { done, value } = await events.next()
    if (done) {
      const lines = told.flatMap(event => show(event)?.split('\n') ?? [])
      const html = renderPage(await report(value))
      for (const words of written) {
        expect(words, 'what an example has to say it says in events').not.toHaveBeenCalled()
        words.mockRestore()
      }
      expectFigures(told.map(event => JSON.stringify(event)))
      expect(html).toContain('</html>')
      return { events: told, lines, result: value, html }
    }
    if (value.event !== 'progress') told.push(value as E)
  }
}
