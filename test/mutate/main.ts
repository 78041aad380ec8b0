/**
 * How much the laws and tests find: puts single faults, drawn at random over src, into a copy of the project one at a time, and
 * runs laws and tests until one fails.
 *
 * npm run mutate -- --seed 1 --count 40 [--room smooth,layer] [--quick | --near] [--laws]
 *
 * What it found is kept in out/mutate, and a run that was broken off goes on where it was.
 */
import { spawn } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { drawFrom, type Fault, faultsOf, withFault } from './faults.ts'
import { type Stage, stagesFor } from './rooms.ts'

interface Outcome extends Fault {
  readonly room: string
  /** The stage that found it, or null. */
  readonly by: 'laws' | 'tests' | null
  readonly stage: string
  /** Whether laws alone would have found it, where that was asked for or known. */
  readonly laws: boolean | null
  readonly seconds: number
}

const root = join(import.meta.dirname, '../..')
const { values: given } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '40' },
    room: { type: 'string' },
    // Without examples and documents, which take minutes for each fault that lives.
    quick: { type: 'boolean', default: false },
    // Only the laws and tests of the fault's own room: quicker still, and what lives may be found by others.
    near: { type: 'boolean', default: false },
    // Goes on with the laws where a test was the first to find a fault.
    laws: { type: 'boolean', default: false },
    // A stage that takes longer has found something that never ends.
    limit: { type: 'string', default: '900' },
  },
})
const [seed, count, limit] = [given.seed, given.count, given.limit].map(Number) as [number, number, number]

const roomOf = (file: string): string => file.split('/')[1] as string
const files = readdirSync(join(root, 'src'), { withFileTypes: true, recursive: true })
  .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
  .map(entry =>
    join(entry.parentPath, entry.name)
      .slice(root.length + 1)
      .replaceAll('\\', '/'),
  )
  .filter(file => given.room === undefined || given.room.split(',').includes(roomOf(file)))
  .toSorted()
const drawn = drawFrom(
  files.flatMap(file => faultsOf(file, readFileSync(join(root, file), 'utf8'))),
  seed,
  count,
)

const kept = join(root, 'out/mutate')
mkdirSync(kept, { recursive: true })
const record = join(kept, `${given.room ?? 'all'}-${seed}.jsonl`)
const nameOf = ({ file, start, now }: Fault): string => `${file}:${start}:${now}`
const known = new Map<string, Outcome>(
  existsSync(record)
    ? readFileSync(record, 'utf8')
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line) as Outcome)
        .map(outcome => [nameOf(outcome), outcome])
    : [],
)

/** A copy of the project, in which faults do nobody harm. */
const copy = mkdtempSync(join(tmpdir(), 'pullback-mutate-'))
for (const name of readdirSync(root))
  if (!['node_modules', 'out', 'dist', '.git', 'coverage'].includes(name))
    cpSync(join(root, name), join(copy, name), { recursive: true })
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))

const run = (stage: Stage, index: number): Promise<boolean> =>
  new Promise(resolve => {
    const child = spawn(
      process.execPath,
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--bail=1',
        '--reporter=dot',
        '--silent=true',
        ...stage.files,
      ],
      {
        cwd: copy,
        detached: true,
        stdio: 'ignore',
        env: { ...process.env, PULLBACK_LAWS_SEED: String(seed * 1000 + index) },
      },
    )
    const clock = setTimeout(() => process.kill(-(child.pid as number), 'SIGKILL'), limit * 1000)
    child.on('exit', code => {
      clearTimeout(clock)
      resolve(code === 0)
    })
  })

const sound = new Set<string>()

/** Whether a stage passes with a fault in a file; a stage that fails must pass without it, or it says nothing. */
const passes = async (stage: Stage, index: number, place: string, text: string): Promise<boolean> => {
  if (await run(stage, index)) return true
  if (sound.has(stage.name)) return false
  const faulty = readFileSync(place, 'utf8')
  writeFileSync(place, text)
  if (!(await run(stage, index))) throw new Error(`Without a fault, too, something fails in '${stage.name}'.`)
  writeFileSync(place, faulty)
  sound.add(stage.name)
  return false
}

const tried = async (fault: Fault, index: number): Promise<Outcome> => {
  const [room, begun] = [roomOf(fault.file), performance.now()]
  const place = join(copy, fault.file)
  const text = readFileSync(place, 'utf8')
  const outcome = (by: Outcome['by'], stage: string, laws: boolean | null): Outcome => ({
    ...fault,
    room,
    by,
    stage,
    laws,
    seconds: Math.round((performance.now() - begun) / 1000),
  })
  writeFileSync(place, withFault(text, fault))
  try {
    const stages = stagesFor(copy, room).filter(
      ({ name }) =>
        (!given.quick || name !== 'examples and documents') && (!given.near || name.endsWith(` of ${room}`)),
    )
    for (const stage of stages) {
      if (await passes(stage, index, place, text)) continue
      if (stage.by === 'laws') return outcome('laws', stage.name, true)
      const later = stages.slice(stages.indexOf(stage) + 1).filter(({ by }) => by === 'laws')
      if (!given.laws || later.length === 0)
        return outcome('tests', stage.name, later.length === 0 ? false : null)
      for (const other of later)
        if (!(await passes(other, index, place, text))) return outcome('tests', stage.name, true)
      return outcome('tests', stage.name, false)
    }
    return outcome(null, 'none', false)
  } finally {
    writeFileSync(place, text)
  }
}

const share = (n: number, of: number): string => (of === 0 ? '–' : `${((100 * n) / of).toFixed(0)} %`)
const placeOf = ({ file, line, kind, was, now }: Fault): string =>
  `${file}:${line} ${kind}: ${was.replaceAll(/\s+/g, ' ')} → ${now.replaceAll(/\s+/g, ' ')}`

try {
  const outcomes: Outcome[] = []
  for (const [i, fault] of drawn.entries()) {
    const before = known.get(nameOf(fault))
    const outcome = before ?? (await tried(fault, i))
    outcomes.push(outcome)
    if (before === undefined) appendFileSync(record, `${JSON.stringify(outcome)}\n`)
    console.log(
      `${i + 1}/${drawn.length} ${outcome.by ?? 'LIVES'} (${outcome.stage}, ${outcome.seconds} s) ${placeOf(fault)}`,
    )
  }
  const rooms = [...new Set(outcomes.map(({ room }) => room))].toSorted()
  console.log('\n| room | faults | laws and tests | laws alone, at least |\n| --- | --: | --: | --: |')
  for (const room of [...rooms, 'all']) {
    const own = outcomes.filter(outcome => room === 'all' || outcome.room === room)
    const [found, byLaws] = [own.filter(({ by }) => by !== null), own.filter(({ laws }) => laws === true)]
    console.log(
      `| ${room} | ${own.length} | ${share(found.length, own.length)} | ${share(byLaws.length, own.length)} |`,
    )
  }
  const alive = outcomes.filter(({ by }) => by === null)
  console.log(alive.length === 0 ? '\nNone lives.' : `\nAlive:\n${alive.map(placeOf).join('\n')}`)
} finally {
  rmSync(copy, { recursive: true, force: true })
}
