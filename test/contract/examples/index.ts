import type * as pullback from 'pullback'
import type * as numpy from 'pullback/numpy'
import { randomState } from 'pullback/numpy'
import { core, customLayers, initialisers, operations, programs, randoms, smooths, trees } from './core.ts'
import { calls, type Examples, vector } from './example.ts'
import { perExamples, schedules, transformations } from './training.ts'

const state = [randomState(1)]

/** Of so many numbers NumPy draws as well, for long. */
const many = { skipped: ['million', 'billion', 'huge'] }

const numpyExamples = {
  choice: { ...calls([3, [2], { replace: true, p: undefined }], state), ...many },
  normal: { ...calls([0, 1, [2]], state), ...many },
  permutation: { ...calls([3], state), ...many },
  randint: { ...calls([0, 5, [2]], state), ...many },
  randomSample: { ...calls([[2]], state), ...many },
  randomState: calls([1]),
  shuffle: calls([vector], state),
  standardNormal: { ...calls([[2]], state), ...many },
  trainTestSplit: { ...calls([4, 0.5], state), ...many },
  uniform: { ...calls([0, 1, [2]], state), ...many },
} as const satisfies Examples<typeof numpy>

/** An example for each exported function, by namespace; an export without one does not compile. */
export const examples = {
  '': core satisfies Examples<typeof pullback>,
  initialiser: initialisers satisfies Examples<typeof pullback.initialiser>,
  layer: customLayers satisfies Examples<typeof pullback.layer>,
  op: operations satisfies Examples<typeof pullback.op>,
  optimiser: transformations satisfies Examples<typeof pullback.optimiser>,
  perExample: perExamples satisfies Examples<typeof pullback.perExample>,
  program: programs satisfies Examples<typeof pullback.program>,
  random: randoms satisfies Examples<typeof pullback.random>,
  schedule: schedules satisfies Examples<typeof pullback.schedule>,
  smooth: smooths satisfies Examples<typeof pullback.smooth>,
  tree: trees satisfies Examples<typeof pullback.tree>,
  numpy: numpyExamples,
} as const
