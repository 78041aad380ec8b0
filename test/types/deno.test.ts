import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { findHost } from '../hosts.ts'
import { quotedIn, root, snippets } from '../snippets.ts'
import { mistakes, strangersFolder } from './compilers.ts'

// Deno's compiler is asked what the others are asked in compilers.test.ts.

const compilerOptions = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true }

/** What Deno says of all programs: its complaints, by the name of the program. */
const ask = async (deno: string): Promise<ReadonlyMap<string, readonly string[]>> => {
  const folder = await strangersFolder('deno')
  writeFileSync(join(folder, 'deno.json'), JSON.stringify({ compilerOptions }))
  // Deno looks for the types of Node among the packages of the program only.
  mkdirSync(join(folder, 'node_modules', '@types'))
  symlinkSync(join(root, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'))
  const programs = ['snippets', 'types/good', 'types/bad'].flatMap(part =>
    readdirSync(join(folder, part))
      .filter(name => name.endsWith('.ts'))
      .map(name => join(part, name)),
  )
  const env = { ...process.env, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' }
  const output = await new Promise<string>((resolve, reject) =>
    execFile(
      deno,
      ['check', '--quiet', ...programs],
      { cwd: folder, env, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        if (error === null || error.code === 1) resolve(`${stdout}${stderr}`)
        else reject(error)
      },
    ),
  )
  const complaints = new Map<string, string[]>()
  // What is indented goes on.
  for (const said of output.split(/^(?=TS\d+ \[ERROR\]: \S)/m)) {
    const place = /^ +at file:\/\/(.+?):\d+:\d+$/m.exec(said)?.[1]
    if (place === undefined) throw new Error(`Deno was not understood:\n${said}`)
    complaints.set(basename(place), [...(complaints.get(basename(place)) ?? []), said.replace(/\s+/g, ' ')])
  }
  return complaints
}

test("Deno's compiler takes and refuses what the others do, in the same sentences", async ({ skip }) => {
  const deno = findHost('deno')
  if (deno === undefined && process.env.CI !== 'true')
    skip('no deno: npm install --no-save deno to run this test')
  const complaints = await ask(deno ?? 'deno')
  const wrong = [
    ...mistakes.map(({ file, sentence }) => ({ file, sentence })),
    ...snippets
      .filter(({ mustFail }) => mustFail)
      .map(snippet => ({ file: snippet.file, sentence: quotedIn(snippet) })),
  ]
  expect([...complaints.keys()].sort()).toEqual(wrong.map(({ file }) => file).sort())
  for (const { file, sentence } of wrong)
    expect({ file, said: complaints.get(file) }).toEqual({
      file,
      said: [expect.stringContaining(sentence.replace(/\s+/g, ' '))],
    })
})
