import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** About how many seconds the longest files take, by their names without `.test.ts`. */
export const seconds: Readonly<Record<string, number>> = {
  'laws/layers-1of4': 32,
  'laws/layers-3of4': 32,
  'examples/fashion-mnist': 30,
  'examples/experiments': 29,
  'laws/layers-2of4': 28,
  'laws/optimisers': 28,
  'examples/mnist': 25,
  'laws/layers-4of4': 21,
  'examples/sums': 18,
  'engine/randomProgram': 18,
  'laws/smooth': 16,
  'types/compilers': 17,
  'examples/spiral': 15,
  'examples/main': 14,
  'laws/losses': 13,
  'laws/engines': 12,
  'laws/primitives': 12,
  'engine/matmul': 10,
  'examples/softmaxJacobian': 10,
  'examples/residualMlp': 9,
  'laws/random': 8,
  documentation: 8,
  'node/npz': 8,
  package: 7,
  'node/blas': 6,
  'node/csv': 6,
  'golden/golden': 6,
  'laws/mutants-training': 6,
  'laws/mutants-adaptive': 5,
  'laws/mutants-combinators': 5,
  'engine/vectorMath': 5,
  'examples/digits': 5,
  'types/cost': 4,
  'laws/train': 4,
}

/**
 * Longest files first, so that all workers are busy to the end: on a machine that never ran the tests, nothing else tells which
 * they are.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const told = ({ moduleId }: TestSpecification): number =>
      seconds[
        relative(import.meta.dirname, moduleId)
          .replaceAll('\\', '/')
          .replace('.test.ts', '')
      ] ?? 0
    return (await super.sort(files)).toSorted((a, b) => told(b) - told(a))
  }
}
