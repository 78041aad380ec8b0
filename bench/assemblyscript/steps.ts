/**
 * Whole training steps: the kernels against the generated module.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FloatDType, wasmThreads } from 'pullback'
import type { Case } from '../cases/index.ts'
import type { Pace } from '../contest/contest.ts'
import { type LoadedJob, readJob, writeJob } from '../contest/job.ts'
import { disagreements, type Seen, showDisagreement } from '../contest/losses.ts'
import { byFold } from '../pullback/byFold.ts'
import type { Run } from '../pullback/run.ts'
import type { Runner } from '../pullback/runner.ts'
import { runners } from '../pullback/runners.ts'
import type { Classifier } from '../start/problem.ts'
import { bareRunner } from './bare.ts'
import { trainingRun } from './train.ts'
import { type Timing, takeTurns } from './turns.ts'
import type { WasmModule } from './webAssembly.ts'

/** A case with its numbers. */
export interface Task {
  readonly given: Case
  readonly problem: Classifier
  readonly job: LoadedJob
}

/** A case's numbers, rounded to an element type. */
export const taskOf = (given: Case, dtype: FloatDType): Task => {
  const problem = given.problem()
  if (problem.kind !== 'classifier') throw new Error(`${given.name} is not a classifier.`)
  const folder = mkdtempSync(join(tmpdir(), 'pullback-assemblyscript-'))
  try {
    writeJob(folder, { name: given.name, problem: () => problem }, dtype)
    return { given, problem, job: readJob(folder).load() }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The library's own fold, compiled for one thread, as the kernels have one. */
export const generatedRunner: Runner = byFold(wasmThreads(1), 'fold')

/** A case, run by one of pullback's runners. */
export const runBy = (runner: Runner, { given, job }: Task): Run => {
  const lesson = given.learner(runner, job)
  if (lesson === null) throw new Error(`${runner.engine}-${runner.mode} cannot run ${given.name}.`)
  return lesson.begin()
}

/** The names of those who take the steps, in the order of the table. */
export const stepRacers = ['kernel by kernel', 'one call a step', 'generated', 'generated, bare'] as const

const runOf = (name: (typeof stepRacers)[number], module: WasmModule, task: Task): Run => {
  switch (name) {
    case 'kernel by kernel':
      return trainingRun(module, task.problem, task.job, 'each')
    case 'one call a step':
      return trainingRun(module, task.problem, task.job, 'tape')
    case 'generated':
      return runBy(generatedRunner, task)
    case 'generated, bare':
      return runBy(bareRunner, task)
  }
}

/** Compares the losses with those of the reference engine, and then measures. */
export const measureSteps = async (
  module: WasmModule,
  task: Task,
  pace: Pace,
): Promise<readonly Timing[]> => {
  const seen: Seen[] = []
  const { steps } = task.given
  const oracle = runBy(runners[0]!, task)
  seen.push({ name: 'reference-eager', losses: await oracle.losses(steps) })
  for (const name of stepRacers) seen.push({ name, losses: await runOf(name, module, task).losses(steps) })
  const wrong = disagreements(task.job.dtype, seen)
  if (wrong.length > 0) throw new Error(wrong.map(showDisagreement).join('\n'))
  return takeTurns(
    stepRacers.map(name => ({ name, run: runOf(name, module, task) })),
    'generated',
    pace,
  )
}
