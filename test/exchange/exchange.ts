/**
 * The tests of all families, registered one by one.
 *
 * @module
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { hasShared, shared } from '../shared.ts'
import { families } from './families.ts'
import type { ExchangeCase } from './family.ts'

const given = process.env.EXCHANGE_DIR

/** The folder with the files. */
const root = given ?? shared('exchange')

/** Whether there is one; that there is none is logged, or fails in CI. A folder that was asked for has to be there. */
const isThere = given !== undefined || hasShared('exchange', 'files of other frameworks')

/** What describes the files, and is none of them. */
const isAbout = (file: string): boolean => /(^|\/)(index\.json|[A-Z_]+\.md)$/.test(file)

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter(file => !isAbout(file))
    .toSorted()

/** Registers the cases of all families, or those that are cheap; with all of them, that no file is left over, and a count. */
export const registerExchange = ({ cheapOnly }: { readonly cheapOnly: boolean }): void => {
  if (!isThere) {
    test.skip('files of other frameworks')
    return
  }
  const all = filesIn(root)
  const left = new Set(all)
  for (const { folder, cases } of families) {
    const files = all.filter(file => file.startsWith(`${folder}/`)).map(file => file.slice(folder.length + 1))
    const found: readonly ExchangeCase[] = cases(files, file => join(root, folder, file))
    for (const file of found.flatMap(({ files }) => files)) left.delete(`${folder}/${file}`)
    const chosen = found.filter(({ isCheap = false }) => isCheap || !cheapOnly)
    if (chosen.length === 0) continue
    describe(folder, () => {
      let passed = 0
      afterAll(() => {
        if (!cheapOnly) console.info(`${folder}: ${passed} passed, ${chosen.length - passed} failed`)
      })
      test.each(chosen.map(one => [one.name, one] as const))('%s', async (_, { run }) => {
        await run()
        passed++
      })
    })
  }
  if (!cheapOnly) test('every file is of a family', () => expect([...left].slice(0, 20)).toEqual([]))
}
