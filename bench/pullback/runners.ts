/**
 * All runners: of the engines of the core, in each mode, and of some that only benchmarks have.
 *
 * @module
 */
import { compile, type Engine, engines, program, reference, wasmThreads } from 'pullback'
import { auto } from 'pullback/node'
import { byFit } from './byFit.ts'
import { byFold } from './byFold.ts'
import { byStep, type Runner } from './runner.ts'

let chosen: Promise<Engine> | undefined
let made: Engine | undefined

/** The engine that `auto` chooses. It is not chosen before a contestant needs it: others shall not share their time with it. */
const automatic: Engine = {
  name: 'auto',
  prepare: (program, preparation) => {
    if (made === undefined) throw new Error('The engine has not been chosen yet.')
    return made.prepare(program, preparation)
  },
}
const ready = async (): Promise<void> => {
  chosen ??= auto().then(({ engine }) => engine)
  made = await chosen
}

/** An engine that makes code, in each mode. */
const generating = (engine: Engine): readonly Runner[] => [
  byStep(engine.name, 'compiled', f => compile(f, { engine })),
  byFold(engine, 'fold'),
  byFit(engine, 'fit'),
]

/** In the order in which tables list them. The first one is the oracle for the losses. */
export const runners: readonly Runner[] = [
  byStep('reference', 'eager', f => f),
  byStep('reference', 'traced', (f, example) => program.traced(f)(...example)),
  byFit(reference, 'fit'),
  ...Object.values(engines)
    .filter(engine => engine !== reference)
    .flatMap(generating),
  byFold({ ...wasmThreads(1), name: 'wasm-1' }, 'fold'),
  { ...byStep('auto', 'compiled', f => compile(f, { engine: automatic })), ready },
  { ...byFold(automatic, 'fold'), ready },
  { ...byFit(automatic, 'fit'), ready },
]

/** How a runner is named on the command line and in tables. */
export const runnerName = ({ engine, mode }: Pick<Runner, 'engine' | 'mode'>): string => `${engine}-${mode}`
