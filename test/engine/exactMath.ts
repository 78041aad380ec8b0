/**
 * Elementary functions of doubles in fixed point, to many more digits than a double has: what the tests measure by.
 *
 * Arguments are 0 or at least 2⁻¹⁰⁰ in size.
 */

/** The number `value · 2^-scale`. */
export interface Exact {
  readonly value: bigint
  readonly scale: number
}

const precision = 400
const one = 1n << BigInt(precision)

const shifted = (value: bigint, by: number): bigint => (by >= 0 ? value << BigInt(by) : value >> BigInt(-by))
const times = (a: bigint, b: bigint): bigint => (a * b) >> BigInt(precision)
const over = (a: bigint, b: bigint): bigint => (a << BigInt(precision)) / b
const absolute = (a: bigint): bigint => (a < 0n ? -a : a)

const view = new DataView(new ArrayBuffer(8))

/** A finite double in fixed point. */
const fixed = (x: number, scale = precision): bigint => {
  view.setFloat64(0, x)
  const bits = view.getBigUint64(0)
  const exponent = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  const magnitude = exponent === 0 ? fraction : fraction | 0x10000000000000n
  const value = shifted(magnitude, Math.max(exponent, 1) - 1075 + scale)
  return bits >> 63n === 1n ? -value : value
}

/** Σ of terms, each made from the one before, until they vanish. */
const series = (first: bigint, next: (term: bigint, i: bigint) => bigint): bigint => {
  let sum = 0n
  let term = first
  for (let i = 1n; term !== 0n && term !== -1n; i++) {
    sum += term
    term = next(term, i)
  }
  return sum
}

/** artanh (1 / n). */
const artanhOfInverse = (n: bigint): bigint => {
  let sum = 0n
  let power = one / n
  for (let i = 1n; power !== 0n; i += 2n) {
    sum += power / i
    power /= n * n
  }
  return sum
}

/** arctan (1 / n). */
const arctanOfInverse = (n: bigint): bigint => {
  let sum = 0n
  let power = one / n
  for (let i = 1n; power !== 0n; i += 2n) {
    sum += i % 4n === 1n ? power / i : -power / i
    power /= n * n
  }
  return sum
}

/** Σ of the terms of `√π/2 · erf x`: `(-1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1))`. */
const halfErf = (x: bigint): bigint => {
  const square = times(x, x)
  let sum = 0n
  let term = x
  for (let n = 0n; absolute(term) > 1n; n++) {
    sum += term / (2n * n + 1n)
    term = -times(term, square) / (n + 1n)
  }
  return sum
}

const log2 = 2n * artanhOfInverse(3n)
/** Machin's formula. */
const halfPi = 8n * arctanOfInverse(5n) - 2n * arctanOfInverse(239n)

/** The square root of a fixed-point number, by Heron's method. */
const squareRoot = (x: bigint): bigint => {
  let root = x
  for (let next = (root + over(x, root)) / 2n; next < root; next = (root + over(x, root)) / 2n) root = next
  return root
}

/** The integer nearest to `a / b`, and what is left of a. */
const divided = (a: bigint, b: bigint): readonly [quotient: bigint, rest: bigint] => {
  const twice = 2n * a + b
  const quotient = twice / (2n * b) - (twice < 0n ? 1n : 0n)
  return [quotient, a - quotient * b]
}

/** eˣ as `[e^r, n]`: `eˣ = 2ⁿ · eʳ`. */
const exponential = (x: bigint): readonly [power: bigint, n: number] => {
  const [n, r] = divided(x, log2)
  return [series(one, (term, i) => times(term, r) / i), Number(n)]
}

/** eˣ at the usual scale. */
const plainExponential = (x: bigint): bigint => {
  const [power, n] = exponential(x)
  return shifted(power, n)
}

const exact = (value: bigint, scale = precision): Exact => ({ value, scale })

/** The logarithm of a fixed-point number, given its double: one step of Halley's iteration, which triples the digits. */
const logarithm = (x: bigint, estimate: number): Exact => {
  const y = fixed(estimate)
  const ratio = over(x, plainExponential(y))
  return exact(y + (2n * (ratio - one) * one) / (ratio + one))
}

const trigonometric = (x: number, quarters: bigint): Exact => {
  const [n, r] = divided(fixed(x), halfPi)
  const square = times(r, r)
  const quadrant = (((n + quarters) % 4n) + 4n) % 4n
  const value =
    quadrant % 2n === 0n
      ? series(r, (term, i) => -times(term, square) / (2n * i * (2n * i + 1n)))
      : series(one, (term, i) => -times(term, square) / (2n * i * (2n * i - 1n)))
  return exact(quadrant < 2n ? value : -value)
}

/** The functions. */
export const exactMath = {
  exp: x => {
    const [power, n] = exponential(fixed(x))
    return exact(power, precision - n)
  },
  expm1: x => exact(plainExponential(fixed(x)) - one),
  log: x => logarithm(fixed(x), Math.log(x)),
  log1p: x => logarithm(one + fixed(x), Math.log1p(x)),
  tanh: x => {
    const power = plainExponential(2n * fixed(x))
    return exact(over(power - one, power + one))
  },
  sigmoid: x => {
    const [power, n] = exponential(-absolute(fixed(x)))
    const sum = one + shifted(power, n)
    return x < 0 ? exact(over(power, sum), precision - n) : exact(over(one, sum))
  },
  erf: x => exact(over(2n * halfErf(fixed(x)), squareRoot(2n * halfPi))),
  sin: x => trigonometric(x, 0n),
  cos: x => trigonometric(x, 1n),
} satisfies Record<string, (x: number) => Exact>

/** The distance from a double to the exact number, in units of the last place of doubles of its size. */
export const ulpsFrom = (y: number, { value, scale }: Exact): number => {
  const exponent = absolute(value).toString(2).length - 1 - scale
  const unit = Math.max(exponent, -1022) - 52
  return Number((absolute(fixed(y, scale) - value) << 20n) / shifted(1n, unit + scale)) / 2 ** 20
}
