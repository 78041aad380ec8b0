/**
 * Linear algebra as far as StableHLO has it, in double precision as kernels here compute it, and Fourier transforms.
 *
 * @module
 */
import type { FourierOptions } from '../../primitive/fourier/fourier.ts'
import type { TriangularSolveOptions } from '../../primitive/linearAlgebra/triangularSolve.ts'
import type { Emitter } from '../text/emitter.ts'
import { showInts, type Value } from '../text/type.ts'
import { type Lowering, strict } from './lowering.ts'

const transposed = (emit: Emitter, x: Value): Value => {
  const rank = x.shape.length
  const permutation = showInts([...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2])
  return emit.op('transpose', [x], x, { permutation })
}

/** The lower triangle, with zeros above. */
const lowerOf = (emit: Emitter, x: Value): Value => {
  const [rows, columns] = [x.shape.length - 2, x.shape.length - 1].map(axis =>
    emit.iota({ shape: x.shape, element: 'i32' }, axis),
  )
  return emit.op('select', [emit.compare('GE', rows as Value, columns as Value), x, emit.number(0, x)], x)
}

const cholesky: Lowering<unknown> = strict(({ emit, operands: [given], result }) => {
  const a = emit.convert(given as Value, 'f64')
  const both = emit.each('add', a, transposed(emit, a))
  const symmetric = emit.each('multiply', both, emit.number(0.5, both))
  const factor = emit.op('cholesky', [symmetric], symmetric, { lower: 'true' })
  return emit.convert(lowerOf(emit, factor), result.element)
})

const triangularSolve: Lowering<TriangularSolveOptions> = strict(({ emit, operands, options, result }) => {
  const [a, b] = operands.map(it => emit.convert(it, 'f64')) as [Value, Value]
  const x = emit.op('triangular_solve', [a, b], b, {
    left_side: 'true',
    lower: String(options.lower),
    unit_diagonal: 'false',
    transpose_a: `#stablehlo<transpose ${options.transposeA ? 'TRANSPOSE' : 'NO_TRANSPOSE'}>`,
  })
  return emit.convert(x, result.element)
})

/** With the parts exchanged on both sides, exponents change their sign, and nothing is divided by the length. */
const fourier: Lowering<FourierOptions> = strict(({ emit, operands: [given], options, result }) => {
  const x = given as Value
  const axis = x.shape.length - 2
  const [n, part] = [x.shape.at(-1) as number, x.shape.with(-2, 1)]
  const flat = [...x.shape.slice(0, -2), n]
  const element = x.element === 'f32' ? 'complex<f32>' : 'complex<f64>'
  const at = (i: number): Value =>
    emit.reshape(
      emit.slice(
        x,
        x.shape.map((_, k) => (k === axis ? i : 0)),
        part,
      ),
      flat,
    )
  const [first, second] = options.inverse ? [at(1), at(0)] : [at(0), at(1)]
  const pairs = emit.op('complex', [first, second], { shape: flat, element })
  const y = emit.op('fft', [pairs], pairs, {
    fft_type: '#stablehlo<fft_type FFT>',
    fft_length: showInts([n]),
  })
  const parts = ['real', 'imag'].map(name =>
    emit.reshape(emit.op(name, [y], { shape: flat, element: x.element }), part),
  )
  const operands = options.inverse ? parts.toReversed() : parts
  return emit.op('concatenate', operands, result, { dimension: `${axis} : i64` })
})

export const linearAlgebra = { cholesky, triangularSolve, fourier }
