/**
 * Engines by name.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type AutoEngine, reference, wasm } from 'pullback'
import { auto, blas, showBlasError } from 'pullback/node'
import type { ExampleError } from './example.ts'

/** The names of the engines. */
export const engineNames = ['reference', 'wasm', 'blas', 'auto'] as const

/** The name of an engine. */
export type EngineName = (typeof engineNames)[number]

/** An engine and why it is this one, or why there is none of this name here. */
export const pickEngine = (name: EngineName): TE.TaskEither<ExampleError, AutoEngine> => {
  switch (name) {
    case 'reference':
      return TE.right({ engine: reference, why: 'reference, as was asked for.' })
    case 'wasm':
      return TE.right({ engine: wasm, why: 'wasm, as was asked for.' })
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
  }
}
