import * as fc from 'fast-check'

// PULLBACK_LAWS_RUNS: how many examples a law is tried on, where it does not say so itself.
const runs = process.env.PULLBACK_LAWS_RUNS
if (runs !== undefined) {
  if (!/^[1-9]\d*$/.test(runs))
    throw new Error(`PULLBACK_LAWS_RUNS must be a positive integer, not '${runs}'`)
  fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: Number(runs) })
}

// PULLBACK_LAWS_SEED: where all samples come from; test/seed.ts draws it.
const seed = process.env.PULLBACK_LAWS_SEED
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) })
