import { describe } from 'vitest'
import { cachedLaws } from '../../laws/layer/combinator/cached.ts'
import { checkpointedLaws } from '../../laws/layer/combinator/checkpointed.ts'
import { composeLaws } from '../../laws/layer/combinator/compose.ts'
import { frozenLaws } from '../../laws/layer/combinator/frozen.ts'
import { spectralNormLaws, weightNormLaws } from '../../laws/layer/combinator/normedWeights.ts'
import { fanoutLaws, parallelLaws, residualLaws } from '../../laws/layer/combinator/product.ts'
import { reparametriseLaws } from '../../laws/layer/combinator/reparametrise.ts'
import { type Times, tiedLaws } from '../../laws/layer/combinator/tied.ts'
import { type Combine, chained, forget, type TreeLayer } from '../../laws/layer/same.ts'
import {
  cached,
  checkpointed,
  evaluation,
  fanout,
  frozen,
  op,
  parallel,
  random,
  reparametrise,
  residual,
  smooth,
  spectralNorm,
  type Tensor,
  tied,
  tree,
  weightNorm,
} from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'
import { repull, rerun } from './wrongLayer.ts'

const fanoutOf = fanout as unknown as Combine
const parallelOf = parallel as unknown as Combine
const tiedLayers = tied as unknown as Times

const combinators: readonly Mutant[] = [
  {
    name: 'a residual whose pullback drops the shortcut',
    mutant: residualLaws(layer =>
      repull(forget(residual(layer as never)), (_, ...xs) => layer.run(...xs)[1]),
    ),
    twin: residualLaws(),
    killedBy: ['9a', '9c'],
  },
  {
    name: 'a residual whose pullback drops the layer',
    mutant: residualLaws(layer => repull(forget(residual(layer as never)), own => dy => [own(dy)[0], dy])),
    twin: residualLaws(),
    killedBy: ['9a', '9c'],
  },
  {
    name: 'a fan-out whose pullback keeps the last cotangent only',
    mutant: fanoutLaws((...layersIn) =>
      repull(fanoutOf(...layersIn), (own, params, x, state, context) => dbs => {
        const last = layersIn.length - 1
        const at = (all: tree.Tree): tree.Tree => (all as readonly tree.Tree[])[last] as tree.Tree
        const [, pullback] = (layersIn[last] as TreeLayer).run(at(params), x, at(state), context)
        return [own(dbs)[0], pullback(at(dbs))[1]]
      }),
    ),
    twin: fanoutLaws(),
    killedBy: ['8'],
  },
  {
    name: 'a composition that swaps the gradients of its layers',
    mutant: composeLaws((...layersIn) =>
      repull(chained(...layersIn), own => dy => {
        const [dp, dx] = own(dy)
        return [Array.isArray(dp) ? [...dp].reverse() : dp, dx]
      }),
    ),
    twin: composeLaws(),
    killedBy: ['15'],
  },
  {
    name: 'a composition that gives every layer the key of the first',
    mutant: composeLaws((...layersIn) => ({
      ...chained(...layersIn),
      init: (k, dtype) => {
        const own = chained(...layersIn).init(k, dtype)
        const same = layersIn.map(layer => layer.init(random.foldIn(0)(k), dtype).params)
        return Array.isArray(own.params) ? { params: same, state: own.state } : own
      },
    })),
    twin: composeLaws(),
    killedBy: ['25a'],
  },
  {
    name: 'a composition that runs its layers twice',
    mutant: composeLaws((...layersIn) =>
      rerun(chained(...layersIn), own => (...xs) => {
        own(...xs)
        return own(...xs)
      }),
    ),
    twin: composeLaws(),
    killedBy: ['6'],
  },
  {
    name: 'a composition that does not keep the new state',
    mutant: composeLaws((...layersIn) =>
      rerun(chained(...layersIn), own => (p, x, state, context) => {
        const [y, pullback] = own(p, x, state, context)
        return [y, pullback, state]
      }),
    ),
    twin: composeLaws(),
    killedBy: ['15'],
  },
  {
    name: 'a parallel that swaps its cotangents',
    mutant: parallelLaws((...layersIn) => ({
      ...parallelOf(...layersIn),
      run: (...xs) => {
        const [y, pullback, next] = parallelOf(...layersIn).run(...xs)
        return [y, dbs => [pullback(dbs)[0], [...(pullback(dbs)[1] as readonly tree.Tree[])].reverse()], next]
      },
    })),
    twin: parallelLaws(),
    killedBy: ['7a'],
  },
  {
    name: 'a reparametrisation whose gradient does not go through it',
    mutant: reparametriseLaws(
      alpha => layer =>
        repull(forget(reparametrise(alpha as never)(layer)), (_, q, x, state, context) => {
          const [params] = alpha.map(q)
          return layer.run(params, x, state, context)[1]
        }),
    ),
    twin: reparametriseLaws(),
    killedBy: ['26c'],
  },
  {
    name: 'a weight norm that begins with other lengths',
    mutant: weightNormLaws(layer => {
      const normed = forget(weightNorm()(layer))
      const longer = (params: tree.Tree): tree.Tree =>
        tree.map((leaf: tree.Leaf, path: readonly (string | number)[]) =>
          path.at(-1) === 'g' ? op.scale(2)(leaf as Tensor) : leaf,
        )(params)
      return {
        ...normed,
        init: (...xs) => {
          const { params, state } = normed.init(...xs)
          return { params: longer(params), state }
        },
      }
    }),
    twin: weightNormLaws(),
    killedBy: ['26d'],
  },
  {
    name: 'a spectral norm that forgets its vectors',
    mutant: spectralNormLaws(
      iterations => layer =>
        rerun(forget(spectralNorm({ iterations })(layer)), own => (params, x, state, context) => {
          const [y, pullback] = own(params, x, state, context)
          return [y, pullback, state]
        }),
    ),
    twin: spectralNormLaws(),
    killedBy: ['26g'],
  },
  {
    name: 'a spectral norm whose gradient takes the singular value for a constant',
    mutant: spectralNormLaws(iterations => layer => {
      const normed = forget(spectralNorm({ iterations })(layer))
      return repull(normed, (own, params, _x, state, context) => dy => {
        const ones = op.eye(3, { dtype: 'f64' }) as Tensor
        const [w] = normed.run(params, ones, state, context)
        const plain = (params as { readonly w: Tensor }).w
        return [{ w: op.div(op.mul(dy as Tensor, w as Tensor), plain) }, own(dy)[1]]
      })
    }),
    twin: spectralNormLaws(),
    killedBy: ['26h'],
    survives: ['26g'],
  },
  {
    name: 'a tied layer that overwrites its gradient instead of adding',
    mutant: tiedLaws(
      times => layer =>
        repull(tiedLayers(times)(layer), (own, params, x, state, context) => dy => {
          const [, pullback] = layer.run(
            params,
            tiedLayers(Math.max(times - 1, 1))(layer).run(params, x, state, context)[0],
            state,
            context,
          )
          return [pullback(dy)[0], own(dy)[1]]
        }),
    ),
    twin: tiedLaws(),
    killedBy: ['27a', '27c', '37a'],
  },
  {
    name: 'a tied layer that averages its gradient',
    mutant: tiedLaws(
      times => layer =>
        repull(tiedLayers(times)(layer), own => dy => {
          const [dp, dx] = own(dy)
          return [smooth.scaleCotangent(1 / times)(dp), dx]
        }),
    ),
    twin: tiedLaws(),
    killedBy: ['27a', '27c'],
  },
  {
    name: 'a frozen layer that moves',
    mutant: frozenLaws(
      model => layer =>
        rerun(forget(frozen(model as never)(layer)), own => (p, x, state, context) => {
          const [y, pullback, next] = own(p, x, state, context)
          const moved = smooth.scaleCotangent(0.5)((next as { readonly frozen: tree.Tree }).frozen)
          return [y, pullback, { ...(next as object), frozen: moved } as tree.Tree]
        }),
    ),
    twin: frozenLaws(),
    killedBy: ['28a', '28b'],
  },
  {
    name: 'a frozen layer that leaves its parameters to the optimiser',
    mutant: frozenLaws(() => layer => layer),
    twin: frozenLaws(),
    killedBy: ['28c'],
  },
  {
    name: 'a frozen layer that stops the cotangent of its input',
    mutant: frozenLaws(
      model => layer =>
        repull(forget(frozen(model as never)(layer)), own => dy => {
          const [dp, dx] = own(dy)
          return [dp, smooth.scaleCotangent(0)(dx)]
        }),
    ),
    twin: frozenLaws(),
    killedBy: ['28b'],
  },
  {
    name: 'a network that begins each part of a sequence anew',
    mutant: cachedLaws(options => layer => {
      const own = forget(cached(options)(layer))
      return {
        ...own,
        run: (params, input, state, context) => {
          const [y, pull] = own.run(params, input, state, context)
          return [y, pull, state]
        },
      }
    }),
    twin: cachedLaws(),
    killedBy: ['Y1'],
  },
  {
    name: 'a network that takes any part of a sequence for the whole',
    mutant: cachedLaws(() => layer => layer),
    twin: cachedLaws(),
    killedBy: ['Y1', 'Y3'],
    survives: ['Y2'],
  },
  {
    name: 'a network for parts of a sequence that forgets the cotangent of its input',
    mutant: cachedLaws(options => layer => {
      const own = forget(cached(options)(layer))
      return {
        ...own,
        run: (params, input, state, context) => {
          const [y, pull, next] = own.run(params, input, state, context)
          return [y, dy => [pull(dy)[0], smooth.scaleCotangent(0)(input)], next]
        },
      }
    }),
    twin: cachedLaws(),
    killedBy: ['Y2'],
  },
  {
    name: 'a checkpointed layer that keeps everything',
    mutant: checkpointedLaws(layer => layer as never),
    twin: checkpointedLaws(),
    killedBy: ['D11b'],
    survives: ['D11a'],
  },
  {
    name: 'a checkpointed layer that computes anew in evaluation what it computed in training',
    mutant: checkpointedLaws(
      layer =>
        repull(forget(checkpointed(layer)), (_, params, input, state) => {
          return forget(layer).run(params, input, state, evaluation)[1]
        }) as never,
    ),
    twin: checkpointedLaws(),
    killedBy: ['D11a'],
  },
]

describe('combinators', () => testMutants(combinators))
