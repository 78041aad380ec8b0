// A consumer in any host: runs on the packed package, and tells what it learned.
import { separate } from './spiral.ts'
import { learn } from './xor.ts'

console.log(JSON.stringify({ ...(await learn()), spiral: await separate() }))
