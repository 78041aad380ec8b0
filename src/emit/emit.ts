/**
 * Functions as files that need nothing of this library.
 *
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { resultOf, trace } from '../program/trace.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { tensorsIn } from '../tensor/form.ts'
import { codeFor } from './codeFor.ts'
import { functionTypes } from './declarations.ts'
import type { EmitError } from './emitError.ts'
import { type EmitOptions, type EmittedFiles, emitEntries, filesOf } from './files.ts'
import { type Form, formOf, namesIn } from './form.ts'
import { functionLoader } from './loader.ts'

/**
 * A pure function of weights and other trees of tensors as files that run without this library: a module of WebAssembly that has the
 * weights; less than 3 kB of JavaScript that loads it in browsers, Node, Deno and Bun; and types. The first argument is what the module brings
 * with it, a model say, or `{}`. `load()` promises the function of the others: it takes typed arrays in the place of tensors, and gives some.
 *
 * It takes arrays of the shapes of the examples, and no others: for another batch size other files are emitted. It computes on one thread
 * what `compile` does on one, bit for bit on a machine of the same kind. Operations that have no code are composed of others where that is
 * known, and refused by name where it is not.
 *
 * @throws TracingError if the function looks at values or is not pure.
 * @throws ArgumentError for weights of which two would have one name in a file.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { dense, init, key, predict, type Tensor, zeros } from 'pullback'
 * import { emit } from 'pullback/emit'
 * const net = dense(64, 10)
 * const model = init(net)(key(0))
 * const digits = (weights: typeof model, x: Tensor<[1, 64]>) => predict(net, weights)(x)
 * const files = emit({ name: 'digits' })(digits)(model, zeros([1, 64]))
 * if (isRight(files)) console.log(Object.keys(files.right)) // digits.wasm, digits.js, digits.d.ts
 *
 * @category Other machines
 * @since 0.1.0
 */
export const emit = takes(
  'emit',
  [{ options: needs.optional(needs.options(emitEntries)) }, { f: needs.fn }, { weights: needs.tensors }],
  () => emitUnchecked,
)

const emitUnchecked =
  ({ name = 'model', weights: where = 'inside', portable = false }: EmitOptions = {}) =>
  <W, A extends readonly unknown[], B>(f: (weights: W, ...args: A) => B) =>
  (weights: W, ...args: A): Either<EmitError, EmittedFiles> => {
    const traced = trace(f)(weights, ...args)
    const program = codeFor(traced.program)
    const isBeside = where === 'beside'
    const names = namesIn(weights)
    return filesOf({
      ...{ name, isBeside, program, isPortable: portable },
      weights: tensorsIn(weights).map((tensor, ref) => ({
        name: names[ref] as string,
        ref,
        tensor,
      })),
      inside: program.constants.map((x, i) => [program.inputs.length + i, x] as const),
      describe: placeOf => {
        const forms = {
          args: formOf(args, i => placeOf(names.length + i)) as readonly Form[],
          result: formOf(resultOf(traced), i => placeOf(program.outputs[i] as number)),
        }
        const loader = { name, isBeside }
        return { about: forms, javascript: functionLoader(loader), types: functionTypes(loader, forms) }
      },
    })
  }
