import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogue, namespaces } from '../../laws/catalogue/catalogue.ts'
import type { Entries, Entry } from '../../laws/catalogue/entry.ts'
import { customLayerCatalogue, layerCatalogue, layerFamilies } from '../../laws/catalogue/layers.ts'
import { allLaws } from '../../laws/index.ts'
import * as exported from '../../src/index.ts'

const pullback: Readonly<Record<string, unknown>> = { ...exported }

const isNamespace = (x: unknown): boolean => Object.prototype.toString.call(x) === '[object Module]'

test('every export has its laws in the catalogue, or a reason why it has none', () => {
  const named = Object.entries(pullback).filter(([, x]) => !isNamespace(x))
  expect(Object.keys(catalogue).sort()).toEqual(named.map(([name]) => name).sort())
})

test.each(Object.entries(namespaces))('so has every export of %s', (name, entries) => {
  expect(Object.keys(entries).sort()).toEqual(Object.keys(pullback[name] as object).sort())
})

const entries = [catalogue, ...Object.values(namespaces)].flatMap(part => Object.entries<Entry>(part))

test.each(entries)('%s: laws that are laws, or a reason as a sentence', (_, entry) => {
  if ('reason' in entry) expect(entry.reason.split(' ').length).toBeGreaterThan(1)
  else {
    const sets = entry.laws()
    expect(sets.length).toBeGreaterThan(0)
    for (const set of sets) {
      const ids = allLaws(set).map(({ id }) => id)
      expect(ids.length, set.name).toBeGreaterThan(0)
      expect(new Set(ids).size, `${set.name} has a law id twice`).toBe(ids.length)
    }
  }
})

test('every family of layers has its file of tests', () => {
  const files = readdirSync(join(import.meta.dirname, 'layers')).filter(file => file.endsWith('.test.ts'))
  expect(files.sort()).toEqual(
    Object.keys(layerFamilies)
      .map(family => `${family}.test.ts`)
      .sort(),
  )
  const all = Object.assign({}, ...Object.values(layerFamilies))
  expect(Object.keys(all).sort()).toEqual(Object.keys({ ...layerCatalogue, ...customLayerCatalogue }).sort())
})

test('an export without an entry does not compile', () => {
  // @ts-expect-error: b has no entry
  const incomplete: Entries<{ a: unknown; b: unknown }> = { a: { reason: 'for this test' } }
  expect(Object.keys(incomplete)).toEqual(['a'])
})
