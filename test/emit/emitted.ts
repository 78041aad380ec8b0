/**
 * Emitted files, in a folder of their own, run where nothing of the library is.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { type AnyTensor, toValues } from 'pullback'
import { type EmitError, type EmittedFiles, showEmitError } from 'pullback/emit'

/** The files, or an error that says why there are none. */
export const filesIn = (emitted: Either<EmitError, EmittedFiles>): EmittedFiles => {
  if (isLeft(emitted)) throw new Error(showEmitError(emitted.left))
  return emitted.right
}

/** Writes files into a new folder: its path. */
export const written = async (...all: readonly EmittedFiles[]): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'pullback-emit-'))
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  for (const files of all)
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

/** What a program prints as JSON that runs in a process of its own, in a folder. */
export const printedBy = async (folder: string, code: string): Promise<unknown> => {
  const file = join(folder, 'main.js')
  await writeFile(file, code)
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder, env: {} })
  return JSON.parse(stdout)
}

/** The numbers of a tensor. */
export const numbersOf = (x: AnyTensor): readonly number[] => [...toValues(x as never)]
