/**
 * Functions as modules of StableHLO, the language of XLA.
 *
 * @module
 */
import { type Port, portsOf } from '../exchange/named.ts'
import { type Traced, trace } from '../program/trace.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { tensorsIn } from '../tensor/form.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { type Manifest, type ManifestInput, outputOf, type Role } from './manifest.ts'
import { moduleOf } from './module.ts'

/**
 * What an argument is called in a manifest, and its role.
 *
 * @category Other machines
 * @since 0.1.0
 */
export interface ModuleArgument {
  /** The root of its paths; with `''` its entries have their own names alone. Defaults to its position. */
  readonly name?: string
  /** Defaults to `'replicated'`. Of a sharded argument scalars are replicated, and of a donated one what no output feeds. */
  readonly role?: Role
}

/**
 * How a module is written.
 *
 * @category Other machines
 * @since 0.1.0
 */
export interface StableHloOptions {
  /** The name of the module. Defaults to `'pullback'`. */
  readonly name?: string
  /** Its arguments, in order. */
  readonly args?: readonly ModuleArgument[]
  /**
   * Whether scalars of f64, as rates of optimisers are, become f32 at the boundary, if the function takes f32 beside them: JAX has no
   * f64 unless it is switched on. Defaults to true.
   *
   * @default true
   */
  readonly narrow?: boolean
}

/**
 * A function as a module.
 *
 * @category Other machines
 * @since 0.1.0
 */
export interface StableHloModule {
  /** The module, with a function `main`. */
  readonly text: string
  readonly manifest: Manifest
  /** Large tensors that the function brings with it, by their paths: they are inputs of the module, behind its arguments. */
  readonly constants: Readonly<Record<string, AnyTensor>>
}

const needsModuleOptions = needs.options({
  name: needs.anything,
  args: needs.listOf(
    needs.record({
      name: needs.anything,
      role: needs.optional(needs.oneOf('donated', 'sharded', 'replicated')),
    }),
    'arguments { name, role }',
  ),
  narrow: needs.boolean,
})

const isName = (name: unknown): boolean => typeof name === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)

const roleOf = (role: Role, port: Port, outputs: ReadonlySet<string>): Role =>
  role === 'sharded'
    ? port.shape.length === 0
      ? 'replicated'
      : 'sharded'
    : role === 'donated' && !outputs.has(port.name)
      ? 'replicated'
      : role

/** The module of a function that has been traced for some arguments. */
export const moduleFrom = (
  traced: Traced<unknown>,
  args: readonly unknown[],
  { name = 'pullback', args: given = [], narrow = true }: StableHloOptions,
): StableHloModule => {
  if (!isName(name))
    throw new ArgumentError(
      `stablehlo needs a name of letters, digits and _ for a module, but was given '${name}'.`,
    )
  const roots = args.map((_, i) => given[i]?.name ?? String(i))
  const { inputs, outputs } = portsOf(traced, args, roots)
  const hasSingles = inputs.some(({ dtype }) => dtype === 'f32')
  const isNarrow = (port: Port | undefined): boolean =>
    narrow && hasSingles && port !== undefined && port.shape.length === 0 && port.dtype === 'f64'
  const { text, given: large } = moduleOf(name, traced.program, {
    inputs: i => isNarrow(inputs[i]),
    outputs: i => isNarrow(outputs[i]),
  })
  const names = new Set(outputs.map(port => port.name))
  // Which argument an input is of, as arguments have several tensors.
  const owners = args.flatMap((arg, i) => tensorsIn(arg).map(() => i))
  const entries = inputs.map((port, i): ManifestInput => {
    const role = given[owners[i] as number]?.role ?? 'replicated'
    return { ...outputOf(port, isNarrow(port)), role: roleOf(role, port, names) }
  })
  const constants = large.map((x, i) => [`constants.${i}`, x] as const)
  return {
    text,
    manifest: {
      format: 'pullback-stablehlo',
      version: 1,
      name,
      inputs: [
        ...entries,
        ...constants.map(
          ([path, { shape, dtype }]): ManifestInput => ({ path, shape, type: dtype, role: 'replicated' }),
        ),
      ],
      outputs: outputs.map(port => outputOf(port, isNarrow(port))),
    },
    constants: Object.fromEntries(constants),
  }
}

/**
 * A pure function of trees of tensors as a module of StableHLO, for arguments of the given shapes and element types, with a manifest of
 * its inputs and outputs by path. All is static; parameters are arguments, and not part of the text. Its loops are `while`s, its random
 * bits those of programs here, and what StableHLO has no word for is written in what it has.
 *
 * What kernels refuse while they run (an index out of range, a singular matrix, a block that does not fit) XLA does not: it moves indices
 * to where they fit, and gives infinities or NaN.
 *
 * @throws ArgumentError for a constant that f32 cannot hold, for an operation that is not a primitive of the library, and for
 * entries of trees with a dot in their names.
 * @throws TracingError if the function looks at values or is not pure.
 *
 * @example
 * import { op, type Tensor, zeros } from 'pullback'
 * import { stablehlo } from 'pullback/stablehlo'
 * const f = (w: Tensor<[3, 2]>, x: Tensor<[5, 3]>) => op.tanh(op.matmul(x, w))
 * const { text, manifest } = stablehlo({ args: [{ name: 'w' }, { name: 'x', role: 'sharded' }] })(f)(zeros([3, 2]), zeros([5, 3]))
 * console.log(text, manifest.inputs[1]) // { path: 'x', shape: [5, 3], type: 'f32', role: 'sharded' }
 *
 * @category Other machines
 * @since 0.1.0
 */
export const stablehlo = takes(
  'stablehlo',
  [{ options: needs.optional(needsModuleOptions) }, { f: needs.fn }],
  () => stablehloUnchecked,
)

const stablehloUnchecked =
  (options: StableHloOptions = {}) =>
  <A extends readonly unknown[], B>(f: (...args: A) => B) =>
  (...args: A): StableHloModule =>
    moduleFrom(trace(f)(...args), args, options)
