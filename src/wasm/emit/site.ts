/**
 * An operation with bodies in a program: where everything lies, what is copied, and how a body is run.
 *
 * @module
 */
import type { Layout } from '../../plan/layout.ts'
import { bytesOf } from '../../primitive/core/primitive.ts'
import {
  abstractOf,
  type Equation,
  firstResult,
  type Program,
  type Ref,
} from '../../primitive/core/program.ts'
import type { FunctionBuilder } from '../binary/assembler.ts'

/** A body, and the function that runs it: it gives 0, or a status that ends the run. */
export interface BodySite {
  readonly body: Program
  readonly layout: Layout
  /** Addresses for what is carried and must be saved before any of it is moved, by output. */
  readonly saved: ReadonlyMap<number, number>
  readonly call: number
}

/** An operation with bodies, and where everything lies. */
export interface ControlSite {
  readonly program: Program
  readonly layout: Layout
  readonly equation: number
  readonly bodies: readonly BodySite[]
}

export const equationAt = ({ program, equation }: ControlSite): Equation =>
  program.equations[equation] as Equation

/** Where the results of an operation begin. */
export const startOf = ({ program, layout, equation }: ControlSite): number =>
  layout.addressOf(firstResult(program) + equation)

/** The bytes of a value of a body. */
export const sizeIn = (body: Program, ref: Ref): number => bytesOf(abstractOf(body, ref))

/** Pushes an address. */
export type Address = () => void

export const fixed =
  (f: FunctionBuilder, address: number): Address =>
  () => {
    f.address(address)
  }

/** Copies bytes from one address to another. */
export const emitMove = (f: FunctionBuilder, to: Address, from: Address, bytes: number): void => {
  if (bytes === 0) return
  to()
  from()
  f.address(bytes).copy()
}

/** Between its results there is nothing, which only who reads the bytes themselves would see. */
export const emitClear = (f: FunctionBuilder, site: ControlSite): void => {
  const { program, equation } = site
  if (program.outputs.includes(firstResult(program) + equation))
    f.address(startOf(site))
      .i32(0)
      .address(bytesOf(equationAt(site)))
      .fill()
}

/** Runs a body, and ends the run if it says so. */
export const emitCall = (f: FunctionBuilder, { call }: BodySite): void => {
  const status = f.local('i32')
  f.call(call)
    .tee(status)
    .if(() => {
      f.get(status).op('return')
    })
  f.release(status)
}

/** Puts what is carried first where a body reads it, from the operands of the operation. */
export const emitFirstCarry = (
  f: FunctionBuilder,
  site: ControlSite,
  { body, layout }: BodySite,
  carries: number,
): void => {
  const { operands } = equationAt(site)
  for (let i = 0; i < carries; i++)
    emitMove(
      f,
      fixed(f, layout.addressOf(i)),
      fixed(f, site.layout.addressOf(operands[i] as Ref)),
      sizeIn(body, i),
    )
}

/** Puts what was carried last where the results of the operation are. */
export const emitLastCarry = (
  f: FunctionBuilder,
  { body, layout }: BodySite,
  carries: number,
  resultAt: (i: number) => number,
): void => {
  for (let i = 0; i < carries; i++)
    emitMove(f, fixed(f, resultAt(i)), fixed(f, layout.addressOf(i)), sizeIn(body, i))
}

/** Moves what a body has carried on to where it reads it. */
export const emitCarry = (f: FunctionBuilder, { body, layout, saved }: BodySite): void => {
  for (const [output, address] of saved) {
    const ref = body.outputs[output] as Ref
    emitMove(f, fixed(f, address), fixed(f, layout.addressOf(ref)), sizeIn(body, ref))
  }
  for (const { output, input } of layout.moves) {
    const from = saved.get(output) ?? layout.addressOf(body.outputs[output] as Ref)
    emitMove(f, fixed(f, layout.addressOf(input)), fixed(f, from), sizeIn(body, input))
  }
}
