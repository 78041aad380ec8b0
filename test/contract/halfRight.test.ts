import * as pullback from 'pullback'
import * as numpy from 'pullback/numpy'
import { expect, test } from 'vitest'
import type { Example } from './examples/example.ts'
import { examples } from './examples/index.ts'
import { spoil } from './halfRight.ts'

type Anything = (...given: unknown[]) => unknown

const modules = { ...pullback, '': pullback, numpy } as unknown as Readonly<
  Record<string, Readonly<Record<string, Anything>>>
>

const cases = Object.entries(examples).flatMap(([namespace, of]) =>
  Object.entries<Example>(of).map(([name, example]) => ({
    name: namespace === '' ? name : `${namespace}.${name}`,
    f: modules[namespace]![name]!,
    example,
  })),
)

// Of a call that is right one place is replaced: an argument, an option, an entry, or what a function gives.
test.each(cases)('$name refuses what is half right with a sentence', async ({ name, f, example }) => {
  const findings = await spoil(name, f, example)
  expect(findings.map(({ call, what }) => `${call}: ${what}`)).toEqual([])
})
