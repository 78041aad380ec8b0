/** Reference values that this library did not write itself, where they are at hand: beside the repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type AnyTensor, fromValues, type Tensor, toValues } from '../../src/index.ts'
import { shared, sharedIsRequired } from '../shared.ts'

/** The folders of reference values: those that GOLDEN_DIR names, separated by `:`, or both that are beside the repository. */
const named = process.env.GOLDEN_DIR
const directories =
  named === undefined
    ? [shared('golden'), shared('golden2')]
    : named.split(delimiter).map(folder => resolve(folder))

/** An array as the files write it. */
export interface Stored {
  readonly shape: readonly number[]
  readonly data: readonly number[]
  readonly dtype?: 'int32'
}

export type Arrays = { readonly [name: string]: Stored }

/** A case of a layer, a loss or a number function. */
export interface Case {
  readonly name: string
  // biome-ignore lint/suspicious/noExplicitAny: each family has settings of its own
  readonly config: any
  readonly params: Arrays
  readonly inputs: Arrays
  readonly output: Stored | Arrays
  readonly cotangent: Stored | Arrays
  readonly grads: { readonly params: Arrays; readonly inputs: Arrays }
}

/** A file of cases. */
export interface GoldenFile {
  readonly family: string
  readonly cases: readonly { readonly name: string; readonly config: unknown }[]
}

/** Whether an entry is one array rather than a record of them. */
export const isStored = (x: Stored | Arrays): x is Stored => Array.isArray(x.data)

/** A stored array as a tensor: f64, or i32 where it says so. */
export const read = ({ shape, data, dtype }: Stored): AnyTensor =>
  fromValues(shape, data, dtype === 'int32' ? 'i32' : 'f64')

/** A stored array as a tensor of floats. */
export const floats = (stored: Stored): Tensor => read(stored) as Tensor

/** Where the whole of the work is checked, or folders are named, they must be there. */
const isRequired = named !== undefined || sharedIsRequired

const skipped = (reason: string): void => {
  console.warn(`golden: skipped, as there are ${reason}.`)
  test.skip(`golden: ${reason}`, () => undefined)
}

const filesIn = (directory: string): readonly GoldenFile[] => {
  const files = readdirSync(directory).filter(file => file.endsWith('.json'))
  if (files.length === 0) throw new Error(`There is no file of reference values in ${directory}.`)
  return files.toSorted().map(file => JSON.parse(readFileSync(join(directory, file), 'utf8')) as GoldenFile)
}

/** Registers tests that need a file of reference values of the first folder, or says aloud that there are none. */
export const golden = <File>(family: string, register: (file: File) => void): void => {
  const directory = directories[0] as string
  const file = join(directory, `${family}.json`)
  if (isRequired || existsSync(file)) register(JSON.parse(readFileSync(file, 'utf8')) as File)
  else skipped(`no reference values of ${family} in ${directory}`)
}

/** Every file of reference values in every folder. A folder that is missing is said aloud. */
export const goldenFiles = (): readonly GoldenFile[] =>
  directories.flatMap(directory => {
    if (isRequired || existsSync(directory)) return filesIn(directory)
    skipped(`no reference values in ${directory}`)
    return []
  })

/** A data file beside the reference values, unpacked. */
export const dataFile = (name: string): string =>
  gunzipSync(readFileSync(shared(`data/${name}`))).toString('utf8')

/** How near two numbers have to be: within `absolute + relative · |want|`. */
export interface Tolerance {
  readonly absolute: number
  readonly relative: number
}

/** Another order of summation, in f64. */
export const reordered: Tolerance = { absolute: 1e-9, relative: 1e-9 }

/** For functions of one number, whose small values are the point. */
export const relative: Tolerance = { absolute: 0, relative: 1e-12 }

/** Expects numbers to be those of the reference. */
export const expectNear = (
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  what: string,
  { absolute, relative }: Tolerance = reordered,
): void => {
  expect(got.length, what).toBe(want.length)
  const wrong = Array.from(want).findIndex(
    (w, i) => !(Math.abs((got[i] as number) - w) <= absolute + relative * Math.abs(w)),
  )
  expect(
    wrong === -1 ? 'as it should be' : `${got[wrong]} instead of ${want[wrong]} at position ${wrong}`,
    what,
  ).toBe('as it should be')
}

/** Expects a tensor to have a stored array's shape and numbers. */
export const expectStored = (got: unknown, want: Stored, what: string, tolerance = reordered): void => {
  const x = got as AnyTensor
  expect([...x.shape], `shape of ${what}`).toEqual([...want.shape])
  expectNear(toValues(x), want.data, what, tolerance)
}
