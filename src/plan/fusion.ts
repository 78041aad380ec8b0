/**
 * Fusion: which equations of a program become one loop, and in which order everything runs.
 *
 * Element-wise equations of one size and element type that can run together do, so that what passes between them stays in
 * registers. Broadcasts and comparisons that only such loops read are not results at all: each loop computes them anew.
 *
 * @module
 */

import { abstractOf, type Equation, firstResult, type Program, type Ref } from '../primitive/core/program.ts'
import { sizeOf } from '../tensor/shape.ts'
import { type Access, broadcastAccess, full } from './access.ts'
import { commonColumns } from './columns.ts'
import { defaultGrainSize, loopCycles } from './loopCost.ts'
import { isComparison, loopTypeOf } from './loopType.ts'
import { loweringOf } from './lowering.ts'
import { hasLanes, reduceExtents } from './sizes.ts'

/** A sum or maximum at the end of a loop: of each row, of each column, or of all. */
export interface Ending {
  readonly equation: number
  readonly of: 'row' | 'column' | 'all'
}

/** A loop over values of one size: equations by position, in order, and what is summed up on the way. */
export interface FusedStep {
  readonly _tag: 'fused'
  readonly equations: readonly number[]
  readonly endings: readonly Ending[]
  readonly columns: number
}

/** An equation on its own. */
export interface SingleStep {
  readonly _tag: 'single'
  readonly equation: number
}

export type Step = FusedStep | SingleStep

/** All equations of a step. */
export const membersOf = (step: Step): readonly number[] =>
  step._tag === 'fused'
    ? [...step.equations, ...step.endings.map(({ equation }) => equation)]
    : [step.equation]

/** What is known of the equations of a program before they are put in order. */
export interface Fusion {
  readonly steps: readonly Step[]
  /** Results that no memory holds: loops compute them where they need them. */
  readonly isVirtual: (ref: Ref) => boolean
  /** The value whose memory a value shares: itself, unless it is a reshaped one. */
  readonly storageOf: (ref: Ref) => Ref
  /** The stored values that a loop or equation reads for a value: itself, or what a virtual one is computed from. */
  readonly sourcesOf: (ref: Ref) => readonly Ref[]
}

/** The loop that gives a value, if one does; else the value itself. */
export const ownerOf = (program: Program, ref: Ref): Ref => {
  const equation = program.equations[ref - firstResult(program)]
  return equation !== undefined && loweringOf(equation).by === 'result' ? (equation.operands[0] as Ref) : ref
}

/** Whether an equation gives its operand under another shape. */
const isAlias = (equation: Equation): boolean => loweringOf(equation).by === 'alias'

/** Sorts out a program: what is fused, what is virtual, what shares memory, and in which order it runs. */
export const fuse = (program: Program): Fusion => {
  const { equations, outputs } = program
  const base = firstResult(program)
  const equationOf = (ref: Ref): Equation | undefined => equations[ref - base]
  const consumers = equations.map((): number[] => [])
  equations.forEach(({ operands }, i) => {
    for (const ref of new Set(operands)) if (ref >= base) consumers[ref - base]?.push(i)
  })
  const isOutput = new Set(outputs)

  const typeOf = equations.map(equation => loopTypeOf(program, equation))
  /** Whether an equation can be part of a loop. */
  const inLoop = (i: number): boolean => typeOf[i] !== null

  const accessOf = (equation: Equation): Access | null =>
    equation.dtype !== 'u8' && sizeOf(equation.shape) > 0 ? broadcastAccess(program, equation) : null

  // A broadcast is virtual if only loops read it, and a comparison if only loops of its own type do; loops read no integers but
  // to compare them. Random words are if they only become floats.
  const isReadBy = (i: number, reads: (consumer: number) => boolean): boolean =>
    !isOutput.has(base + i) && (consumers[i] as number[]).every(reads)
  const virtual = equations.map((equation, i) => {
    if (accessOf(equation) !== null) return isReadBy(i, c => typeOf[c] === equation.dtype)
    if (loweringOf(equation).by === 'words')
      return isReadBy(i, c => loweringOf(equations[c] as Equation).by === 'uniforms')
    return isComparison(equation) && inLoop(i) && isReadBy(i, c => typeOf[c] === typeOf[i])
  })
  const isVirtual = (ref: Ref): boolean => ref >= base && virtual[ref - base] === true

  const storageOf = (ref: Ref): Ref => {
    const equation = equationOf(ref)
    return equation !== undefined && isAlias(equation) ? storageOf(equation.operands[0] as Ref) : ref
  }
  const sourcesOf = (ref: Ref): readonly Ref[] =>
    isVirtual(ref) ? (equationOf(ref) as Equation).operands.flatMap(sourcesOf) : [storageOf(ref)]

  /** The columns that the broadcasts which a loop reads ask for; `null` if they do not fit each other. */
  const columnsOf = (i: number): number | null => {
    const asked = new Set<number>()
    const visit = (ref: Ref): void => {
      if (!isVirtual(ref)) return
      const equation = equationOf(ref) as Equation
      const access = accessOf(equation)
      if (access !== null) asked.add(access.columns)
      else equation.operands.forEach(visit)
    }
    ;(equations[i] as Equation).operands.forEach(visit)
    return commonColumns([...asked])
  }

  // A loop has rows of one length. Where one equation reads broadcasts that do not fit, it reads them from memory instead.
  equations.forEach((equation, i) => {
    if (!inLoop(i) || columnsOf(i) !== null) return
    const store = (ref: Ref): void => {
      if (!isVirtual(ref)) return
      const access = accessOf(equationOf(ref) as Equation)
      if (access !== null && access.columns !== 0) virtual[ref - base] = false
      else (equationOf(ref) as Equation).operands.forEach(store)
    }
    equation.operands.forEach(store)
  })

  // Kahn's algorithm with a preference: what is not a loop runs as soon as it can, and a loop takes in all that it can.
  const isNothing = (equation: Equation): boolean => isAlias(equation) || loweringOf(equation).by === 'result'
  const real = equations.flatMap((equation, i) => (virtual[i] === true || isNothing(equation) ? [] : [i]))
  const waiting = new Map(
    real.map(i => {
      const sources = (equations[i] as Equation).operands
        .flatMap(sourcesOf)
        .map(ref => ownerOf(program, ref))
        .filter(ref => ref >= base)
      return [i, new Set(sources)] as const
    }),
  )
  const readers = new Map<Ref, number[]>()
  for (const [i, sources] of waiting)
    for (const ref of sources) readers.set(ref, [...(readers.get(ref) ?? []), i])
  const ready = new Set(real.filter(i => waiting.get(i)?.size === 0))
  const finished = new Set<number>()
  const finish = (i: number): void => {
    finished.add(i)
    for (const reader of readers.get(base + i) ?? []) {
      const left = waiting.get(reader) as Set<Ref>
      left.delete(base + i)
      if (left.size === 0) ready.add(reader)
    }
  }

  // What puts a block into a tensor waits for others that read it, so that it can write where the tensor lies.
  const readersOf = new Map<Ref, Set<number>>()
  for (const i of real)
    for (const ref of (equations[i] as Equation).operands.flatMap(sourcesOf)) {
      const owner = ownerOf(program, ref)
      readersOf.set(owner, (readersOf.get(owner) ?? new Set()).add(i))
    }
  const mayWait = (i: number): boolean => {
    const equation = equations[i] as Equation
    if (loweringOf(equation).by !== 'dynamicUpdateSlice') return false
    const whole = ownerOf(program, storageOf(equation.operands[0] as Ref))
    return [...(readersOf.get(whole) as Set<number>)].some(reader => reader !== i && !finished.has(reader))
  }

  const steps: Step[] = []
  while (ready.size > 0) {
    const singles = [...ready].filter(i => !inLoop(i))
    const single = singles.find(i => !mayWait(i)) ?? (singles.length === ready.size ? singles[0] : undefined)
    if (single !== undefined) {
      ready.delete(single)
      steps.push({ _tag: 'single', equation: single })
      finish(single)
      continue
    }
    const [seed] = [...ready].filter(inLoop).sort((a, b) => a - b) as [number]
    const size = sizeOf((equations[seed] as Equation).shape)
    const members: number[] = []
    let columns = 0
    for (;;) {
      const next = [...ready]
        .sort((a, b) => a - b)
        .find(i => {
          return (
            inLoop(i) &&
            typeOf[i] === typeOf[seed] &&
            sizeOf((equations[i] as Equation).shape) === size &&
            commonColumns([columns, columnsOf(i) ?? 0]) !== null &&
            !readsByBroadcast(i, members)
          )
        })
      if (next === undefined) break
      ready.delete(next)
      members.push(next)
      columns = commonColumns([columns, columnsOf(next) ?? 0]) as number
      finish(next)
    }
    const endings: Ending[] = []
    for (const i of [...ready].sort((a, b) => a - b)) {
      const ending = endingOf(i, members, columns, endings.length > 0)
      if (ending === null) continue
      ready.delete(i)
      endings.push({ equation: i, of: ending.of })
      columns = ending.columns
      finish(i)
    }
    steps.push({ _tag: 'fused', equations: members, endings, columns })
  }

  /** How a sum or maximum of what a loop makes is found on the way, and the columns that this asks for; `null` if it is not. */
  function endingOf(
    i: number,
    members: readonly number[],
    columns: number,
    isSettled: boolean,
  ): { readonly of: Ending['of']; readonly columns: number } | null {
    const equation = equations[i] as Equation
    const { operands, options, dtype } = equation
    const [operand] = operands as readonly [Ref]
    if (loweringOf(equation).by !== 'reduction' || !hasLanes(dtype)) return null
    if (isVirtual(operand) || !members.includes(storageOf(operand) - base)) return null
    const extents = reduceExtents(
      abstractOf(program, operand),
      (options as { readonly axes: readonly number[] }).axes,
    )
    if (extents === null || extents.reduced === 0) return null
    const { outer, reduced, inner } = extents
    const of = inner === 1 ? (outer === 1 ? 'all' : 'row') : outer === 1 ? 'column' : null
    if (of === null) return null
    const asked = of === 'row' ? reduced : of === 'column' ? inner : columns
    // What sums up rows or columns of a loop fixes how long they are.
    if (isSettled ? columns !== 0 && asked !== columns : commonColumns([columns, asked]) !== asked)
      return null
    // What all rows give keeps threads from dividing the loop.
    const isLarge =
      loopCycles(
        program,
        members.map(member => equations[member] as Equation),
      ) >=
      2 * defaultGrainSize
    return of !== 'row' && isLarge ? null : { of, columns: asked }
  }

  /** Whether an equation reads, through a broadcast, what the loop has not finished making. */
  function readsByBroadcast(i: number, members: readonly number[]): boolean {
    const visit = (ref: Ref): boolean => {
      if (!isVirtual(ref)) return false
      const equation = equationOf(ref) as Equation
      const access = accessOf(equation)
      if (access !== null && access.kind !== full.kind)
        return equation.operands.some(operand => members.includes(storageOf(operand) - base))
      return equation.operands.some(visit)
    }
    return (equations[i] as Equation).operands.some(visit)
  }

  return { steps, isVirtual, storageOf, sourcesOf }
}
