import { embedding } from '../../../src/index.ts'
import { family } from '../family.ts'
import type { Case } from '../golden.ts'
import { checkMap, ofLayer, type Tensors } from '../smoothCase.ts'

export const embeddingFamily = family<Case>((one, run) => {
  const layer = embedding(one.config.num_embeddings, one.config.embedding_dim)
  const params = {
    arrange: ({ weight }: Tensors) => ({ w: weight }),
    restore: ({ w }: Tensors) => ({ weight: w! }),
  }
  checkMap(ofLayer(layer, { params, input: 'indices' }), one, run)
})
