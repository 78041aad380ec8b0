/**
 * All runners. A new engine or mode is a line here.
 *
 * @module
 */
import { compile, program, reference, wasm } from 'pullback'
import { byFold } from './byFold.ts'
import { byFit } from './byFit.ts'
import { byStep, type Runner } from './runner.ts'

/** In the order in which tables list them. The first one is the oracle for the losses. */
export const runners: readonly Runner[] = [
  byStep('reference', 'eager', f => f),
  byStep('reference', 'traced', (f, example) => program.traced(f)(...example)),
  byFit(reference, 'fit'),
  byStep('wasm', 'compiled', f => compile(f)),
  byFold(wasm, 'fold'),
  byFit(wasm, 'fit'),
]

/** How a runner is named on the command line and in tables. */
export const runnerName = ({ engine, mode }: Pick<Runner, 'engine' | 'mode'>): string => `${engine}-${mode}`
