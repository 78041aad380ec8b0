import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { complaintsAbout, quotedIn, root, snippets } from '../snippets.ts'
import { checker, compilerNamed, hoverIn, mistakes, runCompiler, strangersFolder } from './compilers.ts'

// Other compilers than the one that the project is built with are asked about the built declarations, as users have them.

let folder = ''

beforeAll(async () => {
  folder = await strangersFolder('compilers')
}, 60_000)

interface Asked {
  readonly output: string
  /** How many types are made for one layer, for twelve, and for twelve with convolutions. */
  readonly instantiations: readonly [one: number, twelve: number, images: number]
}

const askOlder = async (version: string): Promise<Asked> => {
  const compiler = compilerNamed(`typescript-${version}`)
  expect(compiler.version.startsWith(`${version}.`)).toBe(true)
  const check = checker(compiler, folder)
  const [one, twelve, images] = [
    check('types/cost/one'),
    check('types/cost/twelve'),
    check('types/cost/images'),
  ]
  expect([one.output, twelve.output, images.output]).toEqual(['', '', ''])
  const { output } = check('snippets', 'types/good', 'types/bad')
  return { output, instantiations: [one.instantiations, twelve.instantiations, images.instantiations] }
}

const askOwn = async (): Promise<Asked> => {
  const count = async (program: string): Promise<number> => {
    const output = await runCompiler('-p', join(folder, 'types', 'cost', program), '--extendedDiagnostics')
    expect(output).not.toContain('error')
    return Number(/^Instantiations:\s+(\d+)/m.exec(output)?.[1])
  }
  const output = await runCompiler('-p', folder, '--pretty', 'false')
  return { output, instantiations: [await count('one'), await count('twelve'), await count('images')] }
}

const oldest = '5.4'
// The nightly tests ask one between the oldest and those that people have, too.
const between = process.env.PULLBACK_COMPILERS === 'all' ? ['5.6'] : []
const compilers = [
  ...[oldest, ...between, '5.9', '6.0'].map(version => ({ version, ask: () => askOlder(version) })),
  { version: '7.0', ask: askOwn },
]

test('the oldest of them is the oldest that the package says it works with', () => {
  const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(peerDependencies.typescript).toBe(`>=${oldest}`)
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`TypeScript from ${oldest} on`)
})

describe.each(compilers)('TypeScript $version', ({ ask }) => {
  let asked: Asked = { output: '', instantiations: [Number.NaN, Number.NaN, Number.NaN] }

  beforeAll(async () => {
    asked = await ask()
  }, 120_000)

  test('takes the documentation, the docstrings and the good programs', () => {
    const wrong = asked.output
      .split('\n')
      .filter(line => /error TS/.test(line) && !/[\\/]bad[\\/]/.test(line))
      .filter(line => !snippets.some(({ file, mustFail }) => mustFail && line.includes(`${file}(`)))
    expect(wrong).toEqual([])
  })

  test.each(mistakes)('says what is wrong in $file', ({ file, sentence }) => {
    const lines = complaintsAbout(asked.output, `bad/${file}`)
    expect(
      lines.filter(line => /: error TS/.test(line)),
      `${file} must be one mistake`,
    ).toHaveLength(1)
    expect(lines.slice(0, 3).join('\n')).toContain(sentence)
  })

  test.each(snippets.filter(({ mustFail }) => mustFail))('says what $place quotes', snippet => {
    const said = complaintsAbout(asked.output, snippet.file).join(' ').replace(/\s+/g, ' ')
    expect(quotedIn(snippet)).not.toBe('')
    expect(said).toContain(quotedIn(snippet))
  })

  // The library's own declarations are not checked here, so that a share of them, as in cost.test.ts, says nothing.
  test('makes few types for twelve layers', () => {
    const [one, twelve, images] = asked.instantiations
    console.info(
      `${twelve - one} more instantiations for twelve layers than for one, ${images - one} with convolutions`,
    )
    expect(twelve - one).toBeGreaterThan(0)
    expect(twelve - one).toBeLessThan(8_000)
    expect(images - one).toBeGreaterThan(0)
    expect(images - one).toBeLessThan(40_000)
  })
})

describe('what an editor shows over twelve layers with convolutions', () => {
  let hover = (_: string): string => ''

  beforeAll(() => {
    hover = hoverIn(compilerNamed('typescript-6.0'), folder, 'types/hover.ts')
  }, 60_000)

  const parameters =
    'readonly [Empty, KernelAndBias<[6, 1, 5, 5], 6>, Empty, Empty, KernelAndBias<[16, 6, 5, 5], 16>, Empty, Empty, Empty, ' +
    'DenseParams<400, 120>, Empty, DenseParams<120, 84>, DenseParams<84, 10>]'

  test('input, output and parameters', () => {
    expect(hover('lenet')).toBe(
      `const lenet: Layer<Tensor<[number, ...number[]], "float">, ForEachExample<[10]>, ${parameters}, Empty>`,
    )
    expect(hover('model')).toBe(`const model: Model<${parameters}, Empty>`)
  })

  test('the same where the first takes images of any size', () => {
    expect(hover('ofImages')).toBe(
      `const ofImages: Layer<Images<1>, ForEachExample<[10]>, ${parameters.replace('Empty, ', '').replace(', DenseParams<84', ', Empty, DenseParams<84')}, Empty>`,
    )
  })

  test('what comes out first, where its size depends on the size of the images', () => {
    const shown = hover('features')
    expect(
      shown.startsWith(
        'const features: Layer<Images<3>, Through<Tensor<[number, 64, number, number], "float">, [Windowed<16, [3, 1, 1, 1], [3, 1, 1, 1]>, ',
      ),
    ).toBe(true)
    expect(shown).toContain(', readonly [KernelAndBias<[16, 3, 3, 3], 16>, ')
    expect(shown.match(/Through/g)).toHaveLength(1)
  })
})
