/**
 * The files that the driver reads: a module with its manifest, where training begins, and rates.
 *
 * @module
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { portsIn } from '../../exchange/named.ts'
import { encodeSafetensors, type NamedTensors } from '../../safetensors/encode.ts'
import type { StableHloModule } from '../../stablehlo/stablehlo.ts'
import { tensors } from '../../tensor/function/traversal.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import type { DataError } from '../dataError.ts'
import { reasonOf } from '../storedBytes.ts'
import { writeBytes } from '../writeWhole.ts'

/** The tensors of a tree by path. */
export const namedIn = (tree: unknown, root: readonly string[] = []): NamedTensors => {
  const all = tensors(tree)
  return Object.fromEntries(portsIn(tree, root).map(({ name }, i) => [name, all[i] as AnyTensor]))
}

const folderAt = (path: string): TE.TaskEither<DataError, void> =>
  TE.tryCatch(
    async () => {
      await mkdir(path, { recursive: true })
    },
    (cause): DataError => ({ _tag: 'FileUnwritable', path, reason: reasonOf(cause) }),
  )

/** Writes a folder for the driver. */
export const writeFolder = (
  folder: string,
  { text, manifest, constants }: StableHloModule,
  files: Readonly<Record<string, Uint8Array>>,
): TE.TaskEither<DataError, void> => {
  const all: Readonly<Record<string, Uint8Array>> = {
    'module.mlir': new TextEncoder().encode(text),
    'manifest.json': new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`),
    'constants.safetensors': encodeSafetensors()(constants),
    ...files,
  }
  return Object.entries(all).reduce(
    (before, [name, bytes]) => TE.flatMap(() => writeBytes(join(folder, name), bytes))(before),
    folderAt(folder),
  )
}
