import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript-6.0'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const entries = [
  'src/index.ts',
  'laws/index.ts',
  'src/browser/index.ts',
  'src/codec/index.ts',
  'src/emit/index.ts',
  'src/node/index.ts',
  'src/numpy/index.ts',
  'src/onnx/index.ts',
  'src/pytorch/index.ts',
  'src/safetensors/index.ts',
  'src/stablehlo/index.ts',
  'src/checkpoint/index.ts',
]

/** Every public export, by its place, with the tags of its docstring; those of namespaces, too. */
const exportsOf = (files: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const program = ts.createProgram(
    files.map(file => join(root, file)),
    { ...options, noEmit: true },
  )
  const checker = program.getTypeChecker()
  const found = new Map<string, readonly string[]>()
  const visited = new Set<ts.Symbol>()
  const visit = (module: ts.Symbol): void => {
    for (const exported of checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
      if (visited.has(symbol)) continue
      visited.add(symbol)
      if (symbol.flags & ts.SymbolFlags.ValueModule) visit(symbol)
      const own = (symbol.declarations ?? []).filter(
        declaration =>
          !ts.isSourceFile(declaration) && !declaration.getSourceFile().fileName.includes('node_modules'),
      )
      if (own.length === 0) continue
      const place = relative(root, (own[0] as ts.Declaration).getSourceFile().fileName)
      found.set(
        `${place} ${symbol.name}`,
        own.flatMap(declaration => ts.getJSDocTags(declaration).map(tag => tag.tagName.text)),
      )
    }
  }
  for (const file of files) {
    const source = program.getSourceFile(join(root, file))
    visit(checker.getSymbolAtLocation(source as ts.SourceFile) as ts.Symbol)
  }
  return found
}

const found = exportsOf(entries)

test.each(['category', 'since'])('every public export has a docstring with @%s', tag => {
  expect([...found].filter(([, tags]) => !tags.includes(tag)).map(([place]) => place)).toEqual([])
})

test('all of them are looked at', () => {
  expect(found.size).toBeGreaterThan(800)
  expect(new Set([...found.keys()].map(place => dirname(place))).size).toBeGreaterThan(30)
})

// The order of names within a section is the linter's.
test('src/index reads as a table of contents: headed sections', () => {
  const text = readFileSync(join(root, 'src/index.ts'), 'utf8')
  const [, ...sections] = text.split(/^\/\/ -+\n\/\/ (?=.+\n\/\/ -+\n)/m)
  expect(sections.length).toBeGreaterThan(10)
  expect(text.slice(0, text.indexOf('// ---'))).not.toMatch(/^export/m)
  for (const section of sections) expect(section).toContain('export')
})
