/**
 * Modules of PyTorch, as they print themselves.
 *
 * @module
 */

/** What an argument can be. */
export type Value = number | boolean | string | null | readonly Value[]

/** A module, with what it prints of its arguments and its children. */
export interface TorchModule {
  readonly type: string
  readonly positional: readonly Value[]
  readonly named: { readonly [name: string]: Value }
  readonly children: readonly (readonly [name: string, module: TorchModule])[]
}

/** Splits at commas that are in no brackets. */
const atCommas = (text: string): readonly string[] => {
  const parts: string[] = []
  let [depth, part] = [0, '']
  for (const character of text) {
    if ('([{'.includes(character)) depth++
    if (')]}'.includes(character)) depth--
    if (character === ',' && depth === 0) {
      parts.push(part)
      part = ''
    } else part += character
  }
  return [...parts, part].map(each => each.trim()).filter(each => each !== '')
}

const readValue = (text: string): Value => {
  if (text === 'None') return null
  if (text === 'True' || text === 'False') return text === 'True'
  if (/^[([].*[)\]]$/.test(text)) return atCommas(text.slice(1, -1)).map(readValue)
  if (/^'.*'$/.test(text)) return text.slice(1, -1)
  return Number.isNaN(Number(text)) ? text : Number(text)
}

const argumentsOf = (text: string): Pick<TorchModule, 'positional' | 'named'> => {
  const all = atCommas(text).map(each => /^(?:(\w+)=)?(.*)$/s.exec(each) as RegExpExecArray)
  return {
    positional: all.filter(([, name]) => name === undefined).map(([, , value]) => readValue(value as string)),
    named: Object.fromEntries(
      all.flatMap(([, name, value]) => (name === undefined ? [] : [[name, readValue(value as string)]])),
    ),
  }
}

/** The lines of each child, without their indentation; what stands before the first one is said of the module itself. */
const childrenIn = (
  lines: readonly string[],
): { readonly own: string; readonly children: readonly string[][] } => {
  const children: string[][] = []
  const own: string[] = []
  for (const line of lines.map(each => each.slice(2)))
    if (/^\([\w-]+\): /.test(line)) children.push([line])
    else if (children.length === 0) own.push(line)
    else (children.at(-1) as string[]).push(line)
  return { own: own.join(' '), children }
}

/** `(0-2): 3 x Linear(…)` is three modules. */
const childOf = ([first = '', ...rest]: readonly string[]): TorchModule['children'] => {
  const [, name = '', , text = ''] = /^\(([\w-]+)\): (\d+ x )?(.*)$/.exec(first) as RegExpExecArray
  const module = parsed([text, ...rest])
  const range = /^(\d+)-(\d+)$/.exec(name)
  if (range === null) return [[name, module]]
  const [from, to] = [Number(range[1]), Number(range[2])]
  return Array.from({ length: to - from + 1 }, (_, i) => [String(from + i), module])
}

const parsed = (lines: readonly string[]): TorchModule => {
  const [first = ''] = lines
  const [, type = '', inLine] = /^(\w+)\((.*)$/s.exec(first) as RegExpExecArray
  if (lines.length === 1) return { type, ...argumentsOf((inLine as string).slice(0, -1)), children: [] }
  const { own, children } = childrenIn(lines.slice(1, -1))
  return { type, ...argumentsOf(`${inLine} ${own}`), children: children.flatMap(childOf) }
}

/** The module that a text prints. */
export const moduleOf = (text: string): TorchModule => parsed(text.split('\n'))
