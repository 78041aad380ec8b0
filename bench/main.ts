/**
 * `npm run bench`: measures pullback beside its peers and writes out/bench/report.html.
 *
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isLeft, isRight, match } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { runBench } from './bench.ts'
import { caseNamed } from './cases/index.ts'
import { nameOf, type Result } from './contest/contest.ts'
import { showDisagreement } from './contest/losses.ts'
import { machineLine } from './machine.ts'
import { type Options, optionsOf, usage } from './options.ts'
import { findPeers } from './peers/find.ts'
import { growthTables } from './report/growth.ts'
import { benchReport } from './report/report.ts'
import { markdown, summary, three } from './report/table.ts'

const fail = (message: string): void => {
  console.error(message)
  process.exitCode = 1
}

/** A result in a line, for those who wait. */
const progress = (result: Result): string => {
  const spread = `${three(result.us_fastest)} to ${three(result.us_slowest)}`
  return `  ${nameOf(result).padEnd(28)} ${three(result.us_per_step).padStart(10)} µs (${spread}), loss ${result.loss}`
}

const tables = (results: readonly Result[]): string => {
  const grows = (result: Result): boolean => caseNamed(result.case).growth !== undefined
  const [still, growing] = [results.filter(result => !grows(result)), results.filter(grows)]
  return [...(still.length === 0 ? [] : [summary(still)]), ...growthTables(growing)]
    .map(markdown)
    .join('\n\n')
}

const start = async (options: Options): Promise<void> => {
  if (options.help) return console.log(usage)
  const found = findPeers(options.peers, process.env)
  for (const finding of found) if (isLeft(finding)) console.error(finding.left)
  const results: Result[] = []
  for await (const outcome of runBench(
    options,
    found.filter(isRight).map(({ right }) => right),
  )) {
    const [first] = outcome.results
    if (first !== undefined) console.error(`${first.case} ${first.dtype}: ${caseNamed(first.case).about}`)
    for (const result of outcome.results) {
      console.error(progress(result))
      if (options.json) console.log(JSON.stringify(result))
    }
    for (const failure of outcome.failures) fail(failure)
    for (const wrong of outcome.disagreements) fail(`  ${showDisagreement(wrong)}`)
    results.push(...outcome.results)
  }
  const machine = machineLine(results)
  const command = ['npm run bench --', ...process.argv.slice(2)].join(' ')
  await mkdir(options.out, { recursive: true })
  await writeFile(
    join(options.out, 'results.jsonl'),
    results.map(result => `${JSON.stringify(result)}\n`).join(''),
  )
  const path = join(options.out, 'report.html')
  await writeFile(path, await benchReport({ machine, command, results }))
  if (!options.json) console.log(`\n${tables(results)}\n`)
  console.error(`${machine}\nreport: ${path}`)
}

await pipe(
  optionsOf(process.argv.slice(2)),
  match(async message => fail(message), start),
)
