// The sweep in full: 5,000 programs of different shapes in a loop that never waits.
process.env.PULLBACK_SWEEP = '5000'
await import('./sweep.test.ts')

export {}
