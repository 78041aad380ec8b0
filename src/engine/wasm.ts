/**
 * The WebAssembly engine: a module for each program, made on the spot, with static shapes and addresses.
 *
 * What vectors do well is generated; what is rare (concatenations, random bits) runs as the primitive's own kernel on the same
 * memory. Nothing is allocated while a program runs.
 *
 * @module
 */
import type { View } from '../primitive/primitive.ts'
import { abstractOf, type Equation, firstResult, type Program, type Ref } from '../program/program.ts'
import type { DType, Elements } from '../tensor/dtype.ts'
import { DTypeError, unequalShapes } from '../tensor/error.ts'
import { sameShape, type Shape, sizeOf } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, unsafeFromElements } from '../tensor/tensor.ts'
import { FunctionBuilder, type Local } from './assembler.ts'
import { emitCopy, movementOf } from './emitCopy.ts'
import { emitFused, watchLanes } from './emitFused.ts'
import { emitGather, emitScatterAdd, type GatherSpec } from './emitGather.ts'
import { emitReduce, reduceExtents } from './emitReduce.ts'
import type { Engine, Executable, Preparation } from './executable.ts'
import { features } from './features.ts'
import { type Fusion, fuse, type Step } from './fusion.ts'
import { type Layout, place } from './layout.ts'
import { emitMatmul, type MatmulSpec, matmulScratchBytes } from './matmul.ts'
import type { MatmulShape } from './matmulPlan.ts'
import { allocateMemory, requireHost } from './memory.ts'
import { encodeModule, type ModuleFunction } from './module.ts'
import { type Lanes, lanesOf, splat } from './vectorMath.ts'

/** Where a product's operands and its result lie in a memory, in bytes; all are stored by rows. */
export interface Places {
  readonly memory: ArrayBuffer
  readonly a: number
  readonly b: number
  readonly c: number
}

/**
 * A product, given its places: what is called at every run and overwrites the result. The memory neither grows nor moves.
 */
export type Product = (places: Places) => () => void

/** Takes over products of matrices of a shape, or leaves them to generated code with null. */
export type Products = (shape: MatmulShape) => Product | null

/** Runs a part of the program; the number of the equation that failed plus one, or 0. */
type Part = () => number

const isFloat = (dtype: DType): dtype is Lanes => dtype === 'f32' || dtype === 'f64'

const isEmpty = (program: Program, { operands, shape }: Equation): boolean =>
  sizeOf(shape) === 0 || operands.some(ref => sizeOf(abstractOf(program, ref).shape) === 0)

/** The sizes of a matrix product, without addresses. */
const matmulSizes = (program: Program, { operands, options, shape, dtype }: Equation) => {
  const { transposeA, transposeB } = options as { readonly transposeA: boolean; readonly transposeB: boolean }
  const a = abstractOf(program, operands[0] as Ref).shape
  return {
    dtype: dtype as Lanes,
    batch: sizeOf(shape.slice(0, -2)),
    m: shape.at(-2) as number,
    n: shape.at(-1) as number,
    k: a.at(transposeA ? -2 : -1) as number,
    transposeA,
    transposeB,
  }
}

const gatherSpec = (program: Program, layout: Layout, ref: Ref): GatherSpec | null => {
  const { primitive, operands, options, dtype } = program.equations[ref - firstResult(program)] as Equation
  const [first, indices] = operands as readonly [Ref, Ref]
  const isGather = primitive.name === 'gather'
  const [rows, picked] = isGather ? [first, ref] : [ref, first]
  const table = abstractOf(program, rows).shape
  const { batchDims } = options as { readonly batchDims: number }
  const index = abstractOf(program, indices)
  if (!isFloat(dtype) || index.dtype !== 'i32') return null
  return {
    dtype,
    batches: sizeOf(index.shape.slice(0, batchDims)),
    perBatch: sizeOf(index.shape.slice(batchDims)),
    size: table[batchDims] as number,
    width: sizeOf(table.slice(batchDims + 1)),
    indices: layout.addressOf(indices),
    rows: layout.addressOf(rows),
    picked: layout.addressOf(picked),
  }
}

/** Emits an equation on its own; false if it has to run as its kernel. */
const emitSingle = (f: FunctionBuilder, program: Program, layout: Layout, equation: number): boolean => {
  const ref = firstResult(program) + equation
  const it = program.equations[equation] as Equation
  const { primitive, options, operands, dtype } = it
  if (isEmpty(program, it)) return false
  const [first] = operands as readonly [Ref]
  switch (primitive.name) {
    case 'matmul': {
      const [a, b] = operands as readonly [Ref, Ref]
      const spec: MatmulSpec = {
        ...matmulSizes(program, it),
        a: layout.addressOf(a),
        b: layout.addressOf(b),
        c: layout.addressOf(ref),
        scratch: layout.scratch,
      }
      emitMatmul(f, spec, features())
      return true
    }
    case 'sum':
    case 'max': {
      const extents = reduceExtents(
        abstractOf(program, first),
        (options as { readonly axes: readonly number[] }).axes,
      )
      if (extents === null || !isFloat(dtype)) return false
      emitReduce(f, dtype, primitive.name, extents, layout.addressOf(first), layout.addressOf(ref))
      return true
    }
    case 'gather':
    case 'scatterAdd': {
      const spec = gatherSpec(program, layout, ref)
      if (spec === null) return false
      const emit = primitive.name === 'gather' ? emitGather : emitScatterAdd
      emit(f, spec, equation + 1)
      return true
    }
    case 'convert': {
      const from = abstractOf(program, first)
      if (sizeOf(it.shape) !== 1 || !isFloat(from.dtype) || !isFloat(dtype)) return false
      f.i32(0)
        .i32(0)
        .memory(from.dtype === 'f32' ? 'f32.load' : 'f64.load', layout.addressOf(first))
      if (from.dtype !== dtype) f.op(dtype === 'f32' ? 'f32.demote_f64' : 'f64.promote_f32')
      f.memory(dtype === 'f32' ? 'f32.store' : 'f64.store', layout.addressOf(ref))
      return true
    }
    default:
      return emitMovement(f, program, layout, ref)
  }
}

/** Emits an equation that only moves elements; false if it does more. */
const emitMovement = (f: FunctionBuilder, program: Program, layout: Layout, ref: Ref): boolean => {
  const { primitive, options, operands, shape, dtype } = program.equations[
    ref - firstResult(program)
  ] as Equation
  const shapes = operands.map(operand => abstractOf(program, operand).shape)
  const movement = movementOf(primitive.name, options, shapes, shape)
  if (movement === null || dtype === 'u8') return false
  const bytes = dtype === 'f64' ? 8 : 4
  const to = layout.addressOf(ref)
  if (movement.zeros)
    f.i32(to)
      .i32(0)
      .i32(sizeOf(shape) * bytes)
      .fill()
  for (const { operand, spec } of movement.copies) {
    const from = layout.addressOf(operands[operand] as Ref)
    emitCopy(f, { ...spec, bytes, from: from + spec.fromOffset * bytes, to: to + spec.toOffset * bytes })
  }
  return true
}

const viewsOn =
  (buffer: ArrayBuffer, program: Program, layout: Layout) =>
  (ref: Ref): View => {
    const { shape, dtype } = abstractOf(program, ref)
    const Storage = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u8: Uint8Array }[dtype]
    return { shape, dtype, elements: new Storage(buffer, layout.addressOf(ref), sizeOf(shape)) }
  }

const scratchBytesOf = (program: Program): number =>
  program.equations.reduce(
    (most, equation) =>
      equation.primitive.name === 'matmul'
        ? Math.max(most, matmulScratchBytes(matmulSizes(program, equation)))
        : most,
    0,
  )

/** Looks for what is not finite in a stored value. */
const emitScan = (f: FunctionBuilder, program: Program, layout: Layout, ref: Ref, flags: Local): void => {
  const { shape, dtype } = abstractOf(program, ref)
  if (!isFloat(dtype)) return
  const [size, lanes] = [sizeOf(shape), lanesOf(dtype)]
  const [at, value] = [f.local('i32'), f.local('v128')] as const
  const look = (count: number): void => {
    f.get(at).memory('v128.load', layout.addressOf(ref)).set(value)
    watchLanes(f, dtype, value, flags, count)
  }
  const whole = Math.floor(size / lanes) * 16
  f.for(at, 0, whole, 16, () => look(lanes))
  if (size % lanes > 0) {
    f.i32(whole).set(at)
    look(size % lanes)
  }
  f.release(at, value)
}

/** A stretch of the program: a generated function, a kernel, or a product that somebody else computes. */
type Stretch = { readonly call: string } | { readonly kernel: number } | { readonly run: () => void }

/** The generated functions and what runs between them, in the order of the program's steps. */
interface Code {
  readonly functions: readonly ModuleFunction[]
  readonly parts: readonly Stretch[]
}

const generate = (
  program: Program,
  fusion: Fusion,
  layout: Layout,
  watched: ReadonlySet<Ref>,
  memory: ArrayBuffer,
  products: Products,
): Code => {
  const scanned = new Set(watched)
  const functions: ModuleFunction[] = []
  const parts: Stretch[] = []
  let current: FunctionBuilder | null = null
  let flags: Local | null = null
  // A part returns 0, the equation that failed plus one, or -1 if what is watched is not finite.
  const close = (): void => {
    if (current === null) return
    if (flags === null) current.i32(0)
    else current.get(flags).op('v128.any_true').i32(-1).op('i32.mul')
    current = null
    flags = null
  }
  const watch = (ref: Ref): Local | null => (scanned.delete(ref) ? flags : null)
  const open = (): FunctionBuilder => {
    if (current === null) {
      current = new FunctionBuilder([], ['i32'])
      const name = `part${functions.length}`
      functions.push({ name, body: current })
      parts.push({ call: name })
      if (watched.size > 0) {
        flags = current.local('v128')
        splat(current, 'f32', 0).set(flags)
      }
    }
    return current
  }
  const emit = (step: Step): void => {
    if (step._tag === 'fused') {
      emitFused(open(), program, fusion, layout, step, features(), watch)
      return
    }
    const run = taken(step.equation)
    if (run !== null) {
      close()
      parts.push({ run })
    } else if (canEmit(program, step.equation)) emitSingle(open(), program, layout, step.equation)
    else {
      close()
      parts.push({ kernel: step.equation })
    }
  }
  const taken = (equation: number): (() => void) | null => {
    const it = program.equations[equation] as Equation
    if (it.primitive.name !== 'matmul' || isEmpty(program, it)) return null
    const [a, b, c] = [...it.operands, firstResult(program) + equation].map(layout.addressOf)
    return (
      products(matmulSizes(program, it))?.({ memory, a: a as number, b: b as number, c: c as number }) ?? null
    )
  }
  const canEmit = (p: Program, equation: number): boolean =>
    emitSingle(new FunctionBuilder([], ['i32']), p, layout, equation)
  fusion.steps.forEach(emit)
  for (const ref of scanned) {
    const f = open()
    if (flags !== null) emitScan(f, program, layout, ref, flags)
  }
  close()
  return { functions, parts }
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
