/**
 * Contracts of laws and of what runs them, for callers from plain JavaScript.
 *
 * @module
 */
import { ArgumentError, isTensor, isTrivial } from '../src/index.ts'
import { type Argument, type Arguments, holds, needs, showValue } from '../src/tensor/contract/index.ts'
import { mostBranches } from '../src/tensor/walk.ts'

const {
  boolean,
  described,
  either,
  finite,
  fn,
  givenOptions,
  listOf,
  oneOf,
  optional,
  options,
  record,
  text,
} = needs

/** An arbitrary of fast-check. */
export const arbitrary: Argument = described(
  'an arbitrary of fast-check',
  x =>
    typeof x === 'object' &&
    x !== null &&
    ['generate', 'shrink', 'map', 'chain'].every(method =>
      fn.holds((x as { readonly [name: string]: unknown })[method]),
    ),
  x =>
    typeof x === 'function'
      ? 'Call it if it makes arbitraries: arbitrary.tensors([2, 3]).'
      : 'Values are drawn from arbitraries, such as arbitrary.tensors([2, 3]); fc.constant(x) is always x.',
)

/** A law. */
export const lawArgument: Argument = record({
  id: text,
  statement: text,
  arbitraries: listOf(arbitrary, 'arbitraries'),
  check: fn,
})

/** Laws. */
export const lawsArgument: Argument = listOf(lawArgument, 'laws')

/** How deep sets may be in sets, and trees in trees: deeper than any are. */
const deepest = 100

/** Whether it is a set of laws; sets that are parents of several are looked at once. */
const isSet = (x: unknown, depth: number, seen: Set<object>): boolean => {
  if (depth > deepest || typeof x !== 'object' || x === null) return false
  if (seen.has(x)) return true
  const set = x as { readonly name?: unknown; readonly laws?: unknown; readonly parents?: unknown }
  const isOne =
    typeof set.name === 'string' &&
    lawsArgument.holds(set.laws) &&
    Array.isArray(set.parents) &&
    set.parents.every(parent => isSet(parent, depth + 1, seen))
  seen.add(x)
  return isOne
}

/** A set of laws. */
export const lawSetArgument: Argument = described(
  'a set of laws',
  x => isSet(x, 0, new Set()),
  x =>
    typeof x === 'function'
      ? 'Call it if it makes laws.'
      : 'Sets are made by functions such as layerLaws(layer, { input: [4, 3] }), or by lawSet(name, laws).',
)

/** Whether it is what compares both sides of a law. */
export const isVerdict = (x: unknown): boolean =>
  holds(record({ error: needs.number, bound: needs.number }), x)

/** What compares both sides of a law. */
export const verdictArgument: Argument = described(
  'a verdict { lhs, rhs, error, bound }',
  isVerdict,
  () => 'Verdicts are given by exact, summed, measured and holds.',
)

/** Whether it can be walked as numbers are collected: through whatever objects there are, to where they end. */
const ends = (x: unknown, depth: number): boolean => {
  // What cannot be looked at throws here, and does not hold.
  const isList = Array.isArray(x)
  if (typeof x !== 'object' || x === null || isTensor(x) || isTrivial(x)) return true
  if (depth > deepest) return false
  const branches: readonly unknown[] = isList ? x : Object.values(x)
  // An array of holes can announce billions of entries.
  return branches.length <= mostBranches && branches.every(branch => ends(branch, depth + 1))
}

/** What is compared: trees, and what else there is to compare, that end. */
export const ending: Argument = {
  ...described(
    'what can be compared',
    x => ends(x, 0),
    () => 'It contains itself, is nested too deeply, or cannot be looked at.',
  ),
  subject: true,
}

/** How laws are run. */
export const checkOptions: Argument = options({ seed: finite, numRuns: needs.positiveInteger })

/** What there is to say of smooth maps. */
export const familyOptions: Arguments = {
  kinky: optional(boolean),
  linear: optional(oneOf('jointly', 'each')),
  opaque: optional(boolean),
  stencil: options({ points: finite, step: needs.positive, tolerance: needs.nonNegative }),
  terms: optional(needs.positive),
}

/** What a loss is tried on, and what there is to say of it. */
export const lossOptions = (more: Arguments = {}): Argument =>
  givenOptions({ predictions: arbitrary, targets: arbitrary, ...more, ...familyOptions })

/** A shape, or an arbitrary of inputs. */
export const inputArgument: Argument = either(needs.shape, arbitrary)

/** Another implementation of what laws are about, as a function; this library's where none is given. */
export const implementation: Argument = optional(fn)

/** Other implementations of several functions, by name. */
export const implementations = (...names: readonly string[]): Argument =>
  optional(record(Object.fromEntries(names.map(name => [name, fn]))))

type Make = (...given: readonly unknown[]) => unknown

/** A function that gives, after so many calls, a layer. */
const making = (calls: number): Argument => ({
  ...optional(fn),
  as: (make, of, name) => checkedMaker(make as Make, calls, `The function ${name} of ${of}`),
})

const checkedMaker =
  (make: Make, calls: number, of: string): Make =>
  (...given) => {
    const made = make(...given)
    const wanted = calls > 1 ? fn : needs.layer
    if (!holds(wanted, made))
      throw new ArgumentError(
        `${of} has to give ${calls > 1 ? 'a function' : 'a layer'}, but gave ${showValue(made)}.`,
      )
    return calls > 1 ? checkedMaker(made as Make, calls - 1, `${of}, called once,`) : made
  }

/** Another implementation of what makes a layer. */
export const maker = making(1)

/** Another implementation of what takes a configuration and then a layer. */
export const combinatorArgument = making(2)
