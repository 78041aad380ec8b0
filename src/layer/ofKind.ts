/**
 * Layers that say what they are to formats that know their like by other names.
 *
 * @module
 */
import { trusted } from '../tensor/contract/index.ts'
import { type AnyLayer, type Kind, kind } from './layer.ts'

/** A layer that says what it is. */
export const ofKind = <L extends AnyLayer>(is: Kind, layer: L): L => trusted({ ...layer, [kind]: is })
