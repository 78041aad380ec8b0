import {
  compose,
  dense,
  type Integers,
  scalar,
  smooth,
  smoothOf,
  softmaxCrossEntropy,
  tanh,
  type Tensor,
} from '../../../src/index.ts'
import { family, only, type Run, unknown } from '../family.ts'
import { type Arrays, type Case, expectStored, floats, read, type Stored } from '../golden.ts'
import { turned } from './linear.ts'
import { tangent } from './tangents.ts'

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

/** The parameters of the perceptron. */
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

const partsOf = ({ config, params, inputs }: SecondOrderCase) => {
  only('model', config.model, 'logits = tanh(x w1^T + b1) w2^T + b2')
  only('loss', config.loss, 'cross_entropy, reduction mean')
  const scores = scoresOf(params, floats(inputs.x!))
  const loss = softmaxCrossEntropy(read(inputs.labels!) as Integers<[number]>) as unknown as smooth.Smooth<
    Tensor,
    Tensor<[]>
  >
  return { scores, loss, objective: smooth.compose(scores, loss), at: paramsFrom(params) }
}

/** The Hessian times a direction is the tangent of the gradient. */
const hessianVector = (given: SecondOrderCase, run: Run): void => {
  const { objective, at } = partsOf(given)
  expectStored(run((p: Params) => objective(p)[0])(at), given.expected.loss, 'the loss')
  const product = run((p: Params, dp: Params) => smooth.jvp(gradientOf(objective))(p, dp as never))
  const [gradient, curved] = product(at, paramsFrom(given.tangents.params))
  expectParams(gradient, given.expected.grads, 'the gradient')
  expectParams(curved as never, given.expected.hvp, 'the product')
}

const gaussNewton = (given: SecondOrderCase, run: Run): void => {
  only(
    'product',
    given.config.product,
    'J^T H J v, J = d logits / d params, H = Hessian of the mean loss with respect to the logits',
  )
  const { scores, loss, objective, at } = partsOf(given)
  const product = run((p: Params, dp: Params) => {
    const [logits, pullback] = scores(p)
    const tangent = smooth.tangentAt(scores)(p, dp as never)
    const [, curved] = smooth.jvp(gradientOf(loss))(logits, tangent)
    return {
      loss: objective(p)[0],
      gradient: gradientOf(objective)(p),
      logits,
      tangent,
      product: pullback(curved),
    }
  })
  const got = product(at, paramsFrom(given.tangents.params))
  const { expected } = given
  expectStored(got.loss, expected.loss, 'the loss')
  expectParams(got.gradient, expected.grads, 'the gradient')
  expectStored(got.logits, expected.logits, 'the scores')
  expectStored(got.tangent, expected.logits_tangent, 'their tangent')
  expectParams(got.product as never, expected.gauss_newton_vector_product, 'the product')
}

const perExample = (given: SecondOrderCase, run: Run): void => {
  const { params, inputs, expected } = given
  const { objective, at } = partsOf(given)
  const whole = run((p: Params) => [objective(p)[0], gradientOf(objective)(p)] as const)(at)
  expectStored(whole[0], expected.loss, 'the loss')
  expectParams(whole[1], expected.grads, 'the gradient')
  const [n, width] = inputs.x!.shape as [number, number]
  const row = (stored: Stored, i: number): Stored => {
    const size = stored.data.length / n
    return { shape: stored.shape.slice(1), data: stored.data.slice(i * size, (i + 1) * size) }
  }
  for (let i = 0; i < n; i++) {
    const x = floats({ shape: [1, width], data: inputs.x!.data.slice(i * width, (i + 1) * width) })
    const label = read({ shape: [1], data: [inputs.labels!.data[i]!], dtype: 'int32' }) as Integers<[number]>
    const own = smooth.compose(scoresOf(params, x), softmaxCrossEntropy(label) as never) as smooth.Smooth<
      Params,
      Tensor<[]>
    >
    const [loss, gradient] = run((p: Params) => [own(p)[0], gradientOf(own)(p)] as const)(at)
    expectStored(loss, row(expected.per_example_loss, i), `the loss of example ${i}`)
    const want = Object.fromEntries(
      Object.entries<Stored>(expected.per_example_grads).map(([name, stored]) => [name, row(stored, i)]),
    )
    expectParams(gradient, want, `the gradient of example ${i}`)
  }
}

const kinds: { readonly [kind: string]: (one: SecondOrderCase, run: Run) => void } = {
  hvp: hessianVector,
  jvp: tangent,
  gauss_newton: gaussNewton,
  per_example: perExample,
}

export const secondOrder = family<SecondOrderCase>((given, run) => {
  const check = kinds[given.config.kind] ?? unknown('kind', given.config.kind)
  check(given, run)
})
