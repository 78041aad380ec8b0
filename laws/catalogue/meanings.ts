/**
 * Formulas of layers that are one.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type AnyLayer,
  dense,
  gelu,
  gruCell,
  label,
  layer,
  linear,
  lstmCell,
  mish,
  op,
  rnnCell,
  sigmoid,
  silu,
  smooth,
  softplus,
  type Tensor,
  tanh,
} from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import type { LawSet } from '../law.ts'
import { meaningLaws } from '../layer/meaning.ts'

interface Affine {
  readonly w: Tensor
  readonly b: Tensor
}
type Matrix = Tensor<[number, number]>
type Cell = { readonly input: Affine; readonly hidden: Affine }

const matrix = [4, 3] as const
const product = (x: Tensor, w: Tensor): Tensor => op.matmul(x as Matrix, w as Matrix)
const affine = ({ w, b }: Affine, x: Tensor): Tensor => {
  const y = product(x, w)
  return op.add(y, op.broadcast(y.shape)(b) as Tensor)
}
const scaled = (x: Tensor, by: number): Tensor => op.scale(by)(x)
const logistic = (x: Tensor): Tensor => op.reciprocal(op.shift(1)(op.exp(op.neg(x))))
const tangent = (x: Tensor): Tensor => {
  const [up, down] = [op.exp(x), op.exp(op.neg(x))]
  return op.div(op.sub(up, down), op.add(up, down))
}
const activation = (name: string, made: AnyLayer, f: (x: Tensor) => Tensor): LawSet =>
  meaningLaws<unknown, Tensor>(name, made, matrix, (_, x) => f(x))

/** One of several gates beside each other. */
const gate = (x: Tensor, which: number): Tensor => op.slice([0, 2 * which], [3, 2])(x) as Tensor
const vectors = tensors([3, 2])

const sine = (x: Tensor): Tensor => op.sin(x)

/** By the names that layers are exported under. */
export const layerMeanings = {
  dense: () => meaningLaws<Affine, Tensor>('dense', dense(3, 2), matrix, affine),
  linear: () => meaningLaws<Affine, Tensor>('linear', linear(3, 2), matrix, ({ w }, x) => product(x, w)),
  label: () => meaningLaws<Affine, Tensor>('label', label('hidden')(dense(3, 2)), matrix, affine),
  sigmoid: () => activation('sigmoid', sigmoid(), logistic),
  tanh: () => activation('tanh', tanh(), tangent),
  silu: () => activation('silu', silu(), x => op.mul(x, logistic(x))),
  softplus: () => activation('softplus', softplus(), x => op.log(op.shift(1)(op.exp(x)))),
  mish: () => activation('mish', mish(), x => op.mul(x, tangent(op.log(op.shift(1)(op.exp(x)))))),
  gelu: () =>
    activation('gelu', gelu(), x => scaled(op.mul(x, op.shift(1)(op.erf(scaled(x, Math.SQRT1_2)))), 0.5)),
  geluNearly: () =>
    activation('gelu, nearly', gelu({ approximate: 'tanh' }), x => {
      const inner = op.add(x, scaled(op.mul(x, op.mul(x, x)), 0.044715))
      return scaled(op.mul(x, op.shift(1)(tangent(scaled(inner, Math.sqrt(2 / Math.PI))))), 0.5)
    }),
  rnnCell: () =>
    meaningLaws<Cell, readonly [Tensor, Tensor]>(
      'rnnCell',
      rnnCell(3, 2),
      fc.tuple(tensors([3, 3]), vectors),
      ({ input, hidden }, [x, h]) => {
        const next = op.tanh(op.add(affine(input, x), affine(hidden, h)))
        return [next, next]
      },
    ),
  lstmCell: () =>
    meaningLaws<Cell, readonly [Tensor, readonly [Tensor, Tensor]]>(
      'lstmCell',
      lstmCell(3, 2),
      fc.tuple(tensors([3, 3]), fc.tuple(vectors, vectors)),
      ({ input, hidden }, [x, [h, c]]) => {
        const z = op.add(affine(input, x), affine(hidden, h))
        const kept = op.mul(op.sigmoid(gate(z, 1)), c)
        const cell = op.add(kept, op.mul(op.sigmoid(gate(z, 0)), op.tanh(gate(z, 2))))
        const next = op.mul(op.sigmoid(gate(z, 3)), op.tanh(cell))
        return [next, [next, cell]]
      },
    ),
  gruCell: () =>
    meaningLaws<Cell, readonly [Tensor, Tensor]>(
      'gruCell',
      gruCell(3, 2),
      fc.tuple(tensors([3, 3]), vectors),
      ({ input, hidden }, [x, h]) => {
        const [a, u] = [affine(input, x), affine(hidden, h)]
        const [r, z] = [0, 1].map(i => op.sigmoid(op.add(gate(a, i), gate(u, i)))) as [Tensor, Tensor]
        const n = op.tanh(op.add(gate(a, 2), op.mul(r, gate(u, 2))))
        const next = op.add(n, op.mul(z, op.sub(h, n)))
        return [next, next]
      },
    ),
  fromSmooth: () =>
    activation('layer.fromSmooth', layer.fromSmooth<Tensor, Tensor>('sine', smooth.sin), sine),
  elementwise: () => activation('layer.elementwise', layer.elementwise('sine', smooth.sin), sine),
  positionwise: () =>
    activation('layer.positionwise', layer.positionwise(layer.elementwise('sine', smooth.sin)), sine),
}
