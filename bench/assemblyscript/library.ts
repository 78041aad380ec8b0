/**
 * The kernels as a module: AssemblyScript is found, compiles them, and the host makes an instance. It is not a dependency of this
 * project.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type Environment, manifestOf } from '../peers/find.ts'
import { host, type WasmMemory, type WasmModule } from './webAssembly.ts'

/** How much the compiler optimises. */
export type Level = '-O2' | '-O3'

/** AssemblyScript, ready to compile. */
export interface AssemblyScript {
  readonly version: string
  /** The bytes of the kernels' module. */
  readonly compile: (level: Level) => Promise<Uint8Array<ArrayBuffer>>
}

/** What is used of AssemblyScript's own interface. */
interface Compiler {
  readonly main: (
    args: readonly string[],
    host: { readonly writeFile: (name: string, content: Uint8Array<ArrayBuffer>) => void },
  ) => Promise<{ readonly error: Error | null; readonly stderr: { readonly toString: () => string } }>
}

const options = [
  ...['--baseDir', join(import.meta.dirname, 'kernels'), '--outFile', 'kernels.wasm'],
  ...['--runtime', 'stub', '--noAssert', '--enable', 'simd', '--enable', 'relaxed-simd'],
]

/** Finds AssemblyScript where PULLBACK_BENCH_NODE_MODULES says, or says what is missing. */
export const findAssemblyScript = (environment: Environment): Either<string, AssemblyScript> => {
  const folder = environment.PULLBACK_BENCH_NODE_MODULES
  const manifest = folder === undefined ? undefined : manifestOf(folder, 'assemblyscript')
  if (manifest === undefined)
    return left(
      'assemblyscript: skipped, as its package was not found. Run `npm install assemblyscript` in a folder outside of this ' +
        'project, and let PULLBACK_BENCH_NODE_MODULES name that folder.',
    )
  return right({
    version: JSON.parse(readFileSync(manifest, 'utf8')).version as string,
    compile: async level => {
      const compiler = (await import(pathToFileURL(join(dirname(manifest), 'dist/asc.js')).href)) as Compiler
      let bytes: Uint8Array<ArrayBuffer> | undefined
      const { error, stderr } = await compiler.main(['index.ts', level, ...options], {
        writeFile: (_, content) => {
          bytes = content
        },
      })
      if (error !== null || bytes === undefined) throw new Error(`AssemblyScript failed: ${stderr}`)
      return bytes
    },
  })
}

/** A kernel: numbers in, perhaps a number out. */
export type Kernel = (...args: readonly number[]) => number

/** An instance of the module. */
export interface Library {
  readonly kernels: Readonly<Record<string, Kernel>>
  readonly memory: WasmMemory
  /** Where the memory begins that is not the module's own. */
  readonly base: number
}

/** An instance of the module with so many bytes of memory besides its own. */
export const instantiate = (module: WasmModule, bytes: number): Library => {
  const { exports } = new host.Instance(module)
  const { memory, heapBase, ...kernels } = exports as {
    readonly memory: WasmMemory
    readonly heapBase: () => number
  } & Record<string, Kernel>
  const base = heapBase()
  const missing = base + bytes - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / 65536))
  return { kernels, memory, base }
}
