/**
 * pullback/browser: what needs a browser: models and checkpoints in its storage, from files that a page is given, and as files for the
 * person before it.
 *
 * @module
 */
export { readBlob, readModelBlob } from './blob.ts'
export type { BlobLike } from './host.ts'
export { indexedDb } from './indexedDb.ts'
export { opfs } from './opfs.ts'
export { saveFile } from './saveFile.ts'
