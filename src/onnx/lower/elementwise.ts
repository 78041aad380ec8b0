/**
 * Functions of each element.
 *
 * @module
 */
import type { ConvertOptions } from '../../primitive/elementwise/convert.ts'
import type { Constant } from '../../primitive/elementwise/scale.ts'
import type { Emitter } from './emitter.ts'
import { type Lowering, named, repeating, throughIntegers, truthful } from './lowering.ts'
import { isFloating, type Value } from './value.ts'

const withConstant = (operation: string): Lowering<Constant> =>
  repeating(({ emit, operands: [x], options }) =>
    emit.each(operation, [x as Value, emit.like(x as Value, options.constant)]),
  )

/** A comparison, whose mask stays a truth value until bytes are asked for. */
const comparison = (operation: string): Lowering<unknown> =>
  repeating(throughIntegers(({ emit, operands }) => emit.each(operation, operands, 'bool')))

/** Of masks the product is that both hold. */
const mul: Lowering<unknown> = truthful(equated => {
  const { emit, operands } = equated
  if (operands.every(it => it.element === 'bool')) return emit.each('And', operands)
  const lower = throughIntegers(it => it.emit.each('Mul', it.operands))
  return lower({ ...equated, operands: operands.map(it => emit.bytes(it)) })
})

const select: Lowering<unknown> = truthful(({ emit, operands: [mask, x, y] }) => {
  const [holds, one, other] = [emit.truth(mask as Value), x as Value, y as Value]
  // A choice of a mask, or of itself, is that one of them holds.
  if (one.name === (mask as Value).name && other.element === 'bool' && one.element === 'bool')
    return emit.each('Or', [one, other])
  return emit.each('Where', [holds, emit.bytes(one), emit.bytes(other)], emit.bytes(one).element)
})

/** Floats go to bytes through i32, of which the lowest byte counts. */
const convert: Lowering<ConvertOptions> = truthful(({ emit, operands: [given], options: { dtype } }) => {
  const x = given as Value
  if (dtype !== 'u8' || !isFloating(x)) return emit.cast(x, dtype)
  const wide = emit.cast(x, 'i32')
  return emit.cast(emit.each('BitwiseAnd', [wide, emit.like(wide, 255)]), 'u8')
})

/** `tanh(x / 2) (eˣ + 1)`, which keeps its digits near 0. */
const expm1 = (emit: Emitter, x: Value): Value => {
  const half = emit.each('Tanh', [emit.each('Mul', [x, emit.like(x, 0.5)])])
  const more = emit.each('Add', [emit.each('Exp', [x]), emit.like(x, 1)])
  return emit.each('Mul', [half, more])
}

/**
 * `log(u) x / (u - 1)` with `u = 1 + x` as it is rounded: what the sum loses, the quotient gives back.
 *
 * @see W. Kahan: "Pracniques: further remarks on reducing truncation errors", CACM 8 (1965)
 */
const log1p = (emit: Emitter, x: Value): Value => {
  const [one, most] = [emit.like(x, 1), emit.like(x, Number.POSITIVE_INFINITY)]
  const u = emit.each('Add', [x, one])
  const scaled = emit.each('Mul', [emit.each('Log', [u]), emit.each('Div', [x, emit.each('Sub', [u, one])])])
  const near = emit.each('Where', [emit.each('Equal', [u, one], 'bool'), x, scaled], x.element)
  return emit.each('Where', [emit.each('Equal', [u, most], 'bool'), x, near], x.element)
}

const one = (f: (emit: Emitter, x: Value) => Value): Lowering<unknown> =>
  repeating(({ emit, operands: [x] }) => f(emit, x as Value))

const below0 = (emit: Emitter, x: Value): Value => emit.each('Less', [x, emit.like(x, 0)], 'bool')

/** The half above 0 rounded down, the half below up; -0 stays. */
const trunc = (emit: Emitter, x: Value): Value =>
  emit.each('Where', [below0(emit, x), emit.each('Ceil', [x]), emit.each('Floor', [x])], x.element)

/** The remainder with the sign of what is divided, and a period more where the divisor has another. */
const remainder: Lowering<unknown> = repeating(({ emit, operands: [x, y] }) => {
  const [a, b] = [x as Value, y as Value]
  const rest = emit.each('Mod', [a, b], a.element, { fmod: 1 })
  const isOther = emit.each('Xor', [below0(emit, rest), below0(emit, b)])
  const isNone = emit.each('Equal', [rest, emit.like(rest, 0)], 'bool')
  const isOff = emit.each('And', [isOther, emit.each('Not', [isNone])])
  return emit.each('Where', [isOff, emit.each('Add', [rest, b]), rest], a.element)
})

/** The angle of a tangent. Engines have it in f32; in f64 a step of Newton's brings the other digits. */
export const atan = (emit: Emitter, x: Value): Value => {
  if (x.element === 'f32') return emit.each('Atan', [x])
  const near = emit.cast(emit.each('Atan', [emit.cast(x, 'f32')]), 'f64')
  const [sine, cosine] = [emit.each('Sin', [near]), emit.each('Cos', [near])]
  // Both sides over the tangent, where it is large.
  const isSteep = emit.each('Greater', [emit.each('Abs', [x]), emit.like(x, 1)], 'bool')
  const inverse = emit.each('Div', [emit.like(x, 1), x], 'f64')
  const off = (a: Value, b: Value, operation: string): Value => emit.each(operation, [a, b])
  const [p, q] = [
    emit.each('Where', [isSteep, cosine, emit.each('Mul', [x, cosine])], 'f64'),
    emit.each('Where', [isSteep, emit.each('Mul', [inverse, sine]), sine], 'f64'),
  ]
  const [r, s] = [
    emit.each('Where', [isSteep, emit.each('Mul', [inverse, cosine]), cosine], 'f64'),
    emit.each('Where', [isSteep, sine, emit.each('Mul', [x, sine])], 'f64'),
  ]
  return emit.each('Add', [near, emit.each('Div', [off(p, q, 'Sub'), off(r, s, 'Add')])])
}

/** Whether numbers are below 0, or are -0. */
const isNegative = (emit: Emitter, x: Value): Value =>
  emit.each('Or', [below0(emit, x), below0(emit, emit.each('Div', [emit.like(x, 1), x]))])

/** The angle of the smaller over the larger, turned into the octant. */
const atan2: Lowering<unknown> = repeating(({ emit, operands: [first, second] }) => {
  const [y, x] = [first as Value, second as Value]
  const [height, width] = [emit.each('Abs', [y]), emit.each('Abs', [x])]
  const [less, more] = [emit.each('Min', [height, width]), emit.each('Max', [height, width])]
  const alike = emit.each('Equal', [less, more], 'bool')
  const isNone = emit.each('Equal', [more, emit.like(x, 0)], 'bool')
  const where = (mask: Value, a: Value, b: Value): Value => emit.each('Where', [mask, a, b], x.element)
  const ratio = where(isNone, emit.like(x, 0), where(alike, emit.like(x, 1), emit.each('Div', [less, more])))
  const angle = atan(emit, ratio)
  const from = (n: number, a: Value): Value => emit.each('Sub', [emit.like(x, n), a])
  const steep = where(emit.each('Greater', [height, width], 'bool'), from(Math.PI / 2, angle), angle)
  const turned = where(isNegative(emit, x), from(Math.PI, steep), steep)
  return where(isNegative(emit, y), emit.each('Neg', [turned]), turned)
})

/** `sin x / √(1 − x²)`, as kernels round it. */
const tan = (emit: Emitter, x: Value): Value =>
  x.element === 'f32'
    ? emit.each('Tan', [x])
    : emit.each('Div', [emit.each('Sin', [x]), emit.each('Cos', [x])])

export const elementwise = {
  abs: named('Abs'),
  add: named('Add'),
  atan2,
  ceil: named('Ceil'),
  convert,
  cos: named('Cos'),
  div: named('Div'),
  equal: comparison('Equal'),
  exp: named('Exp'),
  expm1: one(expm1),
  floor: named('Floor'),
  greater: comparison('Greater'),
  greaterEqual: comparison('GreaterOrEqual'),
  log: named('Log'),
  log1p: one(log1p),
  maximum: named('Max'),
  minimum: named('Min'),
  mul,
  neg: named('Neg'),
  pow: named('Pow'),
  remainder,
  round: named('Round'),
  scale: withConstant('Mul'),
  select,
  shift: withConstant('Add'),
  sigmoid: named('Sigmoid'),
  sign: named('Sign'),
  sin: named('Sin'),
  sqrt: named('Sqrt'),
  sub: named('Sub'),
  tan: one(tan),
  tanh: named('Tanh'),
  trunc: one(trunc),
}
