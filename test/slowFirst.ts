import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes long, by the beginning of its path: laws of all layers of a family, whole trainings, compilers. */
export const slow = [
  'laws/layers/',
  'laws/optimisers',
  'examples/',
  'laws/',
  'types/',
  'contract/halfRight',
  'engine/',
]

/**
 * Files of kinds that take long first, so that both workers are busy to the end: on a machine that never ran the tests, nothing
 * else tells which they are. Files of one project stay next to each other, as a process is kept only for the next of its project.
 */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const path = relative(import.meta.dirname, moduleId).replaceAll('\\', '/')
      const at = slow.findIndex(start => path.startsWith(start))
      return at === -1 ? slow.length : at
    }
    return (await super.sort(files)).toSorted(
      (a, b) => a.project.name.localeCompare(b.project.name) || rank(a) - rank(b),
    )
  }
}
