/**
 * The version of the library, as files that it writes state it.
 *
 * @module
 */

/** As in package.json; a test compares them. */
export const version = '0.1.0'
