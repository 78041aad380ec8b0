/**
 * The notebook's gradient check, by the laws: random networks on random batches, and whether their pullbacks are the
 * derivatives of their losses.
 *
 * @module
 */
import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { bind, bindTo, evaluate as drawnFrom } from 'fp-ts/lib/State.js'
import {
  compose,
  dense,
  evaluation,
  leakyRelu,
  type ParamsOf,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
} from 'pullback'
import { checkLaws, type Instance, type LawReport, smoothFamilyLaws } from 'pullback/laws'
import { randint, randomState, standardNormal } from 'pullback/numpy'

const [batch, inputs, hidden, outputs] = [100, 10, 20, 4] as const

const network = compose(dense(inputs, hidden), leakyRelu(0.01), dense(hidden, outputs))
const objective = supervised(softmaxCrossEntropy())(network)

/** All numbers of one of the notebook's networks: a batch with its labels, weights and biases. */
const draws = pipe(
  standardNormal([batch, inputs]),
  bindTo('x'),
  bind('y', () => randint(0, outputs, [batch])),
  bind('wh', () => standardNormal([inputs, hidden])),
  bind('bh', () => standardNormal([hidden])),
  bind('wo', () => standardNormal([hidden, outputs])),
  bind('bo', () => standardNormal([outputs])),
)

type Params = ParamsOf<typeof network>

/** The loss on a random batch as a map of the parameters, at random parameters. */
const instances: fc.Arbitrary<Instance<Params, Tensor<[]>>> = fc
  .integer({ min: 0, max: 2 ** 32 - 1 })
  .map(seed => {
    const { x, y, wh, bh, wo, bo } = drawnFrom(randomState(seed))(draws)
    return {
      options: { seed },
      x: [{ w: wh, b: bh }, {}, { w: wo, b: bo }] as const,
      f: params => {
        const [loss, gradient] = objective.run(params, { inputs: x, targets: y }, [{}, {}, {}], evaluation)
        return [loss, gradient]
      },
    }
  })

/** What became of a law. */
export type Checked = Pick<LawReport, 'id' | 'statement' | 'passed' | 'message'>

/** Every law of smooth maps, tried on so many networks: among them the slopes by differences, which the notebook checks. */
export const checkGradients = (networks: number): readonly Checked[] =>
  checkLaws(smoothFamilyLaws('the loss of a network', instances, { kinky: true }), {
    seed: 0,
    numRuns: networks,
  }).map(({ id, statement, passed, message }) => ({ id, statement, passed, message }))
