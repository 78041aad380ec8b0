import { evaluation, smooth, softplus, type Tensor } from '../../../src/index.ts'
import { family, only, unknown } from '../family.ts'
import { type Case, expectStored, floats, relative, type Stored } from '../golden.ts'
import { type CaseMap, checkMap, ofLayer } from '../smoothCase.ts'
import { activationOf } from './activations.ts'
import { lossMap } from './losses.ts'

type Elementwise = smooth.Smooth<Tensor, Tensor>

/** Functions of one number. */
const elementwise: { readonly [name: string]: unknown } = {
  sigmoid: smooth.sigmoid,
  log1p: smooth.log1p,
  expm1: smooth.expm1,
  softplus: (x: Tensor) => softplus().run({}, x, {}, evaluation),
}

export const numerics = family<Case>((one, run) => {
  const { config } = one
  if (Object.hasOwn(elementwise, config.function)) {
    const f = elementwise[config.function] as Elementwise
    only('comparison', config.compare, 'relative')
    const value = run((x: Tensor) => f(x)[0])(floats(one.inputs.x!))
    return expectStored(value, one.output as Stored, 'the value', relative)
  }
  if (config.function === 'cross_entropy') {
    only('axis', config.axis, -1)
    return checkMap(lossMap({ ...config, loss: config.function }), one, run)
  }
  if (config.function === 'logsumexp') {
    only('axis', config.axis, -1)
    const map: CaseMap = ({ inputs }) => {
      const [value, pullback] = smooth.logSumExp(inputs.x as Tensor)
      return [value, dy => ({ params: {}, inputs: { x: pullback(dy) } })]
    }
    return checkMap(map, one, run)
  }
  if (config.function === 'softmax' || config.function === 'log_softmax')
    return checkMap(ofLayer(activationOf(config)), one, run)
  unknown('function', config.function)
})
