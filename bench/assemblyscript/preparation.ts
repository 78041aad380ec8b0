/**
 * The time to the end of the first step, in a process that has done nothing yet:
 * `node preparation.ts <kernels | generated> <case> <element type> <the kernels' module>` prints microseconds.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import type { FloatDType } from 'pullback'
import { caseNamed } from '../cases/index.ts'
import { microsecondsSince } from '../pullback/runner.ts'
import { generatedRunner, taskOf } from './steps.ts'
import { trainingRun } from './train.ts'
import { host } from './webAssembly.ts'

const [way, name, dtype, file] = process.argv.slice(2) as [string, string, FloatDType, string]
const task = taskOf(caseNamed(name), dtype)
if (way === 'generated') {
  const { firstUs } = await task.given.learner(generatedRunner, task.job)!.preparation!()
  console.log(firstUs)
} else {
  const bytes = readFileSync(file)
  const start = performance.now()
  await trainingRun(new host.Module(bytes), task.problem, task.job, 'each').losses(1)
  console.log(microsecondsSince(start))
}
