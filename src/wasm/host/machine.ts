/**
 * The machine that the host runs on, as far as the host knows it.
 *
 * The core names no host's modules; what it finds at run time it uses.
 *
 * @module
 */

interface NodeProcess {
  readonly constrainedMemory?: () => number | undefined
  readonly getBuiltinModule?: (name: string) => unknown
}

interface Globals {
  readonly process?: NodeProcess
}

const ofHost = (): Globals => {
  const globals: object = globalThis
  return globals as Globals
}

/** The bytes of memory that the machine has, or that the process may use of them; infinitely many where the host does not say. */
export const machineBytes = ({ process }: Globals = ofHost()): number => {
  const os = process?.getBuiltinModule?.('os') as { readonly totalmem?: () => number } | undefined
  // 0 says that there is no limit.
  return Math.min(
    os?.totalmem?.() || Number.POSITIVE_INFINITY,
    process?.constrainedMemory?.() || Number.POSITIVE_INFINITY,
  )
}
