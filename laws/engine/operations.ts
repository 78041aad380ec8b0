/**
 * Laws of each primitive by itself, computed by an engine.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type AnyTensor,
  type DType,
  type Engine,
  EngineError,
  fromValues,
  PullbackError,
  program,
  toValues,
} from '../../src/index.ts'
import { applyControl, type ControlName, controls } from '../../src/primitive/control/controls.ts'
import { bind } from '../../src/primitive/core/bind.ts'
import type { Control } from '../../src/primitive/core/control.ts'
import type { Primitive } from '../../src/primitive/core/primitive.ts'
import { type PrimitiveName, primitives } from '../../src/primitive/table.ts'
import { holds } from '../close.ts'
import { type Law, law, type Verdict } from '../law.ts'
import type { Specification } from '../primitive/specification.ts'
import { specifications } from '../primitive/specifications.ts'
import { inUlps, isIn, type Range, runOn } from '../program/sample.ts'

type Any = Primitive<unknown>

interface Operation {
  readonly name: PrimitiveName
  readonly inputs: readonly AnyTensor[]
  readonly options: unknown
}

const names = Object.keys(primitives) as readonly PrimitiveName[]

const operationsOf = (name: PrimitiveName, dtypes: readonly DType[]): Arbitrary<Operation> => {
  const { cases } = specifications[name] as Specification<unknown>
  return fc
    .constantFrom(...dtypes)
    .chain(cases)
    .map(({ inputs, options }) => ({ name, inputs, options }))
}

/** An operation on what it is tried on. Of one with bodies that is its results: its bytes would tell one NaN from another. */
const applied =
  ({ name, options }: Operation) =>
  (...xs: readonly AnyTensor[]): readonly AnyTensor[] =>
    name in controls
      ? applyControl(controls[name as ControlName] as Control<unknown>, options, xs)
      : [bind(primitives[name] as Any, options, xs)]

const traced = (operation: Operation) => program.trace(applied(operation))(...operation.inputs).program

/** What an operation gives, or the kind of the error by which it refuses what it was given. */
const outcomeOf = (run: () => readonly AnyTensor[]): readonly AnyTensor[] | string => {
  try {
    return run()
  } catch (error) {
    if (error instanceof PullbackError) return error.name
    throw error
  }
}

/** How many times as far others may differ: what is a quotient of sums of exponentials. */
const leeway: Partial<Readonly<Record<PrimitiveName, number>>> = { prefixAttention: 4 }

const specials = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1, -1]

/** A quarter of the floats are special ones. */
const salted = (x: AnyTensor, seed: number): AnyTensor => {
  if (x.dtype !== 'f32' && x.dtype !== 'f64') return x
  const values = Array.from(toValues(x), (value, i) => {
    const drawn = Math.imul(seed + i, 0x9e3779b1) >>> 8
    return drawn % 4 === 0 ? (specials[(drawn >> 2) % specials.length] as number) : value
  })
  return fromValues(x.shape, values, x.dtype) as AnyTensor
}

/** G1 to G3. */
export const operationLaws = (engine: Engine, range: Range, maxUlp: number): readonly Law[] => {
  const run = (operation: Operation): readonly AnyTensor[] => {
    const it = traced(operation)
    const executable = engine.prepare(it)
    const results = runOn(executable, it, operation.inputs)
    executable.release?.()
    return results
  }
  const value = (operation: Operation): readonly AnyTensor[] => applied(operation)(...operation.inputs)
  /** The worst of what an operation gives: a loop gives several values. */
  const compared = (operation: Operation) => {
    const [wanted, given] = [() => value(operation), () => run(operation)].map(outcomeOf) as [
      ReturnType<typeof outcomeOf>,
      ReturnType<typeof outcomeOf>,
    ]
    // What a kernel refuses, such as a matrix that has no inverse, every engine refuses.
    if (typeof wanted === 'string' || typeof given === 'string') return holds(wanted === given, wanted, given)
    const found = given.map((y, i) =>
      inUlps(maxUlp * (leeway[operation.name] ?? 1))(y, wanted[i] as AnyTensor),
    )
    return found.find(({ error, bound }) => !(error <= bound)) ?? (found[0] as (typeof found)[number])
  }
  const known = names.filter(name => !range.declines.includes(name))
  const operations = known.map(name => {
    const { dtypes } = specifications[name] as Specification<unknown>
    const own = dtypes.filter(dtype => (dtype !== 'f32' && dtype !== 'f64') || range.floats.includes(dtype))
    return operationsOf(name, own).filter(operation => isIn(range, traced(operation)))
  })
  // All of them in each sample: a law of one at random would meet each too seldom.
  const all = fc.tuple(...operations)
  const worst = (found: readonly Verdict[], of: readonly Operation[]) => {
    const at = found.findIndex(({ error, bound }) => !(error <= bound))
    const it = found[Math.max(at, 0)] as (typeof found)[number]
    return at < 0 ? it : { ...it, at: `${(of[at] as Operation).name}, ${it.at ?? 'its form'}` }
  }
  return [
    law(
      'G1',
      `each operation gives what its kernel gives, up to ${maxUlp} units in the last place (attention to a cache: four times as many)`,
      [all],
      given => worst(given.map(compared), given),
    ),
    law(
      'G2',
      'given NaN, infinities and both zeros, each operation gives NaN and infinities where its kernel does',
      [all, fc.nat(2 ** 20)],
      (given, seed) => {
        const special = given.map(({ inputs, ...rest }) => ({
          ...rest,
          inputs: inputs.map((x, i) => salted(x, seed + 101 * i)),
        }))
        return worst(special.map(compared), special)
      },
    ),
    ...(range.declines.length === 0
      ? []
      : [
          law(
            'G3',
            'what it declines it refuses with an EngineError when it is asked to prepare it',
            [fc.tuple(...range.declines.map(name => operationsOf(name, specifications[name].dtypes)))],
            given => {
              const refused = given.map(operation => {
                try {
                  engine.prepare(traced(operation))
                  return `${operation.name} was prepared`
                } catch (error) {
                  return error instanceof EngineError ? null : String(error)
                }
              })
              return holds(
                refused.every(it => it === null),
                refused.filter(it => it !== null),
                [],
              )
            },
          ),
        ]),
  ]
}
