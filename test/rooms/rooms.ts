/**
 * The rooms of src, read from rooms.json, and what is generated from them: the linter's configuration and the table in
 * docs/architecture.md.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A folder of src: what it holds, and the rooms and packages that it may import besides itself. */
export interface Room {
  readonly holds: string
  readonly imports: readonly string[]
  readonly packages?: readonly string[]
}

/** Rooms by their folders within src: `layer`, or `layer/activation` for a room within a room. */
export type Rooms = Readonly<Record<string, Room>>

/** The repository's root. */
export const repository = join(import.meta.dirname, '../..')

/** The rooms as rooms.json states them. */
export const rooms = JSON.parse(readFileSync(join(repository, 'rooms.json'), 'utf8')) as Rooms

const parentOf = (name: string): string | null =>
  name.includes('/') ? name.slice(0, name.indexOf('/')) : null

/** Whether files of a room may import files of another one. */
export const mayImport = (all: Rooms, from: string, to: string): boolean => {
  const { imports } = all[from] as Room
  const [parent, host] = [parentOf(from), parentOf(to)]
  return (
    imports.includes(to) ||
    (host !== null && (imports.includes(host) || host === from)) ||
    (parent !== null && to === parent)
  )
}

/** The specifier by which a file directly in a room imports a file directly in another one. */
export const specifier = (from: string, to: string, file: string): string => {
  const [parent, host] = [parentOf(from), parentOf(to)]
  if (to === from) return `./${file}`
  if (host === from) return `./${to.slice(from.length + 1)}/${file}`
  if (parent !== null && to === parent) return `../${file}`
  if (parent !== null && host === parent) return `..${to.slice(parent.length)}/${file}`
  return `${parent === null ? '..' : '../..'}/${to}/${file}`
}

const everywhere = ['fp-ts/**', 'io-ts', 'io-ts/**']

/** A group of import patterns that forbids everything and then allows; the last matching pattern decides. */
const groupOf = (name: string, { imports, packages = [] }: Room): readonly string[] => {
  const parent = parentOf(name)
  const outside = imports.filter(other => parent === null || parentOf(other) !== parent)
  const beside = imports.filter(other => !outside.includes(other))
  const allowed = [
    ...everywhere,
    ...packages,
    ...outside.flatMap(other =>
      parent === null ? [`../${other}/**`, `../../${other}/**`] : [`../../${other}/**`],
    ),
    ...beside.map(other => `..${other.slice((parent as string).length)}/**`),
  ]
  return ['**', '!./**', '!../*.ts', '../index.ts', ...allowed.map(pattern => `!${pattern}`)]
}

const describePackage = (pattern: string): readonly string[] =>
  pattern === 'node:*' ? ['Node'] : pattern.startsWith('node:') ? [] : [pattern.replace('/**', '')]

/** What a room may import, for people. */
export const allowedBy = ({ imports, packages = [] }: Room): string =>
  [...imports, ...packages.flatMap(describePackage)].join(', ') || 'no other room'

const override = (includes: string, message: string, group: readonly string[]) => ({
  includes: [includes],
  linter: {
    rules: {
      style: { noRestrictedImports: { level: 'error', options: { patterns: [{ message, group }] } } },
    },
  },
})

const lawsMessage = 'laws may import: src without node, and fast-check'

/** What laws may import from a folder so many levels below `laws`: each other, src without node, and fast-check. */
const lawsGroup = (depth: number): readonly string[] => {
  const up = (levels: number): string => '../'.repeat(levels)
  const inside = Array.from({ length: depth }, (_, i) => `!${up(i + 1)}**`)
  return [
    ...['**', '!./**', ...inside, ...everywhere.map(pattern => `!${pattern}`), '!fast-check', '!pullback'],
    ...[`${up(depth + 1)}**`, `${depth === 0 ? '.' : up(depth).slice(0, -1)}/index.ts`],
    ...[`!${up(depth + 1)}src/**`, `${up(depth + 1)}src/node/**`],
  ]
}

/** The linter's configuration of imports, as biome.rooms.json has it. */
export const lintConfiguration = (all: Rooms): string => {
  const overrides = [
    override('src/*.ts', 'src/index.ts may import every room but node', ['**', '!./**', './node/**']),
    override('src/*/**', 'this room has no rule yet: state in rooms.json what it may import', [
      ...['**', '!./**', '!../*.ts', '../index.ts'],
    ]),
    // The last that fits decides: rooms within rooms, which may stand below the one around them, come behind all others.
    ...[false, true].flatMap(within =>
      Object.entries(all)
        .filter(([name]) => (parentOf(name) !== null) === within)
        .map(([name, room]) =>
          override(`src/${name}/**`, `${name} may import: ${allowedBy(room)}`, groupOf(name, room)),
        ),
    ),
    ...['laws/*.ts', 'laws/*/*.ts', 'laws/*/*/*.ts'].map((files, depth) =>
      override(files, lawsMessage, lawsGroup(depth)),
    ),
  ]
  return `${JSON.stringify({ overrides }, null, 2)}\n`
}

/** What a room may import, for the page: of a room within a room, what it may beside what the one around it may. */
const briefly = (all: Rooms, name: string, room: Room): string => {
  const parent = parentOf(name)
  const around = parent === null ? undefined : all[parent]
  if (around?.imports.every(other => room.imports.includes(other)) !== true) return allowedBy(room)
  const more = room.imports.filter(other => !around.imports.includes(other)).map(other => `\`${other}\``)
  return [`what \`${parent}\` may`, ...more].join(', ')
}

/** The table of rooms in docs/architecture.md. */
export const table = (all: Rooms): string =>
  [
    '| room | holds | may import |',
    '| --- | --- | --- |',
    ...Object.entries(all).map(
      ([name, room]) => `| \`${name}\` | ${room.holds} | ${briefly(all, name, room)} |`,
    ),
  ].join('\n')
