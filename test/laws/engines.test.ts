import { type Engine, wasm } from 'pullback'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { catalogue, namespaces } from '../../laws/catalogue/catalogue.ts'
import { type Entry, lawSetsOf } from '../../laws/catalogue/entry.ts'
import { allLaws, checkLaw, type Law, type LawSet } from '../../laws/index.ts'
import { sizeLaws } from '../../laws/program/sizes.ts'
import { trespasses } from '../engine/guards.ts'
import { inChunks, with64Bits, withBlas } from '../engines.ts'

vi.mock('../../src/plan/layout.ts', async original => {
  const real = await original<typeof import('../../src/plan/layout.ts')>()
  const { guardedPlace } = await import('../engine/guards.ts')
  return { ...real, place: guardedPlace(real.place) }
})
vi.mock('../../src/wasm/memoryPool.ts', async original => {
  const real = await original<typeof import('../../src/wasm/memoryPool.ts')>()
  const { guardedGiveMemory, guardedTakeMemory } = await import('../engine/guards.ts')
  return {
    ...real,
    takeMemory: guardedTakeMemory(real.takeMemory),
    giveMemory: guardedGiveMemory(real.giveMemory),
  }
})

// However small a step is, it is divided, or given to the library: the laws' samples are small.
const engines: readonly (readonly [string, Engine])[] = [inChunks, with64Bits, ...withBlas].map(engine => [
  engine.name,
  engine,
])

// Several namespaces have an identity, say, each with laws of its own.
const parts: readonly (readonly [string, Readonly<Record<string, Entry>>])[] = [
  ['', catalogue],
  ...Object.entries(namespaces).map(([name, entries]) => [`${name}.`, entries] as const),
]

/** Law 44 for the engine wasm, by export; made anew, as a law keeps the programs of maps that come again. */
const laws = (): ReadonlyMap<string, readonly (readonly [LawSet, Law])[]> => {
  const sets = parts.flatMap(([prefix, entries]) =>
    lawSetsOf(entries).map(([name, set]) => [set, `${prefix}${name}`] as const),
  )
  const found = [...new Map(sets)].map(([set, name]) => {
    const its = allLaws(set).filter(({ id, statement }) => id.startsWith('44') && statement.includes('wasm'))
    return { name, laws: its.map(law => [set, law] as const) }
  })
  const names = new Set(found.filter(({ laws }) => laws.length > 0).map(({ name }) => name))
  return new Map(
    [...names].map(name => [name, found.filter(each => each.name === name).flatMap(({ laws }) => laws)]),
  )
}

// The laws name the engine wasm; another one takes its place.
describe.each(engines)('law 44 on the engine %s', (_, engine) => {
  beforeAll(() => {
    vi.spyOn(wasm, 'prepare').mockImplementation(engine.prepare)
  })
  beforeEach(() => {
    vi.mocked(wasm.prepare).mockClear()
  })
  afterAll(() => {
    vi.restoreAllMocks()
  })
  test.each([...laws()])('%s', (_, each) => {
    for (const [set, law] of each) {
      // Addresses of 64 bits are all that one of them differs in.
      const report = checkLaw(set, law, { numRuns: engine === with64Bits ? 4 : 20 })
      if (!report.passed) throw new Error(report.message)
    }
    // Nothing was written that no value of a program owns.
    expect(trespasses()).toEqual([])
    // Not the programs of an engine that had its turn before.
    expect(wasm.prepare).toHaveBeenCalled()
  })
})

describe.each([['wasm', wasm] as const, ...engines])('at all sizes, on the engine %s', (_, engine) => {
  const set = sizeLaws(engine)
  test.each(allLaws(set).map(law => [`[${law.id}] ${law.statement}`, law] as const))('%s', (_, law) => {
    trespasses()
    const report = checkLaw(set, law)
    if (!report.passed) throw new Error(report.message)
    expect(trespasses()).toEqual([])
  })
})
