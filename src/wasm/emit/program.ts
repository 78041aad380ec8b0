/**
 * The code of a program: generated functions, with what has to run between them.
 *
 * @module
 */

import type { FusedStep, Fusion, SingleStep, Step } from '../../plan/fusion.ts'
import type { Layout } from '../../plan/layout.ts'
import { countOf, type StepPartition } from '../../plan/partition.ts'
import { matmulSizes } from '../../plan/sizes.ts'
import { type Equation, firstResult, type Program, type Ref } from '../../primitive/core/program.ts'
import { type AddressType, FunctionBuilder, type Local } from '../binary/assembler.ts'
import type { ImportedFunction, ModuleFunction } from '../binary/module.ts'
import { features } from '../host/features.ts'
import { hostMathOf } from '../math/hostMath.ts'
import { type OffloadedGemm, tasksOf } from '../thread/offload.ts'
import { control } from '../thread/protocol.ts'
import { maySleep } from '../thread/threads.ts'
import { emitCommit } from './commit.ts'
import { bodySites, emitControl } from './control.ts'
import { emitConvolveChunk, emitConvolveEnd } from './convolveChunk.ts'
import { clearFlags, emitScan } from './finite.ts'
import { emitFused } from './fused.ts'
import { emitProductChunk } from './matmulChunk.ts'
import type { BodyOutline } from './outline.ts'
import { emitHelp, emitParallelRegion } from './parallelRegion.ts'
import type { PrefixSpec } from './prefixAttention.ts'
import { emitPrefixAlone, emitPrefixChunk, prefixSpecOf } from './prefixAttentionChunk.ts'
import { emitDrawChunk } from './randomChunk.ts'
import { codeOf } from './single.ts'

/** A segment of the program: a generated function, or the kernel of an equation, with the reason why there is no code for it. */
export type Segment = { readonly call: string } | { readonly kernel: number; readonly reason: string }

/** The status that a segment returns, besides the number of an equation that failed plus one. */
export const status = { fine: 0, notFinite: -1, abandoned: -2 } as const

/** The generated functions and what runs between them, in the order of the program's steps. */
export interface Code {
  readonly functions: readonly ModuleFunction[]
  readonly segments: readonly Segment[]
  /** For each parallel region, which function computes its chunks, and how many there are. */
  readonly regions: readonly { readonly body: number; readonly count: number }[]
  /** The products that are offloaded. */
  readonly gemms: readonly OffloadedGemm[]
  /** What the module imports: who computes those products, if there are any, and functions of the host. */
  readonly imported: readonly ImportedFunction[]
  /** All equations by number, those of bodies included: what computes them by their own kernels has to know where they lie. */
  readonly sites: readonly Site[]
  /** The equations that there is no code for, by number among all of the module, and why. */
  readonly kernels: readonly { readonly number: number; readonly reason: string }[]
}

/** An equation, and where everything of its program lies. */
export interface Site {
  readonly program: Program
  readonly layout: Layout
  readonly equation: number
}

/** A program that code is generated for: the whole, or a body. */
interface Scope
  extends Pick<Target, 'program' | 'fusion' | 'layout' | 'partitions' | 'offloaded' | 'bodies'> {
  /** The number of its first equation among all of the module. */
  readonly firstNumber: number
  readonly cacheOffsetOf: (ref: Ref) => number | undefined
  /** The function that goes on. */
  readonly open: () => FunctionBuilder
  /** Computes an equation by its kernel. */
  readonly byKernel: (equation: number, reason: string) => void
}

/** What code is generated for. */
export interface Target {
  readonly program: Program
  readonly fusion: Fusion
  readonly layout: Layout
  /** The type of addresses: whether the memory is larger than 32 bits address. */
  readonly addresses: AddressType
  /** For each step, its chunks, or null if it has none. */
  readonly partitions: readonly (StepPartition | null)[]
  /** For inputs that may lie elsewhere, the address of the word that says how far from their place. */
  readonly cacheOffsets: ReadonlyMap<Ref, number>
  /** How many spins to wait for other threads; null if there are none. */
  readonly spinLimit: number | null
  readonly watched: ReadonlySet<Ref>
  /** For each product that is offloaded, by equation, how many chunks it has. */
  readonly offloaded: ReadonlyMap<number, number>
  /** The bodies of each equation that has any. */
  readonly bodies: ReadonlyMap<number, readonly BodyOutline[]>
  /** Whether there is to be a function that does the layout's moves. */
  readonly commits: boolean
  /**
   * The bytes from which on a function is not made any longer: what follows goes into another one. Hosts refuse functions of more than
   * about 7.6 MB (V8), and take long to compile large ones. Defaults to 1 MiB.
   *
   * @default 2 ** 20
   */
  readonly functionBytes?: number
}

/** Generates the code of a program: loops and products as functions, and kernels where there is no code. */
export const generate = ({
  program,
  fusion,
  layout,
  addresses,
  partitions,
  cacheOffsets,
  spinLimit,
  watched,
  offloaded,
  bodies,
  commits,
  functionBytes = 2 ** 20,
}: Target): Code => {
  const scanned = new Set(watched)
  const functions: ModuleFunction[] = []
  const segments: Segment[] = []
  const regions: { readonly body: number; readonly count: number }[] = []
  const sites: Site[] = []
  const kernels: { readonly number: number; readonly reason: string }[] = []
  const gemms: OffloadedGemm[] = []
  const imported: ImportedFunction[] = [...hostMathOf(program)]
  /** Imports a function: its number. */
  const imports = (name: string, parameters: ImportedFunction['parameters']): number =>
    imported.push({ name, parameters, results: [] }) - 1
  const multiply = offloads({ offloaded, bodies }) ? imports('multiply', ['i32', 'i32']) : Number.NaN
  /** Computes an equation by its kernel, from within a body. */
  const compute = bodies.size > 0 ? imports('compute', ['i32']) : Number.NaN
  /** The number of the first function of the module's own. */
  const first = imported.length
  /** Offloads a product: its number among those that are offloaded. */
  const offload = ({ program, layout, cacheOffsetOf }: Scope, equation: number, chunks: number): number => {
    const it = program.equations[equation] as Equation
    const [a, b] = it.operands as readonly [Ref, Ref]
    const [atA, atB, atC] = [a, b, firstResult(program) + equation].map(layout.addressOf) as [
      number,
      number,
      number,
    ]
    gemms.push({
      chunks: tasksOf(matmulSizes(program, it), { a: atA, b: atB, c: atC }, chunks),
      cacheOffsets: [cacheOffsetOf(a) ?? null, cacheOffsetOf(b) ?? null],
    })
    return gemms.length - 1
  }
  const newFunction = (
    parameters: FunctionBuilder['parameters'] = [],
    results: FunctionBuilder['results'] = [],
  ): FunctionBuilder => new FunctionBuilder(parameters, results, addresses)
  let current: FunctionBuilder | null = null
  let flags: Local | null = null
  let shared = false
  // A segment returns 0, the number of the equation that failed plus one, or one of the negative statuses.
  const close = (): void => {
    if (current === null) return
    const f = current
    if (flags === null) f.i32(status.fine)
    else {
      f.get(flags).op('v128.any_true')
      if (shared) {
        f.address(0).memory('i32.load', control.notFinite).op('i32.or')
        f.address(0).i32(0).memory('i32.store', control.notFinite)
      }
      f.i32(status.notFinite).op('i32.mul')
    }
    current = null
    flags = null
    shared = false
  }
  const watchIn =
    (local: Local | null) =>
    (ref: Ref): Local | null =>
      scanned.delete(ref) ? local : null
  const open = (): FunctionBuilder => {
    if (current !== null && current.length >= functionBytes) close()
    if (current === null) {
      current = newFunction([], ['i32'])
      const name = `segment${functions.length}`
      functions.push({ name, body: current })
      segments.push({ call: name })
      if (watched.size > 0) flags = clearFlags(current)
    }
    return current
  }
  const numbered = (program: Program, layout: Layout): Pick<Scope, 'program' | 'layout' | 'firstNumber'> => {
    const firstNumber = sites.length
    for (let equation = 0; equation < program.equations.length; equation++)
      sites.push({ program, layout, equation })
    return { program, layout, firstNumber }
  }
  const whole: Scope = {
    ...numbered(program, layout),
    ...{ fusion, partitions, offloaded, bodies, open },
    cacheOffsetOf: ref => cacheOffsets.get(fusion.storageOf(ref)),
    byKernel: (equation, reason) => {
      close()
      segments.push({ kernel: equation, reason })
    },
  }

  /** A parallel region: a function that computes the chunk of a given number. */
  const emitChunks = (scope: Scope, partition: StepPartition, step: Step): void => {
    const { program, fusion, layout, cacheOffsetOf } = scope
    let count = countOf(partition.chunks)
    const f = newFunction(['i32'])
    const index = f.parameter(0)
    const caller = scope.open()
    /** Whether the chunks have been computed already, while the program runs. */
    let done: Local | null = null
    if (partition.of === 'product')
      emitProductChunk(f, program, layout, (step as SingleStep).equation, partition, index, cacheOffsetOf)
    else if (partition.of === 'convolution')
      emitConvolveChunk(f, program, layout, (step as SingleStep).equation, partition, index, cacheOffsetOf)
    else if (partition.of === 'draw')
      emitDrawChunk(f, program, layout, (step as SingleStep).equation, partition.chunks, index)
    else if (partition.of === 'attention') {
      const { equation } = step as SingleStep
      const spec = prefixSpecOf(program, layout, equation) as PrefixSpec
      done = emitPrefixAlone(caller, spec, scope.firstNumber + equation + 1)
      emitPrefixChunk(f, spec, partition.chunks, index)
    } else if (partition.of === 'offloaded') {
      const number = offload(scope, (step as SingleStep).equation, count)
      count = (gemms[number] as OffloadedGemm).chunks.length
      f.i32(number).get(index).call(multiply)
    } else {
      const own = scope === whole && watched.size > 0 ? clearFlags(f) : null
      const before = scanned.size
      emitFused(f, program, fusion, layout, step as FusedStep, features(), watchOf(scope, own), {
        partition: partition.chunks,
        index,
      })
      if (own !== null && scanned.size < before) {
        shared = true
        f.get(own)
          .op('v128.any_true')
          .if(() => {
            f.address(0).i32(1).memory('i32.store', control.notFinite)
          })
      }
    }
    const body = first + functions.length
    functions.push({ body: f })
    regions.push({ body, count })
    const region = regions.length
    const callAll = (): void => {
      if (spinLimit === null) {
        const counter = caller.local('i32')
        caller.for(counter, 0, count, 1, () => {
          caller.get(counter).call(body)
        })
        caller.release(counter)
      } else
        caller
          .i32(region)
          .i32(count)
          .i32(spinLimit)
          .call(first)
          .if(() => {
            caller.i32(status.abandoned).op('return')
          })
    }
    if (done === null) callAll()
    else {
      caller.get(done).op('i32.eqz').if(callAll)
      caller.release(done)
    }
    if (partition.of === 'convolution')
      emitConvolveEnd(caller, layout, firstResult(program) + (step as SingleStep).equation, partition)
  }

  /** Only values of the whole are watched: numbers of values mean others within a body. */
  const watchOf = (scope: Scope, local: Local | null): ((ref: Ref) => Local | null) =>
    scope === whole ? watchIn(local) : () => null

  /** A function that gives a status: its number, and where its code goes. */
  const openFunction = (): readonly [number, FunctionBuilder] => {
    const f = newFunction([], ['i32'])
    functions.push({ body: f })
    return [first + functions.length - 1, f]
  }

  /** A body: a function of its own, or several. `operandOf` says which values of the program its inputs are, if they are any. */
  const emitBody = (
    scope: Scope,
    outline: BodyOutline,
    own: Layout,
    operandOf: (input: Ref) => Ref | null,
  ): number => {
    const [number, f] = openFunction()
    const inner: Scope = {
      ...numbered(outline.program, own),
      ...{ fusion: outline.fusion, partitions: outline.partitions },
      ...{ offloaded: outline.offloaded, bodies: outline.bodies },
      cacheOffsetOf: ref => {
        const input = outline.fusion.storageOf(ref)
        const operand = input < outline.program.inputs.length ? operandOf(input) : null
        return operand === null ? undefined : scope.cacheOffsetOf(operand)
      },
      open: () => {
        if (piece.length < functionBytes) return piece
        if (piece !== f) piece.i32(status.fine)
        const [next, after] = openFunction()
        f.call(next)
          .tee(result)
          .if(() => {
            f.get(result).op('return')
          })
        piece = after
        return piece
      },
      byKernel: position => {
        inner
          .open()
          .i32(inner.firstNumber + position)
          .call(compute)
      },
    }
    let piece = f
    const result = f.local('i32')
    outline.fusion.steps.forEach((step, position) => {
      emit(inner, step, position)
    })
    if (piece !== f) piece.i32(status.fine)
    f.i32(status.fine)
    return number
  }

  /** An operation with bodies. */
  const emitControlOf = (scope: Scope, equation: number, outlines: readonly BodyOutline[]): void => {
    const { program, layout } = scope
    const bodies = bodySites(program, layout, equation, outlines, (outline, own, operandOf) =>
      emitBody(scope, outline, own, operandOf),
    )
    emitControl(scope.open(), { program, layout, equation, bodies })
  }

  const emit = (scope: Scope, step: Step, position: number): void => {
    const { program, fusion, layout } = scope
    const partition = scope.partitions[position] ?? null
    if (step._tag === 'fused') {
      if (partition !== null) emitChunks(scope, partition, step)
      else {
        const f = scope.open()
        emitFused(f, program, fusion, layout, step, features(), watchOf(scope, flags))
      }
      return
    }
    const { equation } = step
    const bodies = scope.bodies.get(equation)
    if (partition !== null) emitChunks(scope, partition, step)
    else if (bodies !== undefined) emitControlOf(scope, equation, bodies)
    else if (scope.offloaded.has(equation))
      scope
        .open()
        .i32(offload(scope, equation, 1))
        .i32(0)
        .call(multiply)
    else {
      const code = codeOf(program, layout, equation, scope.firstNumber + equation)
      if (typeof code === 'function') code(scope.open())
      else {
        kernels.push({ number: scope.firstNumber + equation, reason: code.reason })
        scope.byKernel(equation, code.reason)
      }
    }
  }

  const emitAll = (): void => {
    fusion.steps.forEach((step, position) => {
      emit(whole, step, position)
    })
  }
  const isThreaded = spinLimit !== null && hasRegions({ partitions, bodies })
  // The functions that know how to compute a region together come first, so that calls know their numbers.
  if (isThreaded) {
    const callChunk = (f: FunctionBuilder): FunctionBuilder =>
      f.callIndirect((regions[0] as (typeof regions)[number]).body)
    const placeholder = newFunction()
    functions.push({ body: placeholder }, { body: placeholder })
    emitAll()
    if (regions.length > 0) {
      functions[0] = { body: emitParallelRegion(callChunk, maySleep(), addresses) }
      functions[1] = { name: 'help', body: emitHelp(callChunk, addresses) }
    }
  } else emitAll()
  for (const ref of scanned) {
    const f = open()
    if (flags !== null) emitScan(f, program, layout, ref, flags)
  }
  close()
  if (commits) functions.push({ name: 'commit', body: emitCommit(program, layout, addresses) })
  return { functions, segments, regions, gemms, imported, sites, kernels }
}

type Parts = Pick<Target, 'partitions' | 'offloaded' | 'bodies'>

const offloads = ({ offloaded, bodies }: Pick<Parts, 'offloaded' | 'bodies'>): boolean =>
  offloaded.size > 0 || [...bodies.values()].flat().some(offloads)

const hasRegions = ({ partitions, bodies }: Pick<Parts, 'partitions' | 'bodies'>): boolean =>
  partitions.some(partition => partition !== null) || [...bodies.values()].flat().some(hasRegions)
