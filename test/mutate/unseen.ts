/** Faults that change nothing that anybody can see, each with its reason: they live, and do not count. */
import type { Fault } from './faults.ts'

interface Unseen {
  readonly file: string
  /** What the line that is changed has in it. */
  readonly on: string
  /** The text that is changed, and what stands in its place. Each defaults to any. */
  readonly was?: string
  readonly now?: string
  readonly why: string
}

const estimate = 'an estimate of cost, which only chooses between loops and shares that give the same'

export const unseenFaults: readonly Unseen[] = [
  ...[
    'const perRow = ',
    'const perEnding = ',
    'const perVector = ',
    'return (size / length) * ',
    'const defaultGrainSize',
  ].map(on => ({ file: 'plan/loopCost.ts', on, why: estimate })),
  {
    file: 'codec/csv.ts',
    on: 'return place !== undefined && name !== undefined',
    was: '&&',
    why: 'there are as many places as names',
  },
  {
    file: 'codec/npy.ts',
    on: 'for (let i = 0; i < text.length; i++) bytes[begin + i]',
    was: '<',
    why: 'the byte behind the text is written again by the data, or is none',
  },
  {
    file: 'codec/zipReading.ts',
    on: 'size > (compressed + 1) * largestRatio',
    was: '1',
    why: 'what is not refused here before it is inflated is refused behind it, in the same words',
  },
  {
    file: 'codec/zipReading.ts',
    on: 'if (at + lengths.local > until) return wrong',
    was: '>',
    why: 'a header that ends where the directory begins has no room for its name, and is refused all the same',
  },
  {
    file: 'numpy/choice.ts',
    on: 'population: needs.either(needs.number, needs.tensor)',
    now: 'needs.tensor, needs.number',
    why: 'which of two things that are taken is named first in a sentence',
  },
]

/** Why nobody can see a fault, if nobody can. */
export const unseen = ({ file, on, was, now }: Fault): string | undefined =>
  unseenFaults.find(
    each =>
      file.endsWith(`/${each.file}`) &&
      // Outcomes that were kept by an earlier version have no line.
      (on ?? '').includes(each.on) &&
      (each.was ?? was) === was &&
      (each.now ?? now) === now,
  )?.why
