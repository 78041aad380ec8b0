import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { alone } from './config.ts'
import { slow } from './slowFirst.ts'

const read = (name: string) => readFile(join(import.meta.dirname, '..', name), 'utf8')

test('the scripts run on the pinned Node', async () => {
  const { devDependencies } = JSON.parse(await read('package.json')) as {
    readonly devDependencies: Readonly<Record<string, string>>
  }
  expect(process.versions.node).toBe(devDependencies.node)
})

test("'pullback' means the sources", () => {
  const paths = [
    'browser',
    'checkpoint',
    'codec',
    'emit',
    'laws',
    'node',
    'numpy',
    'onnx',
    'pytorch',
    'safetensors',
    'stablehlo',
  ]
  const entries = ['pullback', ...paths.map(path => `pullback/${path}`)].map(name =>
    import.meta.resolve(name),
  )
  expect(entries.map(url => url.slice(new URL('..', import.meta.url).href.length))).toEqual([
    'src/index.ts',
    'src/browser/index.ts',
    'src/checkpoint/index.ts',
    'src/codec/index.ts',
    'src/emit/index.ts',
    'laws/index.ts',
    'src/node/index.ts',
    'src/numpy/index.ts',
    'src/onnx/index.ts',
    'src/pytorch/index.ts',
    'src/safetensors/index.ts',
    'src/stablehlo/index.ts',
  ])
})

test('the lockfile names no registry', async () => {
  expect(await read('package-lock.json')).not.toContain('"resolved"')
})

test('what is said to take long is there', async () => {
  const files = await readdir(import.meta.dirname, { recursive: true })
  expect(
    slow.filter(start => !files.some(file => file.startsWith(start) && file.endsWith('.test.ts'))),
  ).toEqual([])
})

test('files that replace modules, start processes or call a BLAS have a process of their own', () => {
  expect(alone).toEqual(
    expect.arrayContaining([
      'test/engine/guards.test.ts',
      'test/engine/limits.test.ts',
      'test/node/blas.test.ts',
      'test/package.test.ts',
    ]),
  )
  expect(alone).not.toContain('test/laws/smooth.test.ts')
})
