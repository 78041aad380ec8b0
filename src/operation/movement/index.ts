/**
 * Moving and repeating elements.
 *
 * @module
 */
export { arange, type CreationOptions, eye, linspace, meshgrid } from './create.ts'
export { flip, roll } from './flip.ts'
export { repeat, tile } from './repeat.ts'
export { split, stack } from './stack.ts'
export { tril, triu } from './triangle.ts'
