/**
 * The Python that has JAX, if there is one.
 *
 * @module
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** The repository's folder with the driver. */
export const driver = join(import.meta.dirname, '../../../python')

/** The Python that `PULLBACK_PYTHON` names, or the first there is. */
export const python = process.env.PULLBACK_PYTHON ?? 'python3'

const asked = spawnSync(python, ['-c', 'import jax; print(jax.__version__)'], { encoding: 'utf8' })

/** Whether JAX can be imported; that it cannot is logged. CI says by PULLBACK_JAX=required that it has installed it. */
export const hasJax = asked.status === 0

if (!hasJax && process.env.PULLBACK_JAX === 'required')
  throw new Error(`${python} has no JAX, which has to be there: ${asked.error?.message ?? asked.stderr}`)
if (!hasJax)
  console.info(
    `skipped: what JAX computes, as ${python} cannot import it (pip install jax; PULLBACK_PYTHON names another Python)`,
  )

/** Runs all modules of a folder. */
export const runModules = (folder: string): void => {
  execFileSync(python, [join(import.meta.dirname, 'run.py'), driver, folder], { stdio: 'inherit' })
}
