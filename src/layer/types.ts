/**
 * Types of the inputs and outputs of layers: `layer.LastAxis<10>`. They are exported beside the namespace as well, since declarations that a
 * compiler writes can name nothing inside of one.
 *
 * @module
 */
export type { Mask, Sequences } from './attention/attention.ts'
export type { Frozen } from './combinator/frozen.ts'
export type { Labelled } from './combinator/label.ts'
export type {
  SingularVectors,
  SpectralNormOptions,
  SpectralNormState,
  VectorsOf,
} from './combinator/spectralNorm.ts'
export type { Observer } from './combinator/tap.ts'
export type { NormedWeight, WeightNormOptions, WeightNormParams } from './combinator/weightNorm.ts'
export type { Halved } from './gate/glu.ts'
export type { Expert, Mixture, MixtureOptions, MixtureParams, MixtureState } from './gate/mixtureOfExperts.ts'
export type { Outcome } from './layer.ts'
export type { Pooled, PooledSequence, PooledVolume } from './pooling/pooling.ts'
export type { Concatenated } from './shape/concatenate.ts'
export type { Examples } from './shape/exampleAxes.ts'
export type { Filled, Sides } from './shape/pad.ts'
export type { AxisRange, Sliced } from './shape/slice.ts'
export type { Exchanged, Reversed, Transposed } from './shape/transpose.ts'
export type {
  Appended,
  Apply,
  Each,
  First,
  Flat,
  ForEachExample,
  Joined,
  LastAxis,
  Longer,
  Mismatch,
  Pairwise,
  Reshaped,
  Same,
  Through,
  TypeFunction,
  WithoutTime,
} from './type/typeFunction.ts'
export type {
  Images,
  PerChannel,
  Resized,
  Size,
  Spread,
  Upsampled,
  VolumeSize,
  Volumes,
  Windowed,
  WindowedSequence,
  WindowedVolume,
} from './window/windowed.ts'
