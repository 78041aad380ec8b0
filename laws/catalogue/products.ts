/**
 * The operations of `op` that multiply matrices or slide windows, with their laws.
 *
 * @module
 */
import { op } from '../../src/index.ts'
import type { Entry } from './entry.ts'
import { applies, own } from './operation.ts'
import { binary } from './operationEntry.ts'

/** The operations of `op` that multiply matrices or slide windows. */
export const productCatalogue = {
  argmaxWindows: own(
    'argmaxWindows',
    applies('argmaxWindows', 'argmaxWindows', ([x], options) => op.argmaxWindows(options)(x!)),
  ),
  convolve: own(
    'convolve',
    applies('convolve', 'convolve', ([x, w], options) => op.convolve(options)(x!, w!)),
  ),
  convolveKernel: own(
    'convolveKernel',
    applies('convolveKernel', 'convolveKernel', ([x, y], options) => op.convolveKernel(options)(x!, y!)),
  ),
  convolveTransposed: own(
    'convolveTransposed',
    applies('convolveTransposed', 'convolveTransposed', ([y, w], options) =>
      op.convolveTransposed(options)(y!, w!),
    ),
  ),
  matmul: binary('matmul', 'matmul', op.matmul, ({ options }) => !options.transposeA && !options.transposeB),
  matmulNT: binary(
    'matmulNT',
    'matmul',
    op.matmulNT,
    ({ options }) => !options.transposeA && options.transposeB,
  ),
  matmulTN: binary(
    'matmulTN',
    'matmul',
    op.matmulTN,
    ({ options }) => options.transposeA && !options.transposeB,
  ),
} as const satisfies Readonly<Record<string, Entry>>
