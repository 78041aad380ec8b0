import { describe, expect, test } from 'vitest'
import { families } from './families/index.ts'
import { missing } from './families/missing.ts'
import { type Family, runs } from './family.ts'
import { type GoldenFile, goldenFiles } from './golden.ts'
import { watched } from './watched.ts'

// Every file in the directory, every case in a file, every setting and array of a case: what is not known fails.

const check = (
  { check: checkCase }: Family,
  run: (typeof runs)[number][1],
  one: unknown,
  file: unknown,
): void => {
  const [seen, unread] = watched(one)
  checkCase(seen, run, file)
  expect(unread(), 'what of the case was not looked at').toEqual([])
}

const registerCase = (known: Family, one: GoldenFile['cases'][number], file: GoldenFile): void => {
  const listed = missing.includes(`${file.family}/${one.name}`)
  // What is listed as missing has to fail, so that the list does not outlive its reason.
  const register = listed ? test.fails : test
  for (const [name, run] of known.compiles ? runs : runs.slice(0, 1))
    register(known.compiles ? `${one.name}, ${name}` : one.name, () => check(known, run, one, file))
}

for (const file of goldenFiles())
  describe(file.family, () => {
    const known: Family | undefined = families[file.family]
    if (known !== undefined) {
      test('is not listed as missing', () => expect(missing).not.toContain(file.family))
      for (const one of file.cases) registerCase(known, one, file)
    } else if (missing.includes(file.family)) test.todo('is not here yet')
    else
      test('is known', () => {
        throw new Error(`No family '${file.family}' is known: test/golden/families has those that are.`)
      })
  })
