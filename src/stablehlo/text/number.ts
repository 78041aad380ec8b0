/**
 * Numbers as MLIR reads them: the shortest decimal that is the number again, or its bits.
 *
 * @module
 */
import { ArgumentError } from '../../tensor/error.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { type AnyTensor, elementsOf } from '../../tensor/tensor.ts'
import { type Element, showType, type Type, typeOf } from './type.ts'

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, byte => byte.toString(16).padStart(2, '0').toUpperCase()).join('')

/** The bits of a float from the highest down, for what no decimal says. */
const bitsOf = (x: number, element: 'f32' | 'f64'): string => {
  const view = new DataView(new ArrayBuffer(8))
  if (element === 'f32') view.setFloat32(0, x)
  else view.setFloat64(0, x)
  return `0x${hex(new Uint8Array(view.buffer, 0, element === 'f32' ? 4 : 8))}`
}

/** The shortest decimal that rounds to this f32. */
const shortestSingle = (x: number): string => {
  for (let digits = 1; digits < 9; digits++) {
    const text = x.toPrecision(digits)
    if (Math.fround(Number(text)) === x) return String(Number(text))
  }
  return String(Number(x.toPrecision(9)))
}

/** A decimal with the point that MLIR wants. */
const pointed = (text: string): string => {
  const [digits, exponent] = text.split('e') as [string, string | undefined]
  const whole = digits.includes('.') ? digits : `${digits}.0`
  return exponent === undefined ? whole : `${whole}e${exponent}`
}

const float = (x: number, element: 'f32' | 'f64'): string => {
  const rounded = element === 'f32' ? Math.fround(x) : x
  if (Number.isFinite(x) && !Number.isFinite(rounded))
    throw new ArgumentError(
      `The program has the constant ${x} in f32, whose largest number is about 3.4e38. Train and export in f64, or scale by smaller factors.`,
    )
  if (!Number.isFinite(rounded)) return bitsOf(rounded, element)
  if (Object.is(rounded, -0)) return '-0.0'
  return pointed(element === 'f32' ? shortestSingle(rounded) : String(rounded))
}

/** A number of an element type as a literal. */
export const showNumber = (x: number, element: Element): string =>
  element === 'f32' || element === 'f64' ? float(x, element) : element === 'i1' ? String(x !== 0) : String(x)

/** A tensor of one number. */
export const splat = (x: number, type: Type): string =>
  sizeOf(type.shape) === 0
    ? `dense<> : ${showType(type)}`
    : `dense<${showNumber(x, type.element)}> : ${showType(type)}`

const bytesOf = (x: AnyTensor): Uint8Array => {
  const elements = elementsOf(x)
  const bytes = new Uint8Array(elements.length * elements.BYTES_PER_ELEMENT)
  const view = new DataView(bytes.buffer)
  // Lowest byte first, on any host.
  elements.forEach((value: number, i: number) => {
    if (x.dtype === 'f32') view.setFloat32(4 * i, value, true)
    else if (x.dtype === 'f64') view.setFloat64(8 * i, value, true)
    else if (x.dtype === 'i32') view.setInt32(4 * i, value, true)
    else view.setUint8(i, value)
  })
  return bytes
}

/** A tensor of numbers: one number, or all bytes. */
export const dense = (x: AnyTensor): string => {
  const [type, elements] = [typeOf(x), elementsOf(x)]
  const first = elements[0]
  return first === undefined || elements.every((value: number) => Object.is(value, first))
    ? splat(first ?? 0, type)
    : `dense<"0x${hex(bytesOf(x))}"> : ${showType(type)}`
}
