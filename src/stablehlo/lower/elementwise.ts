/**
 * Functions of each element that StableHLO has.
 *
 * @module
 */
import type { ConvertOptions } from '../../primitive/elementwise/convert.ts'
import type { Constant } from '../../primitive/elementwise/scale.ts'
import type { Emitter } from '../text/emitter.ts'
import type { Value } from '../text/type.ts'
import { type Lowering, named, strict, truthful } from './lowering.ts'

const withConstant = (operation: string): Lowering<Constant> =>
  strict(({ emit, operands: [x], result, options }) =>
    emit.op(operation, [x as Value, emit.number(options.constant, result)], result),
  )

/** A comparison, whose mask stays a truth value until bytes are asked for. */
const comparison = (direction: 'EQ' | 'GT' | 'GE'): Lowering<unknown> =>
  strict(({ emit, operands: [x, y] }) => emit.compare(direction, x as Value, y as Value))

const select: Lowering<unknown> = truthful(({ emit, operands: [mask, x, y], result }) => {
  const both = [x as Value, y as Value]
  // A choice between masks is a mask; one that is none is bytes, and so is the other then.
  const alike = both.every(it => it.element === 'i1') ? both : both.map(it => emit.bytes(it))
  return emit.op('select', [emit.truth(mask as Value), ...alike], {
    shape: result.shape,
    element: (alike[0] as Value).element,
  })
})

/** The half above 0 rounded down, the half below up; -0 stays. */
const trunc = (emit: Emitter, x: Value): Value => {
  const isBelow = emit.compare('LT', x, emit.number(0, x))
  return emit.op('select', [isBelow, emit.each('ceil', x), emit.each('floor', x)], x)
}

/** XLA's remainder has the sign of what is divided; a period more gives that of the divisor. */
const remainder: Lowering<unknown> = strict(({ emit, operands: [x, y] }) => {
  const [a, b] = [x as Value, y as Value]
  const rest = emit.each('remainder', a, b)
  const none = emit.number(0, a)
  const isOther = emit.compare('NE', emit.compare('LT', rest, none), emit.compare('LT', b, none))
  const isOff = emit.each('and', isOther, emit.compare('NE', rest, none))
  return emit.op('select', [isOff, emit.each('add', rest, b), rest], a)
})

export const elementwise = {
  abs: named('abs'),
  add: named('add'),
  atan2: named('atan2'),
  ceil: named('ceil'),
  convert: strict(({ emit, operands: [x], result }) =>
    emit.convert(x as Value, result.element),
  ) as Lowering<ConvertOptions>,
  cos: named('cosine'),
  div: named('divide'),
  equal: comparison('EQ'),
  exp: named('exponential'),
  expm1: named('exponential_minus_one'),
  floor: named('floor'),
  greater: comparison('GT'),
  greaterEqual: comparison('GE'),
  log: named('log'),
  log1p: named('log_plus_one'),
  maximum: named('maximum'),
  minimum: named('minimum'),
  mul: named('multiply'),
  neg: named('negate'),
  pow: named('power'),
  remainder,
  round: named('round_nearest_even'),
  scale: withConstant('multiply'),
  select,
  shift: withConstant('add'),
  sigmoid: named('logistic'),
  sign: named('sign'),
  sin: named('sine'),
  sqrt: named('sqrt'),
  sub: named('subtract'),
  tan: named('tan'),
  tanh: named('tanh'),
  trunc: strict(({ emit, operands: [x] }) => trunc(emit, x as Value)) as Lowering<unknown>,
}
