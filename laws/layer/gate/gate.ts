/**
 * Laws of gated linear units.
 *
 * @module
 */

import fc from 'fast-check'
import {
  compose,
  evaluation,
  type GluOptions,
  gelu,
  glu as gluLayer,
  identity,
  linear,
  op,
  relu,
  type SwiGluOptions,
  sigmoid,
  silu,
  swiGlu as swiGluLayer,
  type Tensor,
  type tree,
} from '../../../src/index.ts'
import { tensors } from '../../arbitraries.ts'
import { every, exact, norm, summed } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { forget, runAlone as run, type TreeLayer } from '../same.ts'

const activations = fc.constantFrom(sigmoid, silu, gelu, relu)
const near = (...scales: readonly unknown[]) => summed(64, undefined, norm(scales))

/** Laws of `glu`. */
export const gluLaws = (
  glu: (options: GluOptions) => TreeLayer = options =>
    forget(gluLayer(options as Readonly<Record<never, never>>)),
): LawSet =>
  lawSet(
    'glu',
    [
      law(
        'U1',
        'it is the product of the first half with what the activation makes of the second',
        [activations, tensors([3, 2]), tensors([3, 2])],
        (activation, a, b) => {
          const [y] = run(glu({ activation }), op.concat(1)(a, b) as Tensor)
          return exact(y, op.mul(a, run(forget(activation()), b)[0]))
        },
      ),
      law(
        'U2',
        'without an activation the cotangents of the halves are those of a product',
        [tensors([3, 2]), tensors([3, 2]), tensors([3, 2])],
        (a, b, dy) => {
          const [y, pullback] = run(glu({ activation: identity }), op.concat(1)(a, b) as Tensor)
          const wanted = op.concat(1)(op.mul(dy, b), op.mul(dy, a))
          return every(exact(y, op.mul(a, b)), exact(pullback(dy), wanted))
        },
      ),
      law(
        'U3',
        'an axis, from the beginning or from the end, is the last one of what is turned',
        [tensors([2, 4, 3]), tensors([2, 2, 3])],
        (x, dy) => {
          const turned = (y: Tensor): Tensor => op.transpose([0, 2, 1])(y) as Tensor
          const [y, pullback] = run(glu({ axis: 0 }), x)
          const [other, pullOther] = run(glu({ axis: -2 }), x)
          const [last, pullLast] = run(glu({}), turned(x))
          return every(
            exact(y, turned(last)),
            exact(other, y),
            exact(pullback(dy), turned(pullLast(turned(dy)))),
            exact(pullOther(dy), pullback(dy)),
          )
        },
      ),
    ],
    [],
    25,
  )

type SwiGlu = (features: number, hidden: number, options: SwiGluOptions) => TreeLayer

/** Laws of `swiGlu`. */
export const swiGluLaws = (
  swiGlu: SwiGlu = (features, hidden, options) =>
    forget(swiGluLayer(features, hidden, options as Readonly<Record<never, never>>)),
): LawSet =>
  lawSet(
    'swiGlu',
    [
      law(
        'U4',
        'it is two products, of which a gated unit makes one, and a third',
        [activations, tensors([2, 3]), tensors([2, 3]), tensors([3, 2]), tensors([4, 2]), tensors([4, 2])],
        (activation, gate, up, down, x, dy) => {
          const layer = swiGlu(2, 3, { activation })
          const params = { gate: { w: gate }, up: { w: up }, down: { w: down } }
          const [y, pullback] = layer.run(params, x, {}, evaluation)
          const plain = forget(compose(linear(2, 6), gluLayer({ activation }), linear(3, 2)))
          const both = op.concat(1)(up, gate) as Tensor
          const apart: tree.Tree = [{ w: both }, {}, { w: down }]
          const [wanted, pullPlain] = plain.run(apart, x, {}, evaluation)
          const [dparams, dx] = pullback(dy)
          const [dapart, dplain] = pullPlain(dy)
          const d = dparams as { readonly [name: string]: { readonly w: Tensor } }
          const joined = op.concat(1)(d.up!.w, d.gate!.w)
          const scale = near(x, dy, gate, up, down, y, dx, joined)
          return every(
            scale(y, wanted),
            scale(dx, dplain),
            scale([{ w: joined }, {}, { w: d.down!.w }], dapart),
          )
        },
      ),
    ],
    [],
    25,
  )
