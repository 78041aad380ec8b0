/**
 * Names for the inputs and outputs of a program, from where their tensors stand in the trees that a function takes and gives:
 * `params.hidden.w`. File formats and the runtimes that read them go by names.
 *
 * @module
 */
import type { Abstract } from '../primitive/core/primitive.ts'
import { abstractOf } from '../primitive/core/program.ts'
import { resultOf, type Traced } from '../program/trace.ts'
import { ArgumentError, type Path } from '../tensor/error.ts'
import { isTensor } from '../tensor/tensor.ts'
import { isLeaf } from '../tensor/tree.ts'
import { branchesOf, isBranches } from '../tensor/walk.ts'

/** An input or an output: its name, and where it stands in the tree that it belongs to. */
export interface Port extends Abstract {
  readonly name: string
  readonly path: Path
}

/** The inputs and outputs of a program by name, in the order of the program. */
export interface Ports {
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
}

const refuseDots = (key: string, path: Path): void => {
  if (key.includes('.'))
    throw new ArgumentError(
      `Names in files are paths whose parts stand between dots, but at ${path.length === 0 ? 'the root' : path.join('.')} there is ` +
        `an entry '${key}', whose own name has one. Give it another name.`,
    )
}

/** The tensors of a tree with their names, in the order in which a program takes and gives them. */
export const portsIn = (tree: unknown, root: Path = []): readonly Port[] => {
  const found: Port[] = []
  const visit = (value: unknown, path: Path): void => {
    if (isTensor(value)) {
      const { shape, dtype } = value
      found.push({ name: path.join('.'), path, shape, dtype })
    } else if (!isLeaf(value) && isBranches(value))
      for (const [key, branch] of branchesOf(value)) {
        if (typeof key === 'string') refuseDots(key, path)
        visit(branch, [...path, key])
      }
  }
  visit(tree, root)
  return found
}

const namedAs =
  (alone: string) =>
  (port: Port): Port =>
    port.name === '' ? { ...port, name: alone } : port

/**
 * The names of a traced function's inputs and outputs. `args` are the arguments that it was traced for, and `roots` what each is called,
 * by default its position; of a root `''` the entries have their own names alone. A result that is a single tensor is called `output`.
 */
export const portsOf = (
  traced: Traced<unknown>,
  args: readonly unknown[],
  roots: readonly string[] = args.map((_, i) => String(i)),
): Ports => {
  const inputs = args.flatMap((arg, i) => portsIn(arg, roots[i] === '' ? [] : [roots[i] ?? String(i)]))
  const outputs = portsIn(resultOf(traced)).map((port, i) => {
    const { program } = traced
    // What stands in for tensors in a result has no form of its own.
    const ref = program.outputs[i] as number
    return { ...port, ...formOf(program, ref) }
  })
  const ports = { inputs: inputs.map(namedAs('input')), outputs: outputs.map(namedAs('output')) }
  for (const list of [ports.inputs, ports.outputs]) requireDistinct(list)
  return ports
}

const formOf = (program: Traced<unknown>['program'], ref: number): Abstract => {
  const { shape, dtype } = abstractOf(program, ref)
  return { shape, dtype }
}

const requireDistinct = (ports: readonly Port[]): void => {
  const seen = new Set<string>()
  for (const { name } of ports) {
    if (seen.has(name))
      throw new ArgumentError(
        `Two tensors would have the name '${name}': each argument needs a root, or entries, of its own.`,
      )
    seen.add(name)
  }
}
