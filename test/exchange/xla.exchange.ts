import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { right } from 'fp-ts/lib/Either.js'
import { decodeSafetensors, encodeSafetensors } from 'pullback/safetensors'
import { type StableHloModule, stablehlo } from 'pullback/stablehlo'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { specifications } from '../../laws/primitive/specifications.ts'
import { portsIn } from '../../src/exchange/named.ts'
import { type AnyTensor, tree } from '../../src/index.ts'
import { bind, evaluate } from '../../src/primitive/core/bind.ts'
import type { Primitive } from '../../src/primitive/core/primitive.ts'
import { type PrimitiveName, primitives } from '../../src/primitive/table.ts'
import { apart } from './xla/apart.ts'
import { functionCases } from './xla/functions.ts'
import { hasJax, runModules } from './xla/python.ts'
import { stepCases } from './xla/steps.ts'

// What XLA computes of modules is what the reference engine computes of programs. One process runs all of them.

type Tensors = Readonly<Record<string, AnyTensor>>
type Sample = { readonly inputs: readonly AnyTensor[]; readonly options: unknown }

const folder = mkdtempSync(join(tmpdir(), 'pullback-xla-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const steps = 3
const nets = hasJax ? stepCases() : []

/** Operations with bodies are tried in nets and as smooth loops (below); their results are bytes. */
const withBodies = ['loop', 'cond', 'while', 'result']
const names = (Object.keys(primitives) as readonly PrimitiveName[]).filter(name => !withBodies.includes(name))
const pairs = names.flatMap(name => specifications[name].dtypes.map(dtype => [name, dtype] as const))

/** Samples that the kernel does not refuse, with what it gives. */
const samplesOf = (
  name: PrimitiveName,
  dtype: (typeof pairs)[number][1],
): readonly (Sample & { wanted: AnyTensor })[] =>
  fc
    .sample(specifications[name].cases(dtype) as fc.Arbitrary<Sample>, { seed: 11, numRuns: 3 })
    .flatMap(sample => {
      try {
        return [
          {
            ...sample,
            wanted: evaluate(primitives[name] as unknown as Primitive, sample.options, sample.inputs),
          },
        ]
      } catch {
        return []
      }
    })
    .slice(0, 2)

const write = (stem: string, { text, manifest }: StableHloModule, given: Tensors, about = {}): void => {
  writeFileSync(join(folder, `${stem}.mlir`), text)
  writeFileSync(join(folder, `${stem}.json`), JSON.stringify(manifest))
  writeFileSync(join(folder, `${stem}.safetensors`), encodeSafetensors({ metadata: about })(given))
}

const resultOf = (
  stem: string,
): { readonly tensors: Tensors; readonly metadata: Readonly<Record<string, string>> } => {
  const error = join(folder, `${stem}.error`)
  if (existsSync(error)) throw new Error(readFileSync(error, 'utf8'))
  const decoded = decodeSafetensors(new Uint8Array(readFileSync(join(folder, `${stem}.out.safetensors`))))
  expect(decoded).toEqual(right(expect.anything()))
  return (decoded as unknown as { readonly right: ReturnType<typeof resultOf> }).right
}

/** The samples of a primitive in one module, so that it is compiled once. */
const primitiveModule = (name: PrimitiveName, samples: readonly Sample[]): StableHloModule =>
  stablehlo({ narrow: false })((...all: readonly (readonly AnyTensor[])[]) =>
    all.map((inputs, i) => bind(primitives[name] as unknown as Primitive, samples[i]?.options, inputs)),
  )(...samples.map(({ inputs }) => inputs))

const named = (samples: readonly Sample[]): Tensors =>
  Object.fromEntries(samples.flatMap(({ inputs }, i) => inputs.map((x, j) => [`${i}.${j}`, x])))

beforeAll(() => {
  if (!hasJax) return
  for (const [name, dtype] of pairs) {
    const samples = samplesOf(name, dtype)
    if (samples.length > 0) write(`${name}-${dtype}`, primitiveModule(name, samples), named(samples))
  }
  for (const { name, f, args } of functionCases) {
    const given = Object.fromEntries(args.map((x, i) => [String(i), x]))
    write(`function-${name}`, stablehlo()(f)(...args), given)
  }
  for (const { name, module, given } of nets)
    write(`step-${name}`, module(), given(), { steps: String(steps) })
  runModules(folder)
}, 900_000)

describe.skipIf(!hasJax)('XLA', () => {
  test.each(pairs)('%s in %s', (name, dtype) => {
    const samples = samplesOf(name, dtype)
    expect(samples.length).toBeGreaterThan(0)
    const { tensors } = resultOf(`${name}-${dtype}`)
    samples.forEach(({ wanted }, i) => {
      const given = tensors[`1/${i}`] as AnyTensor
      expect([given.dtype, given.shape]).toEqual([wanted.dtype, wanted.shape])
      expect(apart(given, wanted)).toBeLessThanOrEqual(1e-6)
    })
  })

  test.each(functionCases.map(one => [one.name, one] as const))('with bodies: %s', (name, { f, args }) => {
    const { tensors } = resultOf(`function-${name}`)
    const wanted = f(...args)
    const paths = portsIn(wanted)
    expect(Object.keys(tensors).toSorted()).toEqual(paths.map(({ name: path }) => `1/${path}`).toSorted())
    tree.tensors(wanted).forEach((x, i) => {
      const given = tensors[`1/${paths[i]?.name}`] as AnyTensor
      expect([given.dtype, given.shape]).toEqual([x.dtype, x.shape])
      expect(apart(given, x)).toBeLessThanOrEqual(1e-6)
    })
  })

  test.each(nets.map(net => [net.name, net] as const))('training of %s', (name, { wanted, sums }) => {
    const { tensors, metadata } = resultOf(`step-${name}`)
    // Where a gradient is 0 in exact numbers (of the bias of keys, say) there is nothing but rounding, which is small beside this.
    const least = 0.1
    const errors = Object.entries(wanted(steps)).flatMap(([path, x]) => {
      const [one, eight] = [tensors[`1/${path}`] as AnyTensor, tensors[`8/${path}`] as AnyTensor]
      return [apart(one, x, least), apart(eight, one, least)]
    })
    expect(Math.max(...errors)).toBeLessThanOrEqual(1e-6)
    if (sums === undefined) return
    expect(metadata).toEqual({
      'all-reduce': String(sums),
      'all-gather': '0',
      'all-to-all': '0',
      'collective-permute': '0',
      'reduce-scatter': '0',
    })
  })
})
