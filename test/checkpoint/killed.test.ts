import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ended, newestWhole, trained } from './killed/kill.ts'

let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pullback-killed-'))
  await trained(join(folder, 'whole'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// All boundaries of writes are tried by `npm run test:nightly`; these are of the first, of one that replaces none, and of one that does.
test('a training that is ended at boundaries of its writes goes on as if it had not, and leaves nothing half', async () => {
  const at = join(folder, 'ended')
  let done = 0
  for (const [when, call] of [
    ['before', 2],
    ['after', 4],
    ['before', 6],
    ['after', 9],
    ['before', 11],
    ['after', 13],
  ] as const) {
    expect(await trained(at, { call: [when, call] })).toBeNull()
    const newest = newestWhole(at)
    expect(newest).toBeGreaterThanOrEqual(done)
    done = newest
  }
  await trained(at)
  expect(ended(at)).toEqual(ended(join(folder, 'whole')))
  expect(done).toBeGreaterThan(1)
})
