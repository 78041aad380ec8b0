import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { dense, init, key, toNested } from 'pullback'
import { indexedDb, opfs, saveFile } from 'pullback/browser'
import { expect, test } from 'vitest'
import { findFirefox, openInFirefox, servePage } from '../pages.ts'

const chromiumPath = '/usr/bin/chromium'

const bundle = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'page.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser', // an import of a Node builtin fails here
    conditions: ['pullback-source'],
    logLevel: 'silent',
  })
  return outputFiles[0]!.text
}

const done = { _tag: 'Right' }
const weights = toNested(init(dense(4, 3))(key(1)).params.w)
const kept = {
  before: { _tag: 'Right', right: [] },
  missing: { _tag: 'Left', left: 'there is no such file' },
  written: [done, done],
  listed: ['a.safetensors', 'b.safetensors'],
  loaded: weights,
  removed: [done, done],
  after: { _tag: 'Right', right: ['a.safetensors'] },
}

const expectKept = (found: unknown): void => {
  const { length } = found as { readonly length: number }
  expect(found).toEqual({
    length,
    weights,
    opfs: kept,
    indexedDb: kept,
    file: { names: ['params.b'], loaded: { trained: 'here' }, refused: 'Left' },
    saved: ['digits.safetensors', length],
  })
}

test('models are kept in the storage of Chromium, read from files, and saved as one', async ({ skip }) => {
  if (!existsSync(chromiumPath) && process.env.CI !== 'true')
    skip(`no ${chromiumPath}: install Debian's chromium to run this test`)
  const served = await servePage(await bundle())
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
    ],
  })
  try {
    const page = await browser.newPage()
    const failed = new Promise<never>((_, fail) => page.once('pageerror', fail))
    await page.goto(served.url)
    expectKept(await Promise.race([failed, served.told]))
  } finally {
    await browser.close()
    served.close()
  }
})

test('so they are in Firefox', async ({ skip }) => {
  const firefox = findFirefox()
  if (firefox === undefined && process.env.CI !== 'true') skip("no Firefox: install Debian's firefox-esr")
  const served = await servePage(await bundle())
  try {
    expectKept(await openInFirefox(firefox as string, served))
  } finally {
    served.close()
  }
})

test('where there is no browser, that is said', async () => {
  expect(await opfs('models').list()).toMatchObject({
    left: expect.stringContaining('no private file system'),
  })
  expect(await indexedDb('models').list()).toMatchObject({ left: expect.stringContaining('no databases') })
  expect(() => saveFile('a')(new Uint8Array(1))).toThrow('saveFile needs a page, and there is none here')
})
