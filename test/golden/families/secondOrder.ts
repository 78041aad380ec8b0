import {
  compose,
  dense,
  type Integers,
  op,
  smooth,
  smoothOf,
  softmaxCrossEntropy,
  type Tensor,
  tanh,
} from '../../../src/index.ts'
import { family, only, type Run, unknown } from '../family.ts'
import { type Arrays, type Case, expectStored, floats, read } from '../golden.ts'
import { wholeHessian } from './hessians.ts'
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

const partsOf = ({ config, params, inputs }: SecondOrderCase) => {
  only('model', config.model, 'logits = tanh(x w1^T + b1) w2^T + b2')
  only('loss', config.loss, 'cross_entropy, reduction mean')
  const scores = scoresOf(params, floats(inputs.x!))
  const loss = softmaxCrossEntropy()(read(inputs.labels!) as Integers<[number]>) as unknown as smooth.Smooth<
    Tensor,
    Tensor<[]>
  >
  return { scores, loss, objective: smooth.compose(scores, loss), at: paramsFrom(params) }
}

/** The Hessian times a direction is the tangent of the gradient. */
const hessianVector = (given: SecondOrderCase, run: Run): void => {
  const { objective, at } = partsOf(given)
  const v = paramsFrom(given.tangents.params)
  const [loss, gradient] = run((p: Params) => smooth.valueAndGradient(objective)(p))(at)
  expectStored(loss, given.expected.loss, 'the loss')
  expectParams(gradient as never, given.expected.grads, 'the gradient')
  const product = run((p: Params, dp: Params) => smooth.hvp(objective)(p, dp as never))
  expectParams(product(at, v) as never, given.expected.hvp, 'the product')
}

const gaussNewton = (given: SecondOrderCase, run: Run): void => {
  only(
    'product',
    given.config.product,
    'J^T H J v, J = d logits / d params, H = Hessian of the mean loss with respect to the logits',
  )
  const { scores, loss, objective, at } = partsOf(given)
  const product = run((p: Params, dp: Params) => {
    const [logits, along] = smooth.jvp(smooth.value(scores))(p, dp as never)
    return {
      whole: smooth.valueAndGradient(objective)(p),
      logits,
      along,
      product: smooth.gaussNewtonVectorProduct(scores, loss)(p, dp as never),
    }
  })
  const got = product(at, paramsFrom(given.tangents.params))
  const { expected } = given
  expectStored(got.whole[0], expected.loss, 'the loss')
  expectParams(got.whole[1] as never, expected.grads, 'the gradient')
  expectStored(got.logits, expected.logits, 'the scores')
  expectStored(got.along, expected.logits_tangent, 'their tangent')
  expectParams(got.product as never, expected.gauss_newton_vector_product, 'the product')
}

const perExample = (given: SecondOrderCase, run: Run): void => {
  const { params, inputs, expected } = given
  const { objective, at } = partsOf(given)
  const whole = run((p: Params) => smooth.valueAndGradient(objective)(p))(at)
  expectStored(whole[0], expected.loss, 'the loss')
  expectParams(whole[1] as never, expected.grads, 'the gradient')
  type Example = readonly [x: Tensor, label: Integers<[number]>]
  const lossOf = ([x, label]: Example) => smooth.compose(scoresOf(params, x), softmaxCrossEntropy()(label))
  const batch = [floats(inputs.x!), read(inputs.labels!) as Integers<[number]>] as const
  const losses = run((p: Params, [x, labels]: Example) =>
    smooth.vmap(([row, label]: readonly [Tensor, Integers<[]>]) => {
      const one = op.reshape([1, ...row.shape])(row) as Tensor
      return lossOf([one, op.reshape([1])(label)])(p)[0]
    })([x, labels] as never),
  )(at, batch)
  expectStored(losses, expected.per_example_loss, 'the loss of each example')
  const each = run((p: Params, examples: Example) => smooth.perExampleGradients(lossOf)(p, examples))
  const [hidden, , output] = each(at, batch) as unknown as Params
  const want = expected.per_example_grads
  const eachTurned = (w: Tensor): Tensor => op.transpose([0, 2, 1])(w) as Tensor
  expectStored(eachTurned(hidden.w), want.w1, 'the gradients of w1')
  expectStored(hidden.b, want.b1, 'the gradients of b1')
  expectStored(eachTurned(output.w), want.w2, 'the gradients of w2')
  expectStored(output.b, want.b2, 'the gradients of b2')
}

const kinds: { readonly [kind: string]: (one: SecondOrderCase, run: Run) => void } = {
  hvp: hessianVector,
  jvp: tangent,
  gauss_newton: gaussNewton,
  hessian: wholeHessian,
  per_example: perExample,
}

export const secondOrder = family<SecondOrderCase>((given, run) => {
  const check = kinds[given.config.kind] ?? unknown('kind', given.config.kind)
  check(given, run)
})
