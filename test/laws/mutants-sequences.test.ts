import { describe } from 'vitest'
import { tensors } from '../../laws/arbitraries.ts'
import {
  embeddingLaws,
  learnedPositionsLaws,
  paddedEmbeddingLaws,
  rotaryPositionsLaws,
} from '../../laws/layer/attention/positions.ts'
import { selfAttentionLaws } from '../../laws/layer/attention/selfAttention.ts'
import { sharedKeysLaws } from '../../laws/layer/attention/sharedKeys.ts'
import { layerNormLaws, rmsNormLaws } from '../../laws/layer/normalisation/rows.ts'
import { scanLaws } from '../../laws/layer/recurrent/recurrence.ts'
import { forget, type TreeLayer } from '../../laws/layer/same.ts'
import {
  embedding,
  layerNorm,
  learnedPositions,
  op,
  rmsNorm,
  rotaryPositions,
  scan,
  selfAttention,
  smooth,
  type Tensor,
  type tree,
} from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'
import { repull, rerun } from './wrongLayer.ts'

type Params = { readonly [name: string]: Tensor }

const shared = forget(selfAttention(8, 4, { keyValueHeads: 2 }))
const sharedKeys = (layer: TreeLayer) =>
  sharedKeysLaws('shared keys', layer, forget(selfAttention(8, 4)), tensors([2, 3, 8]))
/** The second and the third head of queries in each other's place. */
const exchanged = (params: tree.Tree): tree.Tree => {
  const { query } = params as { readonly query: Params }
  const part = (x: Tensor, head: number): Tensor =>
    op.slice([...x.shape.slice(1).fill(0), 2 * head], [...x.shape.slice(0, -1), 2])(x) as Tensor
  const moved = (x: Tensor): Tensor =>
    op.concat(x.shape.length - 1)(...[0, 2, 1, 3].map(head => part(x, head))) as Tensor
  return { ...params, query: { w: moved(query.w as Tensor), b: moved(query.b as Tensor) } }
}
type Pair = readonly [tree.Tree, tree.Tree]

const scanned = scan as unknown as (options: { readonly reverse: boolean }) => (cell: TreeLayer) => TreeLayer
const none = (x: tree.Tree): tree.Tree => smooth.scaleCotangent(0)(x)

const mutants: readonly Mutant[] = [
  {
    name: 'a layer norm whose pullback takes mean and variance for constants',
    mutant: layerNormLaws((n, options) =>
      repull(forget(layerNorm(n, options)), (own, params) => dy => {
        const along = op.broadcast<number, readonly number[]>((dy as Tensor).shape)
        return [own(dy)[0], op.mul(dy as Tensor, along((params as Params).scale!) as Tensor)]
      }),
    ),
    twin: layerNormLaws(),
    killedBy: ['35n'],
  },
  {
    name: 'a layer norm that forgets ε',
    mutant: layerNormLaws(n => forget(layerNorm(n, { epsilon: 0.5 }))),
    twin: layerNormLaws(),
    killedBy: ['35l'],
  },
  {
    name: 'an RMS norm that centres',
    mutant: rmsNormLaws((n, options) =>
      rerun(forget(rmsNorm(n, options)), own => (params, x, ...rest) => {
        const rows = x as Tensor
        const mean = op.scale(1 / n)(op.sum([1])(rows) as Tensor)
        return own(
          params,
          op.sub(rows, op.broadcastAlong<number, readonly number[]>(rows.shape, [0])(mean)),
          ...rest,
        )
      }),
    ),
    twin: rmsNormLaws(),
    killedBy: ['35o'],
  },
  {
    name: 'an embedding whose rows get the cotangent of one place only',
    mutant: embeddingLaws(
      repull(forget(embedding(3, 2)), own => dy => {
        const [, dx] = own(dy)
        const first = op.slice([0, 0, 0], [1, 1, 2])(dy as Tensor) as Tensor
        return [{ w: op.concat(0)(...Array(3).fill(op.reshape([1, 2])(first))) as Tensor }, dx]
      }),
    ),
    twin: embeddingLaws(),
    killedBy: ['29f'],
  },
  {
    name: 'an embedding whose padding learns',
    mutant: paddedEmbeddingLaws(padding => ({
      ...forget(embedding(3, 2, { padding })),
      run: forget(embedding(3, 2)).run,
    })),
    twin: paddedEmbeddingLaws(),
    killedBy: ['29o'],
    survives: ['29n'],
  },
  {
    name: 'learned positions that begin at the end of the table',
    mutant: learnedPositionsLaws(
      rerun(forget(learnedPositions(5, 6)), own => (params, x, ...rest) => {
        const w = (params as Params).w!
        const rows = Array.from({ length: 5 }, (_, i) => op.slice([4 - i, 0], [1, 6])(w) as Tensor)
        return own({ w: op.concat(0)(...rows) as Tensor }, x, ...rest)
      }),
    ),
    twin: learnedPositionsLaws(),
    killedBy: ['R1'],
  },
  {
    name: 'rotations that count from one',
    mutant: rotaryPositionsLaws((offset, pairs) =>
      forget(rotaryPositions(6, { base: 100, offset: offset + 1, pairs })),
    ),
    twin: rotaryPositionsLaws(),
    killedBy: ['R7'],
    survives: ['R5', 'R6'],
  },
  {
    name: 'rotations whose pullback rotates on',
    mutant: rotaryPositionsLaws((offset, pairs) => {
      const layer = forget(rotaryPositions(6, { base: 100, offset, pairs }))
      return repull(layer, (_, params, __, state, context) => dy => [
        params,
        layer.run(params, dy, state, context)[0],
      ])
    }),
    twin: rotaryPositionsLaws(),
    killedBy: ['R6'],
    survives: ['R5', 'R7'],
  },
  {
    name: 'attention that is causal only by name',
    mutant: selfAttentionLaws(({ padding = false }) =>
      forget(selfAttention(4, 2, { padding: padding as true })),
    ),
    twin: selfAttentionLaws(),
    killedBy: ['33'],
  },
  {
    name: 'attention that sees padding',
    mutant: selfAttentionLaws(({ causal = false, padding = false }) => {
      const layer = forget(selfAttention(4, 2, { causal, padding: padding as true }))
      return padding
        ? rerun(layer, own => (params, input, ...rest) => {
            const [x, mask] = input as readonly [Tensor, Tensor]
            return own(params, [x, op.equal(mask, mask) as never], ...rest)
          })
        : layer
    }),
    twin: selfAttentionLaws(),
    killedBy: ['33b', '33c'],
  },
  {
    name: 'shared keys whose groups are the remainders of the heads',
    mutant: sharedKeys(
      rerun(
        shared,
        own =>
          (params, ...rest) =>
            own(exchanged(params), ...rest),
      ),
    ),
    twin: sharedKeys(shared),
    killedBy: ['32g'],
  },
  {
    name: 'shared keys whose gradient is that of one copy',
    mutant: sharedKeys(
      repull(shared, own => db => {
        const [dp, dx] = own(db)
        const { key } = dp as { readonly key: Params }
        return [{ ...dp, key: { ...key, w: op.scale(0.5)(key.w as Tensor) } }, dx]
      }),
    ),
    twin: sharedKeys(shared),
    killedBy: ['32g'],
  },
  {
    name: 'a scan that drops the cotangent of the carry',
    mutant: scanLaws(
      options => cell =>
        scanned(options)(
          repull(cell, own => db => {
            const [dp, pair] = own(db)
            const [dx, dcarry] = pair as unknown as Pair
            return [dp, [dx, none(dcarry)]]
          }),
        ),
    ),
    twin: scanLaws(),
    killedBy: ['37c'],
  },
  {
    name: 'a scan whose parameters get the gradient of the last time only',
    mutant: scanLaws(options => cell => {
      const whole = scanned(options)(cell)
      return repull(whole, (own, params, input, state, context) => db => {
        const [, dinput] = own(db)
        const [xs, h] = input as unknown as readonly [Tensor, tree.Tree]
        const [dys, dlast] = db as unknown as readonly [Tensor, tree.Tree]
        const t = (xs.shape[1] as number) - 1
        const last = (x: Tensor): Tensor =>
          op.slice(
            [0, t, 0],
            x.shape.map((n, axis) => (axis === 1 ? 1 : n)),
          )(x) as Tensor
        const [, pull] = whole.run(params, [last(xs), h], state, context)
        return [pull([last(dys), dlast])[0], dinput]
      })
    }),
    twin: scanLaws(),
    killedBy: ['37d'],
    survives: ['37c'],
  },
]

describe('layers of sequences', () => testMutants(mutants))
