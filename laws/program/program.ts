/**
 * Laws of the interpretations of one program: traced, compiled or evaluated, a map is the same.
 *
 * @module
 */
import { compile, type Engine, engines as known, program } from '../../src/index.ts'
import { exact, norm } from '../close.ts'
import { type Law, type LawSet, law, lawSet } from '../law.ts'
import type { Probing } from '../oracle/probe.ts'
import { type Rounding, roundingAt } from '../oracle/rounding.ts'

type Plain = (...args: readonly unknown[]) => unknown
type Pulled = (x: never) => readonly [unknown, (db: never) => unknown]

/** Value and pullback of a map at once, as a plain function of trees. */
const valueAndPullback = (f: Pulled): Plain => {
  const both = (x: unknown, db: unknown): unknown => {
    const [value, pullback] = f(x as never)
    return [value, pullback(db as never)]
  }
  return both as Plain
}

/** Value and pullback of a map of a family. */
const ofFamily =
  (of: (given: never) => Pulled): Plain =>
  (given, x, db) =>
    valueAndPullback(of(given as never))(x, db)

/** Compiles a map once, however many points it is tried at: what changes from point to point then runs in one program. */
const compiling = (engine: Engine): ((f: object, g: Plain) => Plain) => {
  const known = new WeakMap<object, { readonly prepare: unknown; readonly compiled: Plain }>()
  return (f, g) => {
    const found = known.get(f)
    if (found !== undefined && found.prepare === engine.prepare) return found.compiled
    const compiled = compile(g, { engine }) as Plain
    known.set(f, { prepare: engine.prepare, compiled })
    return compiled
  }
}

/** Whether a program loops: its pullback adds up what its times give in another order. */
const isLooped = (g: Plain, ...args: readonly unknown[]): boolean =>
  program
    .trace(g)(...args)
    .program.equations.some(({ primitive }) => primitive.name === 'loop')

/** 44: traced = evaluated, exactly but for the sums over the times of a loop, and compiled = evaluated up to the order of sums and the last bits, by each engine. */
export const programLaws = <A, B>(
  name: string,
  probe: Probing<A, B>,
  rounding: Rounding = {},
  engines: readonly Engine[] = Object.values(known),
): LawSet => {
  const compiledBy = (engine: Engine, part: string): Law => {
    const compiled = compiling(engine)
    return law(
      `44${part}`,
      `compiled for the ${engine.name} engine it gives the value and the pullback that evaluation gives`,
      [probe('db')],
      ({ f, x, db, family }) => {
        const g = valueAndPullback(f)
        const want = g(x, db)
        const got =
          family === undefined
            ? compiled(f, g)(x, db)
            : compiled(family.of, ofFamily(family.of))(family.given, x, db)
        return roundingAt(rounding, [x, db], want)(norm([x, db]))(got, want)
      },
    )
  }
  return lawSet(name, [
    law(
      '44a',
      'its program, traced and run, gives the value and the pullback that evaluation gives',
      [probe('db')],
      ({ f, x, db }) => {
        const g = valueAndPullback(f)
        const want = g(x, db)
        const close = isLooped(g, x, db) ? roundingAt(rounding, [x, db], want)(norm([x, db])) : exact
        return close(program.traced(g)(x, db)(x, db), want)
      },
    ),
    ...engines.map((engine, i) => compiledBy(engine, 'bc'[i] ?? `c${i}`)),
  ])
}
