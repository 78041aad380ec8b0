import { describe, test } from 'vitest'
import { lawSetsOf } from '../../../laws/catalogue/entry.ts'
import { layerFamilies } from '../../../laws/catalogue/layers.ts'
import { registerLaws } from '../../../laws/index.ts'

/** Registers the laws of a family of layers. */
export const registerFamily = (family: keyof typeof layerFamilies): void => {
  // Several exports may share a set, which is tried once.
  const sets = new Map(lawSetsOf(layerFamilies[family]).map(([name, set]) => [set, name]))
  for (const [set, name] of sets) describe(name, () => registerLaws(set, test))
}
