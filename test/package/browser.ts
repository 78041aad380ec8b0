// A consumer in the browser: bundled from the packed package, run in a page, and type-checked against its declarations.
import { separate } from './spiral.ts'
import { learn } from './xor.ts'

// The test waits for this promise, and looks at what it gives.
const result = (async () => ({ ...(await learn()), spiral: await separate() }))()
Object.assign(globalThis, { result })
