/**
 * Metadata that the library writes beside tensors, under names of its own.
 *
 * @module
 */
const own = 'pullback.'

/** The name of an entry of the library's. */
export const ownName = (name: string): string => `${own}${name}`

/** Whether an entry is the library's. */
export const isOwn = (name: string): boolean => name.startsWith(own)
