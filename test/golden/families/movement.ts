import { op, smooth, type Tensor, zero } from '../../../src/index.ts'
import { family, only, unknown } from '../family.ts'
import { type Case, expectStored } from '../golden.ts'
import { checkMap, tensorsIn } from '../smoothCase.ts'

type Inputs = { readonly [name: string]: Tensor }
type Operation = (config: Case['config']) => (inputs: Inputs) => Tensor | { readonly values: Tensor }

const operations: { readonly [operation: string]: Operation } = {
  flip:
    ({ axis }) =>
    ({ x }) =>
      op.flip(axis)(x!),
  repeat:
    ({ axis, times }) =>
    ({ x }) =>
      op.repeat(axis, times)(x!),
  roll:
    ({ axis, by }) =>
    ({ x }) =>
      op.roll(axis, by)(x!),
  sort:
    ({ axis }) =>
    ({ x }) =>
      op.sort(axis)(x!),
  stack:
    ({ axis }) =>
    inputs =>
      op.stack(axis)<'float'>(...Object.values(inputs)),
  takeAlong:
    ({ axis }) =>
    ({ x, indices }) =>
      op.takeAlong(axis)(x!, indices as never),
  tile:
    ({ times }) =>
    ({ x }) =>
      op.tile(times)(x!),
  topK:
    ({ axis, k }) =>
    ({ x }) => ({ ...op.topK(axis, k)(x!) }),
  tril:
    ({ diagonal }) =>
    ({ x }) =>
      op.tril(diagonal)(x!),
  triu:
    ({ diagonal }) =>
    ({ x }) =>
      op.triu(diagonal)(x!),
}

export const movement = family<Case>((one, run) => {
  const { operation, axis } = one.config
  if (operation === 'argsort') {
    only('inputs', Object.keys(one.inputs), ['x'])
    const { x } = tensorsIn(one.inputs)
    const order = run((y: Tensor) => op.argsort(axis)(y))(x as Tensor)
    return expectStored(order, one.output as never, 'the order')
  }
  const made = operations[operation]
  if (made === undefined) return unknown('operation', operation)
  const map = smooth.lift(made(one.config))
  return checkMap(
    ({ inputs }) => {
      const [value, pullback] = map(inputs as Inputs)
      // Indices have the trivial cotangent.
      const whole = (dy: object): never =>
        ('indices' in value ? { ...dy, indices: zero(value.indices) } : dy) as never
      return [value as never, (dy: never) => ({ params: {}, inputs: pullback(whole(dy)) as never })]
    },
    one,
    run,
  )
})
