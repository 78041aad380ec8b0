/**
 * A whole program as the text of a module.
 *
 * @module
 */

import type { Abstract } from '../primitive/core/primitive.ts'
import type { Program } from '../primitive/core/program.ts'
import { sizeOf } from '../tensor/shape.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { writeProgram } from './lower/program.ts'
import { Emitter, functionLines } from './text/emitter.ts'
import { type Type, typeOf, type Value } from './text/type.ts'

/** Tensors that a program brings with it are written down up to so many numbers; larger ones become inputs. */
export const mostNumbers = 1024

/** The text of a module, and which of the program's constants it takes as further inputs. */
export interface ModuleText {
  readonly text: string
  readonly given: readonly AnyTensor[]
}

/** The type of an input or an output at the boundary: doubles may be taken and given as singles. */
const boundary =
  (isNarrow: (position: number) => boolean) =>
  (x: Abstract, position: number): Type => {
    const type = typeOf(x)
    return type.element === 'f64' && isNarrow(position) ? { ...type, element: 'f32' } : type
  }

/** Which inputs and outputs are narrowed, by position. */
export interface Narrowed {
  readonly inputs: (position: number) => boolean
  readonly outputs: (position: number) => boolean
}

/** Writes a module whose function `main` computes a program. */
export const moduleOf = (name: string, program: Program, narrow: Narrowed): ModuleText => {
  const emit = new Emitter()
  const { inputs, constants } = program
  const isGiven = (x: AnyTensor): boolean => sizeOf(x.shape) > mostNumbers
  const args = inputs.map(boundary(narrow.inputs)).map(type => emit.fresh(type))
  const given = constants.filter(isGiven)
  const more = given.map(x => emit.fresh(typeOf(x)))
  const own = args.map((arg, i) => emit.convert(arg, typeOf(inputs[i] as Abstract).element))
  const all: readonly Value[] = [
    ...own,
    ...constants.map(x => (isGiven(x) ? (more[given.indexOf(x)] as Value) : emit.constant(x))),
  ]
  const results = writeProgram(emit, program, all).map((value, i) =>
    value.element === 'f64' && narrow.outputs(i) ? emit.convert(value, 'f32') : value,
  )
  emit.ops('func.return', results, [])
  const main = functionLines('public @main', [...args, ...more], results, emit.lines)
  const lines = [...main, ...emit.functionLines()].map(line => `  ${line}`)
  return { text: [`module @${name} {`, ...lines, '}', ''].join('\n'), given }
}
