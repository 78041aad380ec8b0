/**
 * A transformer that predicts the next character from those before it: attention, layer norms, and products of all shapes.
 *
 * @module
 */
import { evaluate } from 'fp-ts/lib/State.js'
import {
  type AnyTensor,
  adam,
  compose,
  dense,
  embedding,
  key,
  label,
  layerNorm,
  learnedPositions,
  repeat,
  softmaxCrossEntropy,
  supervised,
  toValues,
  transformerEncoderBlock,
  tree,
} from 'pullback'
import { randint, randomState } from 'pullback/numpy'
import type { LoadedArray, LoadedJob } from '../contest/job.ts'
import { type Learner, labels, trains } from '../pullback/learner.ts'
import { type Transformer, type Values, valuesIn, valuesOf } from '../start/problem.ts'
import type { Case } from './case.ts'

const [batches, rate] = [8, 0.001]
export const vocabulary = 64
const [width, heads] = [128, 4] as const

/** How much there is of everything. */
interface Sizes {
  readonly blocks: number
  /** How many texts, and how many characters of each. */
  readonly batch: number
  readonly context: number
}

/** The network. */
export const characterModel = ({ blocks, context }: Sizes) =>
  compose(
    label('characters')(embedding(vocabulary, width)),
    label('positions')(learnedPositions(context, width)),
    label('blocks')(repeat(blocks)(transformerEncoderBlock(width, heads, { causal: true }))),
    label('norm')(layerNorm(width)),
    label('next')(dense(width, vocabulary)),
  )

/** The characters of all texts from a place on, as many as the context has. */
const charactersFrom = (place: number, texts: Int32Array, { batch, context }: Sizes): Values =>
  valuesOf(
    texts.filter((_, i) => i % (context + 1) >= place && i % (context + 1) < place + context),
    batches,
    batch,
    context,
  )

// The characters are drawn at random: how long a step takes does not depend on what there is to learn.
export const transformerProblem = (sizes: Sizes): Transformer => {
  const { blocks } = sizes
  const count = batches * sizes.batch * (sizes.context + 1)
  const texts = evaluate(randomState(0))(randint(0, vocabulary, [count]))
  const { params } = characterModel(sizes).init(key(0), 'f64')
  return {
    kind: 'transformer',
    rate,
    heads,
    params: Object.fromEntries(
      tree.entries(params).flatMap(({ path: [first, ...rest], leaf }) => {
        const { shape, values } = valuesIn(leaf as AnyTensor)
        if (first !== 'blocks') return [[[first, ...rest].join('.'), { shape, values }]]
        const size = values.length / blocks
        return Array.from({ length: blocks }, (_, i) => [
          ['blocks', i, ...rest].join('.'),
          valuesOf(values.slice(i * size, (i + 1) * size), ...shape.slice(1)),
        ])
      }),
    ),
    inputs: charactersFrom(0, toValues(texts) as Int32Array, sizes),
    targets: charactersFrom(1, toValues(texts) as Int32Array, sizes),
  }
}

/** Parameters by block, as peers take them, as stacks of all blocks. */
export const stackedBlocks = (params: LoadedJob['params']): LoadedJob['params'] => {
  const placeOf = (name: string): string => name.replace(/^blocks\.\d+\./, 'blocks.')
  const names = [...new Set(Object.keys(params).map(placeOf))]
  return Object.fromEntries(
    names.map(name => {
      const own = Object.entries(params).filter(([each]) => placeOf(each) === name)
      const all = own.map(([, array]) => array) as [LoadedArray, ...LoadedArray[]]
      const [{ shape, elements }] = all
      if (!name.startsWith('blocks.')) return [name, all[0]]
      const joined = new (elements.constructor as Float32ArrayConstructor)(all.length * elements.length)
      all.forEach((array, i) => {
        joined.set(array.elements, i * elements.length)
      })
      return [name, { shape: [all.length, ...shape], elements: joined }]
    }),
  )
}

const learnerOf = (sizes: Sizes): Learner => {
  const learner = trains(supervised(softmaxCrossEntropy({}))(characterModel(sizes)), adam(rate), labels)
  return (runner, job) => learner(runner, { ...job, params: stackedBlocks(job.params) })
}

const whole: Sizes = { blocks: 4, batch: 16, context: 128 }

/** `transformer`. */
export const transformer: Case = {
  name: 'transformer',
  about: '4 blocks of width 128 with 4 heads on 16 texts of 128 characters, Adam',
  dtypes: ['f32', 'f64'],
  steps: 3,
  problem: () => transformerProblem(whole),
  heavy: true,
  learner: learnerOf(whole),
}

/** `blocks-2` to `blocks-24`: few and short texts, so that preparing the first step takes longer than the step. */
export const transformersByDepth: readonly Case[] = [2, 4, 8, 16, 24].map(blocks => {
  const sizes = { blocks, batch: 4, context: 32 }
  return {
    name: `blocks-${blocks}`,
    about: `${blocks} blocks of width 128 with 4 heads on 4 texts of 32 characters, Adam`,
    dtypes: ['f32'],
    steps: 3,
    problem: () => transformerProblem(sizes),
    heavy: true,
    learner: learnerOf(sizes),
    peers: ['torch', 'torch-1', 'jax'],
    growth: { family: 'blocks', unit: 'blocks', size: blocks, preparation: true, patience: 2 },
  }
})
