/**
 * Places in memory that loops move along.
 *
 * Static addresses of 32 bits stay immediates of loads and stores: a local carries only what a loop adds. Those of 64 bits are added
 * to the local before the loop: hosts check each access at an immediate of more than 4 GiB.
 *
 * @module
 */
import type { FunctionBuilder, Local, Memory } from '../binary/assembler.ts'

/** A byte address: a constant, plus what the loops around have added to a local, if any moves it. */
export interface Cursor {
  readonly moving?: Local
  readonly offset: number
}

/** A constant address. */
export const at = (offset: number): Cursor => ({ offset })

/** A constant address that a local may move. */
export const moved = (offset: number, moving: Local | undefined): Cursor =>
  moving === undefined ? { offset } : { moving, offset }

/** The place a constant number of bytes further on. */
export const past = (cursor: Cursor, bytes: number): Cursor => ({ ...cursor, offset: cursor.offset + bytes })

/** Puts on the stack what the immediate offset of a load or store is added to. */
export const address = (f: FunctionBuilder, { moving }: Cursor): FunctionBuilder =>
  moving === undefined ? f.address(0) : f.get(moving)

/** A byte address that a local moves. */
export interface MovingCursor extends Cursor {
  readonly moving: Local
}

/** A local that stands at a place, and that loops may move. */
export const movable = (f: FunctionBuilder, cursor: Cursor): MovingCursor => {
  const moving = f.local('address')
  address(f, cursor)
  if (f.addresses === 'i32') {
    f.set(moving)
    return { moving, offset: cursor.offset }
  }
  f.address(cursor.offset).op('address.add').set(moving)
  return { moving, offset: 0 }
}

/** Loads from a place. */
export const load = (f: FunctionBuilder, name: Memory, cursor: Cursor): FunctionBuilder =>
  address(f, cursor).memory(name, cursor.offset)

/** Bytes for each of some cursors. */
type Steps<C extends readonly Cursor[]> = { readonly [I in keyof C]: number }

/**
 * Moves cursors along together: `body` runs `count` times, each time `steps` bytes further on, and `rest` once with the
 * places where the body ended. Neither may keep the cursors it gets.
 */
const sweep = <const C extends readonly Cursor[]>(
  f: FunctionBuilder,
  count: number,
  cursors: C,
  steps: Steps<C>,
  body: (...cursors: C) => void,
  rest: (...cursors: C) => void,
): void => {
  const step = (i: number): number => steps[i] as number
  if (count < 2) {
    if (count === 1) body(...cursors)
    const after: readonly Cursor[] = cursors.map((cursor, i) => past(cursor, count * step(i)))
    rest(...(after as C))
    return
  }
  const counter = f.local('i32')
  const moved: readonly Cursor[] = cursors.map((cursor, i) => (step(i) === 0 ? cursor : movable(f, cursor)))
  const own = moved as C
  f.i32(count).set(counter)
  f.loop(() => {
    body(...own)
    own.forEach(({ moving }, i) => {
      if (step(i) !== 0) f.advance(moving as Local, step(i))
    })
    f.get(counter).i32(1).op('i32.sub').tee(counter).branchIf(0)
  })
  f.release(counter)
  rest(...own)
  own.forEach(({ moving }, i) => {
    if (step(i) !== 0) f.release(moving as Local)
  })
}

/**
 * Deals with `total` things in pieces of `size` and one of what is left over: `piece` gets the extent of a piece, then the
 * places where it starts, `steps` bytes further on for each whole piece.
 */
export const inPieces = <const C extends readonly Cursor[]>(
  f: FunctionBuilder,
  total: number,
  size: number,
  cursors: C,
  steps: Steps<C>,
  piece: (extent: number) => (...cursors: C) => void,
): void =>
  sweep(
    f,
    Math.floor(total / size),
    cursors,
    steps,
    piece(size),
    total % size === 0 ? () => {} : piece(total % size),
  )
