import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { wasm } from 'pullback'
import { expect, test } from 'vitest'
import { noCache } from '../../examples/digits/cache.ts'
import { loadDigits } from '../../examples/digits/data.ts'
import { performAll } from '../../examples/digits/experiments.ts'
import { loadStudies } from '../../examples/digits/load.ts'
import { perform } from '../../examples/digits/perform.ts'
import { prepare } from '../../examples/digits/prepare.ts'
import { verdict } from '../../examples/digits/verdict.ts'
import { unasked } from '../../examples/example.ts'

const folder = join(import.meta.dirname, '../../examples')

test('the declared experiments come out as expected with every seed', async () => {
  const digits = await loadDigits(join(folder, 'data/digits.csv.gz'))()
  if (isLeft(digits)) throw new Error(JSON.stringify(digits.left))
  const studies = await loadStudies(unasked)(join(folder, 'digits/experiments.json'))()
  if (isLeft(studies)) throw new Error(JSON.stringify(studies.left))
  // Only what something is expected of: the others take their time and prove nothing.
  const judged = studies.right.map(study => ({
    ...study,
    runs: study.runs.filter(({ name }) =>
      study.expectations.some(({ lower, higher }) => name === lower || name === higher),
    ),
  }))
  const steps = performAll(
    judged,
    perform(prepare(digits.right), { engine: wasm, dtype: 'f32' }),
    noCache({ data: '', engine: 'wasm', dtype: 'f32', revision: 0 }),
  )
  let step = await steps.next()
  while (!step.done) step = await steps.next()
  const expectations = step.value.flatMap(study => study.expectations)
  expect(expectations.length).toBeGreaterThan(20)
  expect(expectations.filter(({ holds, seeds }) => seeds < 3 || holds < seeds)).toEqual([])
  const fits = step.value.find(({ name }) => name === 'Over- and underfitting')!
  const verdicts = (name: string) => fits.runs.find(run => run.name === name)!.outcomes.map(verdict)
  expect(verdicts('2 units')).toEqual(['underfits', 'underfits', 'underfits'])
  expect(verdicts('100 units on 100 digits')).toEqual(['overfits', 'overfits', 'overfits'])
})
