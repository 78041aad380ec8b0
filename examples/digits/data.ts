/**
 * The digits: read and decoded.
 *
 * @module
 */

import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { fromValues, type Integers, type Tensor } from 'pullback'
import { type DataError, integerFromString, readCsv, row } from 'pullback/node'

/** Images of 8 x 8 pixels and the digits they show. */
export interface Digits {
  readonly inputs: Tensor<[number, 64]>
  readonly targets: Integers<[number]>
}

const [side, darkest, classes] = [8, 16, 10]
const pixels = Array.from(
  { length: side * side },
  (_, i) => `row ${Math.floor(i / side)}, column ${i % side}`,
)

const table = {
  columns: [...pixels.map(place => `pixel in ${place}`), 'label'],
  row: row(...pixels.map(() => integerFromString(0, darkest)), integerFromString(0, classes - 1)),
}

/** The digits in a CSV file: 64 pixels from 0 to 16 and a label from 0 to 9 in each row. */
export const loadDigits = (path: string): TE.TaskEither<DataError, Digits> =>
  pipe(
    readCsv(path, table),
    TE.map(rows => ({
      inputs: fromValues<number, [number, 64]>(
        [rows.length, 64],
        rows.flatMap(fields => fields.slice(0, -1)),
      ),
      targets: fromValues<number, [number], 'i32'>(
        [rows.length],
        rows.map(fields => fields.at(-1) as number),
        'i32',
      ),
    })),
  )
