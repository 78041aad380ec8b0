/**
 * Batches from files that need not fit into memory.
 *
 * @module
 */
import { right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { ArrayPattern } from '../codec/arrayPattern.ts'
import type { FittingAll } from '../codec/npz.ts'
import { permutation } from '../random/distribution/permutation.ts'
import { type Key, split } from '../random/key.ts'
import { type Argument, misfit } from '../tensor/contract/argument.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { type AnyTensor, elementsOf } from '../tensor/tensor.ts'
import type { Batches, BatchOptions } from '../train/batches.ts'
import { prefetch } from '../train/prefetch.ts'
import { sources } from './contract.ts'
import type { DataError } from './dataError.ts'
import { caught, DataFailure } from './dataFailure.ts'
import { openRows, type RowFile, rowsAt, rowsInOrder } from './rowFile.ts'

/**
 * A file of rows, and what each of them has to be.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface RowSource extends ArrayPattern {
  readonly path: string
}

/**
 * The files of a data set, by the names that their tensors have in a batch.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export type RowSources = { readonly [name: string]: RowSource }

/**
 * How batches are made from files.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface DiskBatchOptions<Rows, B> extends Omit<BatchOptions, 'shuffle'> {
  /**
   * Whether each epoch has an order of its own, drawn from its key: `true` for an order of all rows; `{ block: 1024 }` for an
   * order of blocks of so many rows that lie together, and of the rows in each, which is kinder to a disk. Defaults to false.
   */
  readonly shuffle?: boolean | { readonly block: number }
  /**
   * How many batches to read while one is in use. Defaults to 2.
   *
   * @default 2
   */
  readonly ahead?: number
  /** What is made of the rows of a batch, such as pixels from 0 to 1. Defaults to the rows as they are. */
  readonly prepare?: (rows: Rows) => B
}

const orderOf = (rows: number, shuffle: true | { readonly block: number }, key: Key): Int32Array => {
  if (shuffle === true) return elementsOf(permutation(rows)(key)) as Int32Array
  const { block } = shuffle
  const blocks = Math.ceil(rows / block)
  const [blockKey, ...rowKeys] = split(blocks + 1)(key) as readonly [Key, ...Key[]]
  const order = new Int32Array(rows)
  let place = 0
  for (const b of elementsOf(permutation(blocks)(blockKey))) {
    const count = Math.min(block, rows - b * block)
    for (const row of elementsOf(permutation(count)(rowKeys[b] as Key))) order[place++] = b * block + row
  }
  return order
}

function* cut(order: Int32Array, size: number): Generator<Int32Array> {
  for (let from = 0; from < order.length; from += size) yield order.subarray(from, from + size)
}

/** Records of what each of some iterators gives next; all have the same length. */
async function* together(
  names: readonly string[],
  parts: readonly AsyncGenerator<AnyTensor>[],
): AsyncGenerator<{ readonly [name: string]: AnyTensor }> {
  try {
    for (;;) {
      const next = await Promise.all(parts.map(part => part.next()))
      if (next.some(({ done }) => done)) return
      yield Object.fromEntries(names.map((name, i) => [name, next[i]?.value as AnyTensor]))
    }
  } finally {
    await Promise.all(parts.map(part => part.return(undefined)))
  }
}

const blocks = needs.givenOptions({ block: needs.positiveInteger })

/** In what order rows are read. */
const order: Argument = {
  ...needs.either(needs.boolean, blocks),
  asks: name => `true, false or { block } for ${name}`,
  error: (of, name, x) => misfit(of, name, typeof x === 'object' && x !== null ? blocks : needs.boolean, x),
}

const optionsOfBatches: Argument = needs.givenOptions({
  size: needs.positiveInteger,
  shuffle: needs.optional(order),
  ahead: needs.optional(needs.positiveInteger),
  prepare: needs.optional(needs.fn),
  dropLast: needs.optional(needs.boolean),
})

/** All files with the rows of the first; fails if they differ, or cannot be read in any order where that is wanted. */
const openAll = async (sources: RowSources, shuffled: boolean): Promise<readonly RowFile[]> => {
  const files: RowFile[] = []
  for (const { path, ...pattern } of Object.values(sources)) {
    if (shuffled && path.endsWith('.gz')) throw new DataFailure({ _tag: 'OnlyInOrder', path })
    const file = await openRows(path, pattern)
    const { rows = file.rows } = files[0] ?? {}
    if (file.rows !== rows) {
      const [, ...rest] = file.header.shape
      throw new DataFailure({ _tag: 'WrongShape', path, expected: [rows, ...rest], found: file.header.shape })
    }
    files.push(file)
  }
  return files
}

/**
 * Batches of rows from IDX and npy files, of which memory holds only those in use and a few more that are read ahead. `fit`
 * takes them as it takes those of `batches`; the last of an epoch may be short, or is left out with `dropLast`.
 *
 * The task looks into the files: what they hold has to fit the patterns and each other, and they have to be as long as they
 * announce. Files whose names end in .gz are decompressed on the way, and can be read in order only. A file that goes bad while
 * it is read ends the iteration with a `DataFailure`, which carries the error.
 *
 * @throws ArgumentError unless sizes are positive integers and there is a file.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { op } from 'pullback'
 * import { diskBatches } from 'pullback/node'
 *
 * const files = {
 *   inputs: { path: 'train-images-idx3-ubyte', dtype: 'u8', shape: [null, 28, 28] },
 *   targets: { path: 'train-labels-idx1-ubyte', dtype: 'u8', shape: [null] },
 * } as const
 * const data = await diskBatches(files, {
 *   size: 100,
 *   shuffle: true,
 *   prepare: ({ inputs, targets }) => ({ inputs: op.scale(1 / 255)(op.convert('f32')(inputs)), targets }),
 * })()
 * if (isRight(data)) console.log('ready to fit')
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const diskBatches = takes(
  'diskBatches',
  { files: sources, options: optionsOfBatches },
  () => diskBatchesUnchecked,
)

const diskBatchesUnchecked = <const Fs extends RowSources, B = FittingAll<Fs>>(
  files: Fs,
  options: DiskBatchOptions<FittingAll<Fs>, B>,
): TaskEither<DataError, Batches<B>> => {
  const { size, shuffle = false, dropLast = false, ahead = 2, prepare } = options
  const names = Object.keys(files)
  if (names.length === 0) throw new ArgumentError('diskBatches needs at least one file, but was given none.')
  const readAhead = prefetch(ahead)
  return () =>
    caught(async () => {
      const opened = await openAll(files, shuffle !== false)
      const rows = opened[0]?.rows as number
      return right(
        readAhead(async function* (epochKey) {
          const order = shuffle === false ? null : orderOf(rows, shuffle, epochKey)
          const parts = opened.map(file =>
            order === null ? rowsInOrder(file, size) : rowsAt(file, cut(order, size)),
          )
          let left = rows
          for await (const batch of together(names, parts)) {
            if (dropLast && left < size) break
            left -= size
            yield prepare === undefined ? (batch as B) : prepare(batch as FittingAll<Fs>)
          }
        }),
      )
    })
}
