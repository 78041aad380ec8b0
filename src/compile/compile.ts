/**
 * Functions that run as compiled programs.
 *
 * @module
 */

import type { Engine, Executable } from '../engine/engine.ts'
import { prepared } from '../engine/prepared.ts'
import { trace } from '../program/trace.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { PullbackError } from '../tensor/error.ts'
import { requireForm, signatureOf, tensorsIn } from '../tensor/form.ts'
import { isConcrete } from '../tensor/tensor.ts'
import { defaultEngine } from './defaultEngine.ts'

/**
 * How a function is compiled.
 *
 * @category Running programs
 * @since 0.1.0
 */
export interface CompileOptions {
  /** The engine that runs the program. Defaults to WebAssembly, or the reference engine on a host without vectors. */
  readonly engine?: Engine
  /**
   * How many programs, one for each set of shapes, element types and plain values, are kept. Defaults to 8.
   *
   * @default 8
   */
  readonly cache?: number
}

/**
 * What a signature stands for, until it is forgotten. A host may keep what was deleted from a map until its next full collection
 * (V8's outgrown tables of a map keep each other alive through all smaller ones): so it is emptied, too.
 */
interface Entry<B> {
  compiled: Compiled<B> | null
}

interface Compiled<B> {
  readonly executable: Executable
  readonly restore: (outputs: readonly ReturnType<Executable['read']>[]) => B
  readonly outputs: number
}

/**
 * The same function, run as a compiled program: traced once for each set of shapes and element types, and run from then on
 * without the function itself. The results are the same up to the order of sums and the last bits of elementary functions.
 *
 * The function must be pure, take and give trees of tensors, and not look at values. Inside of another tracer (a tangent,
 * a trace) it runs as it was.
 *
 * Plain values among the arguments (numbers, texts, flags, null, undefined; also inside of tuples and records) are static: for each
 * of them there is a program of its own, in which they are constants. What changes at every call should be a tensor.
 *
 * @throws ArgumentError for anything else in an argument or in the result (a function, a date, a typed array, an object of a
 * class, a cycle), with the place.
 * @throws TracingError if the function looks at values or is not pure (draws with `Math.random`, say), at the first call.
 *
 * @example
 * import { compile, op, tensor, type Tensor } from 'pullback'
 * const f = compile((x: Tensor<[3]>) => op.tanh(op.mul(x, x)))
 * console.log(f(tensor([1, 2, 3])))
 *
 * @category Running programs
 * @since 0.1.0
 */
export const compile = takes(
  'compile',
  { f: needs.fn, options: needs.options({ engine: needs.engine, cache: needs.positiveInteger }) },
  () => compileUnchecked,
)

const compileUnchecked = <A extends readonly unknown[], B>(
  f: (...args: A) => B,
  { engine = defaultEngine, cache = 8 }: CompileOptions = {},
): ((...args: A) => B) => {
  const programs = new Map<string, Entry<B>>()
  // What the function reads besides its arguments may belong to another tracer: then there is nothing to keep.
  const compiledFor = (args: A): Compiled<B> | null => {
    const signature = signatureOf(args)
    const known = programs.get(signature)
    if (known !== undefined) {
      // The one used last goes last: the first is the one to forget.
      programs.delete(signature)
      programs.set(signature, known)
      return known.compiled
    }
    const { program, restore } = trace(f)(...args)
    if (!program.constants.every(isConcrete)) return null
    const made = { executable: prepared(engine, program), restore, outputs: program.outputs.length }
    const entry: Entry<B> = { compiled: made }
    programs.set(signature, entry)
    const [oldest] = programs.keys()
    if (programs.size > cache && oldest !== undefined) {
      const forgotten = programs.get(oldest)
      programs.delete(oldest)
      if (forgotten !== undefined && forgotten !== entry) {
        forgotten.compiled?.executable.release?.()
        forgotten.compiled = null
      }
    }
    return made
  }
  return (...args) => {
    requireForm('A compiled function', 'its argument', args)
    const inputs = tensorsIn(args)
    if (!inputs.every(isConcrete)) return f(...args)
    const compiled = compiledFor(args)
    if (compiled === null) return f(...args)
    const { executable, restore, outputs } = compiled
    inputs.forEach((x, i) => {
      executable.write(i, x)
    })
    try {
      executable.execute()
    } catch (error) {
      // A program knows no layers: evaluation says the same, and where.
      if (error instanceof PullbackError) f(...args)
      throw error
    }
    return restore(Array.from({ length: outputs }, (_, i) => executable.read(i)))
  }
}
