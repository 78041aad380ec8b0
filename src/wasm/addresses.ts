/**
 * The type of the addresses of a program's memory: of 32 bits wherever these are enough, as they cost nothing, else of 64.
 *
 * @module
 */
import type { Layout } from '../plan/layout.ts'
import { bytesOf } from '../primitive/core/primitive.ts'
import { abstractOf, firstResult, type Program, type Ref } from '../primitive/core/program.ts'
import { showAbstract } from '../program/show.ts'
import { sizeOf } from '../tensor/shape.ts'
import type { AddressType } from './binary/assembler.ts'
import type { Outline } from './emit/outline.ts'
import { hasMemory64 } from './host/features.ts'
import { mostBytes, requireAddressable, showBytes, tooLarge } from './host/memory.ts'

/**
 * The most bytes of one value with addresses of 32 bits: loops compare places in a value as signed numbers, and the end of the last of
 * several chunks may be an eighth behind the value's.
 */
const mostValueBytes = 7 * 2 ** 28

/** The most elements of one value: generated code counts them in signed numbers of 32 bits. */
const mostElements = 2 ** 31 - 1

/** A value that is stored, of a program or of one of its bodies. */
interface Stored {
  readonly program: Program
  readonly ref: Ref
  readonly bytes: number
  /** Whether loops pass over it, and not only over its parts, as over those of what an operation with bodies gives. */
  readonly isWhole: boolean
  /** Where it is: nothing, or ` in a body of …`. */
  readonly where: string
}

const nameOf = ({ program, ref }: Pick<Stored, 'program' | 'ref'>): string => {
  const equation = program.equations[ref - firstResult(program)]
  const maker = equation?.primitive.name ?? (ref < program.inputs.length ? 'input' : 'constant')
  return `%${ref} = ${maker}`
}

const storedIn = ({ program, bodies }: Outline, { isStored }: Layout, where = ''): readonly Stored[] => {
  const base = firstResult(program)
  const count = base + program.equations.length
  const own = Array.from({ length: count }, (_, ref): Stored => {
    const bytes = bytesOf(abstractOf(program, ref))
    return { program, ref, bytes, isWhole: !bodies.has(ref - base), where }
  }).filter(({ ref }) => ref < base || isStored(ref))
  const inner = Array.from(bodies, ([equation, outlines]) => {
    const within = ` in a body of ${nameOf({ program, ref: base + equation })}${where}`
    return outlines.flatMap(outline => storedIn(outline, outline.layout, within))
  })
  return [...own, ...inner.flat()]
}

const largestOf = (values: readonly Stored[]): Stored | undefined =>
  values.reduce<Stored | undefined>(
    (largest, value) => (largest === undefined || value.bytes > largest.bytes ? value : largest),
    undefined,
  )

const showStored = (value: Stored): string =>
  `${nameOf(value)} : ${showAbstract(abstractOf(value.program, value.ref))}${value.where}, of ${showBytes(value.bytes)}`

/** A description of the largest value of a program that is stored, by the number that it has where the program is shown. */
export const largestValue = (outline: Outline, layout: Layout): string => {
  const largest = largestOf(storedIn(outline, layout))
  return largest === undefined ? 'none' : showStored(largest)
}

/**
 * The type of addresses that a program needs.
 *
 * @throws EngineError if it needs more than the host can address, or the machine has.
 */
export const addressesOf = (outline: Outline, layout: Layout): AddressType => {
  const { size } = layout
  if (size <= mostValueBytes) return 'i32'
  const stored = storedIn(outline, layout)
  const most = largestOf(stored.filter(({ isWhole }) => isWhole))?.bytes ?? 0
  if (size <= mostBytes && most <= mostValueBytes) return 'i32'
  const use = { addresses: 'i64', largest: () => largestValue(outline, layout) } as const
  if (!hasMemory64(false))
    throw tooLarge(
      size,
      use,
      `this host has no WebAssembly memory with addresses of 64 bits, and those of 32 reach ${showBytes(mostBytes)}, ` +
        `${showBytes(mostValueBytes)} in one value`,
    )
  const long = stored.find(({ program, ref }) => sizeOf(abstractOf(program, ref).shape) > mostElements)
  if (long !== undefined)
    throw tooLarge(
      size,
      use,
      `the wasm engine counts up to ${mostElements} elements of one value, and ${showStored(long)} has more`,
    )
  requireAddressable(size, use)
  return 'i64'
}
