/**
 * Equations of sums of products: `bij,bjk->bik`.
 *
 * @module
 */
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'

/** The letters of a tensor's axes; `...` stands for any number of axes. */
export interface Term {
  readonly before: readonly string[]
  readonly ellipsis: boolean
  readonly after: readonly string[]
}

/** An equation: what its tensors' axes are called, and which are left. */
export interface Equation {
  readonly text: string
  readonly terms: readonly Term[]
  readonly result: Term
}

/** The labels of every axis, for tensors of known ranks. */
export interface Labelled {
  readonly operands: readonly (readonly string[])[]
  readonly result: readonly string[]
  readonly sizes: ReadonlyMap<string, number>
}

const mend = "An equation is written like 'bij,bjk->bik': a letter for each axis, and '...' for any others."

const longest = 60

/** A text as errors show it: of long ones the beginning. */
export const quoted = (text: string): string =>
  text.length > longest ? `'${text.slice(0, longest)}…'` : `'${text}'`

const wrong = (text: string, what: string): ArgumentError =>
  new ArgumentError(`einsum cannot read ${quoted(text)}: ${what}. ${mend}`)

const lettersOf = (text: string, part: string): readonly string[] => {
  const letters = [...part]
  const strange = letters.find(letter => !/[A-Za-z]/.test(letter))
  if (strange !== undefined) throw wrong(text, `'${strange}' is not a letter`)
  return letters
}

const termOf = (text: string, written: string): Term => {
  const parts = written.split('...')
  if (parts.length > 2) throw wrong(text, `${quoted(written)} has '...' more than once`)
  const [before, after = ''] = parts as [string, string?]
  return {
    before: lettersOf(text, before),
    ellipsis: parts.length === 2,
    after: lettersOf(text, after),
  }
}

const namesIn = ({ before, after }: Term): readonly string[] => [...before, ...after]

/** Without `->`: the ellipsis, then the letters that occur once, as in the alphabet (capitals first, as in NumPy). */
const implied = (terms: readonly Term[]): Term => {
  const all = terms.flatMap(namesIn)
  return {
    before: [],
    ellipsis: terms.some(({ ellipsis }) => ellipsis),
    after: all.filter(letter => all.indexOf(letter) === all.lastIndexOf(letter)).toSorted(),
  }
}

const requireResult = (text: string, terms: readonly Term[], result: Term): void => {
  const [given, left] = [new Set(terms.flatMap(namesIn)), namesIn(result)]
  const foreign = left.find(letter => !given.has(letter))
  if (foreign !== undefined) throw wrong(text, `no tensor has the axis '${foreign}' of the result`)
  const twice = left.find((letter, i) => left.indexOf(letter) !== i)
  if (twice !== undefined) throw wrong(text, `the result has the axis '${twice}' twice`)
  if (terms.some(({ ellipsis }) => ellipsis) && !result.ellipsis)
    throw wrong(text, `a tensor has '...', but the result has not, and sums are over letters only`)
}

/**
 * An equation, read.
 *
 * @throws ArgumentError if it cannot be read, with what is wrong and where.
 */
export const equationOf = (text: string): Equation => {
  const [inputs, output, ...more] = text.replaceAll(' ', '').split('->') as [string, string?, ...string[]]
  if (more.length > 0) throw wrong(text, "it has '->' more than once")
  const terms = inputs.split(',').map(written => termOf(text, written))
  if (output === undefined) return { text, terms, result: implied(terms) }
  if (output.includes(',')) throw wrong(text, "behind '->' there is one tensor, without ','")
  const result = termOf(text, output)
  requireResult(text, terms, result)
  return { text, terms, result }
}

/** Names for the axes of an ellipsis, counted from the last: they are aligned there. */
const unnamed = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `.${count - 1 - i}`)

const labelsOf = ({ before, ellipsis, after }: Term, hidden: number): readonly string[] => [
  ...before,
  ...(ellipsis ? unnamed(hidden) : []),
  ...after,
]

const isUnnamed = (label: string): boolean => label.startsWith('.')

/** Requires one size for each letter; axes of an ellipsis may be 1, and are repeated then. */
const sizesOf = (
  text: string,
  operands: readonly (readonly string[])[],
  shapes: readonly Shape[],
): ReadonlyMap<string, number> => {
  const sizes = new Map<string, number>()
  operands.forEach((labels, operand) => {
    labels.forEach((label, axis) => {
      const [known, size] = [sizes.get(label), shapes[operand]![axis]!]
      const isOpen = isUnnamed(label)
      if (known === undefined || (isOpen && known === 1)) sizes.set(label, size)
      else if (known !== size && !(isOpen && size === 1))
        throw new ShapeError(
          `einsum(${quoted(text)}) was given shapes ${shapes.map(showShape).join(' and ')}: ` +
            `${isOpen ? "an axis of '...'" : `axis '${label}'`} is ${known} and ${size}.`,
          shapes,
          axis,
        )
    })
  })
  return sizes
}

/**
 * An equation for tensors of some shapes.
 *
 * @throws ArgumentError if there are more or fewer than it says; ShapeError if their axes do not fit it.
 */
export const labelled = ({ text, terms, result }: Equation, shapes: readonly Shape[]): Labelled => {
  if (terms.length !== shapes.length)
    throw new ArgumentError(
      `einsum(${quoted(text)}) takes ${terms.length} tensor${terms.length === 1 ? '' : 's'}, but was given ${shapes.length}.`,
    )
  const hidden = terms.map((term, i) => {
    const [named, rank] = [namesIn(term).length, shapes[i]!.length]
    if (term.ellipsis ? rank < named : rank !== named)
      throw new ShapeError(
        `einsum(${quoted(text)}) needs ${named}${term.ellipsis ? ' axes or more' : ` ax${named === 1 ? 'is' : 'es'}`} ` +
          `for its tensor ${i + 1}, but was given shape ${showShape(shapes[i]!)}.`,
        [shapes[i]!],
      )
    return rank - named
  })
  const operands = terms.map((term, i) => labelsOf(term, hidden[i]!))
  const most = Math.max(0, ...terms.map(({ ellipsis }, i) => (ellipsis ? hidden[i]! : 0)))
  return { operands, result: labelsOf(result, most), sizes: sizesOf(text, operands, shapes) }
}
