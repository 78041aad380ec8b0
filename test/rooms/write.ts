// Writes what is generated: from rooms.json the linter's configuration and the table in docs/architecture.md, and its table of figures.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { figuresTable } from './figures.ts'
import { lintConfiguration, repository, rooms, table } from './rooms.ts'

writeFileSync(join(repository, 'biome.rooms.json'), lintConfiguration(rooms))
const page = join(repository, 'docs/architecture.md')
const text = readFileSync(page, 'utf8')
writeFileSync(
  page,
  text
    .replace(/^\| room \|[\s\S]*?(?=\n\n)/m, () => table(rooms))
    .replace(/^\| figure \|[\s\S]*?(?=\n\n)/m, () => figuresTable()),
)
