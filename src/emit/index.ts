/**
 * `pullback/emit`: trained models, and training, as files that run without this library.
 *
 * @module
 */
export { emit } from './emit.ts'
export { type EmitError, ShowEmitError, showEmitError } from './emitError.ts'
export type { EmitOptions, EmittedFiles } from './files.ts'
export { type EmitStepOptions, emitStep } from './training.ts'
