import { isLeft } from 'fp-ts/lib/Either.js'
import { type Engine, wasm } from 'pullback'
import { blas, showBlasError } from 'pullback/node'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { catalogue, namespaces } from '../../laws/catalogue.ts'
import { type Entry, lawSetsOf } from '../../laws/catalogueEntry.ts'
import { allLaws, checkLaw } from '../../laws/index.ts'
import { crewOf } from '../../src/engine/crew.ts'
import { wasmWith } from '../../src/engine/wasm.ts'

const found = await blas({ measurements: [] })()
if (isLeft(found)) {
  if (process.env.CI === 'true') throw new Error(showBlasError(found.left))
  console.warn(`law 44 is not tried with a BLAS. ${showBlasError(found.left)}`)
}

// However small a step is, it is divided, or given to the library: the laws' samples are small.
const engines: readonly (readonly [string, Engine])[] = [
  ['shares', wasmWith('shares', { crew: crewOf(1), grain: 1 })],
  ...(isLeft(found) ? [] : [['blas', found.right.engine] as const]),
]

const entries: Readonly<Record<string, Entry>> = Object.assign({}, catalogue, ...Object.values(namespaces))
const sets = [...new Map(lawSetsOf(entries).map(([name, set]) => [set, name]))].flatMap(([set, name]) =>
  allLaws(set)
    .filter(({ id }) => id.startsWith('44'))
    .map(law => ({ set, name, law })),
)

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
  const names = [...new Set(sets.map(({ name }) => name))]
  test.each(names)('%s', name => {
    for (const { set, law } of sets.filter(
      each => each.name === name && each.law.statement.includes('wasm'),
    )) {
      const report = checkLaw(set, law, { numRuns: 20 })
      if (!report.passed) throw new Error(report.message)
    }
    // A law keeps the programs of maps that come again: not those of another engine.
    expect(wasm.prepare).toHaveBeenCalled()
  })
})
