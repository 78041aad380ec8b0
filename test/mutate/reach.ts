/**
 * The functions that each test reaches: each function of src is made to say that it was called, and every test file is run once.
 * A fault in a function that a test does not call cannot be found by it.
 */
import ts from 'typescript-6.0'

import { mostPlaces, type Place } from './reached.ts'

const bodyOf = (node: ts.Node): ts.ConciseBody | undefined =>
  ts.isFunctionDeclaration(node) ||
  ts.isFunctionExpression(node) ||
  ts.isArrowFunction(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isConstructorDeclaration(node) ||
  ts.isGetAccessorDeclaration(node) ||
  ts.isSetAccessorDeclaration(node)
    ? node.body
    : undefined

/** The functions of a file, and its text where each marks its place, counted from `first`, when it is called. */
export const marked = (
  file: string,
  text: string,
  first: number,
): { readonly places: readonly Place[]; readonly text: string } => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const places: Place[] = []
  const insertions: (readonly [at: number, words: string])[] = []
  const visit = (node: ts.Node): void => {
    const body = bodyOf(node)
    if (body !== undefined) {
      const mark = `(globalThis.__reached ??= new Uint8Array(${mostPlaces}))[${first + places.length}] = 1`
      places.push({ file, start: node.getStart(source), end: node.getEnd() })
      if (ts.isBlock(body)) insertions.push([body.getStart(source) + 1, ` ${mark};`])
      else insertions.push([body.getStart(source), `(${mark}, (`], [body.getEnd(), '))'])
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  // From the end, so that places before it stay where they are; at one place an outer function's words come first.
  const text2 = insertions
    .map((insertion, i) => [insertion, i] as const)
    .toSorted(([[a], i], [[b], j]) => b - a || j - i)
    .reduce((all, [[at, words]]) => `${all.slice(0, at)}${words}${all.slice(at)}`, text)
  return { places, text: text2 }
}
