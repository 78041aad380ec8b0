import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { left } from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requestOf } from '../../examples/flags.ts'
import { examples } from '../../examples/index.ts'
import { hasShared, shared } from '../shared.ts'
import { expectFigures } from './played.ts'

const root = join(import.meta.dirname, '../..')
let out = ''
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'pullback-example-'))
})
afterAll(() => rm(out, { recursive: true, force: true }))

const example = (...args: readonly string[]) =>
  new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>(resolve => {
    const child = execFile(
      process.execPath,
      ['--conditions=pullback-source', 'examples/main.ts', ...args],
      { cwd: root, maxBuffer: 2 ** 26 },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })

const names = examples.map(({ name }) => name).join(', ')

describe('the command line', () => {
  test.each<[string, readonly string[], string]>([
    ['no example', [], `Which example? npm run example -- NAME. There are ${names}.`],
    ['an unknown example', ['cifar'], `There is no example 'cifar'. There are ${names}.`],
    ['two examples', ['digits', 'mnist'], "One example at a time: 'mnist' is too much after 'digits'."],
    [
      'an unknown engine',
      ['digits', '--engine', 'gpu'],
      "--engine: there is no 'gpu'. There are reference, wasm, blas, auto.",
    ],
    [
      'an unknown element type',
      ['digits', '--dtype', 'f16'],
      "--dtype: there is no 'f16'. There are f32, f64.",
    ],
    [
      'a seed that is none',
      ['digits', '--seed', '1.5'],
      "--seed: '1.5' is not an integer from 0 to 2^32 - 1.",
    ],
    ['an unknown flag', ['digits', '--epochs', '3'], "Unknown option '--epochs'."],
    ['a flag without its value', ['digits', '--data'], "Option '--data <value>' argument missing"],
  ])('with %s says so', (_, args, sentence) => {
    expect(requestOf(args)).toEqual(left(expect.stringContaining(sentence)))
  })

  test.each<[string, readonly string[], string]>([
    ['no example', [], `Which example? npm run example -- NAME. There are ${names}.`],
    [
      'a folder that is not there',
      ['digits', '--engine', 'wasm', '--data', '/no/such'],
      "--data: '/no/such' is not a folder. Name one with the data in it; docs/examples.md says how it is laid out.",
    ],
    [
      'a folder without the file',
      ['digits', '--engine', 'wasm', '--data', 'examples'],
      'examples/digits.csv.gz: there is no such file. Check the path.',
    ],
  ])('with %s says so and fails', async (_, args, sentence) => {
    const { code, stderr } = await example(...args)
    expect(stderr).toContain(sentence)
    expect(stderr).not.toContain('    at ')
    expect(code).toBe(1)
  })

  test('refuses to work for a report that it cannot write', async () => {
    const file = join(out, 'file')
    await writeFile(file, '')
    const { code, stdout, stderr } = await example('digits', '--engine', 'wasm', '--out', file)
    expect(stderr).toContain(`--out: ${file} cannot be written (EEXIST). Name a folder that can.`)
    expect(stdout).not.toContain('Update')
    expect(code).toBe(1)
  })

  test('helps, and lists all examples', async () => {
    const [help, list] = await Promise.all([example('--help'), example('--list')])
    for (const { name, summary } of examples)
      for (const { code, stdout } of [help, list]) {
        expect(stdout).toMatch(
          new RegExp(`^  ${name} +${summary.replaceAll(/[.*+?^$()|[\]{}]/g, '\\$&')}$`, 'm'),
        )
        expect(code).toBe(0)
      }
  })
})

// Full data sets are beside the repository.
const given = hasShared('data', 'examples on full data sets') ? ['--data', shared('data')] : []

// Those of which a run is expected to be the same, and more, where the example has its own tests: what a run takes is taken once.
const playedElsewhere: Readonly<Record<string, string>> = {
  mnist: 'mnist',
  'fashion-mnist': 'fashion-mnist',
  spiral: 'spiral',
  'softmax-jacobian': 'softmaxJacobian',
  lenet: 'lenet',
  'digit-rows': 'digitRows',
  sums: 'sums',
  'norm-and-dropout': 'normAndDropout',
  'residual-mlp': 'residualMlp',
  curvature: 'curvature',
  newton: 'newton',
  'gradient-penalty': 'gradientPenalty',
  oscillator: 'oscillator',
  influence: 'influence',
}

test.each(Object.entries(playedElsewhere))('%s is played in %s.test.ts', async (name, file) => {
  expect(examples.map(example => example.name)).toContain(name)
  const text = await readFile(join(import.meta.dirname, `${file}.test.ts`), 'utf8')
  expect(text).toContain(`examples/${name}/index.ts'`)
  expect(text).toContain('await played(')
})

test.each(examples.map(({ name }) => name).filter(name => !(name in playedElsewhere)))(
  '%s gives JSON lines that end in a result, words apart from them, and a report',
  { timeout: 300_000 },
  async name => {
    const { code, stdout, stderr } = await example(
      name,
      '--short',
      '--json',
      '--engine',
      'wasm',
      '--out',
      out,
      ...given,
    )
    if (given.length === 0 && code === 1 && stderr.includes('--data FOLDER'))
      return console.warn(`${name}: skipped, as there are no data beside the repository (../shared/data).`)
    expect(stderr).toContain('engine: wasm, as was asked for.')
    expect(code).toBe(0)

    expectFigures(stdout.trimEnd().split('\n'))
    const path = join(out, `${name}.html`)
    expect(stderr).toContain(`report: ${path}`)
    expect(await readFile(path, 'utf8')).toContain('</html>')
  },
)
