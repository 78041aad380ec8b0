/**
 * Trees of tensors: what one does with them here, and how they leave the program and come back.
 *
 * @module
 */

export * from '../tree.ts'
export {
  type Mismatch,
  type Plain,
  type PlainTensor,
  restore,
  showMismatches,
  transferable,
} from './restore.ts'
export * from './traversal.ts'
