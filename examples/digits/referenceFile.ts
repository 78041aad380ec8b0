/**
 * Whole training runs of a reference framework (PyTorch in float64): where they began, and each loss and gradient norm.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipe } from 'fp-ts/lib/function.js'
import * as O from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import type { ExampleError } from '../example.ts'
import { decodeJson } from './decode.ts'
import { count, finite, positive, share } from './number.ts'

const numbers = t.readonlyArray(finite, 'a list of finite numbers')
const array = t.type({ shape: t.readonlyArray(count, 'a shape'), data: numbers }, 'an array')

const ReferenceRun = t.type(
  {
    name: t.string,
    config: t.intersection(
      [
        t.type({
          sizes: t.readonlyArray(count, 'a list of sizes'),
          activation: t.keyof({ sigmoid: null, tanh: null }),
          batch_size: count,
          steps: count,
          l2_on_weights: finite,
          optimiser: t.keyof({ sgd: null, adam: null }),
          lr: positive,
        }),
        t.partial({ momentum: share }),
      ],
      'the settings of a run',
    ),
    initial: t.readonlyArray(array, 'a list of arrays'),
    final: t.readonlyArray(array, 'a list of arrays'),
    losses: numbers,
    gradient_norms: numbers,
  },
  'a training run',
)
/** A run of the reference framework; parameters are W₁, b₁, W₂, b₂, … with weights as [in, out]. */
export type ReferenceRun = t.TypeOf<typeof ReferenceRun>

const ReferenceFile = t.type({ cases: t.readonlyArray(ReferenceRun, 'a list of runs') }, 'reference runs')

/** Where the file is for a folder of data: beside it. */
export const referencePath = (data: string): string => join(data, '..', 'golden', 'training.json')

/** The runs in a file, or none if there is no such file. */
export const loadReference = (path: string): TE.TaskEither<ExampleError, O.Option<readonly ReferenceRun[]>> =>
  pipe(
    TE.tryCatch(
      () => readFile(path, 'utf8'),
      cause => (cause as NodeJS.ErrnoException).code ?? String(cause),
    ),
    TE.matchE(
      code =>
        code === 'ENOENT'
          ? TE.right(O.none)
          : TE.left({ _tag: 'NoData', reason: `${path} cannot be read (${code}). Mend or remove it.` }),
      text =>
        pipe(
          TE.fromEither(decodeJson(ReferenceFile)(text)),
          TE.bimap(
            (reason): ExampleError => ({ _tag: 'NoData', reason: `${path}: ${reason}. Get an intact copy.` }),
            ({ cases }) => O.some(cases),
          ),
        ),
    ),
  )
