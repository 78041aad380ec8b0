/**
 * Folds that stay in an engine: the state that is threaded from step to step is copied out only when it is asked for.
 *
 * @module
 */

import type { Engine, Executable } from '../engine/engine.ts'
import { prepared } from '../engine/prepared.ts'
import { resultOf, trace } from '../program/trace.ts'
import { needs, requireArgument } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import {
  carriedOn,
  formDifference,
  formError,
  type Gatherer,
  gathererOf,
  inOrderOf,
  requireForm,
  tensorsIn,
  unlike,
  withTensors,
} from '../tensor/form.ts'
import { requireTree } from '../tensor/requireTree.ts'
import { describe, isList } from '../tensor/stranger.ts'
import { type AnyTensor, isTensor } from '../tensor/tensor.ts'

/**
 * A step of a fold: from the state and some inputs to the next state, and outputs of which the first must be finite.
 *
 * @category Running programs
 * @since 0.1.0
 */
export type FoldStep<S, X extends readonly unknown[], Y, Z> = (
  state: S,
  ...inputs: X
) => readonly [next: S, finite: Y, other: Z]

/**
 * Inputs that are made only if the program reads them.
 *
 * @category Running programs
 * @since 0.1.0
 */
export type LazyInputs<X extends readonly unknown[]> = { readonly [I in keyof X]: () => X[I] }

/**
 * A fold in the middle of its work.
 *
 * @category Running programs
 * @since 0.1.0
 */
export interface Fold<S, X extends readonly unknown[], Y, Z> {
  /**
   * Runs the step. If the next state and the first output are finite, that becomes the state; if not, the state stays as it
   * was and the result is false. In place, it becomes the state in any case, and the result says whether the first output is finite.
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

/**
 * How a fold keeps its state.
 *
 * @category Running programs
 * @since 0.1.0
 */
export interface FoldOptions {
  /**
   * Whether a step overwrites the state as it goes. Then only the first output is watched, a step that is not finite cannot be taken
   * back, and what `op.dynamicUpdateSlice` writes takes as long as the block is large, and not the state: text is generated so, with a
   * cache of keys and values. Defaults to false.
   *
   * @default false
   */
  readonly inPlace?: boolean
}

/** The step, prepared for inputs of one form. */
interface CompiledStep<B> {
  readonly executable: Executable
  /** What the step gives, with anything for tensors. */
  readonly structure: B
  /** The first output of each part of it, how many it has, and whether it is but one tensor. */
  readonly parts: readonly { readonly from: number; readonly count: number; readonly isOne: boolean }[]
  /** For each input what it was made for, whether the program reads it, and where its tensors go. */
  readonly inputs: readonly FoldInput[]
}

/** An input of the step: what it was made for, whether the program reads it, and where its tensors go. */
interface FoldInput {
  readonly example: unknown
  readonly isRead: boolean
  readonly position: number
  /** How many tensors it has. */
  readonly size: number
  /** Puts the tensors of a value into a list, if it is of the form that it was made for, in its order. */
  readonly gather: Gatherer
}

/** Where each of some lists begins that stand one after the other. */
const startsOf = (lengths: readonly number[], first = 0): readonly number[] =>
  lengths.map((_, i) => lengths.slice(0, i).reduce((n, m) => n + m, first))

const subjectOf = (i: number): string => (i === 0 ? 'its first input' : `its input ${i + 1}`)

/** Requires inputs that are asked for when they are needed, as many as there were before. */
const requireLazy = (inputs: readonly unknown[], count = Math.max(inputs.length, 1)): void => {
  if (inputs.length !== count)
    throw new ArgumentError(`fold advances with ${count} inputs, but was given ${inputs.length}.`)
  for (let i = 0; i < inputs.length; i++)
    if (typeof inputs[i] !== 'function')
      throw new ArgumentError(
        `fold advances with inputs that are functions, advance(() => x), but ${subjectOf(i)} is ${describe(inputs[i])}.`,
      )
}

/** What an input gives; a class, and what cannot be called, is seen when it is. */
const valueOfInput = (input: unknown, i: number): unknown => {
  try {
    return (input as () => unknown)()
  } catch (error) {
    requireArgument('fold', subjectOf(i), needs.fn, input)
    throw error
  }
}

const foldOptions = needs.options({ inPlace: needs.boolean })

/** Programs that a fold keeps, one for each form of the first input. */
const maxCompiledSteps = 64

/** Plain values would stay for ever what they were when the program was made. */
const requireTensors = (input: unknown, i: number): void => requireTree('fold', subjectOf(i), input)

/** The tensors of an input that has the form of the one that the program was made for, whatever the order of its entries. */
const tensorsOf = (
  { example, gather }: FoldInput,
  given: unknown,
  i: number,
  found: AnyTensor[],
): readonly AnyTensor[] => {
  if (gather(given, found, 0) !== unlike) return found
  const difference = formDifference(example, given)
  if (difference === null) return tensorsIn(inOrderOf(example)(given))
  throw formError(
    difference,
    (place, wanted, is) =>
      `Inputs of a fold besides the first have one form at all steps, but at ${place} ${subjectOf(i)} was ${wanted} and becomes ` +
      `${is}.`,
  )
}

/**
 * A fold of a pure step from an initial state, in an engine. A program is made for each set of shapes of the first input (a
 * last short batch, say), the latest 64 are kept, and the state moves between them; the other inputs never change their shapes.
 *
 * The next state has the form of the state: its entries are matched by name, whatever their order. Plain values (numbers, texts,
 * flags) in the state and in the first input are parts of the program; in the other inputs there are none.
 *
 * @throws ArgumentError, ShapeError or DTypeError when a step is prepared that gives a state of another form, with the place and
 * both forms: nothing has run by then.
 * @throws TracingError if the step looks at values.
 * @category Running programs
 * @since 0.1.0
 */
export const fold = <S, X extends readonly [unknown, ...unknown[]], Y, Z>(
  step: FoldStep<S, X, Y, Z>,
  initial: S,
  engine: Engine,
  options: FoldOptions = {},
): Fold<S, X, Y, Z> => {
  type Outcome = ReturnType<FoldStep<S, X, Y, Z>>
  requireArgument('fold', 'its step', needs.fn, step)
  requireArgument('fold', 'its engine', needs.engine, engine)
  requireArgument('fold', 'its options', foldOptions, options)
  const { inPlace = false } = options
  requireForm('fold', 'its state', initial)
  const compiledSteps: CompiledStep<Outcome>[] = []
  const states = tensorsIn(initial)
  let current: CompiledStep<Outcome> | null = null
  // One list for all steps: each is through with it before the next input is asked for.
  const found: AnyTensor[] = []

  // Entries of the state are matched by name, once and for all: the program gives them in the order that they began with.
  const inOrder = (...args: readonly [S, ...X]): Outcome => {
    const outcome = step(...args)
    if (!isList(outcome) || outcome.length !== 3)
      throw new ArgumentError(
        `fold takes a step that gives three things, [next state, what has to be finite, anything else], but was given ` +
          `${describe(outcome)}.`,
      )
    const [next, finite, other] = outcome
    return [carriedOn('fold', args[0], next), finite, other]
  }

  const prepare = (first: unknown, lazy: readonly (() => unknown)[]): CompiledStep<Outcome> => {
    const values = [first, ...lazy.slice(1).map(input => input())]
    for (let i = 1; i < values.length; i++) requireTensors(values[i], i)
    const traced = trace(inOrder as (...args: readonly unknown[]) => Outcome)(initial, ...values)
    const { program } = traced
    const structure = resultOf(traced)
    const carried = states.map((_, i) => ({ output: i, input: i }))
    const watched = program.outputs
      .map((_, i) => i)
      .slice(inPlace ? states.length : 0, states.length + tensorsIn(structure[1]).length)
    const executable = prepared(engine, program, { carried, watched, inPlace })
    const sizes = values.map(value => tensorsIn(value).length)
    const positions = startsOf(sizes, states.length)
    const inputs = sizes.map((size, i) => {
      const position = positions[i] as number
      const isRead = Array.from({ length: size }, (_, j) => position + j).some(executable.reads)
      return { example: values[i], position, isRead, size, gather: gathererOf(values[i]) }
    })
    const counts = structure.map(each => tensorsIn(each).length)
    const starts = startsOf(counts)
    const parts = counts.map((count, i) => ({
      from: starts[i] as number,
      count,
      isOne: isTensor(structure[i]),
    }))
    return { executable, structure, parts, inputs }
  }

  /** The compiled step for a first input, and the input's tensors, which are put into `found`. */
  const stepFor = (first: unknown, lazy: readonly (() => unknown)[]): CompiledStep<Outcome> => {
    const fits = ({ inputs }: CompiledStep<Outcome>): boolean =>
      (inputs[0] as FoldInput).gather(first, found, 0) !== unlike
    if (current !== null && fits(current)) return current
    requireForm('fold', subjectOf(0), first)
    const known = compiledSteps.find(fits)
    const compiledStep = known ?? prepare(first, lazy)
    if (known === undefined) fits(compiledStep)
    else compiledSteps.splice(compiledSteps.indexOf(known), 1)
    // The one used last goes last: the first is the one to forget.
    compiledSteps.push(compiledStep)
    if (compiledSteps.length > maxCompiledSteps) compiledSteps.shift()?.executable.release?.()
    stateNow().forEach((x, i) => {
      compiledStep.executable.write(i, x)
    })
    current = compiledStep
    return compiledStep
  }

  const stateNow = (): readonly AnyTensor[] =>
    current === null
      ? states
      : states.map((_, i) => (current as CompiledStep<Outcome>).executable.readInput(i))

  const part = (which: 0 | 1 | 2): unknown => {
    if (current === null) throw new ArgumentError('A fold has no outcome before its first step.')
    const { executable, structure, parts } = current
    const { from, count, isOne } = parts[which] as (typeof parts)[number]
    if (isOne) return executable.read(from)
    return withTensors(Array.from({ length: count }, (_, i) => executable.read(from + i)))(structure[which])
  }

  return {
    advance: (...inputs) => {
      requireLazy(inputs, current?.inputs.length)
      const { executable, inputs: places } = stepFor(valueOfInput(inputs[0], 0), inputs)
      const { size } = places[0] as FoldInput
      for (let i = 0; i < size; i++) executable.write(states.length + i, found[i] as AnyTensor)
      for (let i = 1; i < places.length; i++) {
        const place = places[i] as FoldInput
        if (!place.isRead) continue
        const { position, size } = place
        const given = tensorsOf(place, valueOfInput(inputs[i], i), i, found)
        for (let j = 0; j < size; j++) executable.write(position + j, given[j] as AnyTensor)
      }
      const finite = executable.execute()
      if (finite || inPlace) executable.commit()
      return finite
    },
    state: () => withTensors(stateNow())(initial),
    attempted: () => part(0) as S,
    finite: () => part(1) as Y,
    other: () => part(2) as Z,
  }
}
