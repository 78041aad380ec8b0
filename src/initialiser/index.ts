/**
 * Initial values of parameters.
 *
 * @module
 */
export { constant, zeros } from './constant.ts'
export { glorotNormal, glorotUniform } from './glorot.ts'
export { heNormal, heUniform } from './he.ts'
export { type Fans, fansOf, type Initialiser } from './initialiser.ts'
export { lecunNormal, lecunUniform } from './lecun.ts'
export { orthogonal } from './orthogonal.ts'
export { normal, uniform } from './random.ts'
export { type TruncatedNormalOptions, truncatedNormal } from './truncatedNormal.ts'
export { gains, type VarianceScalingOptions, varianceScaling } from './varianceScaling.ts'
