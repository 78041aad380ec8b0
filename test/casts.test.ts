import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

// A cast to never fits everywhere and says nothing, so that it stands at seams only: where types begin that the compiler cannot follow.

const src = join(import.meta.dirname, '..', 'src')

/** How many casts to never a file has at most, or a folder together, and why. */
const seams: Readonly<Record<string, readonly [most: number, why: string]>> = {
  'smooth/': [35, 'primitives and traced maps become maps of the types that they are used at'],
  'layer/smoothOf.ts': [1, 'a layer becomes a map that is polymorphic in its input'],
  'loss/shaped.ts': [1, 'a map of any shape is read at one shape'],
  'primitive/binary.ts': [5, 'an operation that takes both tensors, or the second alone'],
  'plan/movement.ts': [1, 'the options of a primitive that is found by its name'],
  'numpy/choice.ts': [1, 'an overload for each kind of what is chosen from'],
  'numpy/permutation.ts': [2, 'an overload for each kind of what is put in order'],
  'tensor/contract/takes.ts': [2, 'a function that checks its arguments becomes the function itself'],
  'train/composed.ts': [4, 'layers by name become the functions that an objective is composed of'],
  'train/fit.ts': [4, 'what the types of fit allow becomes what a run of it takes'],
  'train/lossOf.ts': [2, 'a batch and a state that fit an objective become its own'],
  'train/penalised.ts': [1, 'parameters that a penalty takes become its own'],
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
const textOf = (file: string): string => readFileSync(join(src, file), 'utf8')
const seamOf = (file: string): string | undefined => Object.keys(seams).find(seam => file.startsWith(seam))
const count = (some: readonly string[], cast: RegExp): number =>
  some.reduce((sum, file) => sum + (textOf(file).match(cast)?.length ?? 0), 0)

const toNever = /\bas never\b/g

describe('casts of the library', () => {
  test('are to never only at its seams', () => {
    expect(files.length).toBeGreaterThan(300)
    expect(files.filter(file => seamOf(file) === undefined && count([file], toNever) > 0)).toEqual([])
  })

  test.each(Object.entries(seams))('%s: no more than are needed', (seam, [most]) => {
    expect(
      count(
        files.filter(file => seamOf(file) === seam),
        toNever,
      ),
    ).toBeLessThanOrEqual(most)
  })

  test('are never to any', () => {
    expect(count(files, /\bas any\b/g)).toBe(0)
  })
})
