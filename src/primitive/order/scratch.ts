/**
 * Memory that kernels write to before they read it, kept from call to call as long as the host has no better use for it.
 *
 * @module
 */
const least = 1 << 16

let kept: WeakRef<ArrayBuffer> | null = null

/** At least so many bytes with anything in them, for one kernel at a time. */
export const scratch = (bytes: number): ArrayBuffer => {
  const known = kept?.deref()
  if (known !== undefined && known.byteLength >= bytes) return known
  const made = new ArrayBuffer(Math.max(bytes, least))
  kept = new WeakRef(made)
  return made
}
