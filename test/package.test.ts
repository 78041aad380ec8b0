import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bringNode22, findHost, findNode22, npmsNode, versionOf } from './hosts.ts'
import { findFirefox, openInFirefox, servePage } from './pages.ts'

// What a stranger gets: the packed tarball, installed in an empty project.

const repository = join(import.meta.dirname, '..')
const chromiumPath = '/usr/bin/chromium'
let project = ''

/** Runs a program in a folder without what npm told this process about the repository; gives what it printed. */
const run = async (cwd: string, program: string, ...args: readonly string[]): Promise<string> => {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_(package|lifecycle|config_local)|NODE_OPTIONS)/.test(name),
    ),
  )
  env.DENO_NO_UPDATE_CHECK = '1'
  try {
    return (await promisify(execFile)(program, args, { cwd, env, maxBuffer: 2 ** 26 })).stdout
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string }
    throw new Error(`${program} ${args.join(' ')} failed\n${stdout}\n${stderr}`)
  }
}

const version = async (name: string): Promise<string> =>
  JSON.parse(await readFile(join(repository, 'node_modules', name, 'package.json'), 'utf8')).version

interface Spiral {
  readonly loss: number
  readonly accuracy: number
}

let inNode: Promise<string> | undefined

/** What node.ts prints, run once. */
const printedInNode = async () => {
  inNode ??= run(project, process.execPath, 'node.ts')
  return JSON.parse(await inNode)
}

/** What spiral.ts gives wherever it runs: the arms are apart. */
const expectSeparated = ({ loss, accuracy }: Spiral): void => {
  expect(loss).toBeLessThan(0.8)
  expect(accuracy).toBeGreaterThan(0.9)
}

/** What xor.ts gives wherever it runs: the right class has the higher score for all four inputs. */
const expectLearned = ({
  loss,
  scores,
}: {
  readonly loss: number
  readonly scores: readonly number[][]
}): void => {
  expect(loss).toBeLessThan(0.05)
  expect(scores.map(([zero, one]) => (one! > zero! ? 1 : 0))).toEqual([0, 1, 1, 0])
}

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'pullback-package-'))
  await cp(join(import.meta.dirname, 'package'), project, { recursive: true })
  await writeFile(join(project, 'package.json'), '{ "type": "module", "private": true }')
  // Packing runs `prepare`, which builds dist anew.
  await run(repository, 'npm', 'pack', '--pack-destination', project)
  const tarball = (await readdir(project)).find(name => name.endsWith('.tgz'))
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts']
  const packages = [`./${tarball}`, `fast-check@${await version('fast-check')}`]
  await run(project, 'npm', 'install', ...quietly, ...packages)
}, 180_000)

afterAll(() => rm(project, { recursive: true, force: true }))

test('holds the built code, and nothing else', async () => {
  expect((await readdir(join(project, 'node_modules/pullback'))).sort()).toEqual(
    expect.arrayContaining(['LICENSE', 'dist', 'package.json', 'python']),
  )
  const files = await readdir(join(project, 'node_modules/pullback'), { recursive: true })
  expect(files.filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'))).toEqual([])
})

test('runs in Node', async () => {
  const printed = await printedInNode()
  expect(printed.exports.pullback).toEqual(expect.arrayContaining(['compose', 'dense', 'fit']))
  expect(printed.exports.codec).toEqual(expect.arrayContaining(['decodeCsv', 'decodeNpy', 'decodeNpz']))
  expect(printed.exports.node).toEqual(expect.arrayContaining(['readCsv']))
  expect(printed.exports.numpy).toEqual(expect.arrayContaining(['randomState', 'shuffle']))
  expect(printed.exports.emit).toEqual(expect.arrayContaining(['emit', 'emitStep']))
  expect(printed.exports.stablehlo).toEqual(expect.arrayContaining(['stablehlo', 'stablehloStep']))
  expect(printed.exports.pytorch).toEqual(expect.arrayContaining(['fromPyTorch', 'toPyTorch']))
  expect(printed.exports.safetensors).toEqual(expect.arrayContaining(['decodeSafetensors']))
  expect(printed.broken).toEqual([])
  expectLearned(printed)
  expectSeparated(printed.spiral)
})

const expectParts = (printed: Readonly<Record<string, unknown>>): void => {
  const { x, predicted, posted, filed, decoded, engines } = printed
  expect(posted).toEqual(predicted)
  expect([filed, decoded]).toEqual([x, { npz: x, csv: [[1, 2], [3, 4]] }]) // biome-ignore format: one line
  for (const each of engines as number[]) expect(each / (printed.evaluated as number)).toBeCloseTo(1, 5)
  expect(printed.drawn).toEqual([1.764052345967664, 0.4001572083672233])
}

/** Bundled, as older releases read no TypeScript. */
const bundledForNode = async (name: string): Promise<string> => {
  const outfile = join(project, `${name}.js`)
  const format = { bundle: true, format: 'esm', platform: 'node', target: 'es2022' } as const
  await build({ entryPoints: [join(project, `${name}.ts`)], ...format, packages: 'external', outfile })
  return outfile
}

const nodes = [
  { name: 'the Node that npm runs on', find: npmsNode },
  { name: 'Node 22', find: findNode22 },
  { name: "the project's Node", find: () => process.execPath },
]
for (const { name, find } of nodes)
  test(`trains, computes in threads, reads and writes files and talks to Workers in ${name}`, async ({
    skip,
  }) => {
    const node = find()
    if (node === undefined && process.env.CI !== 'true') skip(`no ${name}: ${bringNode22} to run this test`)
    const program = node ?? name
    console.info(`${name}: ${await versionOf(program)}`)
    const learned = JSON.parse(await run(project, program, await bundledForNode('host')))
    expectLearned(learned)
    expectSeparated(learned.spiral)
    expectParts(JSON.parse(await run(project, program, await bundledForNode('parts'))))
  })

for (const name of ['deno', 'bun'] as const)
  test(`runs in ${name}`, { timeout: 120_000 }, async ({ skip }) => {
    const host = findHost(name)
    if (host === undefined && process.env.CI !== 'true')
      skip(`no ${name}: npm install --no-save ${name} to run this test`)
    const found = host ?? name
    console.info(await versionOf(found))
    const printed = JSON.parse(await run(project, found, 'run', 'host.ts'))
    expectLearned(printed)
    expectSeparated(printed.spiral)
  })

test('type-checks in deno, which says what does not fit', { timeout: 120_000 }, async ({ skip }) => {
  const deno = findHost('deno')
  if (deno === undefined && process.env.CI !== 'true')
    skip('no deno: npm install --no-save deno to run this test')
  await run(project, deno ?? 'deno', 'check', 'host.ts', 'browser.ts')
  await cp(join(import.meta.dirname, 'types/bad/adjacency.ts'), join(project, 'misfit.ts'))
  await expect(run(project, deno ?? 'deno', 'check', 'misfit.ts')).rejects.toThrow(
    'the 3rd layer takes [..., 65], but the 2nd gives [..., 64]',
  )
})

const strict = {
  strict: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  target: 'es2023',
}
test.each([
  [
    'nodenext',
    'typescript',
    { module: 'nodenext', lib: ['es2023'], types: ['node'] },
    ['node.ts', 'browser.ts'],
  ],
  [
    'bundler',
    'typescript',
    { module: 'esnext', moduleResolution: 'bundler', lib: ['es2023', 'dom'], types: [] },
    ['browser.ts'],
  ],
  // Declarations of libraries are checked by older compilers, too.
  [
    'bundler',
    'typescript-5.9',
    { module: 'esnext', moduleResolution: 'bundler', lib: ['es2023', 'dom'], types: [] },
    ['browser.ts'],
  ],
])('type-checks under %s resolution by %s', { timeout: 120_000 }, async (name, compiler, options, files) => {
  const typeRoots = [join(repository, 'node_modules/@types')]
  const config = `tsconfig.${name}.${compiler}.json`
  await writeFile(
    join(project, config),
    JSON.stringify({ compilerOptions: { ...strict, ...options, typeRoots }, files }),
  )
  await run(project, process.execPath, join(repository, `node_modules/${compiler}/bin/tsc`), '-p', config)
})

test('lets the declarations of a module that uses it be written', { timeout: 120_000 }, async () => {
  const files = ['declarations.ts']
  const options = {
    ...strict,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: 'declared',
  }
  await writeFile(
    join(project, 'tsconfig.declarations.json'),
    JSON.stringify({
      compilerOptions: { ...options, module: 'nodenext', lib: ['es2023'], types: [] },
      files,
    }),
  )
  const tsc = join(repository, 'node_modules/typescript/bin/tsc')
  await run(project, process.execPath, tsc, '-p', 'tsconfig.declarations.json')
  const written = await readFile(join(project, 'declared/declarations.d.ts'), 'utf8')
  expect(written).toContain('LastAxis<10>')
  expect(written).not.toContain('/dist/')
})

const bundle = async (): Promise<string> => {
  const { outputFiles } = await build({
    absWorkingDir: project,
    entryPoints: ['browser.ts'],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser', // an import of a Node builtin fails here
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

test('bundles for the browser, without Node', async () => {
  const code = await bundle()
  expect(code).not.toMatch(/["'`]node:/)
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
  console.info(
    `browser bundle: ${kilobytes(Buffer.byteLength(code))} minified, ${kilobytes(gzipSync(code).length)} gzipped`,
  )
})

/** What browser.ts gives in a browser. */
const expectLearnedAsInNode = async (given: unknown): Promise<void> => {
  const result = given as Parameters<typeof expectLearned>[0] & { readonly spiral: Spiral }
  expect(given).toMatchObject({ npz: [1, 1] })
  expectLearned(result)
  expectSeparated(result.spiral)
  // Equal bits, unless only one of the two fuses multiplications and additions.
  const { spiral } = (await printedInNode()) as { readonly spiral: Spiral }
  expect(result.spiral.loss).toBeCloseTo(spiral.loss, 2)
  expect(Math.abs(result.spiral.accuracy - spiral.accuracy)).toBeLessThan(0.02)
}

test('runs in Chromium, and learns what it learns in Node', { timeout: 120_000 }, async ({ skip }) => {
  const found = await stat(chromiumPath).then(
    () => true,
    () => false,
  )
  if (!found && process.env.CI !== 'true')
    skip(`no ${chromiumPath}: install Debian's chromium to run this test`)

  const code = await bundle()
  const served = await servePage(code)
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--no-first-run'],
    ],
  })
  try {
    const page = await browser.newPage()
    const failed = new Promise<never>((_, fail) => page.once('pageerror', fail))
    const ran = async () => {
      await page.goto(served.url)
      return served.told
    }
    await expectLearnedAsInNode(await Promise.race([failed, ran()]))
  } finally {
    await browser.close()
    served.close()
  }
})

test('runs in Firefox, and learns what it learns in Node', { timeout: 120_000 }, async ({ skip }) => {
  const firefox = findFirefox()
  if (firefox === undefined && process.env.CI !== 'true')
    skip("no Firefox: install Debian's firefox-esr to run this test")
  const served = await servePage(await bundle())
  try {
    await expectLearnedAsInNode(await openInFirefox(firefox ?? 'firefox-esr', served))
  } finally {
    served.close()
  }
})
