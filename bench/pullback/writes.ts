/**
 * A network that writes, character by character, with a cache of keys and values.
 *
 * @module
 */
import {
  cached,
  fromValues,
  type Integers,
  type Key,
  key,
  type Layer,
  op,
  predict,
  predictWithState,
  random,
  scalar,
  type Tensor,
  type Tree,
  toValues,
  zeros,
} from 'pullback'
import { type Learner, modelFrom, tensorOf } from './learner.ts'

type Texts = Integers<[number, number]>

/** What is carried while characters are drawn. */
interface Writing {
  readonly cache: Tree
  readonly token: Integers<[1, 1]>
  readonly key: Key
}

/** What is carried while given characters are scored. */
interface Scoring {
  readonly cache: Tree
  readonly position: Integers<[]>
  readonly losses: Tensor<[number]>
}

/** `-log softmax(scores)` at the targets, for scores of so many rows. */
const crossEntropies = (scores: Tensor<[number, number]>, targets: Integers<[number]>): Tensor<[number]> =>
  op.sub(op.logSumExp([1])(scores) as Tensor<[number]>, op.takeAlong(scores, targets))

/** Writes with a network of so many positions; for losses it scores the job's characters. */
export const writes =
  <P>(network: Layer<Texts, unknown, P>, vocabulary: number, capacity: number): Learner =>
  ({ iterating, mode }, job) => {
    if (iterating === undefined) return null
    const model = modelFrom(network, job)
    const { params } = model
    const writer = cached({ capacity })(network) as unknown as Layer<Texts, Tensor, P, Tree>
    const begun = writer.init(key(0), job.dtype).state
    const [texts, targets] = [tensorOf(job.inputs!), tensorOf(job.targets!)].map(
      x => op.reshape([1, capacity])(op.slice([0, 0, 0], [1, 1, capacity])(x as Texts)) as Texts,
    ) as [Texts, Texts]
    const scoresOf = (cache: Tree, token: Texts) => {
      const [scores, next] = predictWithState(writer, { params, state: cache })(token as never)
      return [op.reshape([1, vocabulary])(scores as Tensor), next] as const
    }
    const write = ({ cache, token, key }: Writing): Writing => {
      const [scores, next] = scoresOf(cache, token)
      const drawn = random.categorical([1, 1], op.reshape([vocabulary])(scores))(key)
      return { cache: next, token: drawn, key: random.foldIn(0)(key) }
    }
    const score = ({ cache, position, losses }: Scoring): Scoring => {
      const [token, target] = [texts, targets].map(x => op.dynamicSlice([1, 1])(x, [0, position])) as [
        Texts,
        Texts,
      ]
      const [scores, next] = scoresOf(cache, token)
      return {
        cache: next,
        position: op.add(position, scalar(1, 'i32')),
        losses: op.dynamicUpdateSlice(losses, crossEntropies(scores, op.reshape([1])(target)), [position]),
      }
    }
    const inWhole = (): readonly number[] => {
      const scores = op.reshape([capacity, vocabulary])(predict(network, model)(texts as never) as Tensor)
      return Array.from(toValues(crossEntropies(scores, op.reshape([capacity])(targets))))
    }
    return {
      begin: () => {
        const token = fromValues([1, 1], [0], 'i32')
        let writing: ReturnType<typeof iterating<Writing>> | null = null
        let at = 0
        return {
          losses: steps => {
            // The whole text at once is what the cache is held to.
            if (mode === 'eager') return inWhole().slice(0, steps)
            const losses = zeros([capacity], job.dtype) as Tensor<[number]>
            const scoring = iterating(score, { cache: begun, position: scalar(0, 'i32'), losses })
            scoring.advance(steps)
            return Array.from(toValues(scoring.state().losses)).slice(0, steps)
          },
          // Engines run at once: what was written need not be looked at, and a copy of the state would be one of all caches.
          advance: steps => {
            writing ??= iterating(write, { cache: begun, token, key: key(1) })
            for (let left = steps; left > 0; ) {
              if (at === capacity) writing.restart()
              at %= capacity
              const now = Math.min(left, capacity - at)
              writing.advance(now)
              at += now
              left -= now
            }
          },
        }
      },
    }
  }
