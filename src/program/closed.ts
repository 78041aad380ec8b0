/**
 * Bodies from functions: what a function does to symbols, and what it takes from outside as further inputs.
 *
 * @module
 */
import { outputsOf } from '../primitive/control/controls.ts'
import type { Abstract } from '../primitive/core/primitive.ts'
import { type Equation, firstResult, type Program, type Ref } from '../primitive/core/program.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { withInputs } from './bodyInputs.ts'
import { isCheap, madeOf, madeOnlyOf, partOf } from './extract.ts'
import { SymbolicTracer } from './trace.ts'

/** A function's program, whose inputs are its arguments and what it took from outside. */
export interface ClosedBody {
  readonly body: Program
  readonly captured: readonly AnyTensor[]
}

/** Records a function of so many tensors; `what` it is called where it fails. */
export const closed = (
  what: string,
  f: (args: readonly AnyTensor[]) => readonly AnyTensor[],
  args: readonly Abstract[],
): ClosedBody => {
  const own = new SymbolicTracer()
  const symbols = args.map(x => own.symbol(own.recorder.input(x)))
  const results = own.progress.within(what, () => f(symbols))
  const { inputs, constants, equations, outputs } = own.recorder.program(results.map(x => own.nodeOf(x)))
  const abstracts = constants.map(({ shape, dtype }) => ({ shape, dtype }))
  return {
    body: { inputs: [...inputs, ...abstracts], constants: [], equations, outputs },
    captured: constants,
  }
}

/** Bodies of the same arguments as ones that take the same from outside, too. */
export const closedAlike = (
  bodies: readonly ClosedBody[],
  args: readonly Abstract[],
): { readonly bodies: readonly Program[]; readonly captured: readonly AnyTensor[] } => {
  const captured = [...new Set(bodies.flatMap(it => it.captured))]
  const inputs = [...args, ...captured].map(({ shape, dtype }) => ({ shape, dtype }))
  return {
    captured,
    bodies: bodies.map(it =>
      withInputs(it.body, inputs, input =>
        input < args.length
          ? input
          : args.length + captured.indexOf(it.captured[input - args.length] as AnyTensor),
      ),
    ),
  }
}

/**
 * A body without what is the same each time it runs: that is computed before, and given to it. `varying` is the number of inputs that
 * differ from time to time; they come first. `mayMove` says what may be computed before.
 */
export const hoisted = (
  { body, captured }: ClosedBody,
  varying: number,
  mayMove: (equation: Equation) => boolean = () => true,
): ClosedBody => {
  const base = firstResult(body)
  const inputs = [...body.inputs.keys()]
  const same = madeOnlyOf(body, inputs.slice(varying), mayMove)
  const isOutside = (ref: Ref): boolean =>
    ref >= base && same.has(ref) && !isCheap(body.equations[ref - base] as Equation)
  const outside = body.equations.map((_, i) => base + i).filter(isOutside)
  // What is cheap is computed inside, and what it is made of is read there.
  const read = madeOf(body, body.outputs, new Set(outside))
  const given = outside.filter(ref => read.has(ref))
  if (given.length === 0) return { body, captured }
  const before = outputsOf(partOf(body, inputs.slice(varying), given), captured)
  return { body: partOf(body, [...inputs, ...given], body.outputs), captured: [...captured, ...before] }
}
