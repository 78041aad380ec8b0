/**
 * Where a matrix product finds what it needs.
 *
 * @module
 */
import type { Cursor } from './matmulCursor.ts'

/** Where the operands, the result and scratch memory are. */
export interface Places {
  readonly left: Cursor
  readonly right: Cursor
  readonly result: Cursor
  readonly scratch: Cursor
}

/** Bytes in whole cache lines. */
export const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64
