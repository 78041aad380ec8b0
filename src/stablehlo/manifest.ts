/**
 * Manifests, which stand beside modules: the name of each input and output, and its role.
 *
 * @module
 */
import type { Port } from '../exchange/named.ts'
import type { DType } from '../tensor/dtype.ts'
import type { Shape } from '../tensor/shape.ts'

/**
 * What becomes of an input where a module runs on many devices: state is donated, its memory taken for the output of the same name; a
 * batch is sharded, each device having some of its examples; all else is replicated.
 *
 * @category Other machines
 * @since 0.1.0
 */
export type Role = 'donated' | 'sharded' | 'replicated'

/**
 * An output of a module: where it stands in the result, with its shape and element type.
 *
 * @category Other machines
 * @since 0.1.0
 */
export interface ManifestOutput {
  /** `params.0.w` */
  readonly path: string
  readonly shape: Shape
  readonly type: DType
}

/**
 * An input of a module, and its role.
 *
 * @category Other machines
 * @since 0.1.0
 */
export interface ManifestInput extends ManifestOutput {
  readonly role: Role
}

/**
 * The manifest of a module, which is written beside it as JSON. A donated input is fed by the output with its path.
 *
 * @category Other machines
 * @since 0.1.0
 */
export interface Manifest {
  readonly format: 'pullback-stablehlo'
  readonly version: 1
  /** The module's name. */
  readonly name: string
  readonly inputs: readonly ManifestInput[]
  readonly outputs: readonly ManifestOutput[]
}

export const outputOf = ({ name, shape, dtype }: Port, isNarrow: boolean): ManifestOutput => ({
  path: name,
  shape,
  type: isNarrow && dtype === 'f64' ? 'f32' : dtype,
})
