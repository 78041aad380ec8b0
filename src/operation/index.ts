/**
 * Operations on tensors: the primitives as functions, and what is composed of them. They do not differentiate; smooth maps and
 * layers, which are written with them, do. Options come first and the tensor last; those of two tensors take both, or the second
 * alone.
 *
 * @module
 */
export * from '../primitive/index.ts'
export * from './reduction/index.ts'
