import { expect, test } from 'vitest'
import { escapeHtml, renderPage } from '../../examples/report/page.ts'
import { draw } from '../../examples/report/plot.ts'

test('text is shown as it is', () => {
  expect(escapeHtml('a < b & "c" > d')).toBe('a &lt; b &amp; &quot;c&quot; &gt; d')
  const html = renderPage({
    title: '<script>',
    text: 'x & y',
    sections: [{ title: 'a < b', text: '"', table: { head: ['<'], rows: [['>']] } }],
  })
  expect(html).not.toContain('<script>')
  expect(html).toContain('<h2>a &lt; b</h2>')
  expect(html).toContain('<th scope="row">&gt;</th>')
})

test('a row with a name and nothing else is a heading over all columns', () => {
  const table = { head: ['run', 'loss'], rows: [['rates'], ['0.1', '2']], dense: true }
  const html = renderPage({ title: 't', text: '', sections: [{ title: 's', text: '', table }] })
  expect(html).toContain('<div class="table dense">')
  expect(html).toContain('<tr><th scope="rowgroup" colspan="2">rates</th></tr>')
  expect(html).toContain('<tr><th scope="row">0.1</th><td>2</td></tr>')
})

test('the definitions of two plots in one page have different names', async () => {
  const spec = {
    data: { values: [{ x: 1 }] },
    mark: { type: 'point' as const, clip: true },
    encoding: { x: { field: 'x' } },
  }
  const ids = ({ svg }: { readonly svg: string }) =>
    Array.from(svg.matchAll(/\bid="([^"]+)"/g), ([, id]) => id)
  const [first, second] = [ids(await draw('a', 'A.', spec)), ids(await draw('b', 'B.', spec))]
  expect(first.length).toBeGreaterThan(0)
  expect(first.every(id => id?.startsWith('a-'))).toBe(true)
  expect(first.filter(id => second.includes(id))).toEqual([])
})

test('a plot does not depend on what was drawn before', async () => {
  const spec = {
    data: { values: [{ x: 1 }] },
    mark: { type: 'point' as const, clip: true },
    encoding: { x: { field: 'x' } },
  }
  expect(await draw('a', 'A.', spec)).toEqual(await draw('a', 'A.', spec))
})
