/**
 * The quantile of the normal distribution, as a number.
 *
 * Within 0.425 of the middle, in probability, it is a rational function of `(p - ½)²`, and further out one of `√(-log p)`. The
 * relative error is about 1e-16.
 *
 * @see M. J. Wichura: "Algorithm AS 241: The percentage points of the normal distribution", 1988: method and coefficients
 * @module
 */

/** The coefficients of a numerator and a denominator, from the constant up. */
export type Coefficients = readonly [above: readonly number[], below: readonly number[]]

const middle: Coefficients = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
]
const side: Coefficients = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
]
const tail: Coefficients = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
]

/** The rational functions, from the middle outwards. */
export const normalQuantile = { middle, side, tail } as const

const ratio = ([above, below]: Coefficients, x: number): number => {
  let [a, b] = [0, 0]
  for (let i = above.length - 1; i >= 0; i--) {
    a = a * x + above[i]!
    b = b * x + below[i]!
  }
  return a / b
}

/** Where the normal distribution has the probability p below and q = 1 - p above: of small ones either is exact. */
export const normalQuantileOf = (p: number, q: number): number => {
  const off = p < q ? p - 0.5 : 0.5 - q
  if (Math.abs(off) <= 0.425) return off * ratio(middle, 0.180625 - off * off)
  const r = Math.sqrt(-Math.log(Math.min(p, q)))
  const size = r <= 5 ? ratio(side, r - 1.6) : ratio(tail, r - 5)
  return p < q ? -size : size
}
