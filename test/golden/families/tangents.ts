import {
  dense,
  gelu,
  op,
  type Shape,
  smooth,
  smoothOf,
  softmax,
  type Tensor,
  tanh,
} from '../../../src/index.ts'
import { only, type Run, unknown } from '../family.ts'
import { type Arrays, type Case, expectStored, type Stored } from '../golden.ts'
import { type CaseMap, ofLayer, type Point, tensorsIn } from '../smoothCase.ts'
import { turned } from './linear.ts'

type Dense = { readonly w: Tensor; readonly b: Tensor }

/** A dense layer in the files' layout. */
const denseMap = (weight: Tensor, bias: Tensor, x: Tensor): readonly [Tensor, (dy: never) => Point] => {
  const [outs, ins] = weight.shape as readonly [number, number]
  const map = smoothOf(dense(ins, outs), {}) as unknown as smooth.Smooth<readonly [Dense, Tensor], Tensor>
  const [y, pullback] = map([{ w: turned(weight), b: bias }, x])
  return [
    y,
    dy => {
      const [{ w, b }, dx] = pullback(dy) as unknown as readonly [Dense, Tensor]
      return { params: { weight: turned(w), bias: b }, inputs: { x: dx } }
    },
  ]
}

/** A map without a pullback of its own. */
const lifted = (value: (at: Point) => Tensor): CaseMap => smooth.lift(value) as CaseMap

const along = (axes: readonly number[], shape: Shape, x: unknown): Tensor =>
  op.broadcastAlong(shape, axes)(x as Tensor) as Tensor

/** One product for each place of the kernel, added up. */
const convolution: CaseMap = lifted(({ params: { weight, bias }, inputs: { x } }) => {
  const [n, channels, rows, columns] = (x as Tensor).shape as readonly [number, number, number, number]
  const [outs, , height, width] = weight!.shape as readonly [number, number, number, number]
  const padded = op.pad([0, 0, 1, 1], [0, 0, 1, 1])(x as Tensor)
  const [bottom, right] = [rows + 3 - height, columns + 3 - width]
  const places = Array.from({ length: height * width }, (_, i) => [Math.floor(i / width), i % width] as const)
  const products = places.map(([i, j]) => {
    const seen = op.slice([0, 0, i, j], [n, channels, bottom, right])(padded)
    const pixels = op.transpose([0, 2, 3, 1])(seen) as Tensor
    const kernel = op.slice([0, 0, i, j], [outs, channels, 1, 1])(weight as Tensor)
    return op.matmulNT<[], number, number, number>(
      op.reshape([n * bottom * right, channels])(pixels),
      op.reshape([outs, channels])(kernel),
    )
  })
  const sum = products.reduce((total, product) => op.add(total, product))
  const images = op.transpose([0, 3, 1, 2])(op.reshape([n, bottom, right, outs])(sum)) as Tensor
  return op.add(images, along([1], images.shape, bias))
})

const layerNorm = (eps: number): CaseMap =>
  lifted(({ params: { weight, bias }, inputs: { x: given } }) => {
    const x = given as Tensor
    const last = x.shape.length - 1
    const rows = x.shape.map((_, axis) => axis).slice(0, last)
    const mean = (y: Tensor): Tensor => op.scale(1 / (x.shape[last] as number))(op.sum([last])(y) as Tensor)
    const centred = op.sub(x, along(rows, x.shape, mean(x)))
    const deviation = op.sqrt(op.shift(eps)(mean(op.mul(centred, centred))))
    const scaled = op.div(centred, along(rows, x.shape, deviation))
    return op.add(op.mul(scaled, along([last], x.shape, weight)), along([last], x.shape, bias))
  })

const attention: CaseMap = lifted(({ inputs: { q, k, v } }) => {
  const [queries, keys, values] = [q, k, v] as unknown as readonly Tensor<[number, number, number]>[]
  const scores = op.matmulNT<[number], number, number, number>(queries!, keys!)
  const scaled = op.scale(1 / Math.sqrt(queries!.shape[2]))(scores)
  return op.matmul<[number], number, number, number>(smooth.softmax(scaled)[0], values!)
})

/** What the tangents are sent through, by the name that the reference gives it. */
const layers: { readonly [name: string]: (config: Case['config']) => CaseMap } = {
  attention: () => attention,
  gelu_exact: () => ofLayer(gelu()),
  conv2d: ({ kernel_size, stride, padding }) => {
    only(
      'settings',
      [kernel_size, stride, padding],
      [
        [3, 3],
        [1, 1],
        [1, 1],
      ],
    )
    return convolution
  },
  layer_norm: ({ eps }) => layerNorm(eps),
  linear:
    () =>
    ({ params: { weight, bias }, inputs: { x } }) =>
      denseMap(weight as Tensor, bias as Tensor, x as Tensor),
  tanh: () => ofLayer(tanh()),
  softmax: () => ofLayer(softmax()),
  mlp_tanh:
    () =>
    ({ params: { w1, b1, w2, b2 }, inputs: { x } }) => {
      const [hidden, pullHidden] = denseMap(w1 as Tensor, b1 as Tensor, x as Tensor)
      const [active, pullActive] = (smooth.tanh as smooth.Smooth<Tensor, Tensor>)(hidden)
      const [scores, pullScores] = denseMap(w2 as Tensor, b2 as Tensor, active)
      return [
        scores,
        dy => {
          const output = pullScores(dy)
          const below = pullHidden(pullActive(output.inputs.x as never) as never)
          return {
            params: {
              w1: below.params.weight!,
              b1: below.params.bias!,
              w2: output.params.weight!,
              b2: output.params.bias!,
            },
            inputs: below.inputs,
          }
        },
      ]
    },
}

/** A layer at a point, and a direction. */
interface TangentCase {
  readonly config: Case['config']
  readonly params: Arrays
  readonly inputs: Arrays
  readonly tangents: { readonly params: Arrays; readonly inputs: Arrays }
  readonly output: Stored
  readonly output_tangent: Stored
}

/** The value of a layer and its tangent in the direction of all parameters and inputs. */
export const tangent = (given: object, run: Run): void => {
  const { config, params, inputs, tangents, output, output_tangent: want } = given as TangentCase
  const of = Object.hasOwn(layers, config.layer) ? layers[config.layer] : undefined
  const map = of === undefined ? unknown('layer', config.layer) : of(config)
  const at: Point = { params: tensorsIn(params), inputs: tensorsIn(inputs) }
  const along: Point = { params: tensorsIn(tangents.params), inputs: tensorsIn(tangents.inputs) }
  const value = (x: Point): Tensor => map(x)[0] as Tensor
  const [y, dy] = run((x: Point, u: Point) => smooth.jvp(value)(x, u as never))(at, along)
  expectStored(y, output, 'the value')
  expectStored(dy, want, 'its tangent')
}
