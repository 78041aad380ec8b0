/**
 * The time from `fit` to the end of the first step, each time in a fresh process: `npm run bench:first [times]`.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { caseNamed } from '../cases/index.ts'
import { open } from '../contest/channel.ts'
import { median } from '../contest/contest.ts'
import { writeJob } from '../contest/job.ts'
import { machineLine } from '../machine.ts'
import { findPeers } from '../peers/find.ts'
import { markdown, three } from '../report/table.ts'
import type { Parts } from './parts.ts'

const cases = ['s1-digits-sgd1', 'cnn-lenet', 'transformer'].map(caseNamed)
const times = Number(process.argv[2] ?? 9)

const ownStep = (folder: string): Parts =>
  JSON.parse(
    execFileSync(
      process.execPath,
      ['--conditions=pullback-source', join(import.meta.dirname, 'step.ts'), folder],
      { encoding: 'utf8' },
    ),
  ) as Parts

const peers = findPeers(['jax', 'torch'], process.env).flatMap(peer => {
  if (isLeft(peer)) console.error(peer.left)
  return isLeft(peer) ? [] : [peer.right]
})

const ms = (values: readonly number[]): string =>
  values.length === 0 ? '–' : `${three(median(values) / 1000)} (${three(Math.min(...values) / 1000)})`

const rows: (readonly string[])[] = []
for (const given of cases) {
  const folder = mkdtempSync(join(tmpdir(), 'pullback-first-'))
  try {
    const { kind } = writeJob(folder, given, 'f32')
    const able = peers.filter(({ kinds }) => kinds.some(each => each === kind))
    const [own, others] = [[] as Parts[], new Map(able.map(({ name }) => [name, [] as number[]]))]
    for (let i = 0; i < times; i++) {
      own.push(ownStep(folder))
      for (const { name, command } of able) {
        const channel = await open(command, folder)
        const { firstUs } = await channel.preparation()
        if (firstUs !== undefined) others.get(name)!.push(firstUs)
        await channel.close()
      }
    }
    const parts = (['trace', 'plan', 'host', 'run', 'total'] as const).map(part =>
      ms(own.map(each => each[part])),
    )
    rows.push([given.name, ...parts, ...peers.map(({ name }) => ms(others.get(name) ?? []))])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
const head = [
  'ms, median (fastest), f32',
  'trace',
  'plan',
  'host',
  'run',
  'in all',
  ...peers.map(({ name }) => name),
]
console.log(markdown({ head, rows }))
console.log(machineLine([]))
