/**
 * Speed and memory of files of tensors, beside what the system's `cp` and `cat` take for the same bytes: `npm run bench:files`.
 *
 * It writes up to 2.5 GB to the folder that PULLBACK_BENCH_FOLDER names, or to that for temporary files, and removes it again.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isLeft } from 'fp-ts/lib/Either.js'
import { type AnyTensor, fromElements, tensor, zeros } from 'pullback'
import { openSafetensors, showDataError, writeSafetensors } from 'pullback/node'
import { machineLine } from '../machine.ts'
import { markdown, three } from '../report/table.ts'
import type { Measured } from './reader.ts'

const rounds = 15
const folder = mkdtempSync(join(process.env.PULLBACK_BENCH_FOLDER ?? tmpdir(), 'pullback-bench-files-'))
const at = (name: string): string => join(folder, name)

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] as number

/** 400 MB of numbers that no file system writes for nothing. */
const tensors = (): Readonly<Record<string, AnyTensor>> =>
  Object.fromEntries(
    Array.from({ length: 8 }, (_, i) => {
      const words = new Int32Array(12_500_000)
      for (let j = 0; j < words.length; j++) words[j] = Math.imul(j + i, 0x9e3779b1)
      return [`layer.${i}.w`, fromElements([2500, 5000], words)]
    }),
  )

interface Taken {
  readonly ms: number
}

/** The time of a command of the system, without that of starting a shell. */
const ofCommand = (command: string): Taken => {
  const run = (script: string): number => {
    const start = performance.now()
    execFileSync('sh', ['-c', script])
    return performance.now() - start
  }
  const shell = run(':')
  return { ms: run(command) - shell }
}

/** The time of a reader in a process of its own, and the memory that it took beside what Node takes. */
const ofReader = (how: string, path: string): Measured =>
  JSON.parse(
    execFileSync(
      process.execPath,
      ['--conditions=pullback-source', fileURLToPath(new URL('reader.ts', import.meta.url)), how, path],
      { encoding: 'utf8' },
    ),
  ) as Measured

const written = async (path: string, all: Readonly<Record<string, AnyTensor>>): Promise<Taken> => {
  rmSync(path, { force: true })
  const start = performance.now()
  const outcome = await writeSafetensors(path)(all)()
  if (isLeft(outcome)) throw new Error(showDataError(outcome.left))
  return { ms: performance.now() - start }
}

const shortest = (all: readonly Taken[]): number => Math.min(...all.map(({ ms }) => ms))

/** A copy by the system, to a file that is not there yet. */
const copied = (command: (to: string) => string): Taken => {
  rmSync(at('copy'), { force: true })
  return ofCommand(command(at('copy')))
}

try {
  const all = tensors()
  const path = at('400.safetensors')
  await written(path, all)
  const runs: Record<string, Taken[]> = {}
  const note = (name: string, taken: Taken): void => {
    runs[name] ??= []
    runs[name].push(taken)
  }
  let [whole, streamed, own] = [0, 0, 0]
  for (let round = 0; round < rounds; round++) {
    note('write, and bring to the disk', await written(path, all))
    note(
      'cp && sync',
      copied(to => `cp --reflink=never ${path} ${to} && sync ${to}`),
    )
    note(
      'cp',
      copied(to => `cp --reflink=never ${path} ${to}`),
    )
    const read = ofReader('whole', path)
    note('read whole', read)
    const parts = ofReader('parts', path)
    note('read in parts', parts)
    const into = ofReader('into', path)
    note('read into memory of 4 MiB', into)
    note('cat > /dev/null', ofCommand(`cat ${path} | cat > /dev/null`))
    ;[whole, streamed] = [Math.max(whole, read.memory), Math.max(streamed, parts.memory)]
    own = Math.max(own, into.memory)
  }
  console.log(machineLine([]))
  console.log(
    markdown({
      head: ['400 MB', 'ms, the shortest', 'of cp && sync'],
      rows: Object.entries(runs).map(([name, taken]) => [
        name,
        three(shortest(taken)),
        three(shortest(runs['cp && sync'] as Taken[]) / shortest(taken)),
      ]),
    }),
  )
  const before = process.memoryUsage().rss
  const large = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`layer.${i}.w`, zeros([8192, 8192])]))
  await written(at('2000.safetensors'), { ...large, small: tensor([1, 2, 3]) })
  const writing = process.memoryUsage().rss - before
  const opening: number[] = []
  for (let round = 0; round < 25; round++) {
    const start = performance.now()
    const file = await openSafetensors(at('2000.safetensors'))()
    if (isLeft(file) || isLeft(await file.right.read('small')())) throw new Error('it cannot be read')
    opening.push(performance.now() - start)
  }
  console.log(
    markdown({
      head: ['memory and large files', ''],
      rows: [
        ['memory for a whole read, of the file', three(whole / 400e6)],
        ['memory for a read in parts, MB', three(streamed / 1e6)],
        ['memory for a read into 4 MiB, MB', three(own / 1e6)],
        ['memory for writing 2.1 GB of zeros, MB', three(writing / 1e6)],
        ['opening 2.1 GB and reading one tensor, ms, the median of 25', three(median(opening))],
        ['the longest of them', three(Math.max(...opening))],
      ],
    }),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
