/** The order in which tests try a fault: laws first, as they shall find most, and what finds it soonest. */
import type { Reaching } from './reached.ts'

export interface Stage {
  readonly name: string
  readonly by: 'laws' | 'tests'
  readonly files: readonly Reaching[]
}

/** Tests that take long and find what others find. */
const late = ['examples/', 'types/', 'package.test.ts', 'documentation.test.ts', 'toolchain.test.ts']

export const isLate = (file: string): boolean => late.some(slow => file.startsWith(`test/${slow}`))

/** The laws' own mutants say nothing of the library. */
const isLaws = (file: string): boolean => file.startsWith('test/laws/') && !file.includes('/mutants-')

/** What is run for a fault, one stage after the other, until one fails. */
export const stagesFor = (reaching: readonly Reaching[], others: readonly string[]): readonly Stage[] => {
  const sorted = reaching.toSorted((a, b) => Number(b.within) - Number(a.within) || a.seconds - b.seconds)
  const slow = others.map(file => ({ file, within: false, skipped: [], seconds: 60 }))
  const stages: readonly Stage[] = [
    { name: 'laws', by: 'laws', files: sorted.filter(({ file }) => isLaws(file)) },
    { name: 'tests', by: 'tests', files: sorted.filter(({ file }) => !isLaws(file)) },
    { name: 'examples and documents', by: 'tests', files: slow },
  ]
  return stages.filter(({ files }) => files.length > 0)
}
