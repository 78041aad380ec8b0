/**
 * The order of bytes in this machine's memory.
 *
 * @module
 */

/** Whether the lowest byte of a number comes first. */
export const hostIsLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1
