/**
 * `npm start`: trains two classifiers of handwritten digits and writes out/digits/report.html.
 *
 * @module
 */
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { bimap, chain, type Either, isLeft, match, tryCatch } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { integerFromString, showDataError } from 'pullback/node'
import { displayOn } from './display.ts'
import { type RunOptions, runDigits } from './run.ts'

const fromHere = (path: string): string => relative(process.cwd(), join(import.meta.dirname, path))

const seeds = integerFromString(0, Number.MAX_SAFE_INTEGER)

/** What the command line says, or what is wrong with it. */
const optionsOf = (args: readonly string[]): Either<string, RunOptions> =>
  pipe(
    tryCatch(
      () =>
        parseArgs({
          args: [...args],
          options: {
            // The notebook splits its data with this seed.
            seed: { type: 'string', default: '37' },
            data: { type: 'string', default: fromHere('../data/digits.csv.gz') },
            out: { type: 'string', default: fromHere('../../out/digits') },
          },
        }).values,
      cause => String((cause as Error).message),
    ),
    chain(({ seed, data, out }) =>
      pipe(
        seeds.decode(seed),
        bimap(
          () => `--seed: '${seed}' is not an integer from 0 to 2^53 - 1.`,
          decoded => ({ seed: decoded, data, out }),
        ),
      ),
    ),
  )

const fail = (message: string): void => {
  console.error(message)
  process.exitCode = 1
}

const start = async (options: RunOptions): Promise<void> => {
  const display = displayOn(process.stdout)
  try {
    const outcome = await runDigits(options, display)()
    if (isLeft(outcome)) fail(showDataError(outcome.left))
  } finally {
    display.end()
  }
}

await pipe(
  optionsOf(process.argv.slice(2)),
  match(async message => fail(message), start),
)
