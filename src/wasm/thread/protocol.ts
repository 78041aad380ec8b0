/**
 * The first bytes of a program's memory, by which threads agree on who computes what.
 *
 * @module
 */

/** Byte addresses of words of 32 bits; what different threads write at the same time lies in lines of the cache of its own. */
export const control = {
  /**
   * The region that is being computed (from 1 on, in the upper half), and how many of its chunks have been taken: from the
   * beginning by the thread that runs the program (lowest byte), from the end by workers (second byte). Who adds one to its
   * byte has taken a chunk if the old word says that there was one left.
   */
  taken: 64,
  /** How many chunks of the region are finished. */
  finished: 128,
  /** How many other threads are at hand. */
  present: 192,
  /** Whether they were called and none has come yet. */
  called: 196,
  /** How many of them sleep until the next region begins. */
  asleep: 200,
  /** Whether they are to leave. */
  dismissed: 204,
  /** The number of the program that they may help with here: memories are used again by others. */
  program: 208,
  /** Whether a chunk met something that is not finite. */
  notFinite: 256,
  /** The number of chunks of each region, from region 1 on. */
  counts: 320,
} as const

/** The word that says how far from its own place a cacheable input lies, by position among them. */
export const cacheOffsetAddress = (regions: number, position: number): number =>
  control.counts + 4 * (regions + 1 + position)

/** Where a program's own values begin: behind the words that its threads and cached inputs need, if it has any. */
export const firstAddress = (regions: number, cacheable: number): number =>
  regions + cacheable === 0 ? 16 : Math.ceil(cacheOffsetAddress(regions, cacheable) / 64) * 64
