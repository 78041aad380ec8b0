/**
 * How to write a layer of one's own: from a smooth map, or from a run function with parameters.
 *
 * @module
 */
export { elementwise, fromSmooth, parametric } from './layer.ts'
