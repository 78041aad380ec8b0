/**
 * Which tests are likeliest to find a fault of a room: they are run first, so that most faults die within seconds.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const layers = [1, 2, 3, 4].map(part => `layers-${part}of4`)

/** Files of laws by room. */
const near: Readonly<Record<string, readonly string[]>> = {
  compile: ['primitives', 'engines', 'layers-1of4', 'nonFinite', 'train'],
  engine: ['primitives', 'engines', 'layers-1of4', 'nonFinite', 'train'],
  plan: ['primitives', 'engines', 'layers-1of4', 'nonFinite', 'train'],
  wasm: ['primitives', 'engines', 'layers-1of4', 'nonFinite', 'train'],
  initialiser: ['random', 'layers-1of4'],
  layer: layers,
  loss: ['losses'],
  metric: ['metrics'],
  optimiser: ['optimisers', 'train'],
  primitive: ['primitives', 'smooth'],
  program: ['primitives', 'smooth'],
  random: ['random'],
  schedule: ['optimisers'],
  smooth: ['smooth', 'primitives'],
  tensor: ['tensors', 'smooth', 'primitives'],
  train: ['train', 'nonFinite'],
}

/** The folder of a room's tests, where it has another name. */
const testedIn: Readonly<Record<string, string>> = { compile: 'engine', plan: 'engine', wasm: 'engine' }

/** Tests that take long and find what others find. */
const last = ['examples', 'package.test.ts', 'documentation.test.ts']

export interface Stage {
  readonly name: string
  readonly by: 'laws' | 'tests'
  readonly files: readonly string[]
}

const testsIn = (root: string, folder: string): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted()

/** What is run for a fault of a room, one stage after the other, until one fails. */
export const stagesFor = (root: string, room: string): readonly Stage[] => {
  const laws = testsIn(root, 'test/laws').filter(file => !file.includes('/mutants-'))
  const [first, own] = [
    (near[room] ?? []).map(name => `test/laws/${name}.test.ts`),
    `test/${testedIn[room] ?? room}/`,
  ]
  const others = testsIn(root, 'test').filter(file => !laws.includes(file))
  const [late, early] = [
    others.filter(file => last.some(slow => file.startsWith(`test/${slow}`))),
    others.filter(file => !last.some(slow => file.startsWith(`test/${slow}`))),
  ]
  const stages: readonly Stage[] = [
    { name: `laws of ${room}`, by: 'laws', files: laws.filter(file => first.includes(file)) },
    { name: `tests of ${room}`, by: 'tests', files: early.filter(file => file.startsWith(own)) },
    { name: 'all laws', by: 'laws', files: laws.filter(file => !first.includes(file)) },
    { name: 'other tests', by: 'tests', files: early.filter(file => !file.startsWith(own)) },
    { name: 'examples and documents', by: 'tests', files: late },
  ]
  return stages.filter(({ files }) => files.length > 0)
}
