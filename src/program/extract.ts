/**
 * Parts of programs: what some values are made of, from some others on.
 *
 * @module
 */
import { abstractOf, type Equation, firstResult, type Program, type Ref } from '../primitive/core/program.ts'

/** The values that some outputs are made of, themselves and inputs among them; of those that are given, nothing is asked. */
export const madeOf = (
  program: Program,
  outputs: readonly Ref[],
  given: ReadonlySet<Ref> = new Set(),
): ReadonlySet<Ref> => {
  const base = firstResult(program)
  const read = new Set(outputs)
  for (let i = program.equations.length - 1; i >= 0; i--)
    if (read.has(base + i) && !given.has(base + i))
      for (const ref of (program.equations[i] as Equation).operands) read.add(ref)
  return read
}

/** Values that some outputs depend on, where `from` is given: they are read, and not what they are made of. */
export const partOf = (program: Program, from: readonly Ref[], outputs: readonly Ref[]): Program => {
  const base = firstResult(program)
  const given = new Set(from)
  const read = madeOf(program, outputs, given)
  const numbers = new Map<Ref, Ref>(from.map((ref, i) => [ref, i]))
  // A value may be given twice: inputs are counted, and not their numbers.
  let next = from.length
  const constants = program.constants.filter((_, i) => {
    const ref = program.inputs.length + i
    if (given.has(ref) || !read.has(ref)) return false
    numbers.set(ref, next++)
    return true
  })
  const equations: Equation[] = []
  program.equations.forEach((equation, i) => {
    if (given.has(base + i) || !read.has(base + i)) return
    numbers.set(base + i, from.length + constants.length + equations.length)
    equations.push({ ...equation, operands: equation.operands.map(ref => numbers.get(ref) as Ref) })
  })
  return {
    inputs: from.map(ref => abstractOf(program, ref)).map(({ shape, dtype }) => ({ shape, dtype })),
    constants,
    equations,
    outputs: outputs.map(ref => numbers.get(ref) as Ref),
  }
}

/** The values that depend on some others, themselves among them, by way of the equations that pass something on. */
export const dependents = (
  program: Program,
  on: Iterable<Ref>,
  passes: (equation: Equation) => boolean = () => true,
): ReadonlySet<Ref> => {
  const base = firstResult(program)
  const found = new Set<Ref>(on)
  program.equations.forEach((equation, i) => {
    if (passes(equation) && equation.operands.some(ref => found.has(ref))) found.add(base + i)
  })
  return found
}

/** The values that depend on nothing but some others, themselves among them, by way of the equations that pass something on. */
export const madeOnlyOf = (
  program: Program,
  from: Iterable<Ref>,
  passes: (equation: Equation) => boolean = () => true,
): ReadonlySet<Ref> => {
  const base = firstResult(program)
  const found = new Set<Ref>(from)
  program.equations.forEach((equation, i) => {
    if (passes(equation) && equation.operands.every(ref => found.has(ref))) found.add(base + i)
  })
  return found
}

/** Whether an equation costs next to nothing: its result would only be read from memory again if it were stored. */
export const isCheap = ({ primitive }: Equation): boolean =>
  primitive.name === 'broadcast' || primitive.name === 'reshape'
