import { compile, type Engine, type FloatDType } from 'pullback'
import { inChunks, named } from '../engines.ts'

/** Every way to run a function: as it stands, and compiled by each engine. */
const engines: readonly (readonly [string, Engine | null])[] = [
  ['evaluated', null],
  ...[...named, inChunks].map(engine => [engine.name, engine] as const),
]

/** Each engine in each float type. */
export const cases = engines.flatMap(([name, engine]) =>
  (['f32', 'f64'] as const satisfies readonly FloatDType[]).map(dtype => [name, dtype, engine] as const),
)

/** A function as an engine runs it. */
export const runBy = <F extends (...xs: never[]) => unknown>(engine: Engine | null, f: F): F =>
  engine === null ? f : (compile(f, { engine }) as F)
