/**
 * The elements of its operands that an element of an operation's result comes from, as far as they are not finite.
 *
 * @module
 */
import type { Primitive, View } from '../primitive/core/primitive.ts'
import type { Observation } from '../primitive/core/scope.ts'
import type { PrimitiveName } from '../primitive/table.ts'
import { allocate } from '../tensor/dtype.ts'
import { PullbackError } from '../tensor/error.ts'
import { sizeOf } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf } from '../tensor/tensor.ts'
import { isFloat } from '../tensor/tree.ts'

/** An element of a tensor. */
export interface Element {
  readonly tensor: AnyTensor
  readonly position: number
}

/**
 * Where an element of an operation's result comes from: the elements in its place, the one that was moved there, or any elements.
 */
type Source = 'each' | 'moved' | 'gathered'

/** The sources of every primitive's results. One that is missing does not compile. */
const sourceOf: { readonly [N in PrimitiveName]: Source } = {
  argsort: 'gathered',
  cumArgmax: 'gathered',
  cumProd: 'gathered',
  cumSum: 'gathered',
  linearRecurrence: 'gathered',
  logCumSumExp: 'gathered',
  sort: 'gathered',
  abs: 'each',
  acos: 'each',
  acosh: 'each',
  add: 'each',
  argmax: 'gathered',
  argmaxWindows: 'gathered',
  asin: 'each',
  asinh: 'each',
  atan: 'each',
  atan2: 'each',
  atanh: 'each',
  bits: 'gathered',
  broadcast: 'moved',
  cholesky: 'gathered',
  ceil: 'each',
  concat: 'moved',
  cond: 'gathered',
  convert: 'each',
  convolve: 'gathered',
  convolveKernel: 'gathered',
  convolveTransposed: 'gathered',
  cos: 'each',
  determinant: 'gathered',
  cosh: 'each',
  digamma: 'each',
  div: 'each',
  divideByGaps: 'gathered',
  dynamicSlice: 'moved',
  dynamicUpdateSlice: 'moved',
  equal: 'gathered',
  erf: 'each',
  erfc: 'each',
  erfinv: 'each',
  exp: 'each',
  expm1: 'each',
  gammaQuantile: 'gathered',
  fourier: 'gathered',
  floor: 'each',
  gather: 'moved',
  greater: 'gathered',
  greaterEqual: 'gathered',
  hypot: 'each',
  lgamma: 'each',
  log: 'each',
  log10: 'each',
  log1p: 'each',
  log2: 'each',
  logit: 'each',
  loop: 'gathered',
  matmul: 'gathered',
  max: 'gathered',
  maximum: 'each',
  minimum: 'each',
  mul: 'each',
  neg: 'each',
  pad: 'moved',
  poissonQuantile: 'gathered',
  prefixAttention: 'gathered',
  qr: 'gathered',
  polygamma: 'each',
  pow: 'each',
  remainder: 'each',
  reshape: 'moved',
  result: 'gathered',
  round: 'each',
  scale: 'each',
  scatterAdd: 'gathered',
  select: 'moved',
  shift: 'each',
  sigmoid: 'each',
  sign: 'each',
  sin: 'each',
  sinh: 'each',
  slice: 'moved',
  solve: 'gathered',
  sqrt: 'each',
  sub: 'each',
  sum: 'gathered',
  symmetricEigen: 'gathered',
  tanh: 'each',
  transpose: 'moved',
  truncatedNormalQuantile: 'gathered',
  triangularSolve: 'gathered',
  softsign: 'each',
  tan: 'each',
  trunc: 'each',
  uniform01: 'gathered',
  while: 'gathered',
}

/** Whether an operation works element by element. */
export const isElementwise = (operation: string): boolean => sourceOf[operation as PrimitiveName] === 'each'

const isBad = (value: number | undefined): boolean => !Number.isFinite(value)

/** The kernel of an operation on other numbers, in f64; integers, such as masks and indices, stay. */
const rerun = (
  { primitive, options, inputs, output }: Observation,
  fill: (x: AnyTensor, input: number) => Float64Array,
): Float64Array => {
  const views = inputs.map(
    (x, i): View => (isFloat(x) ? { shape: x.shape, dtype: 'f64', elements: fill(x, i) } : viewOf(x)),
  )
  const elements = allocate('f64', sizeOf(output.shape)) as Float64Array
  ;(primitive as Primitive).kernel(views, { shape: output.shape, dtype: 'f64', elements }, options)
  return elements
}

const viewOf = (x: AnyTensor): View => ({ shape: x.shape, dtype: x.dtype, elements: elementsOf(x) })

/** What was moved: every element is given a number of its own, and moved again. */
const moved = (applied: Observation, position: number): readonly Element[] => {
  const starts: number[] = []
  let next = 1
  const result = rerun(applied, (x, i) => {
    const start = next
    starts[i] = start
    next += sizeOf(x.shape)
    return Float64Array.from({ length: sizeOf(x.shape) }, (_, j) => start + j)
  })
  const source = result[position] as number
  return applied.inputs.flatMap((tensor, i) => {
    const start = starts[i]
    const at = start === undefined ? -1 : source - start
    return at >= 0 && at < sizeOf(tensor.shape) ? [{ tensor, position: at }] : []
  })
}

/** How much may still be computed to find more than the first element that has a part in a result, in multiplications. */
export interface Budget {
  left: number
}

/** Beyond so many multiplications the first element that is not finite is taken instead of the right one. */
const mostWork = 2e8

/** About so many multiplications the kernel of an operation makes: those of a product of matrices, or a look at each element. */
const workOf = ({ inputs, output }: Observation): number => {
  const sizes = [...inputs, output].map(x => Math.max(sizeOf(x.shape), 1))
  return Math.max(...sizes, Math.sqrt(sizes.reduce((n, size) => n * size, 1)))
}

/**
 * Of one operand's elements that are not finite those that have a part in the result, found by bisection: with ones in the place
 * of some of them and zeros everywhere else, the result is 0 unless one of them has a part in it. The first is always found, and
 * others as long as there is a budget.
 */
const amongThem = (
  applied: Observation,
  input: number,
  candidates: readonly number[],
  position: number,
  budget: Budget,
): readonly number[] => {
  const work = workOf(applied)
  const first = candidates.slice(0, 1)
  if (work > mostWork) return first
  const haveParts = (some: readonly number[]): boolean =>
    rerun(applied, (x, i) => {
      const elements = new Float64Array(sizeOf(x.shape))
      if (i !== input) return elements.fill(1)
      for (const at of some) elements[at] = 1
      return elements
    })[position] !== 0
  try {
    const found: number[] = []
    const pending = [candidates]
    for (let some = pending.pop(); some !== undefined; some = pending.pop()) {
      if (found.length > 0) {
        budget.left -= work
        if (budget.left < 0) break
      }
      if (!haveParts(some)) continue
      const half = some.length >> 1
      // The first half is looked at first.
      if (half > 0) pending.push(some.slice(half), some.slice(0, half))
      else found.push(...some)
    }
    return found
  } catch (error) {
    // Ones and zeros may be what the operation refuses, such as a matrix that cannot be inverted.
    if (error instanceof PullbackError) return first
    throw error
  }
}

/** The positions of what is not finite: of NaN, and of infinities. */
const spoiltIn = (
  tensor: AnyTensor,
): readonly [undefinite: readonly number[], infinite: readonly number[]] => {
  const elements = elementsOf(tensor)
  const [undefinite, infinite]: [number[], number[]] = [[], []]
  for (let i = 0; i < elements.length; i++)
    if (isBad(elements[i])) (Number.isNaN(elements[i]) ? undefinite : infinite).push(i)
  return [undefinite, infinite]
}

const gathered = (applied: Observation, position: number, budget: Budget): readonly Element[] => {
  const { inputs, output } = applied
  const all = inputs.filter(isFloat).map(tensor => ({ tensor, spoilt: spoiltIn(tensor) }))
  const sources = all.flatMap(({ tensor, spoilt }) => {
    for (const candidates of spoilt) {
      const found =
        candidates.length === 0
          ? []
          : amongThem(applied, inputs.indexOf(tensor), candidates, position, budget)
      if (found.length > 0) return found.map(at => ({ tensor, position: at }))
    }
    return []
  })
  // An infinity times a factor of 0 that the operation has itself, such as a sine of a Fourier transform, is NaN.
  return sources.length > 0 || !Number.isNaN(elementsOf(output)[position])
    ? sources
    : all.flatMap(({ tensor, spoilt }) => spoilt.flat().map(at => ({ tensor, position: at }))).slice(0, 1)
}

/** The elements that are not finite and that an element of the result comes from; of sums and products the first of each operand, and others within a budget. */
export const influences = (applied: Observation, position: number, budget: Budget): readonly Element[] => {
  const { primitive, inputs } = applied
  const source = sourceOf[primitive.name as PrimitiveName]
  const sources =
    source === 'each'
      ? inputs.map(tensor => ({ tensor, position }))
      : source === 'moved'
        ? moved(applied, position)
        : gathered(applied, position, budget)
  return sources.filter(source => isFloat(source.tensor) && isBad(elementsOf(source.tensor)[source.position]))
}
