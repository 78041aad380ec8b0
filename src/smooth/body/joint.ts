/**
 * A body and its pullback as one program, divided: what does not depend on a cotangent is computed on the way there, and what the rest
 * reads of it is kept.
 *
 * @module
 */
import type { Abstract } from '../../primitive/core/primitive.ts'
import { type Equation, firstResult, type Program, type Ref } from '../../primitive/core/program.ts'
import type { ReshapeOptions } from '../../primitive/movement/reshape.ts'
import { dependents, isCheap, madeOnlyOf } from '../../program/extract.ts'
import { SymbolicTracer } from '../../program/trace.ts'
import { kindOf } from '../../tensor/dtype.ts'
import { zeros } from '../../tensor/function/constructors.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'

/** What a body gives, and the way back: cotangents of its outputs to those of its inputs, where there are any. */
export interface Linearised {
  readonly outputs: readonly AnyTensor[]
  readonly back: (cotangents: readonly (AnyTensor | undefined)[]) => readonly (AnyTensor | undefined)[]
}

/** The results of an operation with bodies, and the way back. */
export interface ResultsWithPullback {
  readonly results: readonly AnyTensor[]
  readonly pull: (cotangents: readonly (AnyTensor | undefined)[]) => readonly (AnyTensor | undefined)[]
}

const isFloat = ({ dtype }: Abstract): boolean => kindOf(dtype) === 'float'

/** A body and its pullback as one program: its inputs are those of the body and the cotangents of its outputs. */
export interface Joint {
  readonly program: Program
  readonly inputs: number
  /** For each output of the body its cotangent's number, if it has one. */
  readonly cotangents: readonly (Ref | null)[]
  readonly outputs: readonly Ref[]
  /** For each input of the body the number of what goes back to it, if anything does. */
  readonly pulled: readonly (Ref | null)[]
}

/** Records a body and its pullback; `what` it is called where it fails. */
export const jointOf = (
  what: string,
  linearise: (inputs: readonly AnyTensor[]) => Linearised,
  inputs: readonly Abstract[],
): Joint => {
  const own = new SymbolicTracer()
  const symbols = inputs.map(x => own.symbol(own.recorder.input(x)))
  return own.progress.within(what, () => {
    const { outputs, back } = linearise(symbols)
    let next = inputs.length
    const cotangents = outputs.map(y => (isFloat(y) ? next++ : null))
    const pulled = back(outputs.map(y => (isFloat(y) ? own.symbol(own.recorder.input(y)) : undefined)))
    const found = pulled.filter(dx => dx !== undefined)
    const program = own.recorder.program([...outputs, ...found].map(x => own.nodeOf(x)))
    let at = outputs.length
    return {
      program,
      inputs: inputs.length,
      cotangents,
      outputs: program.outputs.slice(0, outputs.length),
      pulled: pulled.map(dx => (dx === undefined ? null : (program.outputs[at++] as Ref))),
    }
  })
}

const isBarrier = ({ primitive, options }: Equation): boolean =>
  primitive.name === 'reshape' && (options as ReshapeOptions).barrier === true

/** What is computed on the way back: what a cotangent goes into, and what is to be computed once more, behind a barrier. */
export const lateIn = (program: Program, cotangents: readonly (Ref | null)[]): ReadonlySet<Ref> =>
  dependents(program, [...cotangents.filter(ref => ref !== null), ...againIn(program)])

/** What is computed once more on the way back, so that it need not be kept. */
export const againIn = (program: Program): ReadonlySet<Ref> => {
  const base = firstResult(program)
  return dependents(
    program,
    program.equations.flatMap((equation, i) => (isBarrier(equation) ? [base + i] : [])),
  )
}

/**
 * The values that the way back reads of the way there, but for those that it makes itself: `same`. What is `given` is there anyway, as
 * what is kept is.
 */
export const crossingOf = (
  { program, inputs, cotangents, pulled }: Joint,
  same: ReadonlySet<Ref>,
  given: readonly Ref[] = [],
): readonly Ref[] => {
  const base = firstResult(program)
  const late = lateIn(program, cotangents)
  const crossing = new Set<Ref>()
  const visited = new Set<Ref>()
  const read = (ref: Ref): void => {
    if (visited.has(ref)) return
    visited.add(ref)
    const equation = program.equations[ref - base]
    const isInside = ref >= base && (late.has(ref) || same.has(ref) || isCheap(equation as Equation))
    if (isInside) (equation as Equation).operands.forEach(read)
    else if (ref < inputs || ref >= base) crossing.add(ref)
  }
  for (const ref of pulled) if (ref !== null) read(ref)
  // What a few instructions make of what is kept anyway is made again. Values come in order, so that what one is made of is known.
  const isAtHand = new Set([...same, ...given])
  for (let ref = 0; ref < base + program.equations.length; ref++) {
    const equation = program.equations[ref - base]
    const isMade =
      equation !== undefined && isLight(equation) && equation.operands.every(x => isAtHand.has(x))
    if (isMade) crossing.delete(ref)
    if (isMade || crossing.has(ref)) isAtHand.add(ref)
  }
  return [...crossing].sort((a, b) => a - b)
}

/** Operations of one or two instructions. */
const light: ReadonlySet<string> = new Set([
  ...['abs', 'add', 'broadcast', 'mul', 'neg', 'reshape', 'scale', 'shift', 'sub'],
])

const isLight = ({ primitive }: Equation): boolean => light.has(primitive.name)

/** Of a body and its pullback: what is made only of the body's inputs from a first one on, and of constants. */
export const madeOfStaying = ({ program, inputs }: Joint, firstStaying: number): ReadonlySet<Ref> =>
  madeOnlyOf(
    program,
    Array.from({ length: firstResult(program) }, (_, ref) => ref).filter(
      ref => ref >= firstStaying && (ref < inputs || ref >= program.inputs.length),
    ),
  )

export const zerosOf = ({ shape, dtype }: Abstract): AnyTensor => zeros(shape, dtype as 'f32') as AnyTensor
