/**
 * Code for loops: what is carried and the slices of each time are put where the body reads them, and what it gives to where it
 * belongs.
 *
 * @module
 */
import type { Layout } from '../../plan/layout.ts'
import { resultsOf } from '../../primitive/loop.ts'
import { bytesOf } from '../../primitive/primitive.ts'
import {
  abstractOf,
  type Equation,
  firstResult,
  type LoopOptions,
  type Program,
  type Ref,
} from '../../primitive/program.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'

/** A loop in a program, and where everything lies. */
export interface LoopSite {
  readonly program: Program
  readonly layout: Layout
  readonly equation: number
  readonly bodyLayout: Layout
  /** Addresses for what is carried and must be saved before any of it is moved, by output. */
  readonly saved: ReadonlyMap<number, number>
}

/** Emits a loop around calls of its body, which returns 0 or a status that ends the run. */
export const emitLoop = (f: FunctionBuilder, site: LoopSite, body: number): void => {
  const { program, layout, equation, bodyLayout, saved } = site
  const { operands, options } = program.equations[equation] as Equation
  const { body: own, count, carries, slices, reverse } = options as LoopOptions
  const start = layout.addressOf(firstResult(program) + equation)
  const results = resultsOf(options as LoopOptions)
  const sizeOf = (ref: Ref): number => bytesOf(abstractOf(own, ref))
  const [time, at, status] = [f.local('i32'), f.local('i32'), f.local('i32')] as const
  const copy = (to: () => void, from: () => void, bytes: number): void => {
    if (bytes === 0) return
    to()
    from()
    f.i32(bytes).copy()
  }
  const fixed = (address: number) => (): void => {
    f.i32(address)
  }
  /** The address of the slice of this time. */
  const sliced = (address: number, bytes: number) => (): void => {
    f.get(at as Local)
      .i32(bytes)
      .op('i32.mul')
      .i32(address)
      .op('i32.add')
  }
  // Between its results there is nothing, which only who reads the bytes themselves would see.
  if (program.outputs.includes(firstResult(program) + equation))
    f.i32(start)
      .i32(0)
      .i32(bytesOf(program.equations[equation] as Equation))
      .fill()
  for (let i = 0; i < carries; i++)
    copy(fixed(bodyLayout.addressOf(i)), fixed(layout.addressOf(operands[i] as Ref)), sizeOf(i))
  f.for(time, 0, count, 1, () => {
    if (reverse)
      f.i32(count - 1)
        .get(time)
        .op('i32.sub')
    else f.get(time)
    f.set(at)
    for (let i = carries; i < carries + slices; i++)
      copy(fixed(bodyLayout.addressOf(i)), sliced(layout.addressOf(operands[i] as Ref), sizeOf(i)), sizeOf(i))
    f.call(body)
      .tee(status)
      .if(() => {
        f.get(status).op('return')
      })
    own.outputs.forEach((ref, i) => {
      if (i < carries) return
      const { offset } = results[i] as (typeof results)[number]
      copy(sliced(start + offset, sizeOf(ref)), fixed(bodyLayout.addressOf(ref)), sizeOf(ref))
    })
    for (const [output, address] of saved) {
      const ref = own.outputs[output] as Ref
      copy(fixed(address), fixed(bodyLayout.addressOf(ref)), sizeOf(ref))
    }
    for (const { output, input } of bodyLayout.moves) {
      const from = saved.get(output) ?? bodyLayout.addressOf(own.outputs[output] as Ref)
      copy(fixed(bodyLayout.addressOf(input)), fixed(from), sizeOf(input))
    }
  })
  for (let i = 0; i < carries; i++) {
    const { offset } = results[i] as (typeof results)[number]
    copy(fixed(start + offset), fixed(bodyLayout.addressOf(i)), sizeOf(i))
  }
  f.release(time, at, status)
}
