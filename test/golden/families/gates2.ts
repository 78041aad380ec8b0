/** Gated units whose cases name the layer. */
import {
  gelu,
  glu,
  identity,
  op,
  relu,
  sigmoid,
  silu,
  swiGlu,
  type Tensor,
  tanh,
} from '../../../src/index.ts'
import { unknown } from '../family.ts'
import type { Case } from '../golden.ts'
import { type CaseMap, ofLayer, type Tensors } from '../smoothCase.ts'

const activations = {
  sigmoid,
  silu,
  swish: silu,
  gelu,
  geluTanh: () => gelu({ approximate: 'tanh' }),
  gelu_tanh: () => gelu({ approximate: 'tanh' }),
  relu,
  tanh,
  identity,
  none: identity,
} as const

const activationOf = ({ config }: Case, usual: keyof typeof activations) => {
  const name: string = config.activation ?? config.gate ?? usual
  return Object.hasOwn(activations, name)
    ? activations[name as keyof typeof activations]
    : unknown('activation', name)
}

/** A case's axis is one of all that it has, and the layer's one of an example: the whole is one example. */
const halving =
  (usual: keyof typeof activations) =>
  (one: Case): CaseMap => {
    const axis: number = one.config.axis ?? one.config.dim ?? -1
    const map = ofLayer(glu({ axis, activation: activationOf(one, usual) }))
    return ({ params, inputs }) => {
      const x = inputs.x as Tensor
      const [value, pullback] = map({ params, inputs: { x: op.reshape([1, ...x.shape])(x) as Tensor } })
      const y = value as Tensor
      return [
        op.reshape(y.shape.slice(1))(y) as Tensor,
        dy => {
          const back = pullback(op.reshape(y.shape)(dy) as never)
          return { params: {}, inputs: { x: op.reshape(x.shape)(back.inputs.x as Tensor) as Tensor } }
        },
      ]
    }
  }

const swapped = (w: Tensor): Tensor => op.transpose([1, 0])(w) as Tensor

/** The three products by the names that are usual for them: this library's, LLaMA's, and those of its implementations. */
const products = [
  ['gate', 'w1', 'gate_proj', 'linear_gate'],
  ['up', 'w3', 'up_proj', 'linear_up'],
  ['down', 'w2', 'down_proj', 'linear_down'],
] as const

const network =
  (usual: keyof typeof activations) =>
  (one: Case): CaseMap => {
    const given = Object.keys(one.params)
    const named = products.map(names => {
      const name = names.find(each => given.some(key => key === each || key.startsWith(`${each}.`)))
      return name ?? unknown('gated network with the parameters', given)
    })
    const weights = named.map(name => (given.includes(name) ? name : `${name}.weight`))
    const bias = named.map(name => `${name}.bias`).filter(name => given.includes(name))
    const [hidden, features] = one.params[weights[0] as string]!.shape as readonly [number, number]
    const layer = swiGlu(features, hidden, {
      activation: activationOf(one, usual),
      bias: bias.length > 0,
    } as Readonly<Record<never, never>>)
    const slots = ['gate', 'up', 'down'] as const
    return ofLayer(layer, {
      params: {
        arrange: params =>
          Object.fromEntries(
            slots.map((slot, i) => [
              slot,
              {
                w: swapped(params[weights[i] as string] as Tensor),
                ...(bias.length > 0 ? { b: params[bias[i] as string] } : {}),
              },
            ]),
          ),
        restore: (d: { readonly [slot: string]: { readonly w: Tensor; readonly b?: Tensor } }): Tensors =>
          Object.fromEntries(
            slots.flatMap((slot, i): [string, Tensor][] => {
              const { w, b } = d[slot]!
              return [
                [weights[i] as string, swapped(w)],
                ...(b === undefined ? [] : [[bias[i] as string, b] as [string, Tensor]]),
              ]
            }),
          ),
      },
    })
  }

/** With parameters it is a network, and without a unit. */
const either =
  (usual: keyof typeof activations) =>
  (one: Case): CaseMap =>
    (Object.keys(one.params).length === 0 ? halving : network)(usual)(one)

export const gates2: { readonly [name: string]: (one: Case) => CaseMap } = {
  glu: either('sigmoid'),
  swiGlu: either('silu'),
  swiglu: either('silu'),
  geGlu: either('gelu'),
  geglu: either('gelu'),
  reGlu: either('relu'),
  reglu: either('relu'),
}
