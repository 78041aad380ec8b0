/**
 * NumPy as a process that prepares operations and measures them when asked.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { toValues } from 'pullback'
import type { Operation } from './cases.ts'

/** NumPy, ready for questions. */
export interface NumpyPeer {
  readonly version: string
  /** The results of an operation, flat and one after the other. */
  readonly prepare: (operation: Operation) => Promise<Float64Array>
  /** The seconds that a call takes. */
  readonly measure: (operation: Operation, seconds: number) => Promise<number>
  readonly close: () => void
}

const script = fileURLToPath(new URL('numpy_operations.py', import.meta.url))

/** An operation's name in this run. */
export const nameOf = ({ name, dtype }: Operation): string => `${name} ${dtype}`

// OpenBLAS takes some processors with AVX-512 for older ones and is then several times slower: this tells it otherwise.
const environment = (): NodeJS.ProcessEnv => {
  const cpuinfo = '/proc/cpuinfo'
  const wide = existsSync(cpuinfo) && readFileSync(cpuinfo, 'utf8').includes('avx512f')
  return { ...(wide ? { OPENBLAS_CORETYPE: 'SkylakeX' } : {}), ...process.env }
}

/** Starts NumPy, with a folder to exchange tensors in. */
export const startNumpy = async (folder: string): Promise<NumpyPeer> => {
  const python = process.env.PULLBACK_BENCH_PYTHON ?? 'python3'
  const child = spawn(python, [script], { env: environment(), stdio: ['pipe', 'pipe', 'inherit'] })
  const failed = new Promise<never>((_, reject) => {
    child.on('error', reject)
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async (): Promise<Readonly<Record<string, unknown>>> => {
    const { value, done } = await Promise.race([lines.next(), failed])
    if (done === true) throw new Error('NumPy ended: PULLBACK_BENCH_PYTHON names a Python that has it.')
    const message = JSON.parse(value) as Readonly<Record<string, unknown>>
    if ('error' in message) throw new Error(`NumPy: ${String(message.error)}`)
    return message
  }
  const ask = (request: object): Promise<Readonly<Record<string, unknown>>> => {
    child.stdin.write(`${JSON.stringify(request)}\n`)
    return answer()
  }
  const { version } = await answer()
  return {
    version: String(version),
    prepare: async operation => {
      const inputs = operation.inputs.map((x, i) => {
        const file = join(folder, `input${i}`)
        const Storage = x.dtype === 'f32' ? Float32Array : Float64Array
        writeFileSync(file, Storage.from(toValues(x)))
        return { file, dtype: x.dtype === 'f32' ? 'float32' : 'float64', shape: x.shape }
      })
      const result = join(folder, 'result')
      await ask({ ask: 'prepare', name: nameOf(operation), expression: operation.numpy, inputs, result })
      const bytes = readFileSync(result)
      return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
    },
    measure: async (operation, seconds) =>
      Number((await ask({ ask: 'measure', name: nameOf(operation), seconds })).seconds),
    close: () => {
      child.stdin.end()
    },
  }
}
