import { join } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { config } from '../config.ts'

/** The order in which files are named. */
class AsNamed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const named = process.argv.slice(2)
    const place = ({ moduleId }: TestSpecification): number =>
      named.findIndex(name => moduleId.endsWith(name))
    return files.toSorted((a, b) => place(a) - place(b))
  }
}

export default {
  ...config,
  root: join(import.meta.dirname, '../..'),
  test: {
    ...config.test,
    setupFiles: [...config.test.setupFiles, 'test/mutate/setup.ts'],
    maxWorkers: Number(process.env.PULLBACK_MUTATE_WORKERS ?? 1),
    sequence: { sequencer: AsNamed },
  },
}
