import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ended, newestWhole, trained } from './killed/kill.ts'

let folder = ''
let calls = 0
let ms = 0
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pullback-killed-'))
  const begun = Date.now()
  calls = (await trained(join(folder, 'whole'), { call: ['after', 1e9] })) ?? 0
  ms = Date.now() - begun
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ends = async (name: string, end: Parameters<typeof trained>[1]): Promise<void> => {
  const at = join(folder, name)
  await trained(at, end)
  newestWhole(at)
  await trained(at)
  expect(ended(at)).toEqual(ended(join(folder, 'whole')))
  rmSync(at, { recursive: true })
}

test('a training that is ended at any boundary of its writes leaves nothing half, and goes on', async () => {
  expect(calls).toBeGreaterThan(100)
  for (let call = 1; call <= calls; call++)
    await ends('boundary', { call: [call % 2 === 0 ? 'before' : 'after', call] })
})

test('and one that is ended at 200 moments at random', async () => {
  for (let i = 0; i < 200; i++) await ends('moment', { after: Math.random() * ms })
})
