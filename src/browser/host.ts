/**
 * The part of a browser that other hosts have not, as far as it is used here: the language's own types do not have it.
 *
 * @module
 */

/**
 * Bytes that lie in a file or in memory: a Blob or a File.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface BlobLike {
  readonly size: number
  slice(from: number, to: number): BlobLike
  arrayBuffer(): Promise<ArrayBuffer>
}

/** A file of the origin's private file system. */
interface FileHandle {
  getFile(): Promise<BlobLike>
  createWritable(): Promise<{
    write(bytes: Uint8Array): Promise<void>
    close(): Promise<void>
    abort(): Promise<void>
  }>
}

/** A folder of the origin's private file system. */
export interface Directory {
  getDirectoryHandle(name: string, options: { readonly create: boolean }): Promise<Directory>
  getFileHandle(name: string, options: { readonly create: boolean }): Promise<FileHandle>
  removeEntry(name: string): Promise<void>
  entries(): AsyncIterable<readonly [name: string, handle: { readonly kind: string }]>
}

/** A request to a database, which an event answers. */
export interface DatabaseRequest<A> {
  readonly result: A
  readonly error: unknown
  onsuccess: (() => void) | null
  onerror: (() => void) | null
  onupgradeneeded?: (() => void) | null
  onblocked?: (() => void) | null
}

interface ObjectStore {
  put(value: unknown, key: string): DatabaseRequest<unknown>
  get(key: string): DatabaseRequest<unknown>
  getAllKeys(): DatabaseRequest<readonly unknown[]>
  delete(key: string): DatabaseRequest<unknown>
}

/** What happens in a database at once, or not at all. */
export interface Transaction {
  objectStore(name: string): ObjectStore
  readonly error: unknown
  oncomplete: (() => void) | null
  onerror: (() => void) | null
  onabort: (() => void) | null
}

/** A database of the origin. */
export interface Database {
  createObjectStore(name: string): unknown
  transaction(
    name: string,
    mode: 'readonly' | 'readwrite',
    options?: { readonly durability: 'strict' },
  ): Transaction
  close(): void
}

interface Browser {
  readonly navigator?: { readonly storage?: { getDirectory?(): Promise<Directory> } }
  readonly indexedDB?: { open(name: string, version: number): DatabaseRequest<Database> }
  readonly document?: {
    createElement(name: 'a'): { href: string; download: string; click(): void }
  }
  readonly Blob?: new (parts: unknown[], options: { readonly type: string }) => BlobLike
  readonly URL?: { createObjectURL(blob: BlobLike): string; revokeObjectURL(url: string): void }
  readonly setTimeout?: (f: () => void, milliseconds: number) => unknown
}

/** This host, if it is a browser. */
export const browser = globalThis as Browser
