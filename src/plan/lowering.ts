/**
 * The lowering of each primitive: what kind of code an equation becomes, for any code generator.
 *
 * A primitive that is missing here does not compile, and neither does one without code of the kind that it names here: code
 * generators have a record over the names of each kind. One that has no code at all says why its kernel has to do.
 *
 * @module
 */
import type { Primitive } from '../primitive/core/primitive.ts'
import { type PrimitiveName, primitives } from '../primitive/table.ts'
import type { DType } from '../tensor/dtype.ts'
import type { Gives } from './convolution.ts'

/** A function of elements, which loops compute on vectors of floats. */
export interface Elementwise {
  readonly by: 'elementwise'
  /** The element types that the first operand may have. Others have that of the result. */
  readonly first: readonly DType[]
  /** About how many cycles it takes for a vector. */
  readonly cycles: number
}

/** A comparison, which loops compute on vectors of what is compared. */
export interface Comparison {
  readonly by: 'comparison'
  readonly first: readonly DType[]
  readonly cycles: number
}

/** How an equation becomes code. */
export type Lowering =
  | Elementwise
  | Comparison
  /** Sums or maxima over axes, on their own or at the end of a loop. */
  | { readonly by: 'reduction'; readonly of: 'sum' | 'max' }
  /** A product of matrices. */
  | { readonly by: 'product' }
  /** A convolution, and which of its three factors it gives. */
  | { readonly by: 'convolution'; readonly gives: Gives }
  /** The positions of the largest elements of rows. */
  | { readonly by: 'argmax' }
  /** The positions of the largest elements of windows. */
  | { readonly by: 'windows' }
  /** Rows taken by index, or added to where an index says. */
  | { readonly by: 'gather' }
  | { readonly by: 'scatter' }
  /** Attention to what has come of a cache. */
  | { readonly by: 'prefixAttention' }
  /** A block from where a start says, or put there. */
  | { readonly by: 'dynamicSlice' }
  | { readonly by: 'dynamicUpdateSlice' }
  /** Copies from some strides to others. */
  | { readonly by: 'movement' }
  /** The same, but loops read what it gives without that it is stored, where they can. */
  | { readonly by: 'broadcast' }
  /** Nothing: the operand's memory, under another shape. */
  | { readonly by: 'alias' }
  /** Random words of a key, and the floats that words become. */
  | { readonly by: 'words' }
  | { readonly by: 'uniforms' }
  /** A body, so many times. */
  | { readonly by: 'loop' }
  /** One of two bodies. */
  | { readonly by: 'cond' }
  /** A body while a predicate says so. */
  | { readonly by: 'while' }
  /** Nothing: a part of what an operation with bodies gives, where it is. */
  | { readonly by: 'result' }
  /** No code: the primitive's own kernel. */
  | Kernel

/** An equation that is computed by its primitive's own kernel, which is slow, and why. */
export interface Kernel {
  readonly by: 'kernel'
  readonly reason: string
}

/** That a kernel computes an equation, with the reason why there is no code. */
export const kernel = (reason: string): Kernel => ({ by: 'kernel', reason })

const elementwise = (cycles = 1, first: readonly DType[] = ['f32', 'f64']): Elementwise => ({
  by: 'elementwise',
  first,
  cycles,
})
const rare = kernel('the function has no vector code: it is computed by the host, element by element')
const comparison: Comparison = { by: 'comparison', first: ['f32', 'f64', 'i32'], cycles: 1 }
const reduction = <Of extends 'sum' | 'max'>(of: Of) => ({ by: 'reduction', of }) as const
const movement = { by: 'movement' } as const
const convolution = <G extends Gives>(gives: G) => ({ by: 'convolution', gives }) as const

const inverted = kernel(
  'a quantile is found step by step, with as many steps as the number needs: vectors would wait for the longest',
)

/** The lowering of every primitive. */
export const lowering = {
  argsort: kernel('sorting moves single elements to places that depend on them: no vectors'),
  cumArgmax: kernel('each element needs the one before it: one pass over memory, with no vectors'),
  cumProd: kernel('each element needs the one before it: one pass over memory, with no vectors'),
  cumSum: kernel('each element needs the one before it: one pass over memory, with no vectors'),
  linearRecurrence: kernel('each element needs the one before it: one pass over memory, with no vectors'),
  logCumSumExp: kernel('each element needs the one before it: one pass over memory, with no vectors'),
  sort: kernel('sorting moves single elements to places that depend on them: no vectors'),
  abs: elementwise(),
  acos: rare,
  acosh: rare,
  add: elementwise(),
  argmax: { by: 'argmax' },
  argmaxWindows: { by: 'windows' },
  asin: rare,
  asinh: rare,
  atan: rare,
  atan2: rare,
  atanh: rare,
  bits: { by: 'words' },
  broadcast: { by: 'broadcast' },
  cholesky: kernel('each row waits for those above it'),
  ceil: elementwise(),
  concat: movement,
  // Masks become ones and zeros, and integers floats. Between floats there is code for one number only.
  cond: { by: 'cond' },
  convert: elementwise(1, ['u8', 'i32']),
  convolve: convolution('output'),
  convolveKernel: convolution('kernel'),
  convolveTransposed: convolution('images'),
  cos: elementwise(24),
  determinant: kernel('elimination looks for pivots as it goes'),
  cosh: rare,
  digamma: rare,
  div: elementwise(4),
  divideByGaps: kernel('it refuses eigenvalues that are equal, which code cannot tell of'),
  dynamicSlice: { by: 'dynamicSlice' },
  dynamicUpdateSlice: { by: 'dynamicUpdateSlice' },
  equal: comparison,
  erf: elementwise(20),
  erfc: rare,
  erfinv: rare,
  exp: elementwise(12),
  expm1: elementwise(16),
  gammaQuantile: inverted,
  fourier: kernel('what it reads next does not lie at a stride'),
  floor: elementwise(),
  gather: { by: 'gather' },
  greater: comparison,
  greaterEqual: comparison,
  hypot: rare,
  lgamma: rare,
  log: elementwise(16),
  log10: rare,
  log1p: elementwise(16),
  log2: rare,
  logit: rare,
  loop: { by: 'loop' },
  matmul: { by: 'product' },
  max: reduction('max'),
  maximum: elementwise(),
  minimum: elementwise(),
  mul: elementwise(),
  neg: elementwise(),
  pad: movement,
  poissonQuantile: inverted,
  prefixAttention: { by: 'prefixAttention' },
  qr: kernel('each reflection waits for the one before'),
  polygamma: rare,
  pow: rare,
  remainder: rare,
  reshape: { by: 'alias' },
  result: { by: 'result' },
  round: elementwise(),
  scale: elementwise(),
  scatterAdd: { by: 'scatter' },
  select: elementwise(1, ['u8']),
  shift: elementwise(),
  sigmoid: elementwise(16),
  sign: elementwise(),
  sin: elementwise(24),
  sinh: rare,
  slice: movement,
  solve: kernel('elimination looks for pivots as it goes'),
  sqrt: elementwise(4),
  sub: elementwise(),
  sum: reduction('sum'),
  symmetricEigen: kernel('it iterates until it converges'),
  tanh: elementwise(16),
  transpose: movement,
  truncatedNormalQuantile: inverted,
  triangularSolve: kernel('each row waits for those before it'),
  softsign: elementwise(6),
  tan: rare,
  trunc: elementwise(),
  uniform01: { by: 'uniforms' },
  while: { by: 'while' },
} as const satisfies { readonly [N in PrimitiveName]: Lowering }

/** The names of the primitives that are lowered in one of some ways. */
export type LoweredBy<By extends Lowering['by']> = {
  [N in PrimitiveName]: (typeof lowering)[N]['by'] extends By ? N : never
}[PrimitiveName]

const foreign = kernel('the operation is not in the table of primitives')

/** How an equation of a primitive is lowered. One that is not in the table runs as its own kernel. */
export const loweringOf = ({ primitive }: { readonly primitive: Primitive }): Lowering => {
  const name = primitive.name as PrimitiveName
  return (primitives[name] as unknown) === primitive ? lowering[name] : foreign
}
