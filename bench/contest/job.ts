/**
 * Jobs: a problem in files, so that contestants in any language start from the same numbers. `job.json` describes it; each
 * array is a file of little-endian numbers in row-major order.
 *
 * @module
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FloatDType } from 'pullback'
import type { Activation, Problem, Values } from '../start/problem.ts'

/** The element types that jobs have. */
export type JobDType = FloatDType | 'i32'

/** An array in a file of the job's folder. */
export interface StoredArray {
  readonly shape: readonly number[]
  readonly dtype: JobDType
  readonly file: string
}

/** What `job.json` says. */
export interface Job {
  readonly case: string
  readonly kind: Problem['kind']
  readonly dtype: FloatDType
  readonly activation: Activation | null
  readonly rate: number
  readonly l2: number
  readonly heads: number
  readonly params: { readonly [name: string]: StoredArray }
  readonly inputs: StoredArray | null
  readonly targets: StoredArray | null
}

/** An array that was read. */
export interface LoadedArray {
  readonly shape: readonly number[]
  readonly elements: Float32Array | Float64Array | Int32Array
}

/** A job whose arrays were read. */
export interface LoadedJob extends Pick<Job, 'case' | 'dtype'> {
  readonly params: { readonly [name: string]: LoadedArray }
  readonly inputs: LoadedArray | null
  readonly targets: LoadedArray | null
}

const classOf = { f32: Float32Array, f64: Float64Array, i32: Int32Array } as const

/** A problem by its name. */
export interface Named {
  readonly name: string
  readonly problem: () => Problem
}

/** Writes a case's problem, rounded to an element type, into a folder. */
export const writeJob = (folder: string, { name, problem }: Named, dtype: FloatDType): Job => {
  mkdirSync(folder, { recursive: true })
  const given = problem()
  const store = (array: string, { shape, values }: Values): StoredArray => {
    const type: JobDType = values instanceof Int32Array ? 'i32' : dtype
    const elements = values instanceof classOf[type] ? values : new classOf[type](values)
    const file = `${array}.bin`
    writeFileSync(
      join(folder, file),
      new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength),
    )
    return { shape, dtype: type, file }
  }
  const params = Object.fromEntries(
    Object.entries<Values>(given.params).map(([param, values]) => [param, store(param, values)]),
  )
  const job: Job = {
    case: name,
    kind: given.kind,
    dtype,
    activation: given.kind === 'classifier' ? given.activation : null,
    rate: 'rate' in given ? given.rate : 0,
    l2: given.kind === 'classifier' ? given.l2 : 0,
    heads: 'heads' in given ? given.heads : 0,
    params,
    inputs: given.kind === 'product' ? null : store('inputs', given.inputs),
    targets: given.kind === 'product' ? null : store('targets', given.targets),
  }
  writeFileSync(join(folder, 'job.json'), JSON.stringify(job, null, 2))
  return job
}

/** Reads what `writeJob` wrote. */
export const readJob = (folder: string): Job & { readonly load: () => LoadedJob } => {
  const job = JSON.parse(readFileSync(join(folder, 'job.json'), 'utf8')) as Job
  const load = ({ shape, dtype, file }: StoredArray): LoadedArray => {
    const bytes = new Uint8Array(readFileSync(join(folder, file)))
    return {
      shape,
      elements: new classOf[dtype](bytes.buffer, 0, bytes.byteLength / classOf[dtype].BYTES_PER_ELEMENT),
    }
  }
  return {
    ...job,
    load: () => ({
      case: job.case,
      dtype: job.dtype,
      params: Object.fromEntries(Object.entries(job.params).map(([param, stored]) => [param, load(stored)])),
      inputs: job.inputs === null ? null : load(job.inputs),
      targets: job.targets === null ? null : load(job.targets),
    }),
  }
}
