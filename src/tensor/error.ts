/**
 * Errors of a program whose types fit: one small family of errors, each of which says what, where and
 * how to mend it. What comes from outside (files, bytes, flags) never throws these: it is decoded into an `Either`.
 *
 * @module
 */

import { type Shape, showShape } from './shape.ts'
import { showValue } from './showValue.ts'

/**
 * Where in a model something happened: the names and positions of layers, outermost first.
 *
 * @category Errors
 * @since 0.1.0
 */
export type Path = readonly (string | number)[]

const isPath = (path: unknown): boolean => {
  try {
    if (!Array.isArray(path)) return false
    // A loop that sees what a sparse array has not, at the first place.
    for (let i = 0; i < path.length; i++) if (!['string', 'number'].includes(typeof path[i])) return false
    return true
  } catch {
    return false
  }
}

/**
 * `params.hidden[2].w` for `['params', 'hidden', 2, 'w']`.
 *
 * @category Errors
 * @since 0.1.0
 */
export const showPath = (path: Path): string => {
  if (!isPath(path))
    throw new ArgumentError(
      "showPath needs a path, an array such as ['hidden', 2, 'w'], but was given something else.",
    )
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('')
}

/**
 * The common part of all errors that the library throws. They are immutable: `at` gives a new one.
 *
 * @category Errors
 * @since 0.1.0
 */
export abstract class PullbackError extends Error {
  abstract readonly _tag: string
  readonly what: string
  readonly path: Path

  constructor(what: string, path: Path) {
    // An error about an error would hide it: a message of another type is shown, and a path of another type left out.
    const text = typeof what === 'string' ? what : showValue(what)
    const way = isPath(path) ? path : []
    super(way.length === 0 ? text : `${text}\n  at ${way.join(' > ')}`)
    this.what = text
    this.path = way
  }

  /** The same error, one level further out: `segment` is the layer that it passed through. */
  abstract at(segment: string | number): PullbackError
}

/**
 * Two shapes that do not go together, or a shape that an operation cannot take.
 *
 * @category Errors
 * @since 0.1.0
 */
export class ShapeError extends PullbackError {
  readonly _tag = 'ShapeError'
  override readonly name = 'ShapeError'
  /** The shapes in question: what was needed or given first, then what it met. */
  readonly shapes: readonly Shape[]
  /** The axis at which they part, where there is one. */
  readonly axis: number | undefined

  constructor(what: string, shapes: readonly Shape[], axis?: number, path: Path = []) {
    super(what, path)
    this.shapes = shapes
    this.axis = axis
  }

  override at(segment: string | number): ShapeError {
    return new ShapeError(this.what, this.shapes, this.axis, [segment, ...this.path])
  }
}

/**
 * Element types that do not go together: f32 with f64, or an integer where a float is needed.
 *
 * @category Errors
 * @since 0.1.0
 */
export class DTypeError extends PullbackError {
  readonly _tag = 'DTypeError'
  override readonly name = 'DTypeError'

  constructor(what: string, path: Path = []) {
    super(what, path)
  }

  override at(segment: string | number): DTypeError {
    return new DTypeError(this.what, [segment, ...this.path])
  }
}

/**
 * An index, such as a label, outside of what it indexes.
 *
 * @category Errors
 * @since 0.1.0
 */
export class IndexError extends PullbackError {
  readonly _tag = 'IndexError'
  override readonly name = 'IndexError'

  constructor(what: string, path: Path = []) {
    super(what, path)
  }

  override at(segment: string | number): IndexError {
    return new IndexError(this.what, [segment, ...this.path])
  }
}

/**
 * An argument out of its range, such as a negative learning rate or a ragged array.
 *
 * @category Errors
 * @since 0.1.0
 */
export class ArgumentError extends PullbackError {
  readonly _tag = 'ArgumentError'
  override readonly name = 'ArgumentError'

  constructor(what: string, path: Path = []) {
    super(what, path)
  }

  override at(segment: string | number): ArgumentError {
    return new ArgumentError(this.what, [segment, ...this.path])
  }
}

/**
 * Values were asked of a tensor that has none: it stands for a derivative or a symbol while a function is traced.
 *
 * @category Errors
 * @since 0.1.0
 */
export class TracingError extends PullbackError {
  readonly _tag = 'TracingError'
  override readonly name = 'TracingError'

  constructor(what: string, path: Path = []) {
    super(what, path)
  }

  override at(segment: string | number): TracingError {
    return new TracingError(this.what, [segment, ...this.path])
  }
}

/**
 * A program that an engine cannot run on this host: it lacks something, or has not the memory.
 *
 * @category Errors
 * @since 0.1.0
 */
export class EngineError extends PullbackError {
  readonly _tag = 'EngineError'
  override readonly name = 'EngineError'

  constructor(what: string, path: Path = []) {
    super(what, path)
  }

  override at(segment: string | number): EngineError {
    return new EngineError(this.what, [segment, ...this.path])
  }
}

/** The first axis, counted from the front, at which two shapes of one rank differ. */
export const differingAxis = (x: Shape, y: Shape): number | undefined => {
  if (x.length !== y.length) return undefined
  const axis = x.findIndex((n, i) => n !== y[i])
  return axis === -1 ? undefined : axis
}

/** A `ShapeError` for two shapes that had to be equal. */
export const unequalShapes = (operation: string, x: Shape, y: Shape): ShapeError => {
  const axis = differingAxis(x, y)
  const where =
    axis === undefined
      ? `their ranks are ${x.length} and ${y.length}`
      : `axis ${axis} is ${x[axis]} and ${y[axis]}`
  return new ShapeError(
    `${operation} needs two tensors of one shape, but was given ${showShape(x)} and ${showShape(y)}: ${where}. ` +
      'Nothing is broadcast silently: use op.broadcast.',
    [x, y],
    axis,
  )
}
