/**
 * `npm run example -- NAME`: runs an example, prints its figures and writes out/NAME.html.
 *
 * @module
 */
import { match } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { displayOn, plainDisplay } from './display.ts'
import { pickEngine } from './engine.ts'
import { showExampleError } from './example.ts'
import { list, type Play, type Request, requestOf, usage } from './flags.ts'

const fail = (message: string): void => {
  console.error(message)
  process.exitCode = 1
}

const play = async ({ example, engine: name, json, out, ...settings }: Play): Promise<void> => {
  const display = json ? plainDisplay(text => process.stdout.write(text)) : displayOn(process.stdout)
  // Figures go to the one stream, everything about them to the other.
  const note = (text: string): void => (json ? console.error(text) : display.line(text))
  try {
    await pipe(
      pickEngine(name),
      TE.chain(({ engine, why }) => {
        note(`engine: ${why}`)
        return example.play({ ...settings, engine }, { display, json, out })
      }),
      TE.match(
        error => fail(showExampleError(error)),
        path => note(`\nreport: ${path}`),
      ),
    )()
  } finally {
    display.end()
  }
}

const answer = async (request: Request): Promise<void> => {
  switch (request._tag) {
    case 'Help':
      return console.log(usage())
    case 'List':
      return console.log(list())
    case 'Play':
      return play(request)
  }
}

await pipe(
  requestOf(process.argv.slice(2)),
  match(async message => fail(message), answer),
)
