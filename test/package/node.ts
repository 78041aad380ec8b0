// A consumer in Node: runs on the packed package, and is type-checked against its declarations.
import * as pullback from 'pullback'
import * as laws from 'pullback/laws'
import * as node from 'pullback/node'

const exports = { pullback, laws, node }
console.log(JSON.stringify(Object.fromEntries(Object.entries(exports).map(([k, v]) => [k, Object.keys(v)]))))
