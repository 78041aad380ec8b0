/**
 * A reader of modules that looks at every line: names are defined once and before they are used, and have there the types that the line
 * says; what is element by element gives what it takes.
 *
 * @module
 */

const same = new Set(
  (
    'abs add and ceil divide exponential exponential_minus_one floor log log_plus_one logistic maximum minimum multiply negate not or ' +
    'optimization_barrier power remainder round_nearest_even shift_left shift_right_logical sign sine cosine sqrt subtract tan tanh atan2 ' +
    'xor reverse cholesky dynamic_update_slice'
  ).split(' '),
)

const splitTypes = (text: string): readonly string[] => text.match(/tensor<(?:[^<>]|<[^<>]*>)*>/g) ?? []

const sizesOf = (type: string): readonly number[] => [...type.matchAll(/(\d+)x/g)].map(([, n]) => Number(n))
const countOf = (type: string): number => sizesOf(type).reduce((n, size) => n * size, 1)
const elementOf = (type: string): string => type.replace(/^tensor<(\d+x)*/, '').slice(0, -1)

/** What is wrong with one operation, by its name and types. */
const wrongWith = (
  operation: string,
  operands: readonly string[],
  results: readonly string[],
): string | null => {
  const [first, result] = [operands[0], results[0]]
  if (same.has(operation) && first !== result) return `${operation} takes ${first} and gives ${result}`
  if (
    operation === 'reshape' &&
    (countOf(first as string) !== countOf(result as string) ||
      elementOf(first as string) !== elementOf(result as string))
  )
    return `reshape takes ${first} and gives ${result}`
  if (operation === 'convert' && sizesOf(first as string).join() !== sizesOf(result as string).join())
    return `convert takes ${first} and gives ${result}`
  if (operation === 'compare' && (operands[0] !== operands[1] || elementOf(result as string) !== 'i1'))
    return `compare takes ${operands.join(' and ')} and gives ${result}`
  if (operation === 'select' && (operands[1] !== operands[2] || operands[1] !== result))
    return `select takes ${operands.join(', ')} and gives ${result}`
  if (operation === 'while' && operands.join() !== results.join())
    return 'while gives another form than it takes'
  return null
}

/** The complaints about a module. */
export const complaintsIn = (text: string): readonly string[] => {
  const types = new Map<string, string>()
  const complaints: string[] = []
  const open: string[][] = []
  const define = (name: string, type: string): void => {
    if (types.has(name)) complaints.push(`${name} is defined twice`)
    types.set(name, type)
  }
  const uses = (names: readonly string[], given: readonly string[], line: string): void => {
    names.forEach((name, i) => {
      if (types.get(name) !== given[i])
        complaints.push(
          `${name} is ${types.get(name) ?? 'not there'} and used as ${given[i]}: ${line.slice(0, 100)}`,
        )
    })
  }
  const close = (line: string, head: readonly string[], signature: string): void => {
    const [, left = '', many, operation = '', names = ''] = head
    const [before = '', after = ''] = signature.split(/ -> (?!.*->)/)
    const [operands, results] = [splitTypes(before), splitTypes(after)]
    const read = names.match(/%\d+(#\d+)?/g) ?? []
    if (read.length !== operands.length) complaints.push(`operands and types differ in number: ${line}`)
    uses(read, operands, line)
    const wrong = wrongWith(operation.replace(/^stablehlo\./, ''), operands, results)
    if (wrong !== null) complaints.push(`${wrong}: ${line.slice(0, 100)}`)
    if (left === '') return
    if (many === undefined) define(left, results[0] as string)
    else for (const [i, type] of results.entries()) define(`${left}#${i}`, type)
  }
  const operation = /^\s*(?:(%\d+)(?::(\d+))? = )?"([a-z0-9_.]+)"\(([^)]*)\)/
  for (const line of text.split('\n')) {
    const head = operation.exec(line)
    if (/^\s*(module|\}$|\}, \{$|$)/.test(line)) continue
    if (/^\s*func\.func/.test(line) || /^\s*\^bb0/.test(line)) {
      for (const [, name, type] of line
        .split(' -> ')[0]
        ?.matchAll(/(%\d+): (tensor<(?:[^<>]|<[^<>]*>)*>)/g) ?? [])
        define(name as string, type as string)
    } else if (/^\s*\}\) : /.test(line)) {
      const own = open.pop()
      if (own === undefined) complaints.push(`nothing to close: ${line}`)
      else close(line, own, line.slice(line.indexOf(' : ') + 3))
    } else if (head === null) complaints.push(`not an operation: ${line}`)
    else if (line.endsWith('({')) open.push(head as readonly string[] as string[])
    else close(line, head, line.slice(line.lastIndexOf(' : (') + 3))
  }
  if (open.length > 0) complaints.push('an operation is not closed')
  return complaints
}
