/** Run before each test file of `npm run mutate`: keeps what tests reach, or runs only those that reach a fault. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { afterAll, afterEach, beforeEach, expect } from 'vitest'
import { mostPlaces, type Reached } from './reached.ts'

const root = join(import.meta.dirname, '../..')
const file = relative(root, expect.getState().testPath as string).replaceAll('\\', '/')

const shared = globalThis as { __reached?: Uint8Array }

/** What was reached since it was asked for the last time. */
const taken = (): Uint8Array => {
  const bits = new Uint8Array(mostPlaces / 8)
  const { __reached: reached } = shared
  if (reached === undefined) return bits
  for (const [i, hit] of reached.entries())
    if (hit === 1) bits[i >> 3] = (bits[i >> 3] as number) | (1 << (i & 7))
  reached.fill(0)
  return bits
}

const text64 = (bits: Uint8Array): string =>
  Buffer.from(bits.subarray(0, bits.findLastIndex(byte => byte !== 0) + 1)).toString('base64')

const { PULLBACK_REACH: kept, PULLBACK_ONLY: only } = process.env

if (kept !== undefined) {
  const outside = new Uint8Array(mostPlaces / 8)
  const tests: Reached['tests'][number][] = []
  const begun = new Map<string, number>()
  const takenOutside = (): void => {
    for (const [i, byte] of taken().entries()) outside[i] = (outside[i] as number) | byte
  }
  beforeEach(({ task }) => {
    takenOutside()
    begun.set(task.id, performance.now())
  })
  afterEach(({ task }) => {
    const milliseconds = Math.ceil(performance.now() - (begun.get(task.id) as number))
    const failed = task.result?.state === 'fail'
    tests.push({ name: task.fullTestName, milliseconds, failed, places: text64(taken()) })
  })
  afterAll(() => {
    takenOutside()
    const hash = createHash('sha256')
      .update(readFileSync(join(root, file)))
      .digest('hex')
    const reached: Reached = { hash, outside: text64(outside), tests }
    const place = join(kept, `${file}.json`)
    mkdirSync(dirname(place), { recursive: true })
    writeFileSync(place, JSON.stringify(reached))
  })
}

if (only !== undefined) {
  const skipped = (JSON.parse(readFileSync(only, 'utf8')) as Record<string, readonly string[]>)[file]
  if (skipped !== undefined) {
    const names = new Set(skipped)
    beforeEach(({ task, skip }) => {
      if (names.has(task.fullTestName)) skip()
    })
  }
}
