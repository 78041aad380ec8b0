import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newestOpset } from '../../src/onnx/read/readModel.ts'
import { operators } from '../../src/onnx/table/operators.ts'

// The table of operators in docs/onnx.md, made from the one that the importer goes by.

const page = join(import.meta.dirname, '..', '..', 'docs', 'onnx.md')
const [begin, end] = ['<!-- operators: begin -->', '<!-- operators: end -->']

const count = (least: number, most: number): string =>
  least === most ? `${least}` : `${least} to ${most === Number.POSITIVE_INFINITY ? 'any number' : most}`

/** Every operator with its opsets, its inputs, of which some have to be known, and its attributes. */
export const operatorTable = (): string => {
  const rows = Array.from(operators, ([name, { since = 6, until, inputs, known = [], attributes = {} }]) => {
    const opsets = `${since} to ${until ?? newestOpset}`
    const given = `${count(...inputs)}${known.length === 0 ? '' : `; known: ${known.join(', ')}`}`
    return `| ${name} | ${opsets} | ${given} | ${Object.keys(attributes).sort().join(', ')} |`
  })
  return [
    `${rows.length} operators. The inputs that have to be known are counted from 0.`,
    '',
    '| operator | opsets | inputs | attributes |',
    '| --- | --- | --- | --- |',
    ...rows.sort(),
  ].join('\n')
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
  writeFileSync(page, `${text.slice(0, from)}\n${operatorTable()}\n${text.slice(to)}`)
}

if (process.argv[1] === import.meta.filename) writeTable()
