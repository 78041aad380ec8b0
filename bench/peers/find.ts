/**
 * Finding the peers that are installed. None is a dependency of this project; a user who wants to measure against one points to
 * it with an environment variable.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { FloatDType } from 'pullback'
import type { Command } from '../contest/channel.ts'
import type { Problem } from '../start/problem.ts'

/** Another library, ready to be measured. */
export interface Peer {
  readonly name: string
  readonly dtypes: readonly FloatDType[]
  readonly kinds: readonly Problem['kind'][]
  readonly command: Command
}

/** Environment variables. */
export type Environment = { readonly [name: string]: string | undefined }

/** A peer, or a line that says what is missing and how to get it. */
type Finding = Either<string, Peer>

const script = (name: string): string => join(import.meta.dirname, name)

// OpenBLAS takes some processors with AVX-512 for older ones and is then several times slower: this tells it otherwise.
const coreType = (environment: Environment): { readonly [name: string]: string } => {
  const cpuinfo = '/proc/cpuinfo'
  const wide = existsSync(cpuinfo) && readFileSync(cpuinfo, 'utf8').includes('avx512f')
  return wide && environment.OPENBLAS_CORETYPE === undefined ? { OPENBLAS_CORETYPE: 'SkylakeX' } : {}
}

const look =
  'import importlib.util, sys; sys.exit(any(importlib.util.find_spec(m) is None for m in sys.argv[1:]))'

const pythonWith = (modules: readonly string[], environment: Environment): string | undefined => {
  const told = environment.PULLBACK_BENCH_PYTHON
  return (told === undefined ? ['python3', 'python3.11', 'python'] : [told]).find(
    python => spawnSync(python, ['-c', look, ...modules]).status === 0,
  )
}

const inPython =
  (
    name: string,
    modules: readonly string[],
    args: readonly string[],
    env: Command['env'] = {},
    kinds: Peer['kinds'] = ['classifier', 'product'],
  ) =>
  (environment: Environment): Finding => {
    const python = pythonWith(modules, environment)
    return python === undefined
      ? left(
          `${name}: skipped, as no Python with ${modules.join(' and ')} was found. ` +
            `Run \`pip install ${modules.join(' ')}\`, and let PULLBACK_BENCH_PYTHON name that Python.`,
        )
      : right({
          name,
          dtypes: ['f64', 'f32'],
          kinds,
          command: {
            command: python,
            args: [script(args[0]!), ...args.slice(1)],
            env: { ...coreType(environment), PYTHONDONTWRITEBYTECODE: '1', ...env },
          },
        })
  }

/** The manifest of a package in a folder that was named, if it is there. */
export const manifestOf = (folder: string, name: string): string | undefined =>
  [join(folder, 'node_modules', name, 'package.json'), join(folder, name, 'package.json')].find(existsSync)

const inNode =
  (name: string, packages: readonly string[], file: string) =>
  (environment: Environment): Finding => {
    const folder = environment.PULLBACK_BENCH_NODE_MODULES
    const manifest = folder === undefined ? undefined : manifestOf(folder, packages[0]!)
    return manifest === undefined
      ? left(
          `${name}: skipped, as its package was not found. Run \`npm install ${packages.join(' ')}\` in a folder outside of ` +
            'this project, and let PULLBACK_BENCH_NODE_MODULES name that folder.',
        )
      : right({
          name,
          // The other float is not there (TensorFlow.js) or not exact (jax-js).
          dtypes: ['f32'],
          kinds: ['classifier', 'lenet', 'transformer'],
          command: {
            command: process.execPath,
            args: ['--conditions=pullback-source', '--expose-gc', script(file)],
            env: { PULLBACK_BENCH_VERSION: JSON.parse(readFileSync(manifest, 'utf8')).version as string },
          },
        })
  }

const everything: Peer['kinds'] = ['classifier', 'lenet', 'lstm', 'product', 'transformer']

/** All peers. Those that end in -1 have one thread, which is faster where there is little to do. */
const peers: { readonly [name: string]: (environment: Environment) => Finding } = {
  numpy: inPython('numpy', ['numpy'], ['numpy_peer.py']),
  'numpy-1': inPython('numpy-1', ['numpy'], ['numpy_peer.py'], {
    OPENBLAS_NUM_THREADS: '1',
    OMP_NUM_THREADS: '1',
  }),
  torch: inPython('torch', ['torch', 'numpy'], ['torch_peer.py', '0'], {}, [...everything, 'generation']),
  'torch-1': inPython('torch-1', ['torch', 'numpy'], ['torch_peer.py', '1'], {}, [
    ...everything,
    'generation',
  ]),
  jax: inPython(
    'jax',
    ['jax', 'numpy'],
    ['jax_peer.py'],
    {},
    everything.filter(kind => kind !== 'lenet'),
  ),
  'jax-js': inNode('jax-js', ['@jax-js/jax'], 'jaxjs.mjs'),
  tfjs: inNode('tfjs', ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm'], 'tfjs.mjs'),
}

/** The names of all peers. */
export const peerNames: readonly string[] = Object.keys(peers)

/** Looks for peers by their names. */
export const findPeers = (names: readonly string[], environment: Environment): readonly Finding[] =>
  names.map(name => peers[name]!(environment))
