/**
 * Giving the host a turn: a long loop of steps must not keep a page from painting or a progress bar from moving.
 *
 * @module
 */

// Every host has timers; the core declares the one function it needs instead of a host's types.
declare const setTimeout: (callback: () => void, milliseconds: number) => unknown

/** How long steps may run in a row, in milliseconds: under three frames. */
const interval = 40

/** Waits for the host's other work, but only if the last turn was some time ago. */
export const breathing = (): (() => Promise<void> | undefined) => {
  let last = Date.now()
  return () => {
    if (Date.now() - last < interval) return undefined
    return new Promise<void>(resolve =>
      setTimeout(() => {
        last = Date.now()
        resolve()
      }, 0),
    )
  }
}
