import * as pullback from 'pullback'
import * as numpy from 'pullback/numpy'
import { expect, test } from 'vitest'
import type { Example } from './examples/example.ts'
import { examples } from './examples/index.ts'
import { fuzz } from './fuzz.ts'
import { foundIn } from './results.ts'

type Anything = (...given: unknown[]) => unknown

const modules = { ...pullback, '': pullback, numpy } as unknown as Readonly<
  Record<string, Readonly<Record<string, Anything>>>
>

const cases = Object.entries(examples).flatMap(([namespace, of]) =>
  Object.entries<Example>(of).map(([name, example]) => ({
    name: namespace === '' ? name : `${namespace}.${name}`,
    make: modules[namespace]![name]!,
    example,
  })),
)

test('there are functions in what is made', async () => {
  const found = await foundIn('dense', modules['']!.dense!, examples[''].dense)
  expect(found.map(({ name }) => name)).toEqual(['dense().init', 'dense().run', 'dense().run()[1]'])
})

// Whatever the functions of what is exported give, and what those give: layers, optimisers, objectives, folds, reports, pullbacks.
test.each(cases)('what $name makes refuses junk with a sentence', async ({ name, make, example }) => {
  const { skipped = example.input === undefined ? [] : ['million'] } = example
  for (const { name: part, f, right } of await foundIn(name, make, example)) {
    const findings = await fuzz(
      part,
      f,
      { pairs: 1, later: 1, seed: 3 },
      right === null ? [] : [right],
      skipped,
    )
    expect(findings.slice(0, 5)).toEqual([])
  }
})
