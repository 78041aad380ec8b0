import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue, namespaces } from '../../laws/catalogue/catalogue.ts'
import { lawSetsOf } from '../../laws/catalogue/entry.ts'
import { allLaws } from '../../laws/law.ts'

// The table of all laws in docs/laws.md, made from the catalogue that the tests run.

const page = join(import.meta.dirname, '..', '..', 'docs', 'laws.md')
const [begin, end] = ['<!-- laws: begin -->', '<!-- laws: end -->']

const inOrder = (a: string, b: string): number => {
  const [numberA, numberB] = [Number.parseInt(a, 10), Number.parseInt(b, 10)]
  if (Number.isNaN(numberA) || Number.isNaN(numberB)) {
    if (Number.isNaN(numberA) !== Number.isNaN(numberB)) return Number.isNaN(numberA) ? 1 : -1
    return a.localeCompare(b, 'en', { numeric: true })
  }
  return numberA - numberB || a.localeCompare(b, 'en')
}

/** Every law that some export is held to, by id, with the statements that it has for different exports. */
export const lawTable = (): string => {
  const statements = new Map<string, Set<string>>()
  for (const entries of [catalogue, ...Object.values(namespaces)])
    for (const [, set] of lawSetsOf(entries))
      for (const { id, statement } of allLaws(set))
        statements.set(id, (statements.get(id) ?? new Set()).add(statement))
  const rows = [...statements]
    .sort(([a], [b]) => inOrder(a, b))
    .map(([id, said]) => {
      const shown = [...said].slice(0, 3).join('; ')
      return `| ${id} | ${shown.replaceAll('|', '\\|')}${said.size > 3 ? `; and ${said.size - 3} more` : ''} |`
    })
  return ['| id | statement |', '| --- | --- |', ...rows].join('\n')
}

/** The table as it stands on the page. */
export const tableOnPage = (): string => {
  const text = readFileSync(page, 'utf8')
  return text.slice(text.indexOf(begin) + begin.length, text.indexOf(end)).trim()
}

/** Puts the table on the page. */
export const writeTable = (): void => {
  const text = readFileSync(page, 'utf8')
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)]
  writeFileSync(page, `${text.slice(0, from)}\n${lawTable()}\n${text.slice(to)}`)
}

if (process.argv[1] === import.meta.filename) writeTable()
