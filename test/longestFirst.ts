import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** About how many seconds the longest files take. */
const seconds: Readonly<Record<string, number>> = {}

/**
 * Longest files first, so that all workers are busy to the end: on a machine that never ran the tests, nothing else tells which
 * they are.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const told = (file: TestSpecification): number =>
      seconds[relative(import.meta.dirname, file.moduleId).replaceAll('\\', '/')] ?? 0
    return (await super.sort(files)).toSorted((a, b) => told(b) - told(a))
  }
}
