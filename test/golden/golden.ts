/** Reference values that this library did not write itself, where they are at hand: beside the repository. */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type AnyTensor, fromValues, type Shape, type Tensor, toValues } from '../../src/index.ts'

const shared = new URL('../../../shared/', import.meta.url)

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
  readonly output: Stored
  readonly cotangent: Stored
  readonly grads: { readonly params: Arrays; readonly inputs: Arrays }
}

/** A stored array as a tensor: f64, or i32 where it says so. */
export const read = ({ shape, data, dtype }: Stored): AnyTensor =>
  fromValues<number, Shape, 'f64' | 'i32'>(shape, data, dtype === 'int32' ? 'i32' : 'f64')

/** A stored array as a tensor of floats. */
export const floats = (stored: Stored): Tensor => read(stored) as Tensor

/** Whether the files are there. Where the whole of the work is checked, they must be. */
const present = existsSync(new URL('golden/README.md', shared)) || process.env.CI === 'true'
const reason = 'no reference values beside the repository (../shared/golden)'

/** Registers tests that need a file of reference values, or says aloud that there are none. */
export const golden = <File>(family: string, register: (file: File) => void): void => {
  if (!present) {
    console.warn(`golden ${family}: skipped, as there are ${reason}.`)
    test.skip(`golden ${family}: ${reason}`, () => undefined)
    return
  }
  register(JSON.parse(readFileSync(new URL(`golden/${family}.json`, shared), 'utf8')) as File)
}

/** A data file beside the reference values, unpacked. */
export const dataFile = (name: string): string =>
  gunzipSync(readFileSync(new URL(`data/${name}`, shared))).toString('utf8')

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
