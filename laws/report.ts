/**
 * The report of a broken law, for a reader.
 *
 * @module
 */
import fc from 'fast-check'
import { type AnyTensor, isTensor, isTrivial, Show, toValues } from '../src/index.ts'
import { type Path, showPath } from '../src/tensor/error.ts'
import { sameStructure, structureOf } from './close.ts'
import type { Law, LawSet, Verdict } from './law.ts'

type Branch = readonly [key: string, branch: unknown]

const isPlain = (x: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(x)
  return prototype === Object.prototype || prototype === null
}

const isBranching = (x: unknown): x is object =>
  typeof x === 'object' && x !== null && !isTensor(x) && !isTrivial(x) && (Array.isArray(x) || isPlain(x))

// A map says nothing that could be read: what it was given does.
const branchesOf = (x: object): readonly Branch[] =>
  Object.entries(x).filter(
    ([, branch]) => branch !== undefined && (typeof branch !== 'function' || Array.isArray(x)),
  )

const inOneLine = (x: unknown): string => {
  if (isTensor(x)) return Show.show(x)
  if (isTrivial(x)) return 'trivial'
  if (typeof x === 'function') return x.name === '' ? 'a function' : x.name
  if (Array.isArray(x)) return `[${x.map(inOneLine).join(', ')}]`
  if (typeof x !== 'object' || x === null) return String(x)
  return isPlain(x)
    ? `{ ${branchesOf(x)
        .map(([key, branch]) => `${key}: ${inOneLine(branch)}`)
        .join(', ')} }`
    : fc.stringify(x)
}

// What goes on in lines of its own does not leave a space behind.
const spaced = (shown: string): string => (shown.startsWith('\n') ? shown : ` ${shown}`)

/** How long a line becomes before a tree is shown branch by branch. */
const width = 72

/** The description of a value: short ones in a line, long trees with a line for each branch. */
export const show = (x: unknown, indent = '  '): string => {
  const line = inOneLine(x)
  if (line.length <= width || !isBranching(x)) return line
  const inner = `${indent}  `
  return branchesOf(x)
    .map(([key, branch]) => `\n${inner}${key}:${spaced(show(branch, inner))}`)
    .join('')
}

const differ = (x: number, y: number): number =>
  Object.is(x, y) ? 0 : Number.isNaN(x - y) ? Number.POSITIVE_INFINITY : Math.abs(x - y)

interface Apart {
  readonly by: number
  readonly told: string
}

const place = (path: Path): string => (path.length === 0 ? '' : `at ${showPath(path)}, `)

const step = (x: object, key: string): string | number => (Array.isArray(x) ? Number(key) : key)

const indexOf = ({ shape }: AnyTensor, position: number): readonly number[] =>
  shape.reduceRight<{ readonly index: readonly number[]; readonly rest: number }>(
    ({ index, rest }, n) => ({ index: [rest % n, ...index], rest: Math.floor(rest / n) }),
    { index: [], rest: position },
  ).index

const apartInTensors = (x: AnyTensor, y: AnyTensor, path: Path): Apart | null => {
  const [xs, ys] = [toValues(x), toValues(y)]
  let [worst, by] = [-1, 0]
  for (let i = 0; i < xs.length; i++) {
    const d = differ(xs[i] as number, ys[i] as number)
    if (d > by) [worst, by] = [i, d]
  }
  if (worst === -1) return null
  const index = x.shape.length === 0 ? '' : `entry [${indexOf(x, worst).join(', ')}], `
  return { by, told: `${place(path)}${index}${xs[worst]} on the left and ${ys[worst]} on the right` }
}

const apartIn = (x: unknown, y: unknown, path: Path): Apart | null => {
  if (isTensor(x) && isTensor(y) && sameStructure(x, y)) return apartInTensors(x, y, path)
  if (typeof x === 'number' && typeof y === 'number') {
    const by = differ(x, y)
    return by === 0 ? null : { by, told: `${place(path)}${x} on the left and ${y} on the right` }
  }
  if (isBranching(x) && isBranching(y) && Array.isArray(x) === Array.isArray(y)) {
    const [others, keys] = [new Map(branchesOf(y)), branchesOf(x).map(([key]) => key)]
    const missing = keys.find(key => !others.has(key))
    const extra = [...others.keys()].find(key => !keys.includes(key))
    if (missing === undefined && extra === undefined)
      return branchesOf(x)
        .map(([key, branch]) => apartIn(branch, others.get(key), [...path, step(x, key)]))
        .reduce((worst, apart) => ((apart?.by ?? 0) > (worst?.by ?? 0) ? apart : worst), null)
    const [side, key] = missing === undefined ? ['right', extra] : ['left', missing]
    const told = `at ${showPath([...path, step(x, key as string)])}, which the ${side} side alone has`
    return { by: Number.POSITIVE_INFINITY, told }
  }
  const [left, right] = [x, y].map(structureOf)
  return left === right
    ? null
    : {
        by: Number.POSITIVE_INFINITY,
        told: `${place(path)}${left} on the left and ${right} on the right`,
      }
}

/** Where two trees are farthest apart, by the path of the leaf; null where no leaf can be named. */
export const whereApart = (lhs: unknown, rhs: unknown): string | null =>
  isBranching(lhs) || (isTensor(lhs) && lhs.shape.length > 0) ? (apartIn(lhs, rhs, [])?.told ?? null) : null

const sides = (verdict: Verdict): readonly string[] => {
  const at = verdict.at ?? whereApart(verdict.lhs, verdict.rhs)
  return [
    `  left   ${spaced(show(verdict.lhs))}`,
    `  right  ${spaced(show(verdict.rhs))}`,
    ...(at === null ? [] : [`  apart   ${at}`]),
    `  error   ${verdict.error}`,
    `  bound   ${verdict.bound}`,
  ]
}

/** The law that is broken, both sides and the leaf where they part, the sample and the seed. */
export const explain = (
  set: LawSet,
  law: Law,
  verdict: Verdict | Error,
  sample: readonly unknown[],
  seed: number,
): string =>
  [
    `${set.name} breaks law ${law.id}: ${law.statement}`,
    ...(verdict instanceof Error ? [`  threw   ${verdict.message}`] : sides(verdict)),
    ...sample.map((x, i) => `  sample ${i}${spaced(show(x))}`),
    `  seed    ${seed}`,
  ].join('\n')
