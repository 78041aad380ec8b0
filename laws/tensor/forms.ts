/**
 * Laws of forms: when two values have the same one, where they differ, and how tensors are taken out and put in.
 *
 * @module
 */
import fc from 'fast-check'
import { type AnyTensor, isTensor, Show, type Tree, tensor, toNested, tree, zeros } from '../../src/index.ts'
import {
  carriedOn,
  formDifference,
  gatherAlike,
  inOrderOf,
  requireForm,
  tensorsIn,
  unlike,
  withTensors,
} from '../../src/tensor/form.ts'
import { trees } from '../arbitraries.ts'
import { every, exact, holds, structureOf } from '../close.ts'
import { type LawSet, law, lawSet, type Verdict } from '../law.ts'
import { otherTrees } from '../oracle/otherTrees.ts'
import { refusedSaying } from '../oracle/refusal.ts'
import { fewTensors, fewTrees } from './instances.ts'

const tensorsOf = (x: Tree): readonly AnyTensor[] => tree.leaves(x).filter(isTensor) as readonly AnyTensor[]

const isRecord = (x: unknown): x is Readonly<Record<string, Tree>> =>
  typeof x === 'object' && x !== null && !Array.isArray(x) && !tree.isLeaf(x)

/** The same value with the entries of each record the other way round. */
const turned = (x: Tree): Tree => {
  if (Array.isArray(x)) return x.map(turned)
  return isRecord(x)
    ? Object.fromEntries(
        Object.entries(x)
          .toReversed()
          .map(([key, branch]) => [key, turned(branch)]),
      )
    : x
}

/** The same structure with other tensors. */
const renewed = (x: Tree): Tree => withTensors(tensorsIn(x).map(t => zeros(t.shape, t.dtype) as AnyTensor))(x)

/** A tree, and one like it, one of another structure, or any. */
const pairs = fewTrees.chain(x =>
  fc.tuple(
    fc.constant(x),
    fc.oneof(
      fc.constant(x),
      otherTrees(x) as fc.Arbitrary<Tree>,
      fc.constant(turned(x)),
      fc.constant(renewed(x)),
      fewTrees,
    ),
  ),
)

/** Things that are not tensors, where one may be. */
const junk = [null, undefined, 0, 1, '', 'x', true, [], {}, Number.NaN]

/** Laws of the forms of values. */
export const formLaws: LawSet = lawSet('forms', [
  law(
    'T15',
    'two values are alike if shapes, element types and entries are, in their order; their tensors are gathered',
    [pairs],
    ([x, y]) => {
      const found: AnyTensor[] = []
      const alike = gatherAlike(x, y, found, 0) !== unlike
      const wanted = structureOf(x) === structureOf(y)
      return every(
        holds(alike === wanted, structureOf(x), structureOf(y)),
        alike
          ? holds(
              found.length === tensorsOf(y).length && found.every((each, i) => each === tensorsOf(y)[i]),
              found,
              y,
            )
          : exact(0, 0),
      )
    },
  ),
  law(
    'T16',
    'forms differ nowhere if all is the same but the order of entries, and else at a place where they do',
    [pairs],
    ([x, y]) => {
      const difference = formDifference(x, y)
      const sorted = (z: Tree): Tree =>
        Array.isArray(z)
          ? z.map(sorted)
          : isRecord(z)
            ? Object.fromEntries(
                Object.entries(z)
                  .toSorted(([a], [b]) => (a < b ? -1 : 1))
                  .map(([key, branch]) => [key, sorted(branch)]),
              )
            : z
      return holds(
        (difference === null) === (structureOf(sorted(x)) === structureOf(sorted(y))),
        structureOf(x),
        structureOf(y),
      )
    },
  ),
  law(
    'T17',
    'entries come back into their order, and what is carried on has that of before',
    [fewTrees],
    x => {
      const back = inOrderOf(x)(turned(x))
      const carried = carriedOn('law', x, turned(x))
      return every(
        exact(back, x),
        exact(structureOf(back), structureOf(x)),
        exact(carried, x),
        holds(structureOf(carried) === structureOf(x), carried, x),
      )
    },
  ),
  law('T18', 'tensors taken out and put in again give the same value', [trees()], x => {
    const own = tensorsIn(x)
    return every(
      holds(own.length === tensorsOf(x).length && own.every((each, i) => each === tensorsOf(x)[i]), own, x),
      exact(withTensors(own)(x), x),
      holds(structureOf(withTensors(own)(x)) === structureOf(x), x, 'the same structure'),
    )
  }),
  law(
    'T20',
    'what has no form is refused with the way to it, of which twelve steps are shown, and trees may be deep',
    [
      fc.array(fc.oneof(fc.nat(2), fc.constantFrom('a', 'b')), { maxLength: 16, size: 'max' }),
      fc.integer({ min: 2, max: 999 }),
    ],
    (way, depth) => {
      const inside = (x: unknown, step: number | string): unknown =>
        typeof step === 'number'
          ? Array.from({ length: step + 1 }, (_, i) => (i === step ? x : 1))
          : { [step]: x }
      const at = (x: unknown): unknown => way.reduceRight<unknown>(inside, x)
      const shown = way
        .slice(0, 12)
        .map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`))
      const place = way.length === 0 ? 'x' : `x at ${shown.join('')}${way.length > 12 ? '…' : ''}`
      const refuses = (stranger: unknown, words: string): Verdict =>
        refusedSaying('ArgumentError', words, () => requireForm('law', 'x', at(stranger)))
      const takes = 'law takes tensors and plain values, in tuples and records, but'
      const nested = (leaf: unknown): unknown => Array.from({ length: depth }).reduce<unknown>(x => [x], leaf)
      const [one, other] = [tensor(1), tensor(2)] as const
      const found: AnyTensor[] = []
      const endless: Record<string, unknown> = {}
      endless.self = endless
      return every(
        holds(requireForm('law', 'x', at(one)) === undefined, way, 'taken'),
        refuses(
          () => 1,
          `${takes} ${place} is a function. Of a smooth map, which gives a value and a pullback, take smooth.value(f).`,
        ),
        refuses(
          new Map(),
          `${takes} ${place} is a Map. A tree is made of tensors, tuples and plain records: put the tensors into one of those.`,
        ),
        refusedSaying(
          'ArgumentError',
          /^law takes trees of tensors, but x at \S+ seems to contain itself, or to share its branches\.$/,
          () => requireForm('law', 'x', endless),
        ),
        holds(
          gatherAlike(nested(one), nested(other), found, 0) !== unlike && found[0] === other,
          depth,
          'alike',
        ),
        holds(gatherAlike(endless, endless, [], 0) === unlike, 'endless', 'has no form'),
      )
    },
  ),
  law('T19', 'a tensor is like no other thing, nor are two things of different kinds', [fewTensors], x => {
    const differ = (form: unknown, value: unknown): Verdict =>
      holds(gatherAlike(form, value, [], 0) === unlike && formDifference(form, value) !== null, form, value)
    return every(
      ...junk.flatMap(other => [
        differ(x, other),
        differ(other, x),
        differ({ x }, { x: other }),
        differ([other], [x]),
      ]),
      ...junk.flatMap((a, i) =>
        junk.map((b, j) =>
          i === j
            ? holds(gatherAlike(a, b, [], 0) !== unlike && formDifference(a, b) === null, a, b)
            : differ(a, b),
        ),
      ),
      differ({ x }, { x, y: x }),
      differ({ x, y: x }, { x }),
      differ([x], [x, x]),
    )
  }),
])

const entry = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(Number.NaN, Infinity, -Infinity, 0.5))

/** The place and the words by which a value is refused in a nested array. */
const refusal = (nested: unknown): string => {
  try {
    tensor(nested as never)
    return 'taken'
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

/** Laws of descriptions of tensors. */
export const wordLaws: LawSet = lawSet('descriptions of tensors', [
  law(
    'Q9',
    'a tensor is shown as its element type, shape and numbers, what is not finite by its name',
    [fc.array(entry, { maxLength: 4 }), fc.boolean()],
    (values, isMatrix) => {
      const text = values.map(x => (Number.isFinite(x) ? String(x) : `"${x}"`)).join(',')
      const x = isMatrix ? tensor([values]) : tensor(values)
      const shape = isMatrix ? `[1, ${values.length}]` : `[${values.length}]`
      const said = `f32${shape} ${isMatrix ? `[[${text}]]` : `[${text}]`}`
      return every(
        holds(Show.show(x) === said, Show.show(x), said),
        exact(toNested(x), isMatrix ? [values] : values),
      )
    },
  ),
  law(
    'X10',
    'what is not a number in a nested array is refused with its place and what it is',
    [fc.nat(3), fc.nat(60)],
    (i, length) => {
      const text = 'x'.repeat(length + 1)
      const at = (x: unknown): string => refusal([...Array.from({ length: i }, () => 1), x])
      const says = (x: unknown, what: string): Verdict => {
        const wanted = `ShapeError: A nested array holds numbers only, but [${i}] is ${what}.`
        return holds(at(x) === wanted, at(x), wanted)
      }
      return every(
        ...[null, undefined, true].map(x => says(x, String(x))),
        says(text, length + 1 > 40 ? `${'x'.repeat(40)}…` : text),
        says({}, 'a Object'),
        says(() => 1, 'a function'),
        says(new Date(0), 'a Date'),
      )
    },
  ),
  law(
    'X11',
    'where a shape is needed and a number given, the error says how to write it',
    [fc.integer({ min: -3, max: 9 })],
    n => {
      const message = (run: () => unknown): string => {
        try {
          run()
          return 'taken'
        } catch (error) {
          return (error as Error).message
        }
      }
      const said = message(() => zeros(n as never))
      return holds(
        said.endsWith(n >= 0 ? ` For a vector of ${n} give [${n}].` : `but was given ${n}.`),
        said,
        n,
      )
    },
  ),
])
