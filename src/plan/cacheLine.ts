/**
 * Cache lines: the pieces of memory that a core fetches, and that no two cores should write to at one time.
 *
 * @module
 */

/** The bytes of a cache line. */
export const cacheLine = 64

/** Bytes in whole cache lines. */
export const aligned = (bytes: number): number => Math.ceil(bytes / cacheLine) * cacheLine
