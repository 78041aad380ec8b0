/**
 * The share of faults that laws and tests find: puts single faults, drawn at random over src, into a copy of the project one at a time, and
 * runs laws, then tests, until one fails: of each only what calls the function with the fault.
 *
 * npm run mutate -- --seed 1 --count 40 [--room smooth,layer] [--only wasm/emit/gather.ts:120] [--quick] [--laws]
 *
 * What it found is kept in out/mutate, and a run that was broken off goes on where it was.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { copyOf, failures, filesIn } from './copy.ts'
import { drawFrom, type Fault, faultsOf, withFault } from './faults.ts'
import { recordOf } from './record.ts'
import { isLate, type Stage, stagesFor } from './stages.ts'
import { unseen } from './unseen.ts'

interface Outcome extends Fault {
  readonly room: string
  /** The stage that found it, or null. */
  readonly by: 'laws' | 'tests' | null
  /** What found it. */
  readonly test: string
  readonly seconds: number
}

const root = join(import.meta.dirname, '../..')
const { values: given } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '40' },
    room: { type: 'string' },
    // Instead of drawing: each fault of a line, or with a column as editors count it, those that begin there.
    only: { type: 'string' },
    // Without examples and documents, which take minutes for each fault that lives.
    quick: { type: 'boolean', default: false },
    // Laws alone, to see soon what they leave to tests.
    laws: { type: 'boolean', default: false },
  },
})
const [seed, count] = [given.seed, given.count].map(Number) as [number, number]

const roomOf = (file: string): string => file.split('/')[1] as string
const all = filesIn(root, 'src', '.ts')
  .filter(file => given.room === undefined || given.room.split(',').includes(roomOf(file)))
  .flatMap(file => faultsOf(file, readFileSync(join(root, file), 'utf8')))
const lines = given.only?.split(',').map(each => `src/${each}`)
const drawn =
  lines === undefined
    ? drawFrom(all, seed, count)
    : all.filter(({ file, line }) => lines.includes(file) || lines.includes(`${file}:${line}`))

const kept = join(root, 'out/mutate')
mkdirSync(kept, { recursive: true })
const log = join(
  kept,
  `${given.room ?? 'all'}-${lines === undefined ? seed : 'only'}${given.laws ? '-laws' : ''}.jsonl`,
)
const nameOf = ({ file, start, now }: Fault): string => `${file}:${start}:${now}`
const before = new Map<string, Outcome>(
  existsSync(log) && lines === undefined
    ? readFileSync(log, 'utf8')
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line) as Outcome)
        .map(outcome => [nameOf(outcome), outcome])
    : [],
)

const record = await recordOf(root, kept)
const copy = copyOf(root)
const slow = given.quick || given.laws ? [] : filesIn(root, 'test', '.test.ts').filter(isLate)

const found = (stage: Stage, index: number): Promise<readonly string[]> =>
  failures(copy, {
    files: stage.files.map(({ file }) => file),
    skipped: Object.fromEntries(stage.files.map(({ file, skipped }) => [file, skipped])),
    // What takes many times as long has found something that never ends.
    seconds: Math.ceil(60 + 10 * stage.files.reduce((sum, { seconds }) => sum + seconds, 0)),
    bail: 1,
    environment: { PULLBACK_LAWS_SEED: String(seed * 1000 + index) },
  })

const tried = async (fault: Fault, index: number): Promise<Outcome> => {
  const begun = performance.now()
  const place = join(copy.root, fault.file)
  const text = readFileSync(place, 'utf8')
  const outcome = (by: Outcome['by'], test: string): Outcome => ({
    ...fault,
    room: roomOf(fault.file),
    by,
    test,
    seconds: Math.round((performance.now() - begun) / 1000),
  })
  writeFileSync(place, withFault(text, fault))
  try {
    const reaching = record.reaching(fault.file, fault.start, fault.end)
    for (const stage of stagesFor(reaching, slow).filter(({ by }) => by === 'laws' || !given.laws)) {
      const [first] = await found(stage, index)
      if (first !== undefined) return outcome(stage.by, first)
    }
    return outcome(null, reaching.length === 0 ? 'reached by nothing' : `${reaching.length} files`)
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
    const again = before.get(nameOf(fault))
    const outcome = again ?? (await tried(fault, i))
    outcomes.push(outcome)
    if (again === undefined) appendFileSync(log, `${JSON.stringify(outcome)}\n`)
    console.log(
      `${i + 1}/${drawn.length} ${outcome.by ?? 'LIVES'} (${outcome.seconds} s, ${outcome.test}) ${placeOf(fault)}`,
    )
  }
  const matters = outcomes.filter(({ by, ...fault }) => by !== null || unseen(fault) === undefined)
  const rooms = [...new Set(outcomes.map(({ room }) => room))].toSorted()
  console.log(
    '\n| room | faults | can be seen | laws and tests | laws alone |\n| --- | --: | --: | --: | --: |',
  )
  for (const room of [...rooms, 'all']) {
    const own = matters.filter(outcome => room === 'all' || outcome.room === room)
    const drawn = outcomes.filter(outcome => room === 'all' || outcome.room === room)
    const [dead, byLaws] = [own.filter(({ by }) => by !== null), own.filter(({ by }) => by === 'laws')]
    console.log(
      `| ${room} | ${drawn.length} | ${own.length} | ${share(dead.length, own.length)} | ${share(byLaws.length, own.length)} |`,
    )
  }
  const alive = matters.filter(({ by }) => by === null)
  console.log(alive.length === 0 ? '\nNone lives.' : `\nAlive:\n${alive.map(placeOf).join('\n')}`)
  for (const fault of outcomes.filter(({ by }) => by === null)) {
    const why = unseen(fault)
    if (why !== undefined) console.log(`Unseen: ${placeOf(fault)}: ${why}`)
  }
} finally {
  copy.remove()
}
