/**
 * The layers inside a combinator, for functions that inspect it.
 *
 * @module
 */

import { needs, requireArgument } from '../tensor/contract/index.ts'
import { type AnyLayer, type Inside, parts } from './layer.ts'
import { type Untyped, untyped } from './typed.ts'

const aLayer = needs.listOf(needs.layer, 'layers', 1)

/** What a combinator of one layer is made of. */
export const insideOne = (
  segment: string,
  layer: AnyLayer,
  rebuild: (layer: Untyped) => AnyLayer,
  keepsPositions: boolean,
): Inside => ({
  parts: [{ segment, layer }],
  rebuild: others => {
    requireArgument(segment, 'others', aLayer, others)
    return rebuild(untyped(others[0] as AnyLayer))
  },
  keepsPositions,
})

/** What a layer is made of, and for parts of a sequence, that runs another one in its own way and adds nothing to it. */
export const insideThrough = (
  layer: AnyLayer,
  rebuild: (layer: Untyped) => AnyLayer,
): Pick<AnyLayer, 'inside' | typeof parts> => {
  const { inside, [parts]: how } = layer
  return {
    ...(inside === undefined
      ? {}
      : { inside: { ...inside, rebuild: others => rebuild(untyped(inside.rebuild(others))) } }),
    ...(how === undefined
      ? {}
      : { [parts]: how === 'positionwise' ? how : caching => rebuild(untyped(how(caching))) }),
  }
}
