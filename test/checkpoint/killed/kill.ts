/**
 * Trainings that are ended at a moment, and what they leave.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeSafetensors, showSafetensorsError } from 'pullback/safetensors'

const program = join(import.meta.dirname, 'training.ts')

/** How many calls of the file system a training made, or null if it was ended: at a call of the file system, or after so many milliseconds. */
export const trained = (
  folder: string,
  {
    call,
    after,
  }: { readonly call?: readonly [when: 'before' | 'after', at: number]; readonly after?: number } = {},
): Promise<number | null> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--conditions=pullback-source', program, folder, ...(call ?? []).map(String)],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let [printed, complaint] = ['', '']
    child.stdout.on('data', text => {
      printed += text
    })
    child.stderr.on('data', text => {
      complaint += text
    })
    if (after !== undefined) setTimeout(() => child.kill('SIGKILL'), after)
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve(null)
      else if (code === 0) resolve(Number(printed))
      else reject(new Error(complaint))
    })
  })

/** The newest step that a folder has, after a look at each of its files. */
export const newestWhole = (folder: string): number => {
  if (!existsSync(folder)) return 0
  const files = readdirSync(folder).filter(name => name.endsWith('.safetensors'))
  for (const file of files) {
    const read = decodeSafetensors(new Uint8Array(readFileSync(join(folder, file))))
    if (read._tag === 'Left') throw new Error(`${file}: ${showSafetensorsError(read.left)}`)
  }
  return Math.max(0, ...files.map(file => Number(/^step-(\d+)/.exec(file)?.[1])))
}

/** The bytes of the last checkpoint of the run, which is all that a folder has but for the one before. */
export const ended = (folder: string): Uint8Array => {
  const [before, last, ...others] = readdirSync(folder)
  if (before !== 'step-00000011.safetensors' || last !== 'step-00000012.safetensors' || others.length > 0)
    throw new Error(`${folder} has ${readdirSync(folder).join(', ')}`)
  return readFileSync(join(folder, last))
}
