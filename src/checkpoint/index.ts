/**
 * pullback/checkpoint: checkpoints of `fit` in a store of files, in any host. `pullback/node` keeps them in a folder, and
 * `pullback/browser` in the browser's storage.
 *
 * @module
 */
export { CheckpointError } from './checkpointError.ts'
export {
  type CheckpointFileError,
  decodeCheckpoint,
  encodeCheckpoint,
  type NoCheckpoint,
  showCheckpointFileError,
} from './checkpointFile.ts'
export {
  type Best,
  type CheckpointOptions,
  checkpointing,
  type KeptCheckpoint,
  type StoredCheckpoints,
} from './checkpointing.ts'
export { type CheckpointStore, memoryStore } from './store.ts'
