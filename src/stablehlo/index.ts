/**
 * `pullback/stablehlo`: programs and training steps as modules of StableHLO, which XLA runs on one machine or many.
 *
 * @module
 */
export type { Manifest, ManifestInput, ManifestOutput, Role } from './manifest.ts'
export { type ModuleArgument, type StableHloModule, type StableHloOptions, stablehlo } from './stablehlo.ts'
export { type StepOptions, stablehloStep } from './training.ts'
