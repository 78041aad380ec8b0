import {
  type AnyOptimiser,
  adabelief,
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  amsgrad,
  lamb,
  lars,
  lion,
  momentum,
  nadam,
  nesterov,
  op,
  radam,
  rmsprop,
  rprop,
  sgd,
  optimiser as transformations,
  tree,
} from '../../../src/index.ts'
import { family, only, type Run, unknown } from '../family.ts'
import { type Arrays, type Case, expectStored, type Stored } from '../golden.ts'
import { type Tensors, tensorsIn } from '../smoothCase.ts'

interface Steps {
  readonly name: string
  readonly config: Case['config']
  readonly params: Arrays
  readonly trajectory: readonly Arrays[]
}

interface OptimiserCase extends Steps {
  readonly gradients: readonly Arrays[]
}

type Settings = Case['config']

/** The constants that Adam and its relatives share. */
const adamOptions = ({ betas: [beta1, beta2], eps: epsilon }: Settings) => ({ beta1, beta2, epsilon })

const decayedAdam = ({ amsgrad: largest, ...c }: Settings): AnyOptimiser => {
  only('amsgrad', largest, false)
  return adamw(c.lr, { ...adamOptions(c), weightDecay: c.weight_decay })
}

/** Rules in which weight decay has a place of its own. */
const decoupled: { readonly [optimizer: string]: (config: Settings) => AnyOptimiser } = {
  adamw: decayedAdam,
  lion: ({ betas: [beta1, beta2], ...c }) => lion(c.lr, { beta1, beta2, weightDecay: c.weight_decay }),
  lars: c => lars(c.lr, { momentum: c.momentum, trust: c.trust_coefficient, weightDecay: c.weight_decay }),
  lamb: c => lamb(c.lr, { ...adamOptions(c), weightDecay: c.weight_decay }),
}

/** Rules to which decay is a part of the gradient. */
const coupled: { readonly [optimizer: string]: (config: Settings) => AnyOptimiser } = {
  sgd: c =>
    c.nesterov ? nesterov(c.lr, c.momentum) : c.momentum === 0 ? sgd(c.lr) : momentum(c.lr, c.momentum),
  adam: c => (c.amsgrad ? amsgrad : adam)(c.lr, adamOptions(c)),
  adamax: c => adamax(c.lr, adamOptions(c)),
  nadam: c => nadam(c.lr, { ...adamOptions(c), momentumDecay: c.momentum_decay }),
  radam: c => radam(c.lr, adamOptions(c)),
  rmsprop: c => rmsprop(c.lr, { decay: c.alpha, epsilon: c.eps, centred: c.centered, momentum: c.momentum }),
  adagrad: c =>
    adagrad(t => c.lr / (1 + t * c.lr_decay), { initial: c.initial_accumulator_value, epsilon: c.eps }),
  adadelta: c => adadelta(c.lr, { decay: c.rho, epsilon: c.eps }),
  adabelief: c => adabelief(c.lr, adamOptions(c)),
}

const optimiserOf = (config: Settings): AnyOptimiser => {
  const { optimizer } = config
  if (optimizer === 'rprop') {
    const { lr, etas, step_sizes: sizes } = config
    return rprop(lr, { decrease: etas[0], increase: etas[1], smallest: sizes[0], largest: sizes[1] })
  }
  if (Object.hasOwn(decoupled, optimizer)) return decoupled[optimizer]!(config)
  if (!Object.hasOwn(coupled, optimizer)) return unknown('optimiser', optimizer)
  const { chain, addDecayedWeights } = transformations
  const rule = coupled[optimizer]!(config)
  return config.weight_decay === 0 ? rule : chain(addDecayedWeights(config.weight_decay), rule)
}

/** Steps of an optimiser on given gradients; `seen` is what of them is compared. */
const checkSteps = (
  optimiser: AnyOptimiser,
  gradients: readonly Tensors[],
  { params, trajectory }: Steps,
  run: Run,
  seen: (params: Tensors, state: unknown) => Tensors,
): void => {
  const step = run((now: Tensors, state: unknown, gradient: Tensors, rates: unknown) => {
    const [updates, next] = optimiser.update(gradient, state, now, rates)
    return [transformations.applyUpdates(now, updates), next] as const
  })
  let now = tensorsIn(params)
  let state = optimiser.init(now)
  gradients.forEach((gradient, at) => {
    ;[now, state] = step(now, state, gradient, optimiser.rates(at))
    for (const [name, want] of Object.entries(trajectory[at]!))
      expectStored(seen(now, state)[name], want, `${name} after step ${at}`)
  })
}

export const optimisers = family<OptimiserCase>((one, run) =>
  checkSteps(optimiserOf(one.config), one.gradients.map(tensorsIn), one, run, params => params),
)

interface AverageCase extends Steps {
  readonly updates: readonly Arrays[]
}

/** Given are the parameters at each step, and not how they got there. */
export const parameterAverage = family<AverageCase>((one, run) => {
  const { chain, averageParameters } = transformations
  const to: AnyOptimiser = {
    ...transformations.identity,
    update: (next, state, params) => [tree.zipWith(op.sub)(next, params), state],
  }
  const average = chain(to, averageParameters(one.config.decay))
  type State = readonly [unknown, { readonly average: Tensors }]
  checkSteps(average, one.updates.map(tensorsIn), one, run, (_, state) => (state as State)[1].average)
})

interface ClippingCase {
  readonly name: string
  readonly config: Case['config']
  readonly inputs: Arrays
  readonly aux?: { readonly global_norm: Stored }
  readonly output: Arrays
}

export const clipping = family<ClippingCase>(({ config, inputs, aux, output }, run) => {
  const { clipByGlobalNorm, clipByValue, globalNorm } = transformations
  const gradients = tensorsIn(inputs)
  const clip =
    config.kind === 'global_norm'
      ? clipByGlobalNorm(config.max_norm)
      : config.kind === 'value'
        ? clipByValue(config.clip_value)
        : unknown('kind of clipping', config.kind)
  const clipped = run((g: Tensors) => clip.update(g, {}, g, {})[0])(gradients)
  for (const [name, want] of Object.entries(output)) expectStored(clipped[name], want, name)
  if (aux !== undefined) expectStored(run(globalNorm)(gradients), aux.global_norm, 'the norm')
})
