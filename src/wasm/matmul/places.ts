/**
 * Places where a matrix product finds what it needs.
 *
 * @module
 */
import type { Cursor } from './cursor.ts'

/** Where the operands, the result and scratch memory are. */
export interface Places {
  readonly left: Cursor
  readonly right: Cursor
  readonly result: Cursor
  readonly scratch: Cursor
}
