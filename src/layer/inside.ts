/**
 * The layers inside a combinator, for functions that inspect it.
 *
 * @module
 */
import type { AnyLayer, Inside } from './layer.ts'
import { type Untyped, untyped } from './typed.ts'

/** What a combinator of one layer is made of. */
export const insideOne = (
  segment: string,
  layer: AnyLayer,
  rebuild: (layer: Untyped) => AnyLayer,
): Inside => ({
  parts: [{ segment, layer }],
  rebuild: ([other]) => rebuild(untyped(other as AnyLayer)),
})

/** What a layer is made of that runs another one in its own way and adds nothing to it. */
export const insideThrough = (
  layer: AnyLayer,
  rebuild: (layer: Untyped) => AnyLayer,
): { readonly inside?: Inside } =>
  layer.inside === undefined
    ? {}
    : {
        inside: {
          parts: layer.inside.parts,
          rebuild: others => rebuild(untyped((layer.inside as Inside).rebuild(others))),
        },
      }
