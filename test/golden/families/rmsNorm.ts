import { rmsNorm } from '../../../src/index.ts'
import { family } from '../family.ts'
import type { Case } from '../golden.ts'
import { checkMap, ofLayer } from '../smoothCase.ts'
import { affine } from './layerNorm.ts'

export const rmsNormFamily = family<Case>((one, run) =>
  checkMap(ofLayer(rmsNorm(one.config.dim, { epsilon: one.config.eps }), { params: affine }), one, run),
)
