/**
 * Single faults that can be put into a file: an operator, a constant, a condition, a check, or the order of two arguments.
 */
import ts from 'typescript-6.0'

/** Functions of two whose order changes nothing. */
const eitherWay: ReadonlySet<string> = new Set([
  ...['Math.max', 'Math.min', 'Math.hypot', 'Object.is'],
  ...['add', 'mul', 'equal', 'maximum', 'minimum', 'op.add', 'op.mul'],
])

/** A piece of a file and what stands in its place. */
export interface Fault {
  readonly file: string
  readonly line: number
  /** That line, without the spaces around it. */
  readonly on: string
  readonly start: number
  readonly end: number
  readonly kind: string
  readonly was: string
  readonly now: string
}

const operators: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '**': '*',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
  '<<': '>>',
  '>>': '<<',
  '>>>': '<<',
  '&': '|',
  '|': '&',
  '^': '&',
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
}

const methods: Readonly<Record<string, string>> = {
  max: 'min',
  min: 'max',
  floor: 'ceil',
  ceil: 'floor',
  every: 'some',
  some: 'every',
  findIndex: 'findLastIndex',
  shift: 'pop',
  push: 'unshift',
}

const otherNumber = (text: string): string => {
  const value = Number(text)
  return value === 1 ? '2' : String(value + 1)
}

const isCheck = (node: ts.Statement): boolean =>
  (ts.isExpressionStatement(node) &&
    ts.isCallExpression(node.expression) &&
    /^require[A-Z]/.test(node.expression.expression.getText())) ||
  (ts.isIfStatement(node) && ts.isThrowStatement(node.thenStatement))

/** All faults of a file, from its top to its end. Types, imports and words are left as they are. */
export const faultsOf = (file: string, text: string): readonly Fault[] => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const lines = text.split('\n')
  const found: Fault[] = []
  const add = (kind: string, node: ts.Node, now: string, part: ts.Node = node): void => {
    const [start, end] = [part.getStart(source), part.getEnd()]
    const was = text.slice(start, end)
    if (was === now) return
    const line = source.getLineAndCharacterOfPosition(start).line + 1
    found.push({ file, line, on: (lines[line - 1] as string).trim(), start, end, kind, was, now })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return
    if (ts.isBinaryExpression(node)) {
      const { operatorToken: operator, left, right } = node
      const text = operator.getText(source)
      const words = [left, right].some(side => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side))
      const other = operators[text]
      if (other !== undefined && !(words && text.startsWith('+'))) add('operator', node, other, operator)
      if (text === '??') add('default', node, left.getText(source))
    }
    if (ts.isPrefixUnaryExpression(node)) {
      const { operator, operand } = node
      if (operator === ts.SyntaxKind.ExclamationToken || operator === ts.SyntaxKind.MinusToken)
        add('operator', node, operand.getText(source))
    }
    if (ts.isNumericLiteral(node)) add('constant', node, otherNumber(node.text))
    if (node.kind === ts.SyntaxKind.TrueKeyword) add('constant', node, 'false')
    if (node.kind === ts.SyntaxKind.FalseKeyword) add('constant', node, 'true')
    if (ts.isIfStatement(node))
      add('condition', node, `!(${node.expression.getText(source)})`, node.expression)
    if (ts.isConditionalExpression(node))
      add('condition', node, `!(${node.condition.getText(source)})`, node.condition)
    if (ts.isStatement(node) && isCheck(node)) add('check', node, ';')
    if (ts.isCallExpression(node)) {
      const [first, second] = node.arguments
      if (
        first !== undefined &&
        second !== undefined &&
        !ts.isFunctionLike(first) &&
        !ts.isFunctionLike(second) &&
        !(node.arguments.length === 2 && eitherWay.has(node.expression.getText(source)))
      ) {
        const [start, end] = [first.getStart(source), second.getEnd()]
        const between = text.slice(first.getEnd(), second.getStart(source))
        const now = `${second.getText(source)}${between}${first.getText(source)}`
        const was = text.slice(start, end)
        if (now !== was) {
          const line = source.getLineAndCharacterOfPosition(start).line + 1
          const on = (lines[line - 1] as string).trim()
          found.push({ file, line, on, start, end, kind: 'arguments', was, now })
        }
      }
      if (ts.isPropertyAccessExpression(node.expression)) {
        const { name } = node.expression
        const other = methods[name.text]
        if (other !== undefined) add('method', node, other, name)
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** A file with a fault in it. */
export const withFault = (text: string, { start, end, now }: Fault): string =>
  `${text.slice(0, start)}${now}${text.slice(end)}`

/** Numbers in [0, 1) from a seed (mulberry32). */
const numbersFrom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** So many faults out of all, in an order that a seed gives; more of the same seed begin with fewer of it. */
export const drawFrom = <T>(all: readonly T[], seed: number, count: number): readonly T[] => {
  const [pool, next] = [[...all], numbersFrom(seed)]
  return Array.from({ length: Math.min(count, pool.length) }, (_, i) => {
    const j = i + Math.floor(next() * (pool.length - i))
    const drawn = pool[j] as T
    pool[j] = pool[i] as T
    pool[i] = drawn
    return drawn
  })
}
