/**
 * The system's BLAS, called by koffi on the engine's own memory: nothing is copied.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import { type Either, isRight, left, right } from 'fp-ts/lib/Either.js'
import type { MatmulShape } from '../engine/matmulPlan.ts'
import type { Product } from '../engine/products.ts'
import type { BlasError } from './blasError.ts'

type Foreign = (...args: readonly unknown[]) => unknown

/** What of koffi is needed. */
export interface Koffi {
  readonly load: (path: string | null) => { readonly func: (prototype: string) => Foreign }
  readonly address: (memory: ArrayBuffer) => bigint
}

/** A library that was found, ready to be called. */
export interface BlasLibrary {
  /** The file, as it was asked for. */
  readonly library: string
  /** What the library says of itself: its version and the processor it takes this one for. */
  readonly description: string
  /** How many threads it uses unless told; 1 if it cannot be told. */
  readonly threads: number
  /** Binds a product to its places. Everything else is done beforehand: a call costs about a tenth of a microsecond. */
  readonly product: (shape: MatmulShape, threads: number) => Product
}

const reasonOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] as string

/** Loads koffi, which may be absent: it is an optional dependency. */
export const loadKoffi = async (): Promise<Koffi> => (await import('koffi')).default as unknown as Koffi

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

const optional = (make: () => Foreign): Foreign | null => {
  try {
    return make()
  } catch {
    return null
  }
}

const rowMajor = 101
const transposition = (transposed: boolean): number => (transposed ? 112 : 111)

const bind = (koffi: Koffi, library: string): Either<BlasError, BlasLibrary> => {
  const handle = withCoreType(koffi, () => koffi.load(library))
  const gemm = (name: string, real: string): Foreign | null =>
    optional(() =>
      handle.func(
        `void ${name}(int order, int transA, int transB, int m, int n, int k, ${real} alpha, void *a, int lda, void *b, ` +
          `int ldb, ${real} beta, void *c, int ldc)`,
      ),
    )
  const [f32, f64] = [gemm('cblas_sgemm', 'float'), gemm('cblas_dgemm', 'double')]
  if (f32 === null) return left({ _tag: 'SymbolMissing', library, symbol: 'cblas_sgemm' })
  if (f64 === null) return left({ _tag: 'SymbolMissing', library, symbol: 'cblas_dgemm' })
  const setThreads = optional(() => handle.func('void openblas_set_num_threads(int threads)'))
  const getThreads = optional(() => handle.func('int openblas_get_num_threads()'))
  const config = optional(() => handle.func('const char *openblas_get_config()'))
  const core = optional(() => handle.func('const char *openblas_get_corename()'))
  const version = /OpenBLAS \S+/.exec(String(config?.() ?? ''))?.[0]
  const all = setThreads === null ? 1 : Number(getThreads?.() ?? 1)
  // OpenBLAS stops its threads whenever the process forks, and a product that another thread has divided among them meanwhile
  // waits for ever: on the main thread nobody can fork during a product, in a Worker somebody can.
  const most = isMainThread ? all : 1
  const parts = [...(version === undefined ? [] : [version]), ...(core === null ? [] : [`for ${core()}`])]
  return right({
    library,
    description: parts.length === 0 ? library : `${library} (${parts.join(' ')})`,
    threads: most,
    product: ({ dtype, batch, m, n, k, transposeA, transposeB }, threads) => {
      const call = dtype === 'f32' ? f32 : f64
      const size = dtype === 'f32' ? 4 : 8
      const [turnA, turnB] = [transposition(transposeA), transposition(transposeB)]
      const [lda, ldb] = [transposeA ? m : k, transposeB ? k : n]
      // The number of threads is the library's, not the call's. Setting it costs a hundredth of a microsecond.
      const useThreads = all > 1 ? setThreads : null
      return ({ memory, a, b, c }) => {
        const start = koffi.address(memory)
        const pointersAt = (displacedA: number, displacedB: number) =>
          Array.from({ length: batch }, (_, i) => ({
            a: start + BigInt(a + displacedA + i * m * k * size),
            b: start + BigInt(b + displacedB + i * k * n * size),
            c: start + BigInt(c + i * m * n * size),
          }))
        let [lastA, lastB, pointers] = [0, 0, pointersAt(0, 0)]
        return (displacedA, displacedB) => {
          if (displacedA !== lastA || displacedB !== lastB) {
            pointers = pointersAt(displacedA, displacedB)
            lastA = displacedA
            lastB = displacedB
          }
          useThreads?.(threads)
          for (const at of pointers)
            call(rowMajor, turnA, turnB, m, n, k, 1, at.a, lda, at.b, ldb, 0, at.c, n)
        }
      }
    },
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
      found.product(shape, found.threads)({ memory, a: 0, b: 512, c: 1024 })(0, 0)
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
