import { describe, test } from 'vitest'
import { lawSetsOf } from '../../laws/catalogue/entry.ts'
import { customLayerCatalogue, layerCatalogue } from '../../laws/catalogue/layers.ts'
import { registerLaws } from '../../laws/index.ts'

/** Into how many files the laws of layers are divided: one worker alone would be at them long after the others are done. */
const parts = 4

/** Registers the laws of every fourth set, so that layers of one kind, and of one cost, are in different files. */
export const registerPart = (part: 0 | 1 | 2 | 3): void => {
  const sets = Object.entries({ layers: layerCatalogue, layer: customLayerCatalogue }).flatMap(
    ([from, entries]) => [...new Map(lawSetsOf(entries).map(([name, set]) => [set, `${from} > ${name}`]))],
  )
  sets.forEach(([set, name], i) => {
    if (i % parts === part) describe(name, () => registerLaws(set, test))
  })
}
