/**
 * The plan of a program before it has memory: what is fused, what is offloaded, what is computed in chunks; and the same of the
 * bodies of its operations.
 *
 * @module
 */
import { type Fusion, fuse, type SingleStep, type Step } from '../../plan/fusion.ts'
import { type Layout, place } from '../../plan/layout.ts'
import { loweringOf } from '../../plan/lowering.ts'
import { partitionStep, type StepPartition } from '../../plan/partition.ts'
import { isEmpty, matmulSizes } from '../../plan/sizes.ts'
import { type ControlName, controlOf, type controls } from '../../primitive/control/controls.ts'
import type { Control } from '../../primitive/core/control.ts'
import { bytesOf } from '../../primitive/core/primitive.ts'
import { abstractOf, type Equation, type Program, type Ref } from '../../primitive/core/program.ts'
import { features } from '../host/features.ts'
import type { GemmLibrary } from '../thread/offload.ts'
import { convolveChunksScratchBytes } from './convolveChunk.ts'
import { endingScratchBytes } from './endings.ts'
import { productChunksScratchBytes } from './matmulChunk.ts'
import { prefixChunksScratchBytes } from './prefixAttentionChunk.ts'
import { scratchBytesOf } from './single.ts'

/** A program as it will be computed, without addresses. */
export interface Outline {
  readonly program: Program
  readonly fusion: Fusion
  /** For each step, its chunks, or null if it has none. */
  readonly partitions: readonly (StepPartition | null)[]
  /** For each product that is offloaded, by equation, how many chunks it has. */
  readonly offloaded: ReadonlyMap<number, number>
  /** The bodies of each equation that has any. */
  readonly bodies: ReadonlyMap<number, readonly BodyOutline[]>
  /** The most bytes that any step needs for itself. */
  readonly scratch: number
}

/** A body, as it lies in the bytes that its operation needs for itself. */
export interface BodyOutline extends Outline {
  /** Where it begins among them. */
  readonly start: number
  readonly layout: Layout
  /** Which of its inputs lie elsewhere: where its operation reads them. */
  readonly isElsewhere: (input: Ref) => boolean
  /** What is carried and has to be saved before any of it is moved, by output, and where to. */
  readonly saved: ReadonlyMap<number, number>
  /** The bytes that all of it needs. */
  readonly size: number
}

/** What decides how programs are computed. */
export interface OutlineOptions {
  readonly products: GemmLibrary | null
  readonly grainSize: number | undefined
}

const chunksScratchBytes = (program: Program, step: Step, partition: StepPartition | null): number => {
  switch (partition?.of) {
    case 'attention':
      return prefixChunksScratchBytes(program, (step as SingleStep).equation, partition.chunks)
    case 'product':
      return productChunksScratchBytes(partition)
    case 'convolution':
      return convolveChunksScratchBytes(partition)
    default:
      return 0
  }
}

/** The products that are offloaded, by equation, and in how many chunks. */
const offloadedProducts = (program: Program, { chunksOf }: GemmLibrary): ReadonlyMap<number, number> =>
  new Map(
    program.equations.flatMap((equation, i) => {
      if (loweringOf(equation).by !== 'product' || isEmpty(program, equation)) return []
      const chunks = chunksOf(matmulSizes(program, equation))
      return chunks > 0 ? [[i, chunks] as const] : []
    }),
  )

const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64

/** Outlines a body whose first inputs are carried on, and of whose others some lie elsewhere. */
const bodyOutlineOf = (
  body: Program,
  options: OutlineOptions,
  isElsewhere: (input: Ref) => boolean,
  carries = 0,
  start = 0,
): BodyOutline => {
  const outline = outlineOf(body, options)
  const carried = Array.from({ length: carries }, (_, i) => ({ output: i, input: i }))
  const layout = place(body, outline.fusion, outline.scratch, carried, true, 0, isElsewhere)
  let size = aligned(layout.size)
  const saved = new Map<number, number>()
  for (const { output } of layout.moves) {
    const ref = body.outputs[output] as Ref
    if (outline.fusion.storageOf(ref) >= carries) continue
    saved.set(output, size)
    size += aligned(bytesOf(abstractOf(body, ref)))
  }
  return { ...outline, start, layout, isElsewhere, saved, size }
}

type OptionsOf<N extends ControlName> = Parameters<(typeof controls)[N]['bodies']>[0]

/** How the bodies of each operation lie. What stays lies where the program has it. */
const outlines: {
  readonly [N in ControlName]: (options: OptionsOf<N>, outline: OutlineOptions) => readonly BodyOutline[]
} = {
  loop: ({ body, carries, slices }, outline) => [
    bodyOutlineOf(body, outline, input => input >= carries + slices, carries),
  ],
  // Only one of them runs: they lie in one place.
  cond: ({ onTrue, onFalse }, outline) =>
    [onTrue, onFalse].map(body => bodyOutlineOf(body, outline, () => true)),
  // The predicate reads what is carried where the body has it.
  while: ({ predicate, body, carries }, outline) => {
    const own = bodyOutlineOf(body, outline, input => input >= carries, carries)
    return [own, bodyOutlineOf(predicate, outline, () => true, 0, own.size)]
  },
}

type OutlineBodies = (options: unknown, outline: OutlineOptions) => readonly BodyOutline[]

/** How the bodies of an operation lie: the record holds each one's own options. */
const bodyOutlinesOf = ({ name }: Control): OutlineBodies => outlines[name as ControlName] as OutlineBodies

/** Outlines a program and its bodies. */
export const outlineOf = (program: Program, options: OutlineOptions): Outline => {
  const { products, grainSize } = options
  const fusion = fuse(program)
  const offloaded = products === null ? new Map<number, number>() : offloadedProducts(program, products)
  const partitions = fusion.steps.map((step): StepPartition | null => {
    const chunks = step._tag === 'single' ? offloaded.get(step.equation) : undefined
    if (chunks === undefined) return partitionStep(program, fusion, step, features(), grainSize)
    return chunks > 1 ? { of: 'offloaded', chunks: { size: 1, whole: chunks, rest: 0 } } : null
  })
  const bodies = new Map(
    program.equations.flatMap((equation: Equation, i) => {
      const control = controlOf(equation)
      return control !== null && !isEmpty(program, equation)
        ? [[i, bodyOutlinesOf(control)(equation.options, options)] as const]
        : []
    }),
  )
  const scratch = Math.max(
    scratchBytesOf(program),
    ...partitions.map((partition, i) => chunksScratchBytes(program, fusion.steps[i] as Step, partition)),
    ...fusion.steps.map(step => endingScratchBytes(program, step)),
    ...[...bodies.values()].flat().map(({ start, size }) => start + size),
  )
  return { program, fusion, partitions, offloaded, bodies, scratch }
}

/** How many parallel regions a program has, bodies included. */
export const regionsIn = ({ partitions, bodies }: Outline): number =>
  [...bodies.values()]
    .flat()
    .map(regionsIn)
    .reduce((n, m) => n + m, partitions.filter(partition => partition !== null).length)

/** Where a body's values lie, given where its operation's own bytes begin and where its inputs are that lie elsewhere. */
export const bodyLayout = (
  { program, fusion, layout, start, isElsewhere }: BodyOutline,
  from: number,
  operandAt: (input: Ref) => number,
): Layout => ({
  ...layout,
  addressOf: ref => {
    const storage = fusion.storageOf(ref)
    return storage < program.inputs.length && isElsewhere(storage)
      ? operandAt(storage)
      : from + start + layout.addressOf(ref)
  },
  scratch: from + start + layout.scratch,
})
