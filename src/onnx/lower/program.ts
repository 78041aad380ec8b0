/**
 * Programs as nodes of ONNX, equation by equation; several that are one operation there become that.
 *
 * @module
 */
import { opened } from '../../exchange/opened/opened.ts'
import type { OpenedName } from '../../exchange/opened/openings.ts'
import { type Sizes, varying } from '../../exchange/varying.ts'
import type { ControlName } from '../../primitive/control/controls.ts'
import {
  abstractOf,
  type Equation,
  firstResult,
  type Program,
  type Ref,
} from '../../primitive/core/program.ts'
import type { ResultOptions } from '../../primitive/core/result.ts'
import { type PrimitiveName, primitives } from '../../primitive/table.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { type AnyTensor, elementsOf, isConcrete } from '../../tensor/tensor.ts'
import { type LowerControl, lowerControl, type Twin, type WriteBody } from './control.ts'
import type { Emitter } from './emitter.ts'
import { fusedAt } from './fusion.ts'
import type { Lowering } from './lowering.ts'
import type { Fused } from './match.ts'
import { lowerings } from './table.ts'
import { type Type, typeOf, type Value } from './value.ts'

const nameOf = ({ primitive }: Equation): PrimitiveName => {
  const name = primitive.name as PrimitiveName
  if ((primitives[name] as unknown) !== primitive)
    throw new ArgumentError(
      `ONNX has no lowering of ${primitive.name}, which is not a primitive of this library. Write it with those that there are.`,
    )
  return name
}

/** Of a program for two batch sizes, what is needed at each value. */
interface Walk {
  readonly twin: Twin<Program>
  readonly typeOf: (ref: Ref) => Type
}

const walkOf = (twin: Twin<Program>, sizes: Sizes): Walk => {
  const { one, other } = twin
  const depends = other === null ? null : varying(one, other, sizes)
  return { twin, typeOf: ref => typeOf(abstractOf(one, ref), depends?.extentsOf(ref)) }
}

/** The equations that are written, each by itself or for several: those that nothing needs are not there. */
const planOf = (program: Program): ReadonlyMap<Ref, Fused | null> => {
  const plan = new Map<Ref, Fused | null>()
  const base = firstResult(program)
  const needed = new Set<Ref>(program.outputs)
  const find = fusedAt(program)
  for (let i = program.equations.length - 1; i >= 0; i--) {
    const ref = base + i
    if (!needed.has(ref)) continue
    const fused = find(ref)
    plan.set(ref, fused)
    for (const input of fused?.inputs ?? (program.equations[i] as Equation).operands) needed.add(input)
  }
  return plan
}

/** A tensor that a program brings with it: one number is written once, whatever its shape. */
export const constantOf = (emit: Emitter, x: AnyTensor, type: Type): Value => {
  const [first, ...rest] = isConcrete(x) ? elementsOf(x).slice(0, 2) : []
  const isOne =
    first !== undefined &&
    (rest.length === 0 || elementsOf(x).every((value: number) => Object.is(value, first)))
  return isOne ? emit.number(first, type) : emit.constant(x)
}

/** Writes programs, for what a model may depend on: two sizes of the batch. */
export const writerOf = (sizes: Sizes): WriteBody => {
  const one = (emit: Emitter, walk: Walk, ref: Ref, operands: readonly Value[]): Value => {
    const { one: program, other } = walk.twin
    const index = ref - firstResult(program)
    const equation = program.equations[index] as Equation
    const result = walk.typeOf(ref)
    // Of nothing there is nothing to compute.
    if (sizeOf(result.shape) === 0) return emit.number(0, result)
    const name = nameOf(equation)
    const kind = lowerings[name] as Lowering<unknown> | 'opened' | { readonly single: Lowering<unknown> }
    const isOpened = kind === 'opened' || ('single' in kind && result.element !== 'f32')
    if (isOpened) {
      const body = (of: Program | null): Program | null => {
        if (of === null) return null
        const { options, operands } = of.equations[index] as Equation
        return opened(
          name as OpenedName,
          options,
          operands.map(it => abstractOf(of, it)),
        )
      }
      const twin = { one: body(program) as Program, other: body(other) }
      return write(
        emit,
        twin,
        operands.map(it => emit.full(emit.bytes(it))),
      )[0] as Value
    }
    const lowering = 'single' in kind ? kind.single : kind
    const given = operands.map(it => {
      const plain = lowering.keepsTruth ? it : emit.bytes(it)
      return lowering.keepsRepeats ? plain : emit.full(plain)
    })
    return lowering.lower({ emit, options: equation.options, operands: given, result })
  }

  const write: WriteBody = (emit, twin, inputs) => {
    const { one: program, other } = twin
    const walk = walkOf(twin, sizes)
    const base = firstResult(program)
    const values = new Map<Ref, Value | readonly Value[]>()
    const valueAt = (ref: Ref): Value => {
      const known = values.get(ref)
      if (known !== undefined) return known as Value
      const constant = program.constants[ref - program.inputs.length] as AnyTensor
      const made = constantOf(emit, constant, walk.typeOf(ref))
      values.set(ref, made)
      return made
    }
    inputs.forEach((value, ref) => {
      values.set(ref, value)
    })
    const plan = planOf(program)
    for (const ref of [...plan.keys()].toReversed()) {
      const fused = plan.get(ref) as Fused | null
      const equation = program.equations[ref - base] as Equation
      const { options, operands } = equation
      const kind = lowerings[nameOf(equation)]
      if (fused !== null) {
        const given = fused.inputs.map(valueAt)
        values.set(ref, fused.lower({ emit, operands: given, result: walk.typeOf(ref) }))
      } else if (kind === 'result') {
        const all = values.get(operands[0] as Ref) as readonly Value[]
        values.set(ref, all[(options as ResultOptions).index] as Value)
      } else if (kind === 'control') {
        const own = operands.map(it => emit.full(emit.bytes(valueAt(it))))
        const lower = lowerControl[equation.primitive.name as ControlName] as LowerControl<unknown>
        const both = { one: options, other: other?.equations[ref - base]?.options ?? null }
        values.set(ref, lower(emit, both, own, write))
      } else values.set(ref, one(emit, walk, ref, operands.map(valueAt)))
    }
    return program.outputs.map(ref => {
      const value = emit.bytes(valueAt(ref))
      const { shape, extents } = walk.typeOf(ref)
      return { ...value, shape, extents }
    })
  }
  return write
}
