/**
 * Laws of what operations refuse: shapes and element types that do not go together, axes and sizes that there are not, each in a
 * sentence that names the operation, what it was given, and where.
 *
 * @module
 */
import { type LawSet, lawSet } from '../law.ts'
import { alikeRefusals } from './refusal/alike.ts'
import { axisRefusals } from './refusal/axes.ts'
import { cacheRefusals } from './refusal/cache.ts'
import { blockRefusals, rowRefusals } from './refusal/places.ts'
import { productRefusals } from './refusal/products.ts'
import { shapeRefusals } from './refusal/shapes.ts'
import { windowRefusals } from './refusal/windows.ts'

/** Laws of what operations refuse. */
export const refusalLaws: LawSet = lawSet(
  'what operations refuse',
  [
    ...alikeRefusals,
    ...axisRefusals,
    ...productRefusals,
    ...shapeRefusals,
    ...rowRefusals,
    ...blockRefusals,
    ...cacheRefusals,
    ...windowRefusals,
  ],
  [],
  25,
)
