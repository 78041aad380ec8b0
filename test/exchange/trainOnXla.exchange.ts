import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRight } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { encodeSafetensors } from 'pullback/safetensors'
import { afterAll, describe, expect, test } from 'vitest'
import {
  adam,
  batches,
  compose,
  dense,
  dropout,
  fit,
  key,
  random,
  relu,
  softmaxCrossEntropy,
  supervised,
  tensor,
  tree,
  zeros,
} from '../../src/index.ts'
import { trainOnXla, writeXla } from '../../src/node/index.ts'
import { apart } from './xla/apart.ts'
import { driver, hasJax, python } from './xla/python.ts'

// Training by XLA is training by fit: the same batches, rates and keys, and checkpoints that both continue.

const folder = mkdtempSync(join(tmpdir(), 'pullback-train-xla-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const data = {
  inputs: random.normal([40, 12])(key(1)),
  targets: tensor(
    Array.from({ length: 40 }, (_, i) => (i * 7) % 5),
    'i32',
  ),
}
const epochsOf = batches(data, { size: 8, shuffle: true, dropLast: true })
const objective = pipe(
  compose(dense(12, 16), relu(), dropout(0.2), dense(16, 5)),
  supervised(softmaxCrossEntropy()),
)
const optimiser = adam(0.01)
const run = key(3)
const here = { python, devices: 4, platform: 'cpu' } as const

const all = async <A>(reports: AsyncIterable<A>): Promise<readonly A[]> => {
  const found: A[] = []
  for await (const report of reports) found.push(report)
  return found
}

const own = (epochs: number) => pipe(objective, fit(optimiser, epochsOf, { epochs, compile: false }))(run)

/** A port that nothing listens at. */
const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

/** What a Python program prints that has two devices. */
const outputOf = (args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, XLA_FLAGS: '--xla_force_host_platform_device_count=2' }
    execFile(python, [...args], { env, encoding: 'utf8' }, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    )
  })

const largestDifference = (x: unknown, y: unknown): number => {
  const [xs, ys] = [tree.tensors(x), tree.tensors(y)]
  return Math.max(...xs.map((one, i) => apart(one, ys[i] as typeof one, 0.1)))
}

describe.skipIf(!hasJax)('training by XLA', () => {
  test('gives the reports of fit, and checkpoints that fit continues', async () => {
    const wanted = await all(own(3))
    const two = await all(pipe(objective, trainOnXla(optimiser, epochsOf, { ...here, epochs: 2 }))(run))
    expect(two.map(({ step, epoch, endOfEpoch, devices }) => [step, epoch, endOfEpoch, devices])).toEqual(
      wanted.slice(0, 10).map(({ step, epoch, endOfEpoch }) => [step, epoch, endOfEpoch, 4]),
    )
    for (const [i, { loss }] of two.entries()) expect(loss).toBeCloseTo(wanted[i]?.loss ?? Number.NaN, 5)
    const last = two.at(-1)?.checkpoint
    expect([last?.step, last?.epoch, last?.batch]).toEqual([10, 2, 0])
    const [third] = await all(
      pipe(objective, fit(optimiser, epochsOf, { epochs: 3, compile: false, from: last ?? undefined }))(run),
    )
    expect(third?.step).toBe(10)
    expect(third?.loss).toBeCloseTo(wanted[10]?.loss ?? Number.NaN, 5)
  })

  test('continues from a checkpoint of fit', async () => {
    const wanted = await all(own(2))
    const middle = wanted[6]?.checkpoint()
    const rest = await all(
      pipe(objective, trainOnXla(optimiser, epochsOf, { ...here, epochs: 2, from: middle, every: 2 }))(run),
    )
    expect(rest.map(({ step }) => step)).toEqual([7, 8, 9])
    expect(rest.map(({ checkpoint }) => checkpoint?.step ?? null)).toEqual([8, null, 10])
    expect(
      largestDifference(rest.at(-1)?.checkpoint?.params, wanted.at(-1)?.checkpoint().params),
    ).toBeLessThan(1e-5)
  })

  test('a folder is trained by the driver alone, in the order of fit, and again from its newest checkpoint', async () => {
    const at = join(folder, 'alone')
    const example = {
      inputs: random.normal([8, 12])(key(1)),
      targets: tensor([0, 0, 0, 0, 0, 0, 0, 0], 'i32'),
    }
    expect(isRight(await writeXla(at, optimiser, example, { steps: 15 })(objective)(run)())).toBe(true)
    writeFileSync(join(at, 'data.safetensors'), encodeSafetensors()(data))
    const train = (...more: readonly string[]) => {
      const options = [
        '--data',
        join(at, 'data.safetensors'),
        '--shuffle',
        '--devices',
        '2',
        '--checkpoints',
        join(at, 'kept'),
      ]
      const { stdout, stderr, status } = spawnSync(
        python,
        [join(driver, 'pullback_xla.py'), at, ...options, ...more],
        {
          encoding: 'utf8',
        },
      )
      expect([status, stderr.slice(-300)]).toEqual([0, expect.anything()])
      return stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line) as { readonly step: number; readonly loss?: number })
        .filter(({ loss }) => loss !== undefined)
    }
    const wanted = await all(own(3))
    const losses = [...train('--epochs', '2'), ...train('--epochs', '3')]
    expect(losses.map(({ step }) => step)).toEqual(wanted.map(({ step }) => step))
    for (const [i, { loss }] of losses.entries()) expect(loss).toBeCloseTo(wanted[i]?.loss ?? Number.NaN, 5)
    expect(readdirSync(join(at, 'kept')).toSorted()).toEqual(
      [5, 10, 15].map(step => `step-${String(step).padStart(8, '0')}.safetensors`),
    )
    expect(readFileSync(join(at, 'manifest.json'), 'utf8')).toContain('"role": "sharded"')
  })

  test('several processes, each with devices of its own, are one training', async () => {
    const at = join(folder, 'together')
    const example = { inputs: random.normal([8, 12])(key(1)), targets: zeros([8], 'i32') }
    expect(isRight(await writeXla(at, optimiser, example, { steps: 5 })(objective)(run)())).toBe(true)
    writeFileSync(join(at, 'data.safetensors'), encodeSafetensors()(data))
    const port = await freePort()
    const options = [
      '--data',
      join(at, 'data.safetensors'),
      '--shuffle',
      '--platform',
      'cpu',
      '--shard-parameters',
      '64',
    ]
    const outputs = await Promise.all(
      [0, 1].map(process => {
        const place = ['--coordinator', `localhost:${port}`, '--processes', '2', '--process', String(process)]
        return outputOf([
          join(driver, 'pullback_xla.py'),
          at,
          ...options,
          ...place,
          '--checkpoints',
          join(at, 'kept'),
        ])
      }),
    )
    const lines = outputs.map(output => output.split('\n').filter(line => line.startsWith('{')))
    const losses = (lines[0] ?? []).flatMap(
      line => (JSON.parse(line) as { readonly loss?: number }).loss ?? [],
    )
    const wanted = await all(own(1))
    expect(losses.map(loss => loss.toFixed(4))).toEqual(wanted.map(({ loss }) => loss.toFixed(4)))
    expect(lines[1]).toEqual([])
    expect(readdirSync(join(at, 'kept'))).toEqual(['step-00000005.safetensors'])
  })

  test('parameters are divided among devices, where asked', async () => {
    const wanted = await all(own(1))
    const found = await all(
      pipe(objective, trainOnXla(optimiser, epochsOf, { ...here, shardParameters: 64 }))(run),
    )
    expect(
      largestDifference(found.at(-1)?.checkpoint?.params, wanted.at(-1)?.checkpoint().params),
    ).toBeLessThan(1e-5)
  })

  test('a batch that devices cannot share is refused with a sentence', async () => {
    const training = pipe(objective, trainOnXla(optimiser, epochsOf, { ...here, devices: 3 }))(run)
    await expect(all(training)).rejects.toThrow(/8 examples, which 3 devices cannot share equally/)
  })

  test('where JAX cannot be imported, that is said with how to get it', async () => {
    writeFileSync(join(folder, 'jax.py'), 'raise ImportError("No module named jax", name="jax")\n')
    const without = join(folder, 'python-without-jax')
    writeFileSync(without, `#!/bin/sh\nPYTHONPATH='${folder}' exec ${python} "$@"\n`, { mode: 0o755 })
    const training = pipe(objective, trainOnXla(optimiser, epochsOf, { python: without }))(run)
    await expect(all(training)).rejects.toThrow(/needs JAX, which .* cannot import .*pip install jax/)
  })
})
