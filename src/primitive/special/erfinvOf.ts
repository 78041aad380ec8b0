/**
 * The inverse of the error function of a number, from that of the normal distribution: of `x/2` beside ½.
 *
 * @see M. J. Wichura: "Algorithm AS 241: the percentage points of the normal distribution", 1988: the method and the coefficients
 * @module
 */
import { polynomial } from './polynomial.ts'

/** The coefficients of numerator and denominator, from the constant up. */
interface Quotient {
  readonly top: readonly number[]
  readonly bottom: readonly number[]
}

const centre: Quotient = {
  top: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  bottom: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
}

const flank: Quotient = {
  top: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  bottom: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
}

const tail: Quotient = {
  top: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  bottom: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
}

const at = ({ top, bottom }: Quotient, r: number): number => polynomial(top, r) / polynomial(bottom, r)

/** The number whose error function is `x`. */
export const erfinvOf = (x: number): number => {
  const size = Math.abs(x)
  if (size <= 0.85) return (x / 2) * at(centre, 0.180625 - (x * x) / 4) * Math.SQRT1_2
  if (size === 1) return x * Number.POSITIVE_INFINITY
  const r = Math.sqrt(-Math.log((1 - size) / 2))
  const deviation = r <= 5 ? at(flank, r - 1.6) : at(tail, r - 5)
  return Math.sign(x) * deviation * Math.SQRT1_2
}
