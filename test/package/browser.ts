// A consumer in the browser: bundled from the packed package, run in a page, and type-checked against its declarations.
import { learn } from './xor.ts'

// The test waits for this promise, and looks at what it gives.
Object.assign(globalThis, { result: learn() })
