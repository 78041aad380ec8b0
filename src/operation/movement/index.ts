/**
 * Moving and repeating elements.
 *
 * @module
 */
export { flip, roll } from './flip.ts'
export { repeat, tile } from './repeat.ts'
export { split, stack } from './stack.ts'
export { tril, triu } from './triangle.ts'
