/**
 * Wrong functions made of right ones.
 */
import { op } from '../../src/index.ts'
import type { Wrong } from './everyExport.ts'
import type { Loosely } from './exchange.ts'

/** Operations as plain JavaScript sees them. */
export const o = op as unknown as Readonly<Record<keyof typeof op, Loosely>>
export const shapeOf = (x: Loosely): readonly number[] => x.shape as unknown as readonly number[]
export const lastOf = (x: Loosely): number => shapeOf(x).length - 1
export const numbers = (xs: Loosely | undefined): readonly number[] => xs as unknown as readonly number[]
/** A value that is given to what takes anything. */
export const given = (x: unknown): Loosely => x as Loosely

/** Another operation in its place. */
export const instead = (other: keyof typeof op): Wrong => [`${other} in its place`, () => o[other]]
/** Of one tensor. */
export const one = (what: string, f: (x: Loosely, right: Loosely) => unknown): Wrong => [
  what,
  right => (x: Loosely) => f(x, right),
]
/** Of two tensors, or of the second one that waits for the first. */
export const two = (what: string, f: (x: Loosely, y: Loosely, right: Loosely) => unknown): Wrong => [
  what,
  right => (x: Loosely, y?: Loosely) => (y === undefined ? (z: Loosely) => f(z, x, right) : f(x, y, right)),
]
/** Of an argument, and then a tensor. */
export const applied = (
  what: string,
  f: (right: Loosely, x: Loosely, ...first: readonly Loosely[]) => unknown,
): Wrong => [
  what,
  right =>
    (...first: readonly Loosely[]) =>
    (x: Loosely) =>
      f(right, x, ...first),
]
/** Of its first arguments, made anew. */
export const configured = (
  what: string,
  change: (right: Loosely, ...first: readonly Loosely[]) => unknown,
): Wrong => [
  what,
  right =>
    (...first: readonly Loosely[]) =>
      change(right, ...first),
]

/** With other options, which come after other arguments, if any: those that are named stay as they are by default. */
export const ignoring = (...names: readonly string[]): Wrong => [
  `without ${names.join(', ')}`,
  right =>
    (...first: readonly Loosely[]) =>
      right(
        ...first.map(x =>
          isOptions(x)
            ? given(Object.fromEntries(Object.entries(x).filter(([name]) => !names.includes(name))))
            : x,
        ),
      ),
]

/** With options that are changed. */
export const withOptions = (
  what: string,
  change: (options: Readonly<Record<string, Loosely>>) => unknown,
): Wrong => [
  what,
  right =>
    (...first: readonly Loosely[]) => {
      const [last, rest] = isOptions(first.at(-1)) ? [first.at(-1), first.slice(0, -1)] : [{}, first]
      return right(...rest, given(change(last as Readonly<Record<string, Loosely>>)))
    },
]

const isOptions = (x: unknown): boolean =>
  typeof x === 'object' &&
  x !== null &&
  !Array.isArray(x) &&
  Object.getPrototypeOf(x) === Object.prototype &&
  !('shape' in x) &&
  !('run' in x)

/** Another function in its place, with the same arguments. */
export const another = (what: string, f: () => unknown): Wrong => [what, f]
