/** Faults that change nothing that anybody can see, each with its reason: they live, and do not count. */
import type { Fault } from './faults.ts'

interface Unseen {
  readonly file: string
  /** The text that is changed, and by which kind of fault. */
  readonly was: string
  readonly now?: string
  readonly why: string
}

export const unseenFaults: readonly Unseen[] = []

/** Why nobody can see a fault, if nobody can. */
export const unseen = ({ file, was, now }: Fault): string | undefined =>
  unseenFaults.find(each => file.endsWith(`/${each.file}`) && each.was === was && (each.now ?? now) === now)
    ?.why
