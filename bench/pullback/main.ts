/**
 * pullback as a contestant: `node pullback/main.ts <runner> <folder of the job>`.
 *
 * @module
 */
import { caseNamed } from '../cases/index.ts'
import { readJob } from '../contest/job.ts'
import { heldBytes, serve } from '../contest/serve.ts'
import { runnerName, runners } from './runners.ts'

await serve(async () => {
  const [name, folder] = process.argv.slice(2) as [string, string]
  const runner = runners.find(each => runnerName(each) === name)
  if (runner === undefined) throw new Error(`There is no runner ${name}.`)
  await runner.ready?.()
  const job = readJob(folder)
  const lesson = caseNamed(job.case).learner(runner, job.load())
  if (lesson === null) throw new Error(`${name} cannot run ${job.case}.`)
  return { versions: { node: process.versions.node }, held: heldBytes, ...lesson }
})
