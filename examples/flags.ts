/**
 * The command line of the examples.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import { sequenceS } from 'fp-ts/lib/Apply.js'
import { bimap, chain, type Either, either, left, map, right, tryCatch } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as O from 'fp-ts/lib/Option.js'
import type { FloatDType } from 'pullback'
import { integerFromString } from 'pullback/node'
import { type EngineName, engineNames } from './engine.ts'
import type { Settings } from './example.ts'
import { examples } from './index.ts'
import type { Playable } from './play.ts'

/** What to run, and how. */
export interface Play extends Omit<Settings, 'engine'> {
  readonly _tag: 'Play'
  readonly example: Playable
  readonly engine: EngineName
  readonly json: boolean
  readonly out: string
}

/** What the command line asks for: an example, or words about examples. */
export type Request = Play | { readonly _tag: 'Help' } | { readonly _tag: 'List' }

const dtypes: readonly FloatDType[] = ['f32', 'f64']
const seeds = integerFromString(0, 2 ** 32 - 1)

/** A line for each example. */
export const list = (): string =>
  examples.map(({ name, summary }) => `  ${name.padEnd(18)}${summary}`).join('\n')

/** What `--help` prints. */
export const usage = (): string => `npm run example -- NAME [options]

${list()}

  --data FOLDER   where the data are: mnist/, fashion-mnist/, digits.csv.gz
  --engine E      ${engineNames.join(', ')} (auto)
  --dtype D       ${dtypes.join(', ')} (what suits the example)
  --seed N        the seed of everything random (the example's own)
  --short         a run of seconds: the same code with fewer epochs or rows
  --json          a JSON line for each figure, the last of them {"event":"result",…}
  --out FOLDER    where NAME.html goes (out)
  --list          the names of the examples
  --help          this`

const definitions = {
  data: { type: 'string' },
  engine: { type: 'string', default: 'auto' },
  dtype: { type: 'string' },
  seed: { type: 'string' },
  short: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  out: { type: 'string', default: 'out' },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

const oneOf = <A extends string>(flag: string, all: readonly A[], text: string): Either<string, A> => {
  const found = all.find(name => name === text)
  return found === undefined
    ? left(`--${flag}: there is no '${text}'. There are ${all.join(', ')}.`)
    : right(found)
}

const optional = <A>(
  text: string | undefined,
  decode: (text: string) => Either<string, A>,
): Either<string, O.Option<A>> => (text === undefined ? right(O.none) : pipe(decode(text), map(O.some)))

const seedOf = (text: string): Either<string, number> =>
  pipe(
    seeds.decode(text),
    bimap(
      () => `--seed: '${text}' is not an integer from 0 to 2^32 - 1.`,
      seed => seed,
    ),
  )

const exampleOf = (names: readonly string[]): Either<string, Playable> => {
  const known = `There are ${examples.map(({ name }) => name).join(', ')}.`
  const [name, ...others] = names
  if (name === undefined) return left(`Which example? npm run example -- NAME. ${known}`)
  if (others.length > 0)
    return left(`One example at a time: '${others.join(' ')}' is too much after '${name}'.`)
  const found = examples.find(example => example.name === name)
  return found === undefined ? left(`There is no example '${name}'. ${known}`) : right(found)
}

/** What the command line says, or what is wrong with it. */
export const requestOf = (args: readonly string[]): Either<string, Request> =>
  pipe(
    tryCatch(
      () => parseArgs({ args: [...args], options: definitions, allowPositionals: true }),
      cause => `${(cause as Error).message}\n\n${usage()}`,
    ),
    chain(({ values, positionals }): Either<string, Request> => {
      if (values.help) return right({ _tag: 'Help' })
      if (values.list) return right({ _tag: 'List' })
      return pipe(
        sequenceS(either)({
          example: exampleOf(positionals),
          engine: oneOf('engine', engineNames, values.engine),
          dtype: optional(values.dtype, text => oneOf('dtype', dtypes, text)),
          seed: optional(values.seed, seedOf),
        }),
        map(chosen => ({
          _tag: 'Play' as const,
          ...chosen,
          data: O.fromNullable(values.data),
          short: values.short,
          json: values.json,
          out: values.out,
        })),
      )
    }),
  )
