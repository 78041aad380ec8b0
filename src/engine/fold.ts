/**
 * Folds that stay in an engine: the state that is threaded from step to step is never copied out unless somebody looks.
 *
 * @module
 */
import { trace } from '../program/trace.ts'
import { ArgumentError, type Path } from '../tensor/error.ts'
import { sameShape } from '../tensor/shape.ts'
import { type AnyTensor, isTensor, scalar } from '../tensor/tensor.ts'
import { entries, type Leaf, tensors as tensorsOf, type Tree, withLeaves } from '../tensor/tree.ts'
import type { Engine, Executable } from './executable.ts'

/** A step of a fold: from the state and some inputs to the next state, and outputs of which the first must be finite. */
export type FoldStep<S, X extends readonly unknown[], Y, Z> = (
  state: S,
  ...inputs: X
) => readonly [next: S, finite: Y, other: Z]

/** Inputs that are made only if the program reads them. */
export type LazyInputs<X extends readonly unknown[]> = { readonly [I in keyof X]: () => X[I] }

/** A fold in the middle of its work. */
export interface Fold<S, X extends readonly unknown[], Y, Z> {
  /**
   * Runs the step. If the next state and the first output are finite, that becomes the state; if not, the state stays as it
   * was and the result is false.
   */
  readonly advance: (...inputs: LazyInputs<X>) => boolean
  /** A copy of the state. */
  readonly state: () => S
  /** A copy of the state that the last step gave, also if it was not finite. */
  readonly attempted: () => S
  /** A copy of the last step's first output. */
  readonly finite: () => Y
  /** A copy of the last step's second output. */
  readonly other: () => Z
}

/** The step, prepared for one set of shapes of its inputs. */
interface Machine<B> {
  readonly executable: Executable
  /** What the step gives, with anything for leaves. */
  readonly structure: B
  /** The tensors of the first input that it was made for. */
  readonly example: readonly AnyTensor[]
  /** For each input whether the program reads it, where its tensors go, and how to find them. */
  readonly inputs: readonly { readonly isRead: boolean; readonly position: number; readonly find: Finder }[]
}

/** Finds the tensors of a tree without walking it: where they were in another one of its structure. */
type Finder = (tree: unknown) => readonly AnyTensor[]

const finderOf = (example: unknown): Finder => {
  const places = entries(example as Tree).flatMap(({ path, leaf }) => (isTensor(leaf) ? [path] : []))
  const found = new Array<AnyTensor>(places.length)
  return tree => {
    for (let i = 0; i < places.length; i++) {
      let at = tree as { readonly [key: string | number]: unknown } | undefined
      for (const key of places[i] as Path) at = at?.[key] as typeof at
      if (!isTensor(at)) return tensorsOf(tree)
      found[i] = at
    }
    return found
  }
}

const alike = (xs: readonly AnyTensor[], ys: readonly AnyTensor[]): boolean => {
  if (xs.length !== ys.length) return false
  for (let i = 0; i < xs.length; i++) {
    const [x, y] = [xs[i] as AnyTensor, ys[i] as AnyTensor]
    if (x.dtype !== y.dtype || !sameShape(x.shape, y.shape)) return false
  }
  return true
}

/**
 * A fold of a pure step from an initial state, in an engine. A program is made for each set of shapes of the first input (a
 * last short batch, say), and the state moves between them; the other inputs never change their shapes.
 *
 * @throws ReadingError if the step looks at values.
 */
export const fold = <S, X extends readonly [unknown, ...unknown[]], Y, Z>(
  step: FoldStep<S, X, Y, Z>,
  initial: S,
  engine: Engine,
): Fold<S, X, Y, Z> => {
  type Outcome = ReturnType<FoldStep<S, X, Y, Z>>
  const machines: Machine<Outcome>[] = []
  const states = tensorsOf(initial)
  let current: Machine<Outcome> | null = null

  const prepare = (first: unknown, rest: readonly (() => unknown)[]): Machine<Outcome> => {
    const values = [first, ...rest.map(input => input())]
    const { program, restore } = trace(step as (...args: readonly unknown[]) => Outcome)(initial, ...values)
    const carried = states.map((_, i) => ({ output: i, input: i }))
    const structure = restore(program.outputs.map(ref => scalar(ref)))
    const watched = program.outputs.map((_, i) => i).slice(0, states.length + tensorsOf(structure[1]).length)
    const executable = engine.prepare(program, { carried, watched })
    const sizes = values.map(value => tensorsOf(value).length)
    const inputs = sizes.map((size, i) => {
      const position = sizes.slice(0, i).reduce((n, m) => n + m, states.length)
      const isRead = Array.from({ length: size }, (_, j) => position + j).some(executable.reads)
      return { position, isRead, find: finderOf(values[i]) }
    })
    return { executable, structure, example: tensorsOf(first), inputs }
  }

  const machineFor = (first: unknown, tensors: readonly AnyTensor[], rest: readonly (() => unknown)[]) => {
    if (current !== null && alike(current.example, tensors)) return current
    const known = machines.find(({ example }) => alike(example, tensors))
    const machine = known ?? prepare(first, rest)
    if (known === undefined) machines.push(machine)
    stateNow().forEach((x, i) => {
      machine.executable.write(i, x)
    })
    current = machine
    return machine
  }

  const stateNow = (): readonly AnyTensor[] =>
    current === null ? states : states.map((_, i) => (current as Machine<Outcome>).executable.readInput(i))

  const part = (which: 0 | 1 | 2): unknown => {
    if (current === null) throw new ArgumentError('A fold has no outcome before its first step.')
    const { executable, structure } = current
    const from = tensorsOf(structure.slice(0, which)).length
    const tensors = tensorsOf(structure[which]).map((_, i) => executable.read(from + i))
    return withLeaves(tensors as readonly Leaf[])(structure[which])
  }

  return {
    advance: (...inputs) => {
      const [lazyFirst, ...rest] = inputs as unknown as readonly [() => unknown, ...(() => unknown)[]]
      const first = lazyFirst()
      const tensors = current?.inputs[0]?.find(first) ?? tensorsOf(first)
      const { executable, inputs: places } = machineFor(first, tensors, rest)
      for (let i = 0; i < tensors.length; i++) executable.write(states.length + i, tensors[i] as AnyTensor)
      for (let i = 0; i < rest.length; i++) {
        const { isRead, position, find } = places[i + 1] as (typeof places)[number]
        if (!isRead) continue
        const given = find((rest[i] as () => unknown)())
        for (let j = 0; j < given.length; j++) executable.write(position + j, given[j] as AnyTensor)
      }
      const finite = executable.execute()
      if (finite) executable.commit()
      return finite
    },
    state: () => withLeaves(stateNow() as readonly Leaf[])(initial),
    attempted: () => part(0) as S,
    finite: () => part(1) as Y,
    other: () => part(2) as Z,
  }
}
