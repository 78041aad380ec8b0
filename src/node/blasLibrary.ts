/**
 * The system's BLAS: where it is found, and whether it multiplies.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { type Either, isRight, left, right } from 'fp-ts/lib/Either.js'
import { type GemmLibrary, tasksOf } from '../wasm/thread/offload.ts'
import { gemmOf, type Koffi, multiplyBy, optional } from './blasCalls.ts'
import type { BlasError } from './blasError.ts'

/** A library that was found, ready to be called. */
export interface BlasLibrary {
  /** The file, as it was asked for. */
  readonly library: string
  /** What the library says of itself: its version and the processor it takes this one for. */
  readonly description: string
  /**
   * Whether it computes each product on the thread that calls, on request, so that several may call it; else it does as it
   * sees fit. OpenBLAS, with threads of its own, would stop them whenever the process forks, and leave a product of a Worker
   * waiting for ever.
   */
  readonly keepsToOneThread: boolean
  readonly bind: GemmLibrary['bind']
}

const reasonOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] as string

/** The names under which a BLAS with the C interface is found, the faster ones first. */
export const librariesOf = (platform: string): readonly string[] => {
  switch (platform) {
    case 'darwin':
      return ['/System/Library/Frameworks/Accelerate.framework/Accelerate']
    case 'win32':
      return ['libopenblas.dll', 'openblas.dll']
    default:
      return ['libopenblas.so.0', 'libopenblas.so', 'libcblas.so.3', 'libblas.so.3']
  }
}

/**
 * The processor that OpenBLAS should take this one for, by its flags, or null if it is left alone. Older versions do not know
 * newer processors and take them for ancient ones.
 */
export const coreTypeOf = (cpuinfo: string): string | null => {
  const flags = new Set((/^flags\s*:(.*)$/m.exec(cpuinfo)?.[1] ?? '').split(' '))
  const has = (...names: readonly string[]): boolean => names.every(name => flags.has(name))
  if (!has('avx2', 'fma')) return null
  return has('avx512f', 'avx512dq', 'avx512bw', 'avx512vl') ? 'SkylakeX' : 'Haswell'
}

const variable = 'OPENBLAS_CORETYPE'

/** Runs with the variable that tells OpenBLAS the processor, unless the user has set it. It is read when the library loads. */
const withCoreType = <A>(koffi: Koffi, run: () => A): A => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return run()
  try {
    const libc = koffi.load(null)
    // In a worker, process.env is a copy that no library sees: the C library's own functions are needed.
    const get = libc.func('const char *getenv(const char *name)')
    const set = libc.func('int setenv(const char *name, const char *value, int overwrite)')
    const unset = libc.func('int unsetenv(const char *name)')
    const core = coreTypeOf(readFileSync('/proc/cpuinfo', 'utf8'))
    if (core === null || get(variable) !== null) return run()
    set(variable, core, 1)
    try {
      return run()
    } finally {
      unset(variable)
    }
  } catch {
    return run()
  }
}

const bind = (koffi: Koffi, library: string): Either<BlasError, BlasLibrary> => {
  const handle = withCoreType(koffi, () => koffi.load(library))
  const gemm = gemmOf(handle)
  if (gemm.f32 === null) return left({ _tag: 'SymbolMissing', library, symbol: 'cblas_sgemm' })
  if (gemm.f64 === null) return left({ _tag: 'SymbolMissing', library, symbol: 'cblas_dgemm' })
  const config = String(optional(handle, 'const char *openblas_get_config()')?.() ?? '')
  const kind = optional(handle, 'int openblas_get_parallel()')?.()
  const core = optional(handle, 'const char *openblas_get_corename()')
  const version = /OpenBLAS \S+/.exec(config)?.[0]
  const parts = [...(version === undefined ? [] : [version]), ...(core === null ? [] : [`for ${core()}`])]
  return right({
    library,
    description: parts.length === 0 ? library : `${library} (${parts.join(' ')})`,
    // Built without threads, it has no locks either unless it says so.
    keepsToOneThread: gemm.setThreads !== null && (kind !== 0 || config.includes('USE_LOCKING')),
    bind: multiplyBy(koffi, gemm),
  })
}

/** Whether the library multiplies: all transpositions of a product in a batch, of integers, whose sums are exact. */
const multiplies = (found: BlasLibrary): boolean =>
  (['f32', 'f64'] as const).every(dtype =>
    [0, 1, 2, 3].every(turns => {
      const [batch, m, n, k] = [2, 3, 4, 5]
      const [transposeA, transposeB] = [turns % 2 === 1, turns > 1]
      const Storage = dtype === 'f32' ? Float32Array : Float64Array
      const memory = new ArrayBuffer(2048)
      const [a, b, c] = [
        new Storage(memory, 0, 30),
        new Storage(memory, 512, 40),
        new Storage(memory, 1024, 24),
      ]
      a.forEach((_, i) => {
        a[i] = ((i * 7) % 11) - 5
      })
      b.forEach((_, i) => {
        b[i] = ((i * 5) % 13) - 6
      })
      c.fill(Number.NaN)
      const shape = { dtype, batch, m, n, k, transposeA, transposeB }
      const chunks = tasksOf(shape, { a: 0, b: 512, c: 1024 }, 1)
      found.bind({ buffer: memory }, [{ chunks, cacheOffsets: [null, null] }])(0, 0)
      return c.every((value, at) => {
        const [i, j, which] = [Math.floor(at / n) % m, at % n, Math.floor(at / (m * n))]
        let sum = 0
        for (let l = 0; l < k; l++)
          sum +=
            (a[which * m * k + (transposeA ? l * m + i : i * k + l)] as number) *
            (b[which * k * n + (transposeB ? j * k + l : l * n + j)] as number)
        return value === sum
      })
    }),
  )

/** Finds a BLAS: the first of the libraries that loads, has the functions and multiplies. */
export const findLibrary = (koffi: Koffi, libraries: readonly string[]): Either<BlasError, BlasLibrary> => {
  const tried: { readonly library: string; readonly reason: string }[] = []
  let failure: BlasError | null = null
  for (const library of libraries) {
    try {
      const found = bind(koffi, library)
      if (isRight(found) && multiplies(found.right)) return found
      failure ??= isRight(found) ? { _tag: 'WrongProducts', library } : found.left
    } catch (cause) {
      tried.push({ library, reason: reasonOf(cause) })
    }
  }
  return left(failure ?? { _tag: 'LibraryMissing', tried })
}

/** Loads koffi, then a BLAS. */
export const openLibrary = async (
  load: () => Promise<Koffi>,
  libraries: readonly string[],
): Promise<Either<BlasError, BlasLibrary>> => {
  let koffi: Koffi
  try {
    koffi = await load()
  } catch (cause) {
    return left({ _tag: 'KoffiMissing', reason: reasonOf(cause) })
  }
  return findLibrary(koffi, libraries)
}
