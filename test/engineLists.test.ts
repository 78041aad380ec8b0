import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript-6.0'
import { expect, test } from 'vitest'

// A new engine is a line in one of two lists, and all others read those: a list that is written elsewhere would not
// have it.

const root = join(import.meta.dirname, '..')

/** The lists. */
const lists = ['src/compile/engines.ts', 'test/engines.ts']

const core = new Set(['reference', 'wasm'])

/** The engine that an element of a list is, or has in a tuple or record of its own. */
const enginesIn = (node: ts.Node): readonly string[] => {
  if (ts.isIdentifier(node)) return core.has(node.text) ? [node.text] : []
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(enginesIn)
  if (ts.isObjectLiteralExpression(node))
    return node.properties.flatMap(property =>
      ts.isPropertyAssignment(property)
        ? enginesIn(property.initializer)
        : ts.isShorthandPropertyAssignment(property)
          ? enginesIn(property.name)
          : [],
    )
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isSpreadElement(node))
    return enginesIn(node.expression)
  return []
}

/** The lines of a text where two engines or more stand in one list. */
const listsIn = (text: string): readonly number[] => {
  const file = ts.createSourceFile('some.ts', text, ts.ScriptTarget.Latest)
  const found: number[] = []
  const visit = (node: ts.Node): void => {
    const listed = ts.isCallExpression(node) ? node.arguments.flatMap(enginesIn) : enginesIn(node)
    if (new Set(listed).size > 1) found.push(file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1)
    else ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

test('no other file has a list of engines', () => {
  const files = globSync('{src,laws,test,bench,examples}/**/*.ts', { cwd: root })
  expect(files.length).toBeGreaterThan(600)
  const others = files
    .map(file => relative('.', file))
    .filter(file => !lists.includes(file))
    .map(file => [file, readFileSync(join(root, file), 'utf8')] as const)
    .filter(([, text]) => [...core].every(name => new RegExp(`\\b${name}\\b`).test(text)))
    .flatMap(([file, text]) => listsIn(text).map(line => `${file}:${line}`))
  expect(others).toEqual([])
})

test.each([
  ['[reference, wasm].map(run)', 1],
  ["const engines = [['reference', reference], ['fast', wasm]] as const", 1],
  ['const byName = { reference, fast: wasm }', 1],
  ['f.constantFrom(reference, wasm)', 1],
  ['f([wasm, ...others])', 0],
  ['const [fast, plain] = [wasm.prepare(p), reference.prepare(p)]', 0],
  ['import { reference, wasm } from "pullback"', 0],
])('a list is found in %s: %i', (text, count) => {
  expect(listsIn(text)).toHaveLength(count)
})
