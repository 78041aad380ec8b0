/**
 * How parameters begin.
 *
 * @module
 */
export { constant, zeros } from './constant.ts'
export { glorotNormal, glorotUniform } from './glorot.ts'
export { heNormal, heUniform } from './he.ts'
export { type Fans, fansOf, type Initialiser } from './initialiser.ts'
export { normal, uniform } from './random.ts'
