/**
 * Programs as modules that stand alone: who instantiates one needs nothing of this library.
 *
 * A module has its own memory, which begins with the numbers that the program brings with it, and runs on one thread.
 *
 * @module
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Carry } from '../../engine/engine.ts'
import { place } from '../../plan/layout.ts'
import { loweringOf } from '../../plan/lowering.ts'
import { bytesOf } from '../../primitive/core/primitive.ts'
import {
  abstractOf,
  type Equation,
  firstResult,
  type Program,
  type Ref,
} from '../../primitive/core/program.ts'
import { type AnyTensor, elementsOf } from '../../tensor/tensor.ts'
import { FunctionBuilder } from '../binary/assembler.ts'
import { encodeModule } from '../binary/module.ts'
import { outlineOf, regionsIn } from '../emit/outline.ts'
import { generate, type Site, status } from '../emit/program.ts'
import { features, withFeatures } from '../host/features.ts'
import { pagesOf } from '../host/memory.ts'
import { firstAddress } from '../thread/protocol.ts'

/** A reason why a program cannot stand alone. */
export type StandaloneError =
  /** There is no code for an operation: engines here compute it by its kernel, in JavaScript, which stays in the library. */
  | {
      readonly _tag: 'NoCode'
      readonly operation: string
      /** Its number where the program is shown, or where a body of one of its operations is. */
      readonly equation: number
      readonly inBody: boolean
      readonly reason: string
    }
  /** It needs more memory than addresses of 32 bits are used for. */
  | { readonly _tag: 'TooLarge'; readonly bytes: number }

/** What a program is prepared for. */
export interface StandaloneOptions {
  readonly carried?: readonly Carry[]
  readonly watched?: readonly number[]
  /** Whether hosts without fused multiply-add on vectors can run it as well, which takes longer and rounds otherwise. */
  readonly isPortable?: boolean
}

/** A program that was placed and generated, without its numbers. */
export interface Standalone {
  /** The bytes of its memory. */
  readonly bytes: number
  /** Where an input, a constant or an output lies in it. */
  readonly addressOf: (ref: Ref) => number
  /** The names of the operations that may refuse what they are given, by the status that `run` gives then. */
  readonly refusing: { readonly [status: number]: string }
  /**
   * The module, whose memory holds these values of the program from the beginning, with what is said of it. It exports `memory`, `run`, which
   * gives 0, or -1 if what is watched is not finite, or the status of an operation that refused, and `commit`, which puts what is carried into
   * its place.
   */
  readonly moduleOf: (
    values: readonly (readonly [Ref, AnyTensor])[],
    about: Uint8Array,
  ) => Uint8Array<ArrayBuffer>
}

/** As far as loops compare places in a value as signed numbers, with an eighth to spare. */
const mostBytes = 7 * 2 ** 28

const refuses = new Set(['gather', 'scatter', 'dynamicSlice', 'dynamicUpdateSlice', 'prefixAttention'])

const refusingOf = (sites: readonly Site[]): { readonly [status: number]: string } =>
  Object.fromEntries(
    sites.flatMap(({ program, equation }, number) => {
      const it = program.equations[equation] as Equation
      return refuses.has(loweringOf(it).by) ? [[number + 1, it.primitive.name]] : []
    }),
  )

/** Runs all segments, one after the other, as long as none refuses what it was given. */
const emitRun = (segments: readonly number[]): FunctionBuilder => {
  const f = new FunctionBuilder([], ['i32'])
  const [now, all] = [f.local('i32'), f.local('i32')]
  f.i32(status.fine).set(all)
  for (const segment of segments) {
    f.call(segment).tee(now).i32(0).op('i32.gt_s')
    f.if(() => {
      f.get(now).op('return')
    })
    f.get(all).get(now).op('i32.or').set(all)
  }
  return f.get(all)
}

/** Moves, by way of memory that is nothing else's, as what one reads another may have written. */
const emitMoves = (moves: readonly Move[], saved: number): FunctionBuilder => {
  const f = new FunctionBuilder()
  let at = saved
  for (const { from, bytes } of moves) {
    f.address(at).address(from).address(bytes).copy()
    at += bytes
  }
  at = saved
  for (const { to, bytes } of moves) {
    f.address(to).address(at).address(bytes).copy()
    at += bytes
  }
  return f
}

interface Move {
  readonly from: number
  readonly to: number
  readonly bytes: number
}

/** Generates the code of a program that is to stand alone. */
export const standaloneOf = (
  program: Program,
  { carried = [], watched = [], isPortable = false }: StandaloneOptions = {},
): Either<StandaloneError, Standalone> =>
  withFeatures(isPortable ? { relaxed: false } : features(), () => {
    const outline = outlineOf(program, { products: null, grainSize: undefined })
    const { fusion, partitions, offloaded, bodies, scratch } = outline
    const layout = place(program, fusion, scratch, carried, false, firstAddress(regionsIn(outline), 0))
    const moves = layout.moves.map(({ output, input }) => ({
      from: layout.addressOf(program.outputs[output] as Ref),
      to: layout.addressOf(input),
      bytes: bytesOf(abstractOf(program, input)),
    }))
    // An output that is another input as it was must be saved before that input is overwritten.
    const crossing = layout.moves.some(
      ({ output }) => fusion.storageOf(program.outputs[output] as Ref) < program.inputs.length,
    )
    const bytes = layout.size + (crossing ? moves.reduce((sum, move) => sum + move.bytes, 0) : 0)
    if (bytes > mostBytes) return left({ _tag: 'TooLarge', bytes })
    const { functions, segments, imported, sites, kernels } = generate({
      ...{ program, fusion, layout, addresses: 'i32', partitions, offloaded, bodies, spinLimit: null },
      cacheOffsets: new Map(),
      watched: new Set(watched.map(output => fusion.storageOf(program.outputs[output] as Ref))),
      commits: !crossing,
    })
    const [missing] = kernels
    if (missing !== undefined) {
      const { program: owner, equation } = sites[missing.number] as Site
      const { primitive } = owner.equations[equation] as Equation
      return left({
        _tag: 'NoCode',
        operation: primitive.name,
        equation: firstResult(owner) + equation,
        inBody: owner !== program,
        reason: missing.reason,
      })
    }
    const called = segments.map(
      segment =>
        imported.length + functions.findIndex(({ name }) => 'call' in segment && name === segment.call),
    )
    const all = [
      // Only what is called from outside has a name.
      ...functions.map(({ name, body }) => (name === 'commit' ? { name, body } : { body })),
      { name: 'run', body: emitRun(called) },
      ...(crossing ? [{ name: 'commit', body: emitMoves(moves, layout.size) }] : []),
    ]
    return right({
      bytes,
      addressOf: layout.addressOf,
      refusing: refusingOf(sites),
      moduleOf: (values, about) =>
        encodeModule(all, {
          ...{ pages: pagesOf(bytes), ownsMemory: true, imported },
          about: { name: 'pullback', bytes: about },
          data: values.flatMap(([ref, x]) => {
            const { buffer, byteOffset, byteLength } = elementsOf(x)
            const content = new Uint8Array(buffer, byteOffset, byteLength)
            // Memory is 0 where nothing is said.
            return content.every(byte => byte === 0)
              ? []
              : [{ address: layout.addressOf(ref), bytes: content }]
          }),
        }),
    })
  })
