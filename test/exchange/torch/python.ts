/**
 * The Python that has PyTorch and safetensors, if there is one.
 *
 * @module
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** The Python that `PULLBACK_PYTHON` names, or the first there is. */
const python = process.env.PULLBACK_PYTHON ?? 'python3'

const asked = spawnSync(python, ['-c', 'import torch, safetensors.torch'], { encoding: 'utf8' })

/** Whether PyTorch can be imported; that it cannot is logged. CI says by PULLBACK_TORCH=required that it has installed it. */
export const hasTorch = asked.status === 0

if (!hasTorch && process.env.PULLBACK_TORCH === 'required')
  throw new Error(`${python} has no PyTorch, which has to be there: ${asked.error?.message ?? asked.stderr}`)
if (!hasTorch)
  console.info(
    `skipped: what PyTorch loads, as ${python} cannot import torch and safetensors (pip install torch safetensors; PULLBACK_PYTHON names another Python)`,
  )

/** Runs all cases of a folder. */
export const runTorch = (folder: string, ...more: readonly string[]): void => {
  execFileSync(python, [join(import.meta.dirname, 'run.py'), folder, ...more], { stdio: 'inherit' })
}
