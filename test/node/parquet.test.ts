import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { type AnyTensor, toValues } from 'pullback'
import { type ParquetOptions, readParquet, showDataError } from 'pullback/node'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pullback-parquet-'))
})
afterAll(() => rm(folder, { recursive: true }))

type Columns = Parameters<typeof parquetWriteBuffer>[0]['columnData']

/** Writes a file, in groups of three rows: its path. */
const written = async (name: string, columnData: Columns): Promise<string> => {
  const path = join(folder, `${name}.parquet`)
  await writeFile(path, new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 3 })))
  return path
}

const read = async (path: string, options?: ParquetOptions) => {
  const table = await readParquet(path, options)()
  if (isLeft(table)) throw new Error(showDataError(table.left).slice(path.length))
  return table.right
}

const shown = (table: Readonly<Record<string, AnyTensor>>) =>
  Object.entries(table).map(([name, x]) => [name, x.dtype, x.shape, [...toValues(x)]])

const numbers: Columns = [
  { name: 'single', data: Float32Array.of(0.5, 1, 2, 3), type: 'FLOAT' },
  { name: 'double', data: Float64Array.of(0.1, Number.NaN, -2, 1e300), type: 'DOUBLE' },
  { name: 'int', data: Int32Array.of(1, -2, 3, 4), type: 'INT32' },
  { name: 'long', data: [1n, -2n, 2147483647n, -2147483648n], type: 'INT64' },
  { name: 'flag', data: [true, false, true, true], type: 'BOOLEAN' },
]

test('columns of numbers and truth values become tensors, over all groups of rows', async () => {
  expect(shown(await read(await written('numbers', numbers)))).toEqual([
    ['single', 'f32', [4], [0.5, 1, 2, 3]],
    ['double', 'f64', [4], [0.1, Number.NaN, -2, 1e300]],
    ['int', 'i32', [4], [1, -2, 3, 4]],
    ['long', 'i32', [4], [1, -2, 2147483647, -2147483648]],
    ['flag', 'u8', [4], [1, 0, 1, 1]],
  ])
})

test('only the columns that are wanted are read, in that order', async () => {
  const texts: Columns[number] = { name: 'text', data: ['a', 'b', 'c', 'd'], type: 'STRING' }
  const path = await written('some', [...numbers, texts])
  expect(Object.keys(await read(path, { columns: ['long', 'single'] }))).toEqual(['long', 'single'])
  await expect(read(path)).rejects.toThrow(": column 'text' is UTF8 (BYTE_ARRAY), and tensors hold numbers")
})

test.each<[string, Columns[number], string]>([
  ['dates', { name: 'x', data: [new Date(0)], type: 'TIMESTAMP' }, "column 'x' is TIMESTAMP"],
  ['JSON', { name: 'x', data: [{ a: 1 }], type: 'JSON' }, "column 'x' is JSON"],
  ['missing values', { name: 'x', data: [1, 2, 3, null], type: 'DOUBLE' }, "column 'x', row 3, is missing"],
  [
    'integers that i32 does not hold',
    { name: 'x', data: [1n, 2147483648n], type: 'INT64' },
    "column 'x', row 1, is 2147483648, which i32 does not hold",
  ],
])('%s are refused by the name of their column', async (name, column, sentence) => {
  await expect(read(await written(name, [column]))).rejects.toThrow(sentence)
})

test('a column that is not there, a file that is not there, and one that is something else are refused', async () => {
  const path = await written('columns', numbers)
  await expect(read(path, { columns: ['delay'] })).rejects.toThrow(
    ": there is no column 'delay', but 'single', 'double', 'int', 'long', 'flag'. Check the name.",
  )
  await expect(read(path, { maxBytes: 50 })).rejects.toThrow('50')
  await expect(read(join(folder, 'nowhere.parquet'))).rejects.toThrow('there is no such file')
  const cut = join(folder, 'cut.parquet')
  await writeFile(cut, (await readFile(path)).subarray(0, -7))
  await expect(read(cut)).rejects.toThrow('the file cannot be read as Parquet')
})

test('where hyparquet is missing, a sentence says how to get it', async () => {
  const load = () => Promise.reject(new Error("Cannot find package 'hyparquet'"))
  await expect(read(await written('unread', numbers), { load })).rejects.toThrow(
    "Parquet is read by the package hyparquet, which is not there (Cannot find package 'hyparquet'). Run `npm install hyparquet`.",
  )
})
