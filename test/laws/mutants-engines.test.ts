// Engines with a planted fault, each of which a named law must kill.
import { describe } from 'vitest'
import { engineLaws } from '../../laws/index.ts'
import {
  type AnyTensor,
  type Engine,
  type Executable,
  fromValues,
  reference,
  toValues,
} from '../../src/index.ts'
import type { CondOptions, WhileOptions } from '../../src/primitive/core/program.ts'
import { type Mutant, testMutants } from './mutant.ts'

/** The reference engine, with something wrong. */
const broken = (
  change: (right: Executable, given: Parameters<Engine['prepare']>) => Partial<Executable>,
): Engine => ({
  name: 'broken',
  prepare: (...given) => {
    const right = reference.prepare(...given)
    return { ...right, ...change(right, given) }
  },
})

const fault = (
  name: string,
  engine: Engine,
  killedBy: readonly string[],
  survives: readonly string[] = [],
): Mutant => ({ name, mutant: engineLaws(engine), twin: engineLaws(reference), killedBy, survives })

/** The reference engine on programs whose operations of a name have other options. */
const altered = <O>(name: string, change: (options: O) => O): Engine => ({
  name: 'broken',
  prepare: (given, preparation) =>
    reference.prepare(
      {
        ...given,
        equations: given.equations.map(equation =>
          equation.primitive.name === name
            ? { ...equation, options: change(equation.options as O) }
            : equation,
        ),
      },
      preparation,
    ),
})

const mapped = (x: AnyTensor, f: (value: number, i: number) => number): AnyTensor =>
  fromValues(x.shape, Array.from(toValues(x), f), x.dtype) as AnyTensor

describe('engines with a fault', () => {
  testMutants([
    fault(
      'an engine that forgets to carry',
      broken(() => ({ commit: () => {} })),
      ['G10', 'G11'],
      ['G6'],
    ),
    fault(
      'an engine that carries one after the other, so that a later one sees what an earlier one wrote',
      broken((right, [program, { carried = [] } = {}]) => ({
        commit: () => {
          for (const { output, input } of carried) {
            const ref = program.outputs[output] as number
            right.write(input, ref < program.inputs.length ? right.readInput(ref) : right.read(output))
          }
        },
      })),
      ['G10'],
      ['G4', 'G6'],
    ),
    fault(
      'an engine that carries the output of the run before',
      broken((right, [, { carried = [] } = {}]) => {
        let before: readonly AnyTensor[] = carried.map(({ output }) => right.read(output))
        return {
          commit: () => {
            const now = carried.map(({ output }) => right.read(output))
            for (const [i, { input }] of carried.entries()) right.write(input, before[i] as AnyTensor)
            before = now
          },
        }
      }),
      ['G10', 'G11'],
      ['G4'],
    ),
    fault(
      'an engine that does not watch',
      broken(right => ({
        execute: () => {
          right.execute()
          return true
        },
      })),
      ['G6'],
      ['G4', 'G10'],
    ),
    fault(
      'an engine that watches for NaN, and not for infinities',
      broken((right, [, { watched = [] } = {}]) => ({
        execute: () => {
          right.execute()
          return watched.every(output => !Array.from(toValues(right.read(output))).some(Number.isNaN))
        },
      })),
      ['G6'],
    ),
    fault(
      'an engine that once it saw a NaN sees it for ever',
      broken(right => {
        let sane = true
        return {
          execute: () => {
            sane = right.execute() && sane
            return sane
          },
        }
      }),
      ['G6'],
    ),
    fault(
      'an engine whose memory keeps the first result',
      broken((right, [program]) => {
        let first: readonly AnyTensor[] | null = null
        return {
          execute: () => {
            const finite = right.execute()
            first ??= program.outputs.map((_, output) => right.read(output))
            return finite
          },
          read: output => first?.[output] ?? right.read(output),
        }
      }),
      ['G4', 'G10'],
      ['G6'],
    ),
    fault(
      'an engine whose programs share the places of their inputs',
      (() => {
        const places = new Map<string, AnyTensor>()
        return broken((right, [{ inputs }]) => {
          const keyOf = (input: number) => `${input} ${inputs[input]?.dtype} ${inputs[input]?.shape}`
          return {
            write: (input, x) => {
              right.write(input, x)
              places.set(keyOf(input), x)
            },
            readInput: input => places.get(keyOf(input)) ?? right.readInput(input),
          }
        })
      })(),
      ['G8', 'G12'],
      ['G4'],
    ),
    fault(
      'an engine that adds up in another order on every other run',
      (() => {
        let run = 0
        return broken(right => ({
          read: output => {
            const x = right.read(output)
            return run++ % 2 === 0 ? x : mapped(x, value => value * (1 + 2 ** -23))
          },
        }))
      })(),
      ['G5'],
    ),
    fault(
      'an engine that takes rows for columns',
      broken((right, [program]) => ({
        read: output => {
          const x = right.read(output)
          const [rows = 0, columns = 0] = x.shape
          const isSquare = x.shape.length === 2 && rows === columns
          const values = toValues(x)
          const turned = (_: number, i: number): number =>
            values[(i % columns) * columns + Math.floor(i / columns)] as number
          return isSquare && program.equations.length > 0 ? mapped(x, turned) : x
        },
      })),
      ['G1', 'G4'],
    ),
    fault(
      'an engine that chooses the other of two bodies',
      altered('cond', ({ onTrue, onFalse }: CondOptions) => ({ onTrue: onFalse, onFalse: onTrue })),
      ['G1'],
    ),
    fault(
      'an engine that goes on one step beyond the limit',
      altered('while', (options: WhileOptions) => ({ ...options, limit: options.limit + 1 })),
      ['G1'],
    ),
    fault(
      'an engine that rounds a little too much',
      broken(right => ({
        read: output => {
          const x = right.read(output)
          return x.dtype === 'f64' ? mapped(x, Math.fround) : x
        },
      })),
      ['G1'],
      ['G6'],
    ),
    fault(
      'an engine that takes infinity for the largest number',
      broken(right => ({
        read: output =>
          mapped(right.read(output), value => (value === Number.POSITIVE_INFINITY ? 3e38 : value)),
      })),
      ['G2'],
    ),
    fault(
      'an engine that takes any index',
      broken((right, [program]) => ({
        execute: () => {
          try {
            return right.execute()
          } catch {
            return program.outputs.length >= 0
          }
        },
      })),
      ['G7'],
      ['G4'],
    ),
    fault(
      'an engine that says that it reads nothing',
      broken(() => ({ reads: () => false })),
      ['G8'],
      ['G4'],
    ),
    fault(
      'an engine that takes a tensor of any shape',
      broken(right => ({
        write: (input, x) => {
          try {
            right.write(input, x)
          } catch {}
        },
      })),
      ['G9'],
      ['G4'],
    ),
  ])
})
