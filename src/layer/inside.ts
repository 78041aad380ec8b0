/**
 * What combinators are made of, for those who look into them.
 *
 * @module
 */
import type { AnyLayer, Inside } from './layer.ts'

/** What a combinator of one layer is made of. */
export const insideOne = (
  segment: string,
  layer: AnyLayer,
  rebuild: (layer: AnyLayer) => AnyLayer,
): Inside => ({
  parts: [{ segment, layer }],
  rebuild: ([other]) => rebuild(other as AnyLayer),
})

/** What a layer is made of that runs another one in its own way and adds nothing to it. */
export const insideThrough = (
  layer: AnyLayer,
  rebuild: (layer: AnyLayer) => AnyLayer,
): { readonly inside?: Inside } =>
  layer.inside === undefined
    ? {}
    : {
        inside: {
          parts: layer.inside.parts,
          rebuild: others => rebuild((layer.inside as Inside).rebuild(others)),
        },
      }
