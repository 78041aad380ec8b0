import { layerNorm } from '../../../src/index.ts'
import { family } from '../family.ts'
import type { Case } from '../golden.ts'
import { type Arrangement, checkMap, ofLayer, type Tensors } from '../smoothCase.ts'

/** The files call a scale a weight, and a shift a bias. */
export const affine: Arrangement = {
  arrange: ({ weight, bias }) => ({ scale: weight, ...(bias === undefined ? {} : { shift: bias }) }),
  restore: ({ scale, shift }: Tensors): Tensors => ({
    weight: scale!,
    ...(shift === undefined ? {} : { bias: shift }),
  }),
}

export const layerNormFamily = family<Case>((one, run) => {
  const { normalized_shape: shape, eps: epsilon, elementwise_affine: isAffine } = one.config
  const layer = isAffine ? layerNorm(shape, { epsilon }) : layerNorm(shape, { epsilon, affine: false })
  checkMap(ofLayer(layer, isAffine ? { params: affine } : {}), one, run)
})
