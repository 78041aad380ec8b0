/**
 * Entries found in tensors by name, or every reason why they are not there.
 *
 * @module
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { NamedTensors } from '../safetensors/encode.ts'
import { sameShape, showShape } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, isConcrete } from '../tensor/tensor.ts'
import { isCounter, type StateEntry, shapeOf } from './mapping/entry.ts'
import { formText, placesOf } from './mapping/mapping.ts'
import type { NamedEntry } from './naming.ts'
import type { StateProblem } from './pytorchError.ts'

/** An entry, the name that it was read from, and its tensor. */
export interface Found {
  readonly entry: NamedEntry
  readonly name: string
  readonly tensor: AnyTensor
}

const shown = ({ dtype, shape }: AnyTensor): string => `${dtype}${showShape(shape)}`

/** The tensor of a name that is the record's own. */
const tensorOf = (tensors: NamedTensors, name: string): AnyTensor | undefined =>
  Object.hasOwn(tensors, name) ? tensors[name] : undefined

const same = (x: AnyTensor, y: AnyTensor): boolean => {
  if (x === y) return true
  if (x.dtype !== y.dtype || !sameShape(x.shape, y.shape)) return false
  if (!isConcrete(x) || !isConcrete(y)) return false
  const [xs, ys] = [elementsOf(x), elementsOf(y)]
  return xs.every((value, i) => Object.is(value, ys[i]))
}

const isFloat = ({ sources }: StateEntry): boolean => sources[0]?.dtype === 'float'

const fits = (entry: StateEntry, { dtype, kind, shape }: AnyTensor, floats: string): boolean => {
  if (!sameShape(shape, shapeOf(entry))) return false
  if (isCounter(entry)) return kind === 'integer'
  return isFloat(entry) ? dtype === floats : dtype === entry.sources[0]?.dtype
}

/** The element type of floats: that of the first that is there. */
const floatsOf = (entries: readonly NamedEntry[], tensors: NamedTensors): string =>
  entries
    .filter(isFloat)
    .flatMap(({ names }) => names.flatMap(name => tensorOf(tensors, name) ?? []))
    .find(({ kind }) => kind === 'float')?.dtype ?? 'f32'

/** The tensors of entries, or all that keeps them from being there. */
export const foundIn = (
  entries: readonly NamedEntry[],
  tensors: NamedTensors,
): Either<readonly StateProblem[], readonly Found[]> => {
  const floats = floatsOf(entries, tensors)
  const problems: StateProblem[] = []
  const found: Found[] = []
  for (const entry of entries) {
    const [to, expected] = [placesOf(entry), formText(entry, floats)]
    const there = entry.names.flatMap(name => {
      const tensor = tensorOf(tensors, name)
      return tensor === undefined ? [] : [{ name, tensor }]
    })
    const misfits = there.filter(({ tensor }) => !fits(entry, tensor, floats))
    problems.push(
      ...misfits.map(
        ({ name, tensor }): StateProblem => ({ _tag: 'Misfit', name, expected, found: shown(tensor), to }),
      ),
    )
    const [first, ...others] = there
    if (first === undefined) {
      const name = entry.names[0] as string
      if (!isCounter(entry)) problems.push({ _tag: 'Missing', name, expected, to })
      continue
    }
    const other = others.find(each => misfits.length === 0 && !same(first.tensor, each.tensor))
    if (other !== undefined) problems.push({ _tag: 'Untied', name: first.name, other: other.name })
    found.push({ entry, ...first })
  }
  return problems.length === 0 ? right(found) : left(problems)
}

/** The names of tensors that no entry has, within a module. */
export const unread = (
  entries: readonly NamedEntry[],
  tensors: NamedTensors,
  prefix = '',
): { readonly surplus: readonly string[]; readonly outside: readonly string[] } => {
  const known = new Set(entries.flatMap(({ names }) => names))
  const others = Object.keys(tensors).filter(name => !known.has(name))
  const module = prefix.replace(/\.$/, '')
  const isInside = (name: string): boolean =>
    module === '' || name === module || name.startsWith(`${module}.`)
  return { surplus: others.filter(isInside), outside: others.filter(name => !isInside(name)) }
}

/** Problems of names that are not expected. */
export const surplusOf = (names: readonly string[], tensors: NamedTensors): readonly StateProblem[] =>
  names.map(name => ({ _tag: 'Surplus', name, found: shown(tensors[name] as AnyTensor) }))
