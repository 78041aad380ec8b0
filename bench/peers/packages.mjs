/**
 * Packages that are not dependencies of this project: their names lead to the folder that PULLBACK_BENCH_NODE_MODULES names.
 *
 * @module
 */
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = process.env.PULLBACK_BENCH_NODE_MODULES ?? '.'
const parentURL = pathToFileURL(join(folder, 'bench.mjs')).href

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier, /^@(jax-js|tensorflow)\//.test(specifier) ? { ...context, parentURL } : context),
})
