/**
 * Operations with bodies: what runs many times is a `Loop`, a choice an `If`. Their bodies see the values around them.
 *
 * @module
 */
import type { ControlName, controls } from '../../primitive/control/controls.ts'
import type { CondOptions, LoopOptions, Program, WhileOptions } from '../../primitive/core/program.ts'
import type { Emitter } from './emitter.ts'
import type { Type, Value } from './value.ts'

/** A program, and the same for another batch size, if sizes may depend on it. */
export interface Twin<X> {
  readonly one: X
  readonly other: X | null
}

/** Writes the equations of a body, and gives its outputs. */
export type WriteBody = (emit: Emitter, body: Twin<Program>, inputs: readonly Value[]) => readonly Value[]

/** An operation with bodies: writes it, and gives all its results. */
export type LowerControl<O> = (
  emit: Emitter,
  options: Twin<O>,
  operands: readonly Value[],
  write: WriteBody,
) => readonly Value[]

const counter: Type = { shape: [], extents: [], element: 'i64' }
const truth: Type = { shape: [], extents: [], element: 'bool' }

const inBoth = <O, X>({ one, other }: Twin<O>, of: (options: O) => X): Twin<X> => ({
  one: of(one),
  other: other === null ? null : of(other),
})

const stateStems = (values: readonly Value[]): readonly (readonly [string, Type])[] =>
  values.map(value => ['state', value] as const)

const lowerLoop: LowerControl<LoopOptions> = (emit, options, operands, write) => {
  const { count, carries, slices, reverse } = options.one
  const [carried, read] = [operands.slice(0, carries), operands.slice(carries)]
  let outputs: readonly Value[] = []
  const body = emit.graph(
    'loop_body',
    [['turn', counter], ['goes_on', truth], ...stateStems(carried)],
    (inside, [turn, goesOn, ...now]) => {
      const at = reverse
        ? inside.each('Sub', [inside.like(turn as Value, count - 1), turn as Value])
        : (turn as Value)
      const own = read
        .slice(0, slices)
        .map(x =>
          inside.op(
            'Gather',
            [x, at],
            { shape: x.shape.slice(1), extents: x.extents.slice(1), element: x.element },
            { axis: 0 },
          ),
        )
      outputs = write(
        inside,
        inBoth(options, it => it.body),
        [...now, ...own, ...read.slice(slices)],
      )
      return [goesOn as Value, ...outputs]
    },
  )
  const typeOfResult = (x: Value, i: number): Type =>
    i < carries
      ? { shape: x.shape, extents: x.extents, element: x.element }
      : { shape: [count, ...x.shape], extents: [null, ...x.extents], element: x.element }
  const types = outputs.map(typeOfResult)
  if (count === 0) return types.map((type, i) => (i < carries ? (carried[i] as Value) : emit.number(0, type)))
  const times = emit.number(count, counter)
  const results = emit.ops('Loop', [times, null, ...carried], types, { body: { graph: body } })
  return results.map((x, i) => (reverse && i >= carries ? reversed(emit, x) : x))
}

/** What comes last first. */
const reversed = (emit: Emitter, x: Value): Value => {
  const [last, before] = [emit.ints([-1]), emit.ints([-(2 ** 31)])]
  return emit.op('Slice', [x, last, before, emit.ints([0]), last], x)
}

/** Beside what is carried, state is the number of steps, and whether it would go on. */
const lowerWhile: LowerControl<WhileOptions> = (emit, options, operands, write) => {
  const { carries, limit } = options.one
  const [carried, read] = [operands.slice(0, carries), operands.slice(carries)]
  const asks = (at: Emitter, values: readonly Value[]): Value => {
    const predicate = inBoth(options, it => it.predicate)
    return at.full(at.truth(write(at, predicate, values)[0] as Value))
  }
  const begins = asks(emit, operands)
  const steps = emit.number(0, { ...counter, element: 'i32' })
  const state = [...carried, steps, begins]
  const body = emit.graph(
    'while_body',
    [['turn', counter], ['goes_on', truth], ...stateStems(state)],
    (inside, [, , ...now]) => {
      const next = write(
        inside,
        inBoth(options, it => it.body),
        [...now.slice(0, carries), ...read],
      )
      const goesOn = asks(inside, [...next, ...read])
      const step = now[carries] as Value
      return [goesOn, ...next, inside.each('Add', [step, inside.like(step, 1)]), goesOn]
    },
  )
  const most = Number.isSafeInteger(limit) ? emit.number(limit, counter) : null
  const results = emit.ops('Loop', [most, begins, ...state], state, { body: { graph: body } })
  const [taken, goesOn] = results.slice(carries) as readonly Value[] as readonly [Value, Value]
  return [...results.slice(0, carries), taken, emit.bytes(emit.each('Not', [goesOn]))]
}

const lowerCond: LowerControl<CondOptions> = (emit, options, [predicate, ...operands], write) => {
  let types: readonly Type[] = []
  const branch = (name: string, of: (options: CondOptions) => Program) =>
    emit.graph(name, [], inside => {
      const outputs = write(inside, inBoth(options, of), operands)
      types = outputs
      return outputs
    })
  const attributes = {
    then_branch: { graph: branch('then', it => it.onTrue) },
    else_branch: { graph: branch('else', it => it.onFalse) },
  }
  return emit.ops('If', [emit.full(emit.truth(predicate as Value))], types, attributes)
}

/** How each operation with bodies is written. */
export const lowerControl: {
  readonly [N in ControlName]: LowerControl<Parameters<(typeof controls)[N]['bodies']>[0]>
} = { loop: lowerLoop, cond: lowerCond, while: lowerWhile }
