/**
 * The WebAssembly engine: a module for each program, made on the spot, with static shapes and addresses.
 *
 * What vectors do well is generated; what is rare (random bits, say) runs as the primitive's own kernel on the same memory.
 * Nothing is allocated while a program runs.
 *
 * @module
 */
import type { View } from '../primitive/primitive.ts'
import { abstractOf, type Equation, firstResult, type Program, type Ref } from '../program/program.ts'
import type { Elements } from '../tensor/dtype.ts'
import { DTypeError, unequalShapes } from '../tensor/error.ts'
import { sameShape, type Shape, sizeOf } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, unsafeFromElements } from '../tensor/tensor.ts'
import { scratchBytesOf } from './emitSingle.ts'
import type { Engine, Executable, Preparation } from './executable.ts'
import { fuse } from './fusion.ts'
import { generate } from './generate.ts'
import { type Layout, place } from './layout.ts'
import { allocateMemory, requireHost } from './memory.ts'
import { encodeModule } from './module.ts'
import type { Products } from './products.ts'

/** Runs a part of the program; the number of the equation that failed plus one, or 0. */
type Part = () => number

const viewsOn =
  (buffer: ArrayBuffer, program: Program, layout: Layout) =>
  (ref: Ref): View => {
    const { shape, dtype } = abstractOf(program, ref)
    const Storage = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u8: Uint8Array }[dtype]
    return { shape, dtype, elements: new Storage(buffer, layout.addressOf(ref), sizeOf(shape)) }
  }

const prepare = (
  products: Products,
  program: Program,
  { carried = [], watched = [], inPlace = false }: Preparation = {},
): Executable => {
  const { Instance, Module } = requireHost()
  const fusion = fuse(program)
  const layout = place(program, fusion, scratchBytesOf(program), carried, inPlace)
  const watchedRefs = new Set(watched.map(output => fusion.storageOf(program.outputs[output] as Ref)))
  const memory = allocateMemory(layout.size)
  const { functions, parts } = generate(program, fusion, layout, watchedRefs, memory.buffer, products)
  const { exports } = new Instance(new Module(encodeModule(functions)), { host: { memory } })
  const viewOf = viewsOn(memory.buffer, program, layout)
  const inputs = program.inputs.map((_, i) => viewOf(i))
  program.constants.forEach((constant, i) => {
    viewOf(program.inputs.length + i).elements.set(elementsOf(constant))
  })
  const outputs = program.outputs.map(viewOf)
  const read = new Set([...program.equations.flatMap(({ operands }) => operands), ...program.outputs])

  const runKernel = (i: number): Part => {
    const { primitive, options, operands } = program.equations[i] as Equation
    const views = operands.map(viewOf)
    const output = viewOf(firstResult(program) + i)
    return () => {
      primitive.kernel(views, output, options)
      return 0
    }
  }
  const run: readonly Part[] = parts.map(part => {
    if ('call' in part) return exports[part.call] as Part
    if ('kernel' in part) return runKernel(part.kernel)
    return () => {
      part.run()
      return 0
    }
  })
  const moves = layout.moves.map(({ output, input }) => ({
    from: (outputs[output] as View).elements,
    to: (inputs[input] as View).elements,
  }))
  // An output that is another input as it was must be saved before that input is overwritten.
  const crossing = layout.moves.some(
    ({ output }) => fusion.storageOf(program.outputs[output] as Ref) < program.inputs.length,
  )

  const fail = (equation: number): never => {
    runKernel(equation - 1)()
    throw new Error(`Equation ${equation - 1} failed, but its kernel did not say why.`)
  }
  const copyOf = ({ shape, dtype, elements }: View): AnyTensor =>
    unsafeFromElements<Shape, never>(shape, dtype as never, elements.slice())

  // Tensors never change: one that is still in its place need not be copied there once more.
  const held = new Array<AnyTensor | undefined>(inputs.length)
  const overwritten = new Set(carried.map(({ input }) => input))

  return {
    write: (input, x) => {
      if (held[input] === x) return
      const { shape, dtype, elements } = inputs[input] as View
      if (x.dtype !== dtype) throw new DTypeError(`Input ${input} is ${dtype}, but was given ${x.dtype}.`)
      if (!sameShape(x.shape, shape)) throw unequalShapes(`Input ${input}`, shape, x.shape)
      elements.set(elementsOf(x))
      if (!overwritten.has(input)) held[input] = x
    },
    reads: input => read.has(input),
    execute: () => {
      let finite = true
      for (const part of run) {
        const status = part()
        if (status > 0) fail(status)
        if (status < 0) finite = false
      }
      return finite
    },
    commit: () => {
      if (crossing) {
        const kept: readonly Elements[] = moves.map(({ from }) => from.slice())
        moves.forEach(({ to }, i) => {
          to.set(kept[i] as Elements)
        })
      } else for (const { from, to } of moves) to.set(from)
    },
    read: output => copyOf(outputs[output] as View),
    readInput: input => copyOf(inputs[input] as View),
  }
}

/** Programs as WebAssembly, with some of their products of matrices computed by somebody else on the same memory. */
export const wasmWith = (name: string, products: Products): Engine => ({
  name,
  prepare: (program, preparation) => prepare(products, program, preparation),
})

/** Programs as WebAssembly. */
export const wasm: Engine = wasmWith('wasm', () => null)
