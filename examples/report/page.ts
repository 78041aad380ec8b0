/**
 * A report as one HTML file that needs nothing else: no network, no scripts, no other files.
 *
 * @module
 */
import type { Figure } from './plot.ts'

/** A table: column titles and rows of cells, the first of which names the row; a row with nothing else is a heading. */
export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Whether small print is needed for all columns to be seen. Defaults to false. */
  readonly dense?: boolean
}

/** A part of a report. */
export interface Section {
  readonly title: string
  readonly text: string
  readonly table?: Table
  readonly figures?: readonly Figure[]
}

/** A report. */
export interface Page {
  readonly title: string
  readonly text: string
  readonly sections: readonly Section[]
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** Text as HTML that shows just this text. */
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"]/g, c => escapes[c] as string)

const style = `
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; margin: 0 auto; padding: 1rem; max-width: 1120px; }
h1 { font-size: 1.6rem; line-height: 1.2; }
h2 { font-size: 1.25rem; margin-top: 2.5rem; border-bottom: 1px solid #ddd; }
p { max-width: 42rem; }
.figures { display: flex; flex-wrap: wrap; gap: 1.5rem; }
figure { margin: 0; max-width: 100%; }
figcaption { margin-top: .4rem; font-size: .85rem; color: #555; max-width: 21rem; }
svg { max-width: 100%; height: auto; display: block; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .7rem; border-bottom: 1px solid #ddd; text-align: right; }
th:first-child { text-align: left; }
tbody th { font-weight: normal; }
tbody th[colspan] { font-weight: bold; padding-top: .8rem; }
.dense table { font-size: .8rem; }
.dense th, .dense td { padding: .2rem .4rem; }
.dense td, .dense tbody th { white-space: nowrap; }
.table + .figures { margin-top: 1.5rem; }
@media (max-width: 480px) { table { font-size: .8rem; } th, td { padding: .3rem .3rem; } }
`

const renderTable = ({ head, rows, dense = false }: Table): string =>
  `<div class="table${dense ? ' dense' : ''}"><table>
<thead><tr>${head.map(cell => `<th scope="col">${escapeHtml(cell)}</th>`).join('')}</tr></thead>
<tbody>
${rows
  .map(([name = '', ...cells]) => {
    if (cells.length === 0 && head.length > 1)
      return `<tr><th scope="rowgroup" colspan="${head.length}">${escapeHtml(name)}</th></tr>`
    const values = cells.map(cell => `<td>${escapeHtml(cell)}</td>`).join('')
    return `<tr><th scope="row">${escapeHtml(name)}</th>${values}</tr>`
  })
  .join('\n')}
</tbody>
</table></div>`

const renderFigure = ({ svg, caption }: Figure): string => {
  const text = escapeHtml(caption)
  const labelled = svg.replace('<svg ', `<svg role="img" aria-label="${text}" `)
  return `<figure>${labelled}<figcaption>${text}</figcaption></figure>`
}

const renderSection = ({ title, text, table, figures = [] }: Section): string =>
  [
    `<section>\n<h2>${escapeHtml(title)}</h2>\n<p>${escapeHtml(text)}</p>`,
    ...(table === undefined ? [] : [renderTable(table)]),
    ...(figures.length === 0 ? [] : [`<div class="figures">${figures.map(renderFigure).join('\n')}</div>`]),
    '</section>',
  ].join('\n')

/** The HTML of a report. */
export const renderPage = ({ title, text, sections }: Page): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
${sections.map(renderSection).join('\n')}
</body>
</html>
`
