/**
 * Immutable n-dimensional arrays in row-major order.
 *
 * A tensor is a value: nothing can change it, it needs no disposal, and equal programs give equal tensors. What one
 * sees here is its face; behind it may be numbers (`Concrete`) or, while a function is traced, a dual number
 * or a symbol. Only primitives look behind the face.
 *
 * @module
 */

import { allocate, type DType, type DTypeOf, type Elements, type Kind, kindOf } from './dtype.ts'
import { TracingError } from './error.ts'
import { frozenShape, type Shape, showShape, sizeOf } from './shape.ts'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A tracer: how primitives treat its tensors; `null` for plain numbers. Higher levels go first. */
export interface Tracer {
  readonly name: string
  readonly level: number
}

/** What a shape argument is inferred from, so that `[2, 3]` is the type `[2, 3]` and not `number[]`. */
export type Sizes<N extends number> = readonly N[] | readonly []

/** Where a tensor keeps its tracer. Not for use outside of primitives and tracers. */
export const tracer: unique symbol = Symbol('tracer')

/**
 * An immutable array with the sizes `S` of its axes and elements of kind `K`.
 *
 * `Tensor<[number, 784]>` is a batch of 784 floats each, `Tensor<[number], 'integer'>` a batch of labels, and
 * `Tensor<[]>` a scalar.
 *
 * @category Tensors
 * @since 0.1.0
 */
export interface Tensor<S extends Shape = Shape, K extends Kind = 'float'> {
  readonly shape: Readonly<S>
  readonly kind: K
  readonly dtype: DTypeOf<K>
  readonly [tracer]: Tracer | null
}

/**
 * A tensor of integers: indices, labels, masks, bytes.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Integers<S extends Shape = Shape> = Tensor<S, 'integer'>

/**
 * A tensor of either kind.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type AnyTensor = Tensor<Shape, Kind>

/**
 * The kind of an element type, in types.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type KindOf<D extends DType> = D extends 'f32' | 'f64' ? 'float' : 'integer'

/** The element type that a typed array gives a tensor, in types. */
export type DTypeOfArray<E> = E extends Float64Array ? 'f64' : E extends Float32Array ? 'f32' : 'i32'

/**
 * The base of every tensor, whatever its tracer. Tensors are frozen: each class freezes its own, when all of it is there.
 */
export abstract class TensorBase<S extends Shape, K extends Kind> implements Tensor<S, K> {
  readonly shape: Readonly<S>
  readonly dtype: DTypeOf<K>
  readonly kind: K
  abstract readonly [tracer]: Tracer | null

  constructor(shape: S, dtype: DTypeOf<K>) {
    this.shape = frozenShape(shape) as S
    this.dtype = dtype
    this.kind = kindOf(dtype) as K
    Object.defineProperty(this, 'values', copyOfElements)
  }

  /** What `JSON.stringify` writes. Numbers that JSON has not are texts: 'NaN', 'Infinity', '-Infinity' and '-0'. */
  toJSON(): JsonTensor {
    const values = Array.from(elementsOf(this), x => (isInJson(x) ? x : Object.is(x, -0) ? '-0' : String(x)))
    return { shape: this.shape, dtype: this.dtype, values }
  }
}

/** A tensor in JSON. */
interface JsonTensor {
  readonly shape: Shape
  readonly dtype: DType
  readonly values: readonly (number | string)[]
}

const isInJson = (x: number): boolean => Number.isFinite(x) && !Object.is(x, -0)

// What looks at an object's own properties sees the numbers: deep equality (Node's assert, vitest, Jest and others),
// structuredClone, postMessage and V8's serialiser. What they get is a copy, so a tensor cannot be written to, and it is made
// only when they look. A property of the class, which would cost nothing here, is seen by none of them.
const copyOfElements: PropertyDescriptor = {
  get(this: AnyTensor): Elements {
    return elementsOf(this).slice()
  },
  enumerable: true,
}

/** A tensor of numbers. The storage is reached by kernels only, through `elementsOf`. */
class Concrete<S extends Shape, K extends Kind> extends TensorBase<S, K> {
  override readonly [tracer] = null
  #elements: Elements | null
  readonly #uniform: number | undefined

  /** With a number in place of elements, all of them are that number: the storage is made when it is read. */
  constructor(shape: S, dtype: DTypeOf<K>, elements: Elements | number) {
    super(shape, dtype)
    this.#elements = typeof elements === 'number' ? null : elements
    this.#uniform = typeof elements === 'number' ? allocate(dtype, 1).fill(elements)[0] : undefined
    Object.freeze(this)
  }

  static elements(x: Concrete<Shape, Kind>): Elements {
    if (x.#elements === null) {
      const zeros = allocate(x.dtype, sizeOf(x.shape))
      x.#elements = Object.is(x.#uniform, 0) ? zeros : zeros.fill(x.#uniform as number)
    }
    return x.#elements
  }

  static uniform(x: Concrete<Shape, Kind>): number | undefined {
    return x.#uniform
  }

  override toString(): string {
    const elements = Concrete.elements(this)
    const shown = Array.from(elements.subarray(0, longestShown), x => Number(x.toPrecision(6)))
    const more = elements.length > longestShown ? `, ... ${elements.length - longestShown} more` : ''
    return `${this.dtype}${showShape(this.shape)} (${shown.join(', ')}${more})`
  }

  /** So that `console.log` shows numbers in Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/** How many elements of a tensor are shown when it is logged. */
const longestShown = 12

/**
 * Whether a value is a tensor.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const isTensor = (x: unknown): x is AnyTensor => {
  try {
    return x instanceof TensorBase
  } catch {
    // A proxy that has been revoked: nothing can be asked of it.
    return false
  }
}

/** Whether a tensor has numbers behind its face. */
export const isConcrete = (x: AnyTensor): boolean => x instanceof Concrete

// -------------------------------------------------------------------------------------
// for kernels and tracers: storage without copies
// -------------------------------------------------------------------------------------

/** A tensor that owns `elements` from now on; the caller must not write to them again. Not exported to users. */
export const unsafeFromElements = <S extends Shape, K extends Kind>(
  shape: S,
  dtype: DTypeOf<K>,
  elements: Elements,
): Tensor<S, K> => new Concrete(shape, dtype, elements)

/** The number that a tensor was made of, if it was made of one: its elements need not be looked through. */
export const uniformOf = (x: AnyTensor): number | undefined =>
  x instanceof Concrete ? Concrete.uniform(x) : undefined

/** A tensor whose elements are all one number, without storage until it is read. Not exported to users. */
export const unsafeUniform = <S extends Shape, K extends Kind>(
  shape: S,
  dtype: DTypeOf<K>,
  value: number,
): Tensor<S, K> => new Concrete(shape, dtype, value)

/** The storage of a tensor of numbers; the caller must not write to it. Not exported to users. */
export const elementsOf = (x: AnyTensor): Elements => {
  if (x instanceof Concrete) return Concrete.elements(x)
  throw new TracingError(
    `The values of a tensor of shape ${showShape(x.shape)} were asked for while the function is traced as ` +
      `${x[tracer]?.name ?? 'something else'}. A layer is a pure function of tensors: use op.select and the other ` +
      'operations instead of looking at values; or evaluate instead of compiling: fit takes { compile: false }.',
  )
}
