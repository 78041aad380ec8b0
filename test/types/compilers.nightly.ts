// All compilers that the package is tried with.
process.env.PULLBACK_COMPILERS = 'all'
await import('./compilers.test.ts')

export {}
