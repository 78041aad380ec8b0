import { expect, test } from 'vitest'
import {
  compose,
  dense,
  type Integers,
  op,
  scalar,
  smooth,
  smoothOf,
  softmaxCrossEntropy,
  tanh,
  type Tensor,
} from '../../src/index.ts'
import { type Arrays, type Case, expectStored, floats, golden, read, type Stored } from './golden.ts'

interface SecondOrderCase {
  readonly name: string
  readonly config: Case['config']
  readonly params: Arrays
  readonly inputs: Arrays
  readonly tangents: { readonly params: Arrays }
  // biome-ignore lint/suspicious/noExplicitAny: numbers, arrays and records of arrays, by kind
  readonly expected: any
}

type Dense = { readonly w: Tensor; readonly b: Tensor }
type Params = readonly [Dense, object, Dense]

const turned = (x: Tensor): Tensor => op.transpose([1, 0])(x as never) as Tensor

/** The parameters of the perceptron; the files keep weights as [out, in]. */
const paramsFrom = (p: Arrays): Params => [
  { w: turned(floats(p.w1!)), b: floats(p.b1!) },
  {},
  { w: turned(floats(p.w2!)), b: floats(p.b2!) },
]

const expectParams = ([hidden, , output]: Params, want: Arrays, what: string): void => {
  expectStored(turned(hidden.w), want.w1!, `${what} of w1`)
  expectStored(hidden.b, want.b1!, `${what} of b1`)
  expectStored(turned(output.w), want.w2!, `${what} of w2`)
  expectStored(output.b, want.b2!, `${what} of b2`)
}

/** The perceptron tanh(x w₁ + b₁) w₂ + b₂ as a smooth map of its parameters. */
const scoresOf = ({ w1, w2 }: Arrays, x: Tensor): smooth.Smooth<Params, Tensor> => {
  const [hidden, ins] = w1!.shape as [number, number]
  const [outs] = w2!.shape as [number]
  const model = compose(dense(ins, hidden), tanh(), dense(hidden, outs))
  const map = smoothOf(model, {}) as unknown as smooth.Smooth<readonly [Params, Tensor], Tensor>
  return params => {
    const [y, pullback] = map([params, x])
    return [y, dy => (pullback(dy) as unknown as readonly [never])[0]]
  }
}

const one = scalar(1, 'f64') as never
const gradientOf =
  <P>(f: smooth.Smooth<P, Tensor<[]>>) =>
  (p: P): P =>
    f(p)[1](one) as P

golden<{ readonly cases: readonly SecondOrderCase[] }>('second_order', ({ cases }) => {
  const ofKind = (kind: string) => cases.filter(({ config }) => config.kind === kind)
  const parts = ({ params, inputs }: SecondOrderCase) => {
    const scores = scoresOf(params, floats(inputs.x!))
    const loss = softmaxCrossEntropy(read(inputs.labels!) as Integers<[number]>) as unknown as smooth.Smooth<
      Tensor,
      Tensor<[]>
    >
    return { scores, loss, objective: smooth.compose(scores, loss), at: paramsFrom(params) }
  }

  test('there are cases', () => {
    expect(['hvp', 'gauss_newton', 'per_example'].map(kind => ofKind(kind).length > 0)).toEqual([
      true,
      true,
      true,
    ])
  })

  test.each(ofKind('hvp'))('$name: the Hessian times a direction is the tangent of the gradient', one => {
    const { objective, at } = parts(one)
    const [gradient, product] = smooth.jvp(gradientOf(objective))(
      at,
      paramsFrom(one.tangents.params) as never,
    )
    expectParams(gradient, one.expected.grads, 'the gradient')
    expectParams(product as never, one.expected.hvp, 'the product')
  })

  test.each(ofKind('gauss_newton'))('$name', one => {
    const { scores, loss, at } = parts(one)
    const [logits, pullback] = scores(at)
    const tangent = smooth.tangentAt(scores)(at, paramsFrom(one.tangents.params) as never)
    expectStored(logits, one.expected.logits, 'the scores')
    expectStored(tangent, one.expected.logits_tangent, 'their tangent')
    const [, curved] = smooth.jvp(gradientOf(loss))(logits, tangent)
    expectParams(pullback(curved) as never, one.expected.gauss_newton_vector_product, 'the product')
  })

  test.each(ofKind('per_example'))('$name: gradients of single examples', ({ params, inputs, expected }) => {
    const at = paramsFrom(params)
    const [n, width] = inputs.x!.shape as [number, number]
    const row = (stored: Stored, i: number): Stored => {
      const size = stored.data.length / n
      return { shape: stored.shape.slice(1), data: stored.data.slice(i * size, (i + 1) * size) }
    }
    for (let i = 0; i < n; i++) {
      const x = floats({ shape: [1, width], data: inputs.x!.data.slice(i * width, (i + 1) * width) })
      const label = read({ shape: [1], data: [inputs.labels!.data[i]!], dtype: 'int32' }) as Integers<
        [number]
      >
      const own = smooth.compose(scoresOf(params, x), softmaxCrossEntropy(label) as never) as smooth.Smooth<
        Params,
        Tensor<[]>
      >
      expectStored(own(at)[0], row(expected.per_example_loss, i), `the loss of example ${i}`)
      const want = Object.fromEntries(
        Object.entries<Stored>(expected.per_example_grads).map(([name, stored]) => [name, row(stored, i)]),
      )
      expectParams(gradientOf(own)(at), want, `the gradient of example ${i}`)
    }
  })
})
