import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

// A cast to never or any, or by way of unknown, fits everywhere and says nothing. The library has none: a claim that the compiler cannot
// follow is a plain cast to what is claimed, in a seam (layer/typed, smooth/map/typed, bind), or the implementation of an overload. The lint
// rule casts.grit says so where one is written; this counts them, and holds the laws to a number.

const root = join(import.meta.dirname, '..')
const filesOf = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => join(folder, file))

const found = (folder: string, cast: RegExp): readonly string[] =>
  filesOf(folder).flatMap(file =>
    (readFileSync(join(root, file), 'utf8').match(cast) ?? []).map(() => file.replaceAll('\\', '/')),
  )

// An assertion is followed by what ends an expression, prose by another word.
const [toNever, toAny, byUnknown] = [
  /\bas never(?=[\s)\]},;.]|$)/g,
  /\bas any(?=[)\]},;.\n])/g,
  /\bas unknown as\b/g,
]

describe('casts that fit everywhere', () => {
  test('src has none', () => {
    expect(filesOf('src').length).toBeGreaterThan(300)
    for (const cast of [toNever, toAny, byUnknown]) expect(found('src', cast)).toEqual([])
  })

  test('laws have few, for what they give wrongly or know only by its name', () => {
    expect(found('laws', toNever).length).toBeLessThanOrEqual(115)
    expect(found('laws', byUnknown).length).toBeLessThanOrEqual(23)
    expect(found('laws', toAny)).toEqual([])
  })

  test('are found where there are some', () => {
    expect('f(x as never, y as any)\nz as unknown as Z'.match(toNever)).toHaveLength(1)
    expect('f(x as never, y as any)\nz as unknown as Z'.match(toAny)).toHaveLength(1)
    expect('f(x as never, y as any)\nz as unknown as Z'.match(byUnknown)).toHaveLength(1)
  })
})
