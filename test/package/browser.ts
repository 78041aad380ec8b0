// A consumer in the browser: bundled from the packed package, run in a page, and type-checked against its declarations.
import * as pullback from 'pullback'

// The test waits for this promise, and looks at what it gives.
Object.assign(globalThis, { result: Promise.resolve({ exports: Object.keys(pullback) }) })
