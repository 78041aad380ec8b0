import { embedding } from '../../../src/index.ts'
import { family, only } from '../family.ts'
import type { Case } from '../golden.ts'
import { type CaseMap, checkMap, ofLayer, type Tensors } from '../smoothCase.ts'

const params = {
  arrange: ({ weight }: Tensors) => ({ w: weight }),
  restore: ({ w }: Tensors) => ({ weight: w! }),
}

/** An embedding whose sizes are those of its table; a padding below 0 is counted from its end. */
export const embedded = (one: Case): CaseMap => {
  const { config } = one
  const [vocabulary, width] = one.params.weight!.shape as readonly [number, number]
  for (const [names, size] of [
    [['num_embeddings', 'vocabulary'], vocabulary],
    [['embedding_dim', 'width', 'features'], width],
  ] as const)
    for (const name of names) if (config[name] !== undefined) only(name, config[name], size)
  for (const name of ['scale_grad_by_freq', 'sparse'])
    if (config[name] !== undefined) only(name, config[name], false)
  if (config.max_norm !== undefined) only('max_norm', config.max_norm, null)
  const padding: number | null | undefined = config.padding ?? config.padding_idx
  const given =
    padding === undefined || padding === null ? {} : { padding: padding < 0 ? padding + vocabulary : padding }
  return ofLayer(embedding(vocabulary, width, given), {
    params,
    input: one.inputs.indices === undefined ? 'x' : 'indices',
  })
}

export const embeddingFamily = family<Case>((one, run) => checkMap(embedded(one), one, run))
