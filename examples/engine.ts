/**
 * Engines by name.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type AutoEngine, engines } from 'pullback'
import { auto, blas, showBlasError } from 'pullback/node'
import type { ExampleError } from './example.ts'

type CoreName = keyof typeof engines

/** The name of an engine. */
export type EngineName = CoreName | 'blas' | 'auto'

/** The names of the engines. */
export const engineNames: readonly EngineName[] = [...(Object.keys(engines) as CoreName[]), 'blas', 'auto']

/** An engine and why it is this one, or why there is none of this name here. */
export const pickEngine = (name: EngineName): TE.TaskEither<ExampleError, AutoEngine> => {
  switch (name) {
    case 'blas':
      return pipe(
        blas(),
        TE.bimap(
          error => ({ _tag: 'NoEngine', engine: name, reason: showBlasError(error) }),
          ({ engine, why }) => ({ engine, why: `blas, as was asked for. ${why}` }),
        ),
      )
    case 'auto':
      return TE.fromTask(() => auto())
    default:
      return TE.right({ engine: engines[name], why: `${name}, as was asked for.` })
  }
}
