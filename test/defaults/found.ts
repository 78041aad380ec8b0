/**
 * All defaults of the sources: of parameters, and of options that are taken apart.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript-6.0'

/** A default: where it is, whose it is, and what is written there. */
export interface Default {
  readonly file: string
  readonly of: string
  readonly name: string
  readonly text: string
}

const root = join(import.meta.dirname, '../..')

const ownerOf = (node: ts.Node): string => {
  const named = ts.findAncestor(
    node,
    each =>
      (ts.isVariableDeclaration(each) && ts.isIdentifier(each.name)) ||
      ts.isFunctionDeclaration(each) ||
      ts.isMethodDeclaration(each),
  ) as ts.VariableDeclaration | undefined
  return named?.name === undefined ? '' : named.name.getText().replace(/Unchecked$/, '')
}

const inFile = (file: string): readonly Default[] => {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  )
  const found: Default[] = []
  const visit = (node: ts.Node): void => {
    if ((ts.isParameter(node) || ts.isBindingElement(node)) && node.initializer !== undefined) {
      const { name, initializer } = node
      // An empty record stands for options of which each has a default of its own.
      const text = initializer.getText(source).replaceAll(/\s+/g, ' ')
      if (text !== '{}') found.push({ file, of: ownerOf(node), name: name.getText(source), text })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** The defaults of all rooms that users meet, from the first file to the last. */
export const defaultsFound = (rooms: readonly string[]): readonly Default[] =>
  rooms.flatMap(room =>
    readdirSync(join(root, 'src', room), { encoding: 'utf8', recursive: true })
      .filter(name => name.endsWith('.ts'))
      .toSorted()
      .flatMap(name => inFile(`src/${room}/${name}`)),
  )

const docOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .map(doc => doc.getText())
    .join('\n')

/**
 * What the docstrings say of a default: of an option's property of that name in the file, or else in the files of its room; and of
 * the function itself, whose parameter it may be.
 */
export const wordsAbout = ({ file, of, name }: Default): readonly string[] => {
  const option = name.replace(/^ε$/, 'epsilon')
  const wordsIn = (path: string): readonly string[] => {
    const source = ts.createSourceFile(
      path,
      readFileSync(join(root, path), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    )
    const found: string[] = []
    const visit = (node: ts.Node): void => {
      if (ts.isPropertySignature(node) && node.name.getText(source) === option) found.push(docOf(node))
      if (
        ts.isVariableStatement(node) &&
        node.declarationList.declarations.some(each => each.name.getText(source) === of)
      )
        found.push(docOf(node))
      if (ts.isTypeAliasDeclaration(node)) found.push(docOf(node))
      if (
        ts.isInterfaceDeclaration(node) &&
        node.members.some(member => member.name?.getText(source) === option)
      )
        found.push(docOf(node))
      if (ts.isFunctionDeclaration(node) && node.name?.text === of) found.push(docOf(node))
      ts.forEachChild(node, visit)
    }
    visit(source)
    return found.filter(words => words !== '')
  }
  const folder = file.slice(0, file.lastIndexOf('/'))
  const others = readdirSync(join(root, folder))
    .filter(each => each.endsWith('.ts') && `${folder}/${each}` !== file)
    .map(each => `${folder}/${each}`)
  const own = wordsIn(file)
  return [...own, ...others.flatMap(wordsIn)]
}
