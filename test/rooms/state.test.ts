import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

// What a module keeps between calls cannot be seen from outside, so that each is named here, with why no result depends on it. What holds
// while something runs (dynamic scope) is in one file, by one mechanism.

const src = join(import.meta.dirname, '..', '..', 'src')

/** What modules keep, by file. */
const kept: Readonly<Record<string, readonly [names: readonly string[], why: string]>> = {
  'primitive/core/scope.ts': [
    ['observer', 'place', 'derivativeOf', 'onTheWayBack', 'recording', 'tracing', 'applying'],
    'dynamic scope: where a run is, who looks on, and whether another run tries it',
  ],
  'primitive/core/bind.ts': [['levels'], 'tracers that nest get levels of their own, in order'],
  'primitive/core/progress.ts': [['placed'], 'errors that say already how far a function came'],
  'smooth/derivative/trial.ts': [['tried'], 'functions that were seen to be pure are not tried again'],
  'primitive/dense/dense.ts': [
    ['made'],
    'code that is made once, and numbers that are written before they are read',
  ],
  'primitive/order/scratch.ts': [['kept'], 'scratch that is written before it is read'],
  'program/wellFormed.ts': [['known'], 'programs that were looked at are not looked at again'],
  'tensor/shape.ts': [['known'], 'equal shapes are one frozen list'],
  'tensor/contract/argument.ts': [['unguarded'], 'which argument a guarded one stands for'],
  'tensor/contract/takes.ts': [['taken'], 'what a function needs, for another that takes the same'],
  'tensor/contract/gives.ts': [['knownMaps', 'known'], 'a thing that was wrapped once is wrapped once'],
  'tensor/contract/methods.ts': [['known'], 'a thing that was wrapped once is wrapped once'],
  'compile/auto.ts': [['hasMemory'], 'the host was seen to have memory'],
  'plan/matmul.ts': [['found'], 'plans that were found once, which depend on nothing but shapes'],
  'random/bulk/bulk.ts': [['vectors'], 'the module that draws many numbers, the same bits as one by one'],
  'wasm/host/features.ts': [['missing', 'found', 'memory64'], 'what the host can do does not change'],
  'wasm/thread/pool.ts': [['hostPools', 'programs'], 'threads are started once, and programs are numbered'],
  'wasm/residents.ts': [['clock', 'residents'], 'which inputs lie in memory already'],
  'wasm/math/vector.ts': [['vector', 'bytes'], 'scratch that is written before it is read'],
  'wasm/binary/bytes.ts': [
    ['f32', 'f64', 'f32Bytes', 'f64Bytes'],
    'scratch that is written before it is read',
  ],
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts'))
  .map(file => file.replaceAll('\\', '/'))

const changing =
  /^(?:export )?(?:let (\w+)|const (\w+)[^=\n]*= new (?:Scope|WeakMap|WeakSet|(?:Map|Set)(?!.*\(\[)|Array|ArrayBuffer|\w+Array)(?:<.*>)?\(.*\)$)/gm

/** The names of what changes at the top of a module; texts of other programs, in backquotes, are not looked at. */
const changingIn = (text: string): readonly string[] =>
  [...text.replaceAll(/`[^`]*`/g, '``').matchAll(changing)].map(
    ([, variable, constant]) => variable ?? constant ?? '',
  )

const found = Object.fromEntries(
  files
    .map(file => [file, changingIn(readFileSync(join(src, file), 'utf8'))] as const)
    .filter(([, names]) => names.length > 0),
)

describe('what modules keep between calls', () => {
  test('is in these files only', () => {
    expect(files.length).toBeGreaterThan(300)
    expect(Object.keys(found).sort()).toEqual(Object.keys(kept).sort())
  })

  test.each(Object.entries(kept))('%s: is named, with a reason', (file, [names, why]) => {
    expect(found[file]).toEqual(names)
    expect(why).not.toBe('')
  })

  test('is found in its forms', () => {
    const text =
      'let n = 0\nexport let m: string\nconst memo = new WeakMap<object, Set<string>>()\nexport const s = new Scope(false)\n'
    expect(changingIn(text)).toEqual(['n', 'm', 'memo', 's'])
    expect(
      changingIn('const names = new Set([1])\n  let inside = 0\nconst text = `\nlet there = 1\n`\n'),
    ).toEqual([])
  })
})
