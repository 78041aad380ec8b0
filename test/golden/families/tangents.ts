import { dense, smooth, smoothOf, softmax, tanh, type Tensor } from '../../../src/index.ts'
import { type Run, unknown } from '../family.ts'
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

/** What the tangents are sent through, by the name that the reference gives it. */
const layers: { readonly [name: string]: CaseMap } = {
  linear: ({ params: { weight, bias }, inputs: { x } }) =>
    denseMap(weight as Tensor, bias as Tensor, x as Tensor),
  tanh: ofLayer(tanh()),
  softmax: ofLayer(softmax()),
  mlp_tanh: ({ params: { w1, b1, w2, b2 }, inputs: { x } }) => {
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
  const map =
    (Object.hasOwn(layers, config.layer) ? layers[config.layer] : undefined) ?? unknown('layer', config.layer)
  const at: Point = { params: tensorsIn(params), inputs: tensorsIn(inputs) }
  const along: Point = { params: tensorsIn(tangents.params), inputs: tensorsIn(tangents.inputs) }
  const value = (x: Point): Tensor => map(x)[0] as Tensor
  const [y, dy] = run((x: Point, u: Point) => smooth.jvp(value)(x, u as never))(at, along)
  expectStored(y, output, 'the value')
  expectStored(dy, want, 'its tangent')
}
